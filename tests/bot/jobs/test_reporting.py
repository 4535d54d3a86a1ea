"""What the operator is told of the digests."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.jobs.notices import Notice, Notices
from bot.jobs.reporting import Reporter
from bot.jobs.ticking import tick
from bot.stores.sqlite import SqliteStore, open_store
from bot.subscriptions.delivery import Filter, Settlement, State
from bot.texts import Language, speak
from tests.essays import NOON
from tests.subscriptions import Hands, subscribed

EIGHT = datetime(2026, 3, 2, tzinfo=UTC)
LATER = EIGHT + timedelta(minutes=5)


@pytest.fixture(name="store")
async def make_store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    """An empty store."""
    store = open_store(tmp_path / "digestbot.sqlite3")
    yield store
    await store.close()


async def settled(store: SqliteStore, *states: State, blocked: bool = False) -> Reporter:
    """Who looked before Monday at eight, when as many digests were due, of which this became."""
    await subscribed(store, *map(str, range(1, len(states) + 1)))
    await tick(store, "telegram", Hands(EIGHT))
    epoch = await store.take("telegram", EIGHT)
    for one, state in zip(await store.deliveries(Filter()), states, strict=True):
        await store.settle(one.id, epoch, Settlement(state, LATER, "so", blocked=blocked, try_at=LATER))
    return Reporter(store, store, NOON)


def told(notices: Sequence[Notice]) -> str:
    """The one thing there is to tell the operator, in English."""
    (said,) = [notice.telling(speak(Language.EN)) for notice in notices if not notice.person]
    return said


async def test_failures(store: SqliteStore) -> None:
    """What failed is counted by what became of it, and told once."""
    reporter = await settled(store, State.DEAD, State.SENT, State.UNKNOWN, State.UNKNOWN)
    said = told(await reporter.report(LATER))
    assert "1 refused (telegram:1 2026-03-02), 2 in doubt (telegram:3 2026-03-02, telegram:4" in said
    assert "digestbot deliveries --state dead unknown" in said
    assert await reporter.report(LATER + timedelta(hours=1)) == []


async def test_many_failures(store: SqliteStore) -> None:
    """Of many chats the first three are named."""
    said = told(await (await settled(store, *[State.MISSED] * 9, State.SENT)).report(LATER))
    assert "9 too late" in said
    assert said.count("telegram:") == 3
    assert "…" in said


async def test_over_a_restart(store: SqliteStore) -> None:
    """What failed just before a stop is told after the next start, once."""
    before = await settled(store, State.PENDING, State.SENT)
    assert await before.report(EIGHT) == []
    (pending,) = await store.deliveries(Filter(states=frozenset({State.PENDING})))
    await store.settle(pending.id, pending.epoch, Settlement(State.UNKNOWN, LATER, "no answer"))
    later = EIGHT + timedelta(hours=1)
    assert "1 in doubt" in told(await Reporter(store, store, later).report(later))
    assert await Reporter(store, store, later).report(later) == []


async def test_all_is_well(store: SqliteStore) -> None:
    """Of what was posted, or is yet to be, there is nothing to tell; nor where nobody subscribes."""
    assert await Reporter(store, store, NOON).report(LATER) == []
    reporter = await settled(store, State.SENT, State.PENDING)
    assert await reporter.report(LATER) == []


async def test_who_left(store: SqliteStore) -> None:
    """That somebody blocked the bot is no failure by itself."""
    reporter = await settled(store, State.DEAD, State.SENT, blocked=True)
    assert await reporter.report(LATER) == []


async def refuse(store: SqliteStore, day: int, whys: dict[str, str], *, gone: str = "") -> datetime:
    """That day's digests are refused for these reasons, one since its reader is gone; when that was."""
    now = EIGHT + timedelta(days=day)
    await tick(store, "telegram", Hands(now))
    epoch = await store.take("telegram", now)
    for one in await store.ready("telegram", now, now, 9):
        chat = one.subscription.address.chat
        await store.settle(one.id, epoch, Settlement(State.DEAD, now, whys[chat], blocked=chat == gone))
    return now


async def test_refused_again(store: SqliteStore) -> None:
    """What is refused day after day is told once, until the reason is another; all of them are counted."""
    await subscribed(store, "1", "2", "3")
    reporter = Reporter(store, store, NOON)
    no_right = dict.fromkeys("123", "no right")
    assert "3 refused (" in told(await reporter.report(await refuse(store, 0, no_right)))
    assert await reporter.report(await refuse(store, 1, no_right)) == []
    changed = await refuse(store, 2, no_right | {"2": "no topic", "3": "blocked"}, gone="3")
    said = told(await reporter.report(changed))
    assert "1 refused (telegram:2 2026-03-04)" in said
    assert "1 refused as the last time (telegram:1 2026-03-04)" in said
    assert "1 for readers who left (telegram:3 2026-03-04)" in said


async def test_owner(store: SqliteStore) -> None:
    """Whoever subscribed a group on Telegram is told, once, that the bot may not post there."""
    await subscribed(store, "1", "-1005", owner="person/telegram/1")
    reporter = Reporter(store, store, NOON)
    whys = {"1": "so", "-1005": "not enough rights"}
    told_first = await reporter.report(await refuse(store, 0, whys))
    (notice,) = [one for one in told_first if one.person]
    assert notice.person == "telegram:1"
    assert "t.me/c/5/1" in notice.telling(speak(Language.EN))
    assert await reporter.report(await refuse(store, 1, whys)) == []


async def test_silence(store: SqliteStore) -> None:
    """That nothing was posted is told after a day of it, and once, however often the bot is restarted."""
    reporter = await settled(store, State.EMPTY)
    day = timedelta(days=1)
    assert await reporter.report(LATER) == []
    assert await reporter.report(EIGHT + day - timedelta(minutes=1)) == []
    assert "nothing was posted" in told(await reporter.report(EIGHT + day))
    assert await Reporter(store, store, LATER).report(EIGHT + day + timedelta(hours=2)) == []


async def test_silence_goes_on(store: SqliteStore) -> None:
    """As long as digests are due and none is posted that is told every day; once one was, no more."""
    reporter = await settled(store, State.UNKNOWN)
    said = list[bool]()
    for day, state in enumerate((State.UNKNOWN, State.UNKNOWN, State.SENT, State.UNKNOWN), 1):
        now = EIGHT + timedelta(days=day)
        await tick(store, "telegram", Hands(now))
        (one,) = await store.ready("telegram", now, now, 9)
        await store.settle(one.id, await store.take("telegram", now), Settlement(state, now, "so"))
        notices = await reporter.report(now + timedelta(minutes=5))
        said.append(any("nothing was posted" in one.telling(speak(Language.EN)) for one in notices))
    assert said == [True, True, False, False]


async def test_no_silence_beside_others(store: SqliteStore) -> None:
    """Where others get their digests, one that gets none is no silence."""
    reporter = await settled(store, State.EMPTY, State.SENT)
    assert await reporter.report(EIGHT + timedelta(days=2)) == []


async def test_hungry(store: SqliteStore) -> None:
    """Who got nothing three times in a row is told of once, however long it lasts."""
    await subscribed(store, "1", "2")
    epoch, said = await store.take("telegram", EIGHT), []
    reporter = Reporter(store, store, NOON)
    for day in range(5):
        now = EIGHT + timedelta(days=day)
        await tick(store, "telegram", Hands(now))
        for one in await store.ready("telegram", now, EIGHT, 9):
            await store.settle(one.id, epoch, Settlement(State.EMPTY, now))
        said += [(day, one.telling(speak(Language.EN))) for one in await reporter.report(now)]
    assert [day for day, line in said if "2 of the subscriptions" in line] == [2]


async def test_notices(store: SqliteStore) -> None:
    """What is told waits for each platform with operators, each in their language, but not without end."""
    await store.prefer("person/telegram/2", "language", "zh-Hans")
    notices = Notices(frozenset({"telegram:1", "telegram:2", "discord:3"}), store, Language.EN)
    notices.tell(lambda voice: voice("button.help"))
    for _ in range(100):
        notices.tell(lambda voice: voice("button.list"))
    assert await notices.next("telegram") == [("1", "All commands"), ("2", "全部命令")]
    assert await notices.next("telegram") == [("1", "All essays"), ("2", "全部文章")]
    assert await notices.next("discord") == [("3", "All commands")]


async def test_one_person(store: SqliteStore) -> None:
    """What concerns one person is told to that person alone, also where nobody manages the bot."""
    notices = Notices(frozenset({"discord:3"}), store, Language.EN)
    notices.give(Notice(lambda voice: voice("button.help"), "telegram:7"))
    notices.give(Notice(lambda voice: voice("button.list")))
    assert await notices.next("telegram") == [("7", "All commands")]
    assert await notices.next("discord") == [("3", "All essays")]


async def test_trouble(store: SqliteStore) -> None:
    """That the data cannot be written is told once until it has ended, and then once more."""
    notices = Notices(frozenset({"telegram:1"}), store, Language.EN)
    for _ in range(2):
        notices.tell_trouble("the disk is full")
        notices.tell_trouble("the disk is full")
        ((_, said),) = await notices.next("telegram")
        assert "the disk is full" in said
        notices.end_trouble()
    notices.tell(lambda voice: voice("button.help"))
    assert await notices.next("telegram") == [("1", "All commands")]
