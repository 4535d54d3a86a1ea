"""A broadcast to many chats at once, by the real process, and an account of it."""

import asyncio
import json
import os
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from zoneinfo import ZoneInfo

from watchfiles import awatch

from bot.clock import SystemClock
from bot.stores.sqlite import open_store
from bot.subscriptions.delivery import State
from tests.crash.entry import Point
from tests.crash.sides import Side
from tests.stories import process
from tests.stories.process import Running
from tests.subscriptions import daily, subscribing

_CHECKOUT = Path(__file__).parents[2]
_UNDER_WAY = (State.PENDING, State.SENDING)
_PATIENCE = 90.0
# After so many milliseconds it is looked at, though nothing was seen to be written.
_GLANCE = 1000
_DUE_BEFORE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Listed:
    """What ``digestbot deliveries`` says of a message."""

    address: str
    part: int
    state: State
    message: str
    why: str


@dataclass(frozen=True, slots=True)
class Account:
    """What became of a broadcast on one platform.

    ``doubled`` are messages that stand twice in a chat. ``lost`` did not arrive, and nothing says so;
    ``strange`` arrived, and nothing says so. ``in_doubt`` are listed as such.
    """

    arrived: int
    in_doubt: int
    doubled: list[str]
    lost: list[str]
    strange: list[str]

    @property
    def faultless(self) -> bool:
        """Whether nothing was doubled, and nothing lost without a word."""
        return not (self.doubled or self.lost or self.strange)


@dataclass(frozen=True, slots=True)
class Broadcast:
    """Digests that are due in all chats of some platforms.

    What is told of them is asked ``beside`` the bot, with these words before the command.
    """

    sides: Sequence[Side]
    data: Path
    beside: tuple[str, ...] = ()

    async def prepare(self, minutes: int = 0) -> None:
        """Let all chats be subscribed since an hour, with a digest due a little while ago.

        With ``minutes`` they come due in so many minutes to come, as many in each.
        """
        now, zone = SystemClock().now(), ZoneInfo("UTC")
        ahead = [timedelta(minutes=1 + minute) for minute in range(minutes)] or [-_DUE_BEFORE]
        weeks = [daily((now + wait).time().replace(second=0, microsecond=0)) for wait in ahead]
        began = now - timedelta(hours=1)
        store = open_store(self.data / "digestbot.sqlite3")
        subscriptions = [
            subscribing(now=began, address=place.address, home=place.home, week=week, zone=zone)
            for side in self.sides
            for place, week in zip(side.places, cycle(weeks), strict=False)
        ]
        await asyncio.gather(*map(store.keep_subscription, subscriptions))
        await store.close()

    @property
    def settings(self) -> dict[str, str]:
        """What makes the bot serve these platforms."""
        return {name: text for side in self.sides for name, text in side.settings.items()}

    def running(
        self, point: Point | None = None, times: int = 1, hours: int = 0, **settings: str
    ) -> AbstractAsyncContextManager[Running]:
        """The bot; it dies at that point, when it comes there for that time. It lives so many hours later."""
        command = [sys.executable, "-m", "tests.crash.entry", f"--times={times}", f"--hours={hours}"]
        if point is not None:
            command.append(f"--point={point}")
        return process.running(self.data, command, **self.settings | settings)

    async def over(self, days: int = 1, patience: float = _PATIENCE) -> None:
        """Return when the digests of so many days are all settled; fail after so many seconds."""
        digests = days * sum(len(side.places) for side in self.sides)
        async with asyncio.timeout(patience):
            async for _ in awatch(self.data, recursive=False, rust_timeout=_GLANCE, yield_on_timeout=True):
                found = await self.listed()
                if len(found) >= digests and not any(one.state in _UNDER_WAY for one in found):
                    return

    async def listed(self, *states: str) -> list[Listed]:
        """What the operator is told of all messages, or those in some states."""
        chosen = ("--state", *states) if states else ()
        told = await self.digestbot("deliveries", "--json", "--limit", "1000000", *chosen)
        return [
            Listed(one["address"], one["part"], State(one["state"]), one["message"], one["why"])
            for one in map(json.loads, told.splitlines())
        ]

    async def digestbot(self, *arguments: str, **settings: str) -> str:
        """What another command prints, beside the bot that runs."""
        environ = {name: text for name, text in os.environ.items() if not name.startswith("DIGESTBOT_")}
        environ |= {f"DIGESTBOT_{name.upper()}": text for name, text in settings.items()}
        environ |= {"DIGESTBOT_DATA": str(self.data), "PYTHONUTF8": "1"}
        other = await asyncio.create_subprocess_exec(
            *self.beside,
            sys.executable,
            "-m",
            "bot",
            *arguments,
            cwd=_CHECKOUT,
            env=environ,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            told, trouble = await other.communicate()
        except asyncio.CancelledError:
            other.kill()
            await other.wait()
            raise
        assert other.returncode == 0, trouble.decode()
        return told.decode()

    async def account(self) -> dict[str, Account]:
        """What became of it on each platform, by what is listed and what people can see."""
        listed = await self.listed()
        return {side.name: _account(side, listed) for side in self.sides}


def _account(side: Side, listed: Sequence[Listed]) -> Account:
    mine = [one for one in listed if one.address.partition(":")[0] == side.name]
    arrived = side.arrived()
    texts = Counter((str(one.address), one.text) for one in arrived)
    seen = {one.message for one in arrived}
    noted = {one.message for one in mine if one.state is State.SENT}
    may_be = Counter(one.address for one in mine if one.state is State.UNKNOWN)
    unnoted = Counter(str(one.address) for one in arrived if one.message not in noted)
    told = {one.address for one in mine}
    return Account(
        arrived=len(arrived),
        in_doubt=may_be.total(),
        doubled=sorted(chat for (chat, _), times in texts.items() if times > 1),
        lost=sorted({str(place.address) for place in side.places} - told)
        + sorted(one.address for one in mine if one.state is State.SENT and one.message not in seen)
        + sorted(one.address for one in mine if one.state is not State.SENT and not one.why),
        strange=sorted((unnoted - may_be).elements()),
    )
