"""``digestbot run`` with the same wiring, but a time and a death of its own.

It dies as in a power cut (``kill -9``) at a chosen point on the way of a message. Its time is some hours
ahead, and jumps by a minute at SIGUSR1, as it does for a process that was stopped for so long. At SIGUSR2
its database cannot be written any more; at the next one it can.
"""

import argparse
import asyncio
import os
import signal
import sys
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from bot.cli.serve import serve
from bot.cli.session import settings
from bot.clock import SystemClock
from bot.serving.locking import sole_server
from bot.settings import Settings
from bot.stores import posting
from bot.stores.sqlite import SqliteStore, open_store
from bot.subscriptions.delivery import Settlement, State
from bot.wiring import assemble, database_of

_JUMP = 60.0
_BUSY_SECONDS = 15.0


class Point(StrEnum):
    """Where on the way of a message the process dies."""

    BEFORE_CLAIM = "before the claim"
    BEFORE_COMMIT = "before the claim is committed"
    BEFORE_CALL = "before the call"
    BEFORE_SENT = "before the answer is noted"
    AFTER_SENT = "after the answer was noted"


@dataclass(slots=True)
class Ahead:
    """How many seconds the time of this process is ahead of everybody else's."""

    seconds: float = 0

    def jump(self) -> None:
        """A minute has gone by."""
        self.seconds += _JUMP


class AheadClock(SystemClock):
    """A clock that shows this time."""

    def __init__(self, ahead: Ahead) -> None:
        self._ahead = ahead

    def now(self) -> datetime:
        """The instant it shows."""
        return super().now() + timedelta(seconds=self._ahead.seconds)

    def elapsed(self) -> float:
        """Seconds since some fixed moment, with what was jumped over."""
        return super().elapsed() + self._ahead.seconds


class AheadLoop(asyncio.SelectorEventLoop):
    """An event loop that goes by this time, in what it waits for and gives up."""

    def __init__(self, ahead: Ahead) -> None:
        self._ahead = ahead
        super().__init__()

    def time(self) -> float:
        """As ``AheadClock.elapsed``."""
        return super().time() + self._ahead.seconds


class MortalStore(SqliteStore):
    """A store that ends the process when it comes to a point for the last of so many times."""

    def __init__(self, path: Path, point: Point | None, times: int) -> None:
        super().__init__(path, _BUSY_SECONDS)
        self._point = point
        self._left = times
        self._read_only = False

    def turn(self) -> None:
        """Be one that can only be read, or one that can be written again."""
        self._read_only = not self._read_only
        with closing(self._writing.raw_connection()) as connection:
            connection.cursor().execute(f"PRAGMA query_only={int(self._read_only)}")

    async def begin(self, delivery: int, epoch: int, at: datetime, parts: int = 1) -> bool:
        """As ``SqliteStore.begin``, as far as it gets."""
        self._come_to(Point.BEFORE_CLAIM)
        begun = await self._write(lambda c: posting.begin(c, delivery, epoch, at, parts) and self._written())
        self._come_to(Point.BEFORE_CALL)
        return begun

    async def settle(self, delivery: int, epoch: int, settlement: Settlement) -> bool:
        """As ``SqliteStore.settle``, as far as it gets."""
        if settlement.state is not State.SENT:
            return await super().settle(delivery, epoch, settlement)
        self._come_to(Point.BEFORE_SENT)
        done = await super().settle(delivery, epoch, settlement)
        self._come_to(Point.AFTER_SENT)
        return done

    def _written(self) -> bool:
        self._come_to(Point.BEFORE_COMMIT)
        return True

    def _come_to(self, point: Point) -> None:
        if point is self._point:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


async def _run(ahead: Ahead, point: Point | None, times: int) -> int:
    chosen = settings()
    path = database_of(chosen)
    with sole_server(chosen.data):
        await (await asyncio.to_thread(open_store, path)).close()
        return await _serve(chosen, MortalStore(path, point, times), ahead)


async def _serve(chosen: Settings, store: MortalStore, ahead: Ahead) -> int:
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGUSR1, ahead.jump)
    loop.add_signal_handler(signal.SIGUSR2, store.turn)
    async with await assemble(chosen, AheadClock(ahead), store=store, serving=True) as bot:
        return await serve(bot)


def _main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--point", type=Point)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--hours", type=int, default=0)
    options = parser.parse_args()
    ahead = Ahead(options.hours * 3600.0)
    with asyncio.Runner(loop_factory=lambda: AheadLoop(ahead)) as runner:
        return runner.run(_run(ahead, options.point, options.times))


if __name__ == "__main__":
    sys.exit(_main())
