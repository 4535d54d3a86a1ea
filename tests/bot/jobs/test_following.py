"""How the library follows its folder while the bot runs."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import FolderUnavailable
from bot.jobs.following import Follower, follow
from bot.jobs.reading import ESSAYS
from bot.serving.health import Health
from bot.settings import Secret, Settings
from bot.shelf.stillness import Stillness
from bot.upkeep import jobs
from bot.wiring import assemble
from tests.stories.jumping import JumpingClock
from tests.stories.talk import FakeClock
from tests.subscriptions import subscribing

DAY = timedelta(days=1)
TEXT = "# 灯塔\n\n灯塔在海边站着，它不说话，可是看见它的船都知道回家的路。"


@asynccontextmanager
async def serving(follower: Follower) -> AsyncGenerator[None]:
    """Let it follow meanwhile."""
    stopping = asyncio.Event()
    task = asyncio.create_task(follower.serve(stopping))
    try:
        yield
    finally:
        stopping.set()
        await task


async def test_after_sleep(tmp_path: Path) -> None:
    """What came into the folder while the machine slept is in the digest that is due when it wakes up."""
    essays, clock = tmp_path / "essays", JumpingClock()
    essays.mkdir()
    chosen = Settings(essays=essays, data=tmp_path / "data", telegram_token=Secret("1:a"))
    async with await assemble(chosen, clock) as bot:
        follower = Follower(bot.refresh, clock, lambda _: None, Stillness(clock))
        ticking = jobs(bot, print, follower.caught_up)[-1]
        kept = await bot.desk.outbox.keep_subscription(subscribing("1", clock.now()))
        (essays / "a.md").write_text(TEXT, encoding="utf-8")
        clock.jump(clock.now() + DAY)
        async with serving(follower):
            await ticking.run()
        (delivery,) = await bot.desk.outbox.ready("telegram", clock.now(), clock.now() - DAY, 9)
        assert delivery.subscription.id == kept.id
        assert await bot.store.titles() == [(1, "灯塔")]


async def test_another_folder(tmp_path: Path) -> None:
    """While a bot serves, a command with another folder of essays changes nothing on its shelf."""
    chosen = Settings(essays=tmp_path / "ours", data=tmp_path / "data")
    other = replace(chosen, essays=tmp_path / "theirs")
    for settings in (chosen, other):
        settings.essays.mkdir()
        (settings.essays / "a.md").write_text(TEXT + settings.essays.name, encoding="utf-8")
    async with await assemble(chosen) as bot, await assemble(other) as command:
        await bot.take_shelf()
        await bot.refresh()
        ours = await bot.store.essay(1)
        with pytest.raises(FolderUnavailable, match="ours"):
            await command.refresh()
        await command.add(other.essays / "a.md")
        await bot.refresh()
        assert await bot.store.essay(1) == ours
        assert await bot.store.count() == 2
        await bot.leave_shelf()
        await command.refresh()
        assert await bot.store.essay(1) != ours


async def test_trouble_is_told_once() -> None:
    """What keeps it from following is told once, until it has gone."""
    clock, told = JumpingClock(), list[str]()
    troubles = [True, True, False, True]

    async def refresh() -> None:
        if troubles.pop(0):
            raise FolderUnavailable("there is no folder")

    follower = Follower(refresh, clock, told.append, Stillness(clock))
    async with serving(follower):
        for _ in range(4):
            clock.jump(clock.now() + DAY)
            await follower.caught_up()
    assert told == ["there is no folder"] * 2


@dataclass(slots=True)
class Noting(FakeClock):
    """Notes whether the essays are well whenever somebody waits."""

    health: Health | None = None
    noted: list[bool] = field(default_factory=list[bool])

    async def sleep(self, seconds: float) -> None:
        """Let time go by at once."""
        assert self.health is not None
        self.noted.append(self.health.parts[ESSAYS])
        self.pass_time(seconds=seconds)


async def test_broken_off(caplog: pytest.LogCaptureFixture) -> None:
    """A follower that breaks off is told of, and begins anew after a pause; essays are not well till then."""
    clock, stopping, looks = Noting(), asyncio.Event(), list[int]()
    clock.health = Health(clock)
    clock.health.well(ESSAYS)

    async def refresh() -> None:
        looks.append(len(looks))
        if len(looks) == 1:
            raise FolderUnavailable("there is no folder")
        stopping.set()

    def tell(text: str) -> None:
        raise ZeroDivisionError(text)

    await follow([Follower(refresh, clock, tell, Stillness(clock))], stopping, clock, clock.health)
    assert (looks, clock.noted) == ([0, 1], [True, False, True])
    assert clock.health.parts == {ESSAYS: True}
    assert [record.getMessage() for record in caplog.records] == [
        "trouble in following the folder; it is tried again"
    ]


async def test_mostly_at_once() -> None:
    """What was looked at lately is not looked at again."""

    async def refresh() -> None:
        raise AssertionError

    clock = JumpingClock()
    await Follower(refresh, clock, lambda _: None, Stillness(clock)).caught_up()
