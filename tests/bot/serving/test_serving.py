"""Serving several platforms, some of them in trouble."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.errors import AlreadyRunning, PlatformUnavailable
from bot.serving.supervisor import STOP_SECONDS, Platform, Supervisor
from tests.stories.talk import FakeClock

_Served = tuple[bool, list[str], list[float]]


@dataclass(slots=True)
class PatientClock(FakeClock):
    """Time goes by when all others have done what they can; ``slept`` is how long each time."""

    slept: list[float] = field(default_factory=list[float])

    async def sleep(self, seconds: float) -> None:
        """Let the others go first, then time."""
        for _ in range(100):
            await asyncio.sleep(0)  # noqa: TID251 - nothing is waited for
        self.slept.append(seconds)
        self.pass_time(seconds=seconds)


@dataclass
class Troubled:
    """A platform that has these troubles one after the other, then works (until stopped, if ``stays``)."""

    name: str
    troubles: list[Exception]
    stays: bool = True
    served: asyncio.Event = field(default_factory=asyncio.Event)
    finished: bool = False

    async def serve(self, stopping: asyncio.Event, ready: Callable[[str], None]) -> None:
        """Fail, or serve."""
        if self.troubles:
            raise self.troubles.pop(0)
        ready(f"@{self.name}")
        self.served.set()
        if self.stays:
            await stopping.wait()
        self.finished = True


class Deaf:
    """A platform that does not stop."""

    name = "deaf"

    async def serve(self, stopping: asyncio.Event, ready: Callable[[str], None]) -> None:
        """Serve for ever."""
        del stopping
        ready("@deaf")
        await asyncio.Event().wait()


async def served(*platforms: Platform, until: asyncio.Event | None = None) -> _Served:
    """How it ended, what the operator was told, and how long was waited each time."""
    clock, told = PatientClock(), list[str]()
    supervisor = Supervisor(clock, lambda text, _=0: told.append(text))
    serving = asyncio.create_task(supervisor.serve(platforms))
    if until is not None:
        await until.wait()
        supervisor.stopping.set()
    return await serving, told, clock.slept


async def test_stopping() -> None:
    """Told to stop, every platform finishes what it does."""
    one, two = Troubled("one", []), Troubled("two", [])
    assert await served(one, two, until=two.served) == (
        True,
        ["one is ready: @one", "two is ready: @two"],
        [],
    )
    assert one.finished
    assert two.finished


async def test_trouble_is_waited_out() -> None:
    """A platform in trouble is tried again after growing pauses; the same trouble is told once."""
    troubled = Troubled("one", [PlatformUnavailable("nobody there")] * 3)
    stopped, told, waits = await served(troubled, until=troubled.served)
    assert stopped
    assert [line.split(":")[0] for line in told] == ["one waits", "one is ready"]
    assert waits == [1, 2, 4]


async def test_others_go_on() -> None:
    """A bug in one platform or a second process with its token does not end the others."""
    buggy, taken = Troubled("one", [ZeroDivisionError()]), Troubled("two", [AlreadyRunning("taken")])
    stopped, told, _ = await served(buggy, taken, until=buggy.served)
    assert stopped
    assert buggy.finished
    assert not taken.finished
    assert "two has ended: taken" in told


async def test_nothing_left() -> None:
    """When no platform is left to serve, serving ends by itself."""
    stopped, told, _ = await served(Troubled("one", [AlreadyRunning("taken")]))
    assert not stopped
    assert told == ["one has ended: taken"]


async def test_deaf() -> None:
    """What does not stop is broken off in time."""
    one = Troubled("one", [])
    stopped, _, waits = await served(Deaf(), one, until=one.served)
    assert stopped
    assert one.finished
    assert waits == [STOP_SECONDS]
