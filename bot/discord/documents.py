"""Texts that people send, as files or as messages, fetched when they are needed."""

from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp
import discord

from bot.errors import DocumentGone, DocumentTooLarge
from bot.requests import LARGEST_DOCUMENT, Document, Source
from bot.visits.said import is_long

Json = Mapping[str, Any]
_SECONDS = 30.0
# Kinds of files that go with a text, and that may be one; of some no kind is known.
_MEDIA = ("image/", "audio/", "video/", "font/")
_TEXT = ("text/", "application/octet-stream", "application/xhtml")


def file_among(client: discord.Client, words: str, attachments: Sequence[Json]) -> Source | None:
    """The first file that came with a message and may be a text; with no words either, any file."""
    files = [file for file in attachments if not _kind(file).startswith(_MEDIA)]
    file = next(filter(_may_be_text, files), files[0] if files and not words else None)
    if file is None:
        return None

    async def fetch() -> Document:
        return await _fetch(client, file, is_part=len(files) > 1 or is_long(words))

    return fetch


def text_of(client: discord.Client, words: str, attachments: Sequence[Json]) -> Source | None:
    """The file that came with a message, else its words."""

    async def words_of_it() -> Document:
        return Document("", words.encode("utf-8", "replace"), is_part=bool(attachments))

    return file_among(client, words, attachments) or (words_of_it if words else None)


async def nothing() -> Document:
    """What is in a message without words and files."""
    return Document("", b"")


def text_at(client: discord.Client, channel: int, message: int) -> Source:
    """The text of a message of which no more is known than its place.

    The service gives it back in direct chats, and of messages that mention the bot.
    """

    async def fetch() -> Document:
        try:
            found = await client.http.get_message(channel, message)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            raise DocumentGone from error
        source = text_of(client, found["content"], found["attachments"])
        if source is None:
            raise DocumentGone
        return await source()

    return fetch


async def _fetch(client: discord.Client, file: Json, *, is_part: bool) -> Document:
    """The file, of which no more is kept than may be read, whatever size it was said to have."""
    if file["size"] > LARGEST_DOCUMENT:
        raise DocumentTooLarge
    try:
        return Document(file["filename"], await _download(client, file["url"]), is_part)
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise DocumentGone from error


async def _download(client: discord.Client, url: str) -> bytes:
    """What is there. discord.py would take all of it, and whatever that unpacks to."""
    timeout = aiohttp.ClientTimeout(total=_SECONDS)
    asked = {"User-Agent": client.http.user_agent, "Accept-Encoding": "identity"}
    async with (
        aiohttp.ClientSession(timeout=timeout, headers=asked, auto_decompress=False) as session,
        session.get(url, proxy=client.http.proxy, raise_for_status=True) as response,
    ):
        data = bytearray()
        async for part in response.content.iter_any():
            data += part
            if len(data) > LARGEST_DOCUMENT:
                raise DocumentTooLarge
    return bytes(data)


def _may_be_text(file: Json) -> bool:
    kind = _kind(file)
    return not kind or kind.startswith(_TEXT)


def _kind(file: Json) -> str:
    return str(file.get("content_type") or "")
