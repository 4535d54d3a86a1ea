"""Texts that people send, as files or as messages, fetched when they are needed."""

from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp
import discord

from bot.errors import DocumentGone, DocumentTooLarge
from bot.requests import LARGEST_DOCUMENT, Document, Source

Json = Mapping[str, Any]
# Kinds of files that hold no text.
_NO_TEXT = ("image/", "audio/", "video/", "font/")


def file_among(client: discord.Client, attachments: Sequence[Json]) -> Source | None:
    """The first of the files that may hold a text."""
    file = next((file for file in attachments if _may_be_text(file)), None)
    if file is None:
        return None

    async def fetch() -> Document:
        return await _fetch(client, file)

    return fetch


def text_of(client: discord.Client, words: str, attachments: Sequence[Json]) -> Source | None:
    """The file that came with a message, else its words."""

    async def words_of_it() -> Document:
        return Document("", words.encode("utf-8", "replace"))

    return file_among(client, attachments) or (words_of_it if words else None)


def text_at(client: discord.Client, channel: int, message: int) -> Source:
    """The text of a message of which no more is known than its place."""

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


async def _fetch(client: discord.Client, file: Json) -> Document:
    if file["size"] > LARGEST_DOCUMENT:
        raise DocumentTooLarge
    try:
        return Document(file["filename"], await client.http.get_from_cdn(file["url"]))
    except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
        raise DocumentGone from error


def _may_be_text(file: Json) -> bool:
    return not str(file.get("content_type") or "").startswith(_NO_TEXT)
