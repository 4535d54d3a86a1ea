"""Trouble on the way, of every kind, one after the other and again from the beginning."""

import asyncio
from collections.abc import Callable, Sequence
from itertools import cycle

from bot.clock import SystemClock
from tests.crash.sides import OnDiscord, OnTelegram
from tests.platforms.discord import Discord
from tests.platforms.telegram import Telegram
from tests.platforms.telegram.refusals import forbidden

_SLOW_SECONDS = 2.0
# One of so many places does not want to hear from the bot any more, and has not said so.
_BLOCKED = 100


class Troubles:
    """What happens to both services; ``happened`` says when (seconds of the clock) and what."""

    def __init__(self, telegram: Telegram, discord: Discord) -> None:
        self._telegram = telegram
        self._discord = discord
        self._clock = SystemClock()
        self.happened: list[tuple[float, str]] = []

    async def go_on(self, every: float) -> None:
        """Let something happen every so many seconds, for as long as it lasts."""
        for name, happen in cycle(self._kinds()):
            await self._clock.sleep(every)
            self.happened.append((self._clock.elapsed(), name))
            happen()

    def _kinds(self) -> Sequence[tuple[str, Callable[[], None]]]:
        telegram, discord = self._telegram, self._discord
        too_many = "Too Many Requests: retry after 1"
        return (
            ("429 of Telegram", lambda: telegram.refuse("sendMessage", 429, too_many, retry_after=1)),
            ("502 of Discord", lambda: discord.break_before("create_message", 502)),
            ("502 to a poll", lambda: telegram.break_before("getUpdates", 502)),
            ("429 of Discord", lambda: discord.flood("create_message", 1.0)),
            ("drop before it is done", lambda: telegram.break_before("sendMessage")),
            ("drop after it is done", lambda: discord.break_after("create_message")),
            ("slow Telegram", self._slow_down),
            ("reconnect", discord.gateway.ask_to_reconnect),
            ("500 of Telegram", lambda: telegram.break_before("sendMessage", 500)),
            ("429 of all Discord", lambda: discord.flood("create_message", 1.0, overall=True)),
            ("drop of a poll", lambda: telegram.break_before("getUpdates")),
            ("cut of the gateway", discord.gateway.cut),
            ("429 to an answer", lambda: discord.flood("create_interaction_response", 0.5)),
            ("new session", lambda: discord.gateway.invalidate(resumable=False)),
        )

    def _slow_down(self) -> None:
        held = self._telegram.hold("sendMessage", done=True, when=lambda _: True)
        asyncio.get_running_loop().call_later(_SLOW_SECONDS, held.set)


def block_some(on_telegram: OnTelegram, on_discord: OnDiscord, telegram: Telegram, discord: Discord) -> int:
    """Let some places refuse whatever is posted there; how many."""
    there = on_telegram.places[::_BLOCKED]
    for place in there:
        telegram.world.chats[int(place.address.chat)].trouble = forbidden("bot was blocked by the user")
    here = [
        place
        for place in on_discord.places[5::_BLOCKED]
        if discord.world.channels[place.address.chat].recipient
    ]
    for place in here:
        discord.world.channels[place.address.chat].closed = True
    return len(there) + len(here)
