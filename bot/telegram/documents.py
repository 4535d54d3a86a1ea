"""Texts that people send, as files or as messages, fetched when they are needed."""

from telegram import Bot, Message
from telegram import Document as File
from telegram.error import BadRequest, TelegramError

from bot.errors import DocumentGone, DocumentTooLarge
from bot.requests import LARGEST_DOCUMENT, Document, Source


def file_of(bot: Bot, message: Message) -> Source | None:
    """The file that came with a message."""
    file = message.document
    if file is None:
        return None

    async def fetch() -> Document:
        return await _fetch(bot, file)

    return fetch


def text_of(bot: Bot, message: Message) -> Source | None:
    """The file that came with a message, else its words."""
    words = message.text or message.caption

    async def words_of_it() -> Document:
        return Document("", (words or "").encode())

    return file_of(bot, message) or (words_of_it if words else None)


async def _fetch(bot: Bot, file: File) -> Document:
    try:
        _check(file.file_size)
        # The service itself gives no file of more than 20 MB, and says so here.
        place = await bot.get_file(file.file_id)
        _check(place.file_size)
        return Document(file.file_name or "", bytes(await place.download_as_bytearray()))
    except BadRequest as error:
        raise (DocumentTooLarge if "too big" in error.message else DocumentGone) from error
    except TelegramError as error:
        raise DocumentGone from error


def _check(size: int | None) -> None:
    if size is not None and size > LARGEST_DOCUMENT:
        raise DocumentTooLarge
