"""Messages that answer no interaction: in direct chats, to mentions, and the greeting of a server."""

import logging

from bot.discord.calls import Lost, Refused
from bot.discord.channels import Channels
from bot.discord.render import Screen
from bot.discord.responding import body_of

_log = logging.getLogger(__name__)
_NOWHERE = {403, 404}


class Poster:
    """Posts in channels. What cannot be posted is logged, and nothing else depends on it."""

    def __init__(self, channels: Channels) -> None:
        self._channels = channels

    async def post(self, channel: int, screen: Screen, occasion: int, reply_to: int | None = None) -> None:
        """Post the messages of a screen. For one ``occasion`` (a snowflake) nothing is posted twice."""
        for number, message in enumerate(screen.messages):
            body, files = body_of(message, screen.files)
            body |= {"nonce": f"{occasion}.{number}", "enforce_nonce": True}
            if reply_to is not None:
                body["message_reference"] = {"message_id": str(reply_to), "fail_if_not_exists": False}
            try:
                await self._channels.post(str(channel), body, files)
            except Refused as refusal:
                level = logging.INFO if refusal.status in _NOWHERE else logging.WARNING
                _log.log(level, "channel %d cannot be written to: %s", channel, refusal)
                return
            except Lost as loss:
                _log.warning("a message to channel %d may not have arrived: %s", channel, loss)
                return
