"""The index follows the store, whatever happens to either."""

import asyncio
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.index.fts5 import Fts5Index, open_index
from bot.ports import Change, Document, HideEssay, MoveEssay, RemoveEssay
from bot.shelf.indexing import PATIENCE, Readiness
from bot.shelf.library import Library
from bot.stores.sqlite import SqliteStore, open_store
from digests.query import parse
from tests.essays import NOON, adding, derive, revising, stamp


@dataclass(slots=True)
class Place:
    """A data folder with a library that is open."""

    folder: Path
    store: SqliteStore
    index: Fts5Index
    library: Library

    @classmethod
    def open(cls, folder: Path) -> "Place":
        """The folder as it was left, or anew."""
        store, index = open_store(folder / "digestbot.sqlite3"), open_index(folder)
        return cls(folder, store, index, Library(store, index, derive))

    async def add(self, *changes: Change) -> None:
        """Change the library behind the index's back, as another process does."""
        await self.store.apply(changes, NOON)

    async def found(self, words: str) -> list[int]:
        """The essays that hold all that a query asks for, by number."""
        ranking = (await self.library.search(parse(words))).ranking
        return sorted(ranked.number for ranked in ranking.hits[: ranking.whole])

    async def close(self) -> None:
        """Leave it."""
        await self.library.close()
        await self.store.close()


def files(folder: Path, pattern: str) -> list[Path]:
    """The files of these names."""
    return list(folder.glob(pattern))


def clear(folder: Path, pattern: str) -> None:
    """Delete the files of these names."""
    for file in files(folder, pattern):
        file.unlink()


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    """An empty library."""
    opened = Place.open(tmp_path)
    yield opened
    await opened.close()


async def test_follows(place: Place) -> None:
    """A search finds what was added, revised and hidden since the last one."""
    await place.add(adding("a", "桥"), adding("b", "渡口"))
    assert await place.found("桥") == [1]
    await place.add(revising(1, "a", "码头"), HideEssay(2))
    assert await place.found("码头") == [1]
    assert await place.found("渡口") == []
    assert await place.library.indexer.in_step()


async def test_count(place: Place) -> None:
    """As many essays are counted as can be seen now, whoever added or hid some since the last time."""
    assert await place.library.count() == 0
    await place.add(adding("a", "桥"), adding("b", "渡口"))
    assert await place.library.count() == 2
    await place.add(HideEssay(2))
    assert await place.library.count() == 1


async def test_far_behind(place: Place) -> None:
    """What would take long is done in the background; till then what is there is found, and that is said."""
    await place.add(adding("a", "桥"))
    await place.found("桥")
    await place.add(*(adding(f"k{number}", f"渡口{number}") for number in range(PATIENCE + 1)))
    answer = await place.library.search(parse("桥"))
    assert not answer.complete
    assert [ranked.number for ranked in answer.ranking.hits] == [1]
    await place.library.indexer.update()
    assert await place.library.indexer.keep_up() is Readiness.READY
    assert (await place.library.search(parse("桥"))).complete


async def test_pages_stand(place: Place) -> None:
    """Pages behind the first are those of the first's search, whatever was added meanwhile."""
    await place.add(*(adding(f"k{number}", f"渡口{'水' * number}") for number in range(7)))
    first = (await place.library.search(parse("渡口"))).ranking
    await place.add(adding("neu", "渡口"), adding("neuer", "渡口渡口渡口"))
    assert (await place.library.search(parse("渡口"), first.bound)).ranking == first
    again = Place.open(place.folder)
    numbers = {
        ranked.number for ranked in (await again.library.search(parse("渡口"), first.bound)).ranking.hits
    }
    await again.close()
    assert numbers == {ranked.number for ranked in first.hits}


async def test_two_processes(place: Place) -> None:
    """Two that bring in the same changes at once do not get in each other's way."""
    other = Place.open(place.folder)
    await place.add(*(adding(f"k{number}", f"桥{number}") for number in range(30)))
    await asyncio.gather(*(each.library.indexer.update() for each in (place, other) for _ in range(3)))
    assert await place.library.indexer.in_step()
    assert await other.found("桥7") == [8]
    await other.close()


async def test_made_anew_at_once(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    """Those who make it anew at once do not throw away each other's work; a search finds it whole."""
    other = Place.open(place.folder)
    await place.add(*(adding(f"k{number}", f"桥{number}") for number in range(30)))
    renewals = (each.library.indexer.renew() for _ in range(8) for each in (place, other))
    await asyncio.gather(*renewals, *(place.found("桥7") for _ in range(8)))
    assert caplog.records == []
    assert await place.found("桥7") == await other.found("桥7") == [8]
    assert await place.library.indexer.in_step()
    await other.close()


async def test_another_library(place: Place, tmp_path: Path) -> None:
    """If the database is another one, the index is made anew from it."""
    await place.add(adding("a", "桥"), adding("b", "渡口"))
    await place.found("桥")
    await place.close()
    clear(tmp_path, "digestbot.sqlite3*")
    other = Place.open(tmp_path)
    await other.store.apply([adding("a", "码头"), adding("b", "灯塔")], NOON.replace(year=2027))
    await other.library.indexer.begin()
    assert await other.found("桥") == []
    assert await other.found("灯塔") == [2]
    await other.close()


async def test_restored_library(place: Place, tmp_path: Path) -> None:
    """If the database is older than the index, as from a backup, what it does not know is not found."""
    await place.add(adding("a", "桥"))
    await place.close()
    backup = shutil.copy(tmp_path / "digestbot.sqlite3", tmp_path / "backup")
    later = Place.open(tmp_path)
    await later.add(adding("b", "渡口"))
    assert await later.found("渡口") == [2]
    await later.close()
    shutil.copy(backup, tmp_path / "digestbot.sqlite3")
    restored = Place.open(tmp_path)
    await restored.library.indexer.begin()
    assert await restored.found("渡口") == []
    assert await restored.found("桥") == [1]
    await restored.close()


async def test_other_version(place: Place, tmp_path: Path) -> None:
    """An index of another version is not asked, titles are found without it, and it is made anew."""
    await place.add(adding("a", "桥墩"), adding("b", "渡口"))
    await place.found("桥墩")
    await place.close()
    with sqlite3.connect(tmp_path / "index.sqlite3") as connection:
        connection.execute("UPDATE state SET version = 'other'")
    connection.close()
    again = Place.open(tmp_path)
    answer = await again.library.search(parse("桥墩"))
    assert not answer.complete
    assert [ranked.number for ranked in answer.ranking.hits] == [1]
    assert [record.number for record in (await again.library.find("渡口")).exact] == [2]
    await again.library.indexer.begin()
    assert (await again.library.search(parse("桥墩"))).complete
    await again.close()


@pytest.mark.parametrize("damage", [b"no database at all" * 300, b""])
async def test_damaged(place: Place, tmp_path: Path, damage: bytes) -> None:
    """A damaged index is thrown away and made anew."""
    await place.add(adding("a", "桥"))
    await place.found("桥")
    await place.close()
    (tmp_path / "index.sqlite3").write_bytes(damage)
    again = Place.open(tmp_path)
    assert await again.found("桥") == [1]
    await again.close()


async def test_lost(place: Place, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """An index that is deleted is one line of warning, not an error at each search; titles are found."""
    await place.add(adding("a", "桥"))
    await place.library.indexer.renew()
    clear(tmp_path, "index*")
    assert await place.found("桥") == [1]
    assert await place.found("桥") == [1]
    assert [record.exc_info for record in caplog.records] == [None]
    assert "digestbot index rebuild" in caplog.text


async def test_bad_text(place: Place) -> None:
    """An essay that cannot be read any more is found by its title."""
    await place.add(adding("a", "? 桥"))
    assert await place.found("桥") == [1]


async def test_renewed_when_worn(place: Place, tmp_path: Path) -> None:
    """An index of which too much is of no use any more is made anew."""
    many = range(1, 601)
    await place.add(*(adding(f"k{number}", f"桥{number}") for number in many))
    await place.library.indexer.update()
    await place.add(*(revising(number, f"k{number}", f"渡口{number}") for number in many))
    await place.library.indexer.update()
    assert await place.index.worn() == 0
    assert await place.found("渡口599") == [599]
    assert len(files(tmp_path, "index*.sqlite3")) == 1


def segments(folder: Path) -> int:
    """In how many pieces FTS5 keeps the words."""
    (path,) = files(folder, "index*.sqlite3")
    with closing(sqlite3.connect(path)) as connection:
        found: int = connection.execute("SELECT count(DISTINCT segid) FROM words_idx").fetchone()[0]
    return found


async def test_tidied_after_an_import(place: Place, tmp_path: Path) -> None:
    """After an import the index is put together when it is left; a few essays more are not worth it."""
    for start in range(0, 600, 50):
        await place.add(*(adding(f"k{number}", f"桥{number}") for number in range(start, start + 50)))
        await place.library.indexer.follow()
    assert segments(tmp_path) > 1
    await place.close()
    assert segments(tmp_path) == 1
    again = Place.open(tmp_path)
    await again.add(adding("k", "渡口"))
    assert await again.found("渡口") == [601]
    await again.close()
    assert segments(tmp_path) == 2


async def test_abandoned(place: Place, tmp_path: Path) -> None:
    """What a killed process was making is cleared away at the next start; what is being made is not."""
    await place.add(adding("a", "桥"))
    await place.found("桥")
    for rest in (b"SQLite format 3\0", b"cut short" * 900):
        (tmp_path / f"index-{len(rest)}.new").write_bytes(rest)
    async with place.index.renewal() as renewal:
        again = Place.open(tmp_path)
        assert len(files(tmp_path, "*.new")) == 1
        for change in await place.store.changes(0, 9):
            assert await renewal.advance(
                (await place.store.standing()).born,
                0,
                [Document(1, change.sequence, "桥", "", None, None, None)],
            )
    assert files(tmp_path, "*.new*") == []
    assert await again.found("桥") == [1]
    await again.close()


NAMES = st.sampled_from(["甲", "乙", "丙", "丁"])
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "revise", "hide", "show", "remove"]),
        NAMES,
        st.sampled_from(["桥", "渡口", "码头"]),
    )
    | st.tuples(st.sampled_from(["search", "renew", "reopen", "begin"]), st.just(""), st.just("")),
    max_size=25,
)


@settings(max_examples=40)
@given(steps=STEPS)
def test_any_order(steps: list[tuple[str, str, str]]) -> None:
    """Whatever is done in whatever order, a search finds what the store holds, no more and no less."""

    async def run() -> None:
        with TemporaryDirectory() as folder:
            place = Place.open(Path(folder))
            for what, name, text in steps:
                place = await _step(place, what, name, text)
            await _agree(place)
            await place.close()

    asyncio.run(run())


async def _step(place: Place, what: str, name: str, text: str) -> Place:
    files = await place.store.known_files("here")
    number = files[name].number if name in files else None
    match what:
        case "add":
            await place.add(adding(name, f"{text}{name}"))
        case "revise" if number:
            await place.add(revising(number, name, f"{text}{name}"))
        case "hide" if number:
            await place.add(HideEssay(number))
        case "show" if number:
            await place.add(MoveEssay(number, name, stamp()))
        case "remove" if number:
            await place.add(RemoveEssay(number))
        case "search":
            await place.found("桥")
        case "renew":
            await place.library.indexer.renew()
        case "begin":
            await place.library.indexer.begin()
        case "reopen":
            await place.close()
            return Place.open(place.folder)
        case _:
            pass
    return place


async def _agree(place: Place) -> None:
    titles = dict(await place.store.titles())
    for word in ("桥", "渡口", "码头"):
        assert await place.found(word) == sorted(n for n, title in titles.items() if word in title)
    assert await place.library.indexer.in_step()


KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from tests.bot.shelf.test_indexing import Place

async def main(folder, what):
    place = Place.open(Path(folder))
    count = 0
    def progress(done, total):
        if done >= 300:
            os.kill(os.getpid(), signal.SIGKILL)
    job = place.library.indexer.renew if what == "renew" else place.library.indexer.update
    await job(progress)

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
@pytest.mark.parametrize("what", ["renew", "update"])
async def test_killed(place: Place, checkout: Path, what: str) -> None:
    """Killed in the middle of its work, it goes on from there, or from the start, and nothing is lost."""
    await place.add(*(adding(f"k{number}", f"桥{number}") for number in range(450)))
    if what == "renew":
        await place.library.indexer.update()
    environ = {**os.environ, "PYTHONPATH": str(checkout)}
    command = [sys.executable, "-c", KILLED, str(place.folder), what]
    done = await asyncio.to_thread(subprocess.run, command, cwd=checkout, env=environ, check=False)
    assert done.returncode == -signal.SIGKILL
    reached = await place.index.reached()
    assert reached == 450 if what == "renew" else 0 < (reached or 0) < 450
    await place.library.indexer.update()
    assert await place.found("桥449") == [450]
    assert await place.library.indexer.in_step()
    await place.close()
    again = Place.open(place.folder)
    assert files(place.folder, "*.new*") == []
    await again.close()
