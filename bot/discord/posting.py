"""Messages that answer no interaction: in direct chats, to mentions, and the greeting of a server."""

import logging
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import aiohttp
import discord
import msgspec
from discord.http import Route

from bot.discord.render import Screen
from bot.discord.responding import body_of
from bot.pacing import Gate, Window
from bot.ports import Clock
from bot.replies import Attachment

_log = logging.getLogger(__name__)
# https://discord.com/developers/docs/topics/rate-limits#global-rate-limit. The limits of single
# channels are kept by the library.
_PER_SECOND = 50
_PAUSES = (0.5, 1.0, 2.0)


class Poster:
    """Posts in channels. What cannot be posted is logged, and nothing else depends on it."""

    def __init__(self, client: discord.Client, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._gate = Gate(clock, Window(_PER_SECOND, 1))

    async def post(self, channel: int, screen: Screen, occasion: int, reply_to: int | None = None) -> None:
        """Post the messages of a screen. For one ``occasion`` (a snowflake) nothing is posted twice."""
        for number, message in enumerate(screen.messages):
            body, files = body_of(message, screen.files)
            body |= {"nonce": f"{occasion}.{number}", "enforce_nonce": True}
            if reply_to is not None:
                body["message_reference"] = {"message_id": str(reply_to), "fail_if_not_exists": False}
            try:
                await self._post(channel, body, files)
            except (discord.Forbidden, discord.NotFound) as error:
                _log.info("channel %d cannot be written to: %s", channel, error.text)
                return
            except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
                why = type(error).__name__
                _log.warning("a message to channel %d may not have arrived: %s", channel, why)
                return

    async def _post(self, channel: int, body: dict[str, Any], files: Sequence[Attachment]) -> None:
        """Post one message; again when the connection breaks, for its nonce keeps it from being doubled."""
        for pause in _PAUSES:
            with suppress(aiohttp.ClientError, OSError, TimeoutError):
                await self._call(channel, body, files)
                return
            await self._clock.sleep(pause)
        await self._call(channel, body, files)

    async def _call(self, channel: int, body: dict[str, Any], files: Sequence[Attachment]) -> None:
        route = Route("POST", "/channels/{channel_id}/messages", channel_id=channel)
        if not files:
            async with self._gate.passing():
                await self._client.http.request(route, json=body)
            return
        form: list[dict[str, Any]] = [{"name": "payload_json", "value": msgspec.json.encode(body).decode()}]
        form += [
            {"name": f"files[{number}]", "value": file.text.encode(), "filename": file.name}
            for number, file in enumerate(files)
        ]
        async with self._gate.passing():
            await self._client.http.request(route, form=form)
