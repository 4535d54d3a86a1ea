"""The folder of the essays while ``digestbot run`` serves: what comes, changes and goes is followed."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.stores.sqlite import open_store
from tests.platforms.telegram import Person, Telegram
from tests.platforms.telegram.seen import Seen
from tests.stories.process import Running
from tests.stories.telegram.running import running

READY = "Telegram is ready"
OPERATOR = "掌柜"


def essay(title: str, *paragraphs: str) -> str:
    """An essay about lighthouses."""
    return "\n\n".join((f"# {title}", "灯塔在海边站着，看见它的船都知道回家的路。", *paragraphs)) + "\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder, with one essay."""
    folder = tmp_path / "essays"
    folder.mkdir()
    (folder / "first.md").write_text(essay("旧灯塔"), encoding="utf-8")
    return folder


@pytest.fixture
def operator(telegram: Telegram) -> Person:
    """Who is told when something goes wrong."""
    person = Person(telegram, OPERATOR)
    person.private.say("/start")
    return person


@pytest.fixture
async def bot(telegram: Telegram, tmp_path: Path, folder: Path, operator: Person) -> AsyncIterator[Running]:
    """The bot, which serves that folder."""
    admins = f"telegram:{operator.id}"
    async with running(telegram, tmp_path / "data", essays=str(folder), admins=admins) as bot:
        await bot.tells(READY)
        await operator.private.reads()
        yield bot
        assert "Traceback" not in bot.told


def held(path: Path) -> bytes:
    """The bytes of a file."""
    return path.read_bytes()


async def shows(person: Person, asked: str, words: str, patience: float = 30) -> Seen:
    """The answer, asked for again and again until it has these words. Fails when that takes too long."""
    said = ""
    try:
        async with asyncio.timeout(patience):
            while True:
                person.private.say(asked)
                seen = await person.private.reads()
                said = seen.text
                if words in said:
                    return seen
                await SystemClock().sleep(0.1)
    except TimeoutError:
        raise AssertionError(f"in vain: {words!r}; the last answer was {said!r}") from None


async def test_comes_and_goes(bot: Running, folder: Path, operator: Person) -> None:
    """A new essay is found soon, a changed one as it is then; a renamed one keeps its number; one goes."""
    (folder / "kite.md").write_text(essay("风筝", "线在手里。"), encoding="utf-8")
    await shows(operator, "/search 线在手里", "线在手里")
    (folder / "kite.md").write_text(essay("风筝", "线断了。"), encoding="utf-8")
    await shows(operator, "/read 2", "线断了")
    (folder / "deep").mkdir()
    (folder / "kite.md").rename(folder / "deep" / "kite.md")
    (folder / "deep" / "boat.md").write_text(essay("纸船"), encoding="utf-8")
    await shows(operator, "/summary 3", "纸船")
    await shows(operator, "/read 2", "线断了")
    (folder / "first.md").unlink()
    await shows(operator, "/list", "2 篇")
    assert "cannot be read" not in bot.told


async def test_written_slowly(bot: Running, folder: Path, tmp_path: Path, operator: Person) -> None:
    """An essay that is written in pieces is digested once, when it is whole."""
    with (folder / "slow.md").open("w", encoding="utf-8") as file:
        file.write(essay("慢灯塔"))
        for place in range(20):
            file.write(f"\n第{place}段说的是第{place}座灯塔，它站在第{place}块礁石上。\n")
            file.flush()
            await SystemClock().sleep(0.1)
    await shows(operator, "/summary 2", "慢灯塔")
    await bot.kill()
    store = open_store(tmp_path / "data" / "digestbot.sqlite3")
    record = await store.essay(2)
    assert record is not None
    content = await store.content(record.content_hash)
    await store.close()
    assert record.version == 1
    assert content is not None
    assert content.data == held(folder / "slow.md")


async def test_broken(bot: Running, folder: Path, operator: Person) -> None:
    """Of a file that is no essay the operator is told once, whatever else comes meanwhile."""
    (folder / "broken.md").write_bytes(b"\x00\x01\x02" * 99)
    told = await operator.private.reads("broken.md")
    assert "broken.md" in await bot.tells("cannot be read")
    (folder / "kite.md").write_text(essay("风筝"), encoding="utf-8")
    await shows(operator, "/summary 风筝", "风筝")
    (folder / "broken.md").touch()
    (folder / "boat.md").write_text(essay("纸船"), encoding="utf-8")
    await shows(operator, "/summary 纸船", "纸船")
    assert [seen.id for seen in operator.private.chat.shown if "broken.md" in seen.text] == [told.id]


async def test_broken_while_down(telegram: Telegram, tmp_path: Path, folder: Path, operator: Person) -> None:
    """Of a file that came while the bot was down it is told after the start, and not after the next one."""
    (folder / "broken.md").write_bytes(b"\x00\x01\x02" * 99)
    settings = {"essays": str(folder), "admins": f"telegram:{operator.id}"}
    async with running(telegram, tmp_path / "data", **settings) as bot:
        await operator.private.reads("broken.md")
        await bot.kill()
    async with running(telegram, tmp_path / "data", **settings) as bot:
        await bot.tells(READY)
        (folder / "other.md").write_bytes(b"\x00\x01\x02" * 99)
        told = await operator.private.reads("other.md")
        assert "broken.md" not in told.text
        assert await bot.stop() == 0


async def test_many(bot: Running, folder: Path, operator: Person) -> None:
    """Two hundred files that come at once are all there, each once, and whole."""
    for place in range(200):
        text = essay(f"第{place}座灯塔", f"这一座的灯每{place}秒亮一次。")
        (folder / f"{place:03}.md").write_text(text, encoding="utf-8")
    await shows(operator, "/list", "201 篇", patience=60)
    await shows(operator, "/search 第150座灯塔", "第150座灯塔")
    await shows(operator, "/read 第199座灯塔", "每199秒亮一次")
    assert "cannot be read" not in bot.told


def replace(folder: Path) -> None:
    """Put another folder with the same essay in the place of this one."""
    other = folder.with_name("other")
    shutil.copytree(folder, other)
    folder.rename(folder.with_name("away"))
    other.rename(folder)


async def test_replaced(bot: Running, folder: Path, operator: Person) -> None:
    """When the whole folder is replaced by another one, that is followed."""
    replace(folder)
    (folder / "kite.md").write_text(essay("风筝"), encoding="utf-8")
    await shows(operator, "/summary 风筝", "风筝")
    (folder / "boat.md").write_text(essay("纸船"), encoding="utf-8")
    await shows(operator, "/summary 纸船", "纸船")
    assert "cannot be" not in bot.told
    assert await bot.stop() == 0
