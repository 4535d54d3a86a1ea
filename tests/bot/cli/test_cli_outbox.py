"""What the operator sees of subscriptions and deliveries."""

import asyncio
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.cli import main
from bot.clock import SystemClock
from bot.jobs.ticking import tick
from bot.stores.sqlite import open_store
from bot.subscriptions.delivery import Settlement, State
from bot.subscriptions.subscription import Status
from tests.essays import NOON, adding
from tests.subscriptions import Hands, subscribed

EIGHT = datetime(2026, 3, 2, tzinfo=UTC)
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs ``digestbot`` on a data folder with two subscriptions: one's digest is in doubt, one's pending."""
    monkeypatch.setenv("DIGESTBOT_DATA", str(tmp_path / "data"))
    asyncio.run(_fill(tmp_path / "data" / "digestbot.sqlite3"))

    def call(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        out, err = capsys.readouterr()
        return code, out, err

    return call


async def _fill(path: Path) -> None:
    store = open_store(path)
    await subscribed(store, "1", topics="平台")
    await subscribed(store, "2")
    await subscribed(store, "3", status=Status.BLOCKED, why="the bot was blocked")
    await tick(store, "telegram", Hands(EIGHT))
    epoch = await store.take("telegram", EIGHT)
    await store.begin(1, epoch, EIGHT)
    await store.settle(1, epoch, Settlement(State.UNKNOWN, EIGHT, "no answer came"))
    await store.close()


def test_subscriptions(run: Run) -> None:
    """Subscriptions are listed with when they post next, or why they do not."""
    code, out, _ = run("subscriptions")
    assert code == 0
    assert out.splitlines() == [
        "1  active  telegram:1  daily 08:00 Asia/Shanghai  next 2026-03-03 08:00  on 平台",
        "2  active  telegram:2  daily 08:00 Asia/Shanghai  next 2026-03-03 08:00",
        "3  blocked  telegram:3  daily 08:00 Asia/Shanghai  the bot was blocked",
    ]
    _, out, _ = run("subscriptions", "--status", "blocked", "--json")
    assert [json.loads(line)["address"] for line in out.splitlines()] == ["telegram:3"]


def test_deliveries(run: Run) -> None:
    """Deliveries are listed with the reason why they were not posted."""
    code, out, err = run("deliveries")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "1  unknown  2026-03-02  telegram:1  due 2026-03-02 08:00  no answer came",
        "2  pending  2026-03-02  telegram:2  due 2026-03-02 08:00",
        "in all: 1 pending, 1 unknown",
    ]
    _, out, _ = run(
        "deliveries", "--date", "2026-03-02", "--chat", "telegram:1", "--state", "unknown", "--json"
    )
    (found,) = map(json.loads, out.splitlines())
    assert (found["id"], found["state"], found["date"]) == (1, "unknown", "2026-03-02")
    assert run("deliveries", "--date", "2026-03-03")[1] == ""
    _, out, err = run("deliveries", "--limit", "1")
    assert len(out.splitlines()) == 2
    assert out.endswith("in all: 1 pending, 1 unknown\n")
    assert "more" in err


def test_resend(run: Run) -> None:
    """What may not have arrived is posted again; what needs no such help is not."""
    assert run("resend", "1")[0] == 0
    assert "1  pending" in run("deliveries")[1]
    code, _, err = run("resend", "2", "99999999999999999999")
    assert code == 1
    assert "2 is no delivery" in err


def test_resend_what_came_again(run: Run, tmp_path: Path) -> None:
    """What a later digest brought is not posted again, unless the operator wants it anyway."""
    asyncio.run(_bring_again(tmp_path / "data" / "digestbot.sqlite3"))
    code, _, err = run("resend", "1")
    assert code == 1
    assert "came on 2026-03-03" in err
    assert run("resend", "1", "--anyway")[0] == 0


async def _bring_again(path: Path) -> None:
    """The next day's digest is of the same essay, and sent."""
    tuesday = EIGHT + timedelta(days=1)
    store = open_store(path)
    await store.apply([adding("a")], NOON)
    await tick(store, "telegram", Hands(tuesday))
    for day in (EIGHT, tuesday):
        await store.keep_digest_essays(1, day.date(), [1])
    (one, *_) = await store.ready("telegram", tuesday, tuesday, 9)
    await store.settle(one.id, one.epoch, Settlement(State.SENT, tuesday))
    await store.close()


def test_doctor(run: Run, tmp_path: Path) -> None:
    """The doctor names what failed in the last 24 hours, and the command that lists it."""
    assert _of_digests(run) == ("ok", "none failed in the last 24 hours", "")
    asyncio.run(_refuse(tmp_path / "data" / "digestbot.sqlite3"))
    state, detail, remedy = _of_digests(run)
    assert (state, detail) == ("note", "in the last 24 hours 1 dead")
    (command,) = re.findall("`digestbot (.+)`", remedy)
    assert "2  dead  2026-03-02  telegram:2" in run(*command.split())[1]


def _of_digests(run: Run) -> tuple[str, str, str]:
    (found,) = (one for one in json.loads(run("doctor", "--json")[1]) if one["what"] == "digests")
    return found["state"], found["detail"], found["remedy"]


async def _refuse(path: Path) -> None:
    """The pending one is refused now."""
    store = open_store(path)
    epoch = await store.take("telegram", EIGHT)
    await store.begin(2, epoch, EIGHT)
    await store.settle(2, epoch, Settlement(State.DEAD, SystemClock().now(), "no right to post"))
    await store.close()


@pytest.mark.parametrize("arguments", [("deliveries", "--date", "monday"), ("resend", "-1"), ("resend",)])
def test_usage(run: Run, arguments: tuple[str, ...]) -> None:
    """What cannot be understood is wrong usage."""
    with pytest.raises(SystemExit) as end:
        run(*arguments)
    assert end.value.code == 2
