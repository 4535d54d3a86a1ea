"""What people wait for: an essay just added, suggestions while they type, strange questions, company."""

import asyncio
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import closing, contextmanager
from functools import cache, partial
from itertools import chain
from pathlib import Path

from bot.index import generations
from bot.index.fts5 import Fts5Index, open_index
from bot.index.suggesting import suggest
from bot.ports import Document
from digests.query import parse
from digests.words import words
from tests.benchmarks.harness import CHECKOUT, Row, cpu_seconds, milliseconds
from tests.benchmarks.search.bench_speed import in_words, percentiles
from tests.benchmarks.search.corpus import remixed
from tests.benchmarks.search.engines import LIMIT, Kind, Question
from tests.benchmarks.search.ours import BORN, candidates, document
from tests.benchmarks.search.questions import mixed
from tests.benchmarks.search.shelves import Size, folder, shelf, texts

_SEED = 5
_ROUNDS = 3
_ADDED = 300
_TYPED = 500
_CLIENTS = 4
_PAUSE = 0.03
_LONG = 10_000
_FIRST = 100_000
_HOSTILE = (
    "", " ", '"', '"""', "*", "AND", "OR NOT", "NEAR(", "a*b*c*", "-", "--", "-的", '-"', "title:", 'title:"',
    "作者：", "before:9999-99-99", "after:0000", "' OR 1=1; DROP TABLE essay; --", "%_%", "\x00", "\ud800",
    "😀👩‍👩‍👧‍👦", "的 了 在 是 我", "的" * _LONG, "的 " * (_LONG // 2), "a" * _LONG, '"' * _LONG, "(" * _LONG,
    "-" * _LONG, "*" * _LONG, '"的" ' * (_LONG // 4), "title:的 " * (_LONG // 8), "-的 " * (_LONG // 3),
    "月 花 水 山 " * (_LONG // 8), "ａｂｃ１２３" * (_LONG // 6), "é́" * (_LONG // 2), "\u202e" * _LONG,
)  # fmt: skip


def one_more_essay() -> Row:
    """From an essay that was digested to the search that finds it, in an index of ten thousand."""
    taken = asyncio.run(_add_one_by_one(_copy()))
    _, _, last = percentiles(taken)
    return Row(
        "one essay more in 10k, until a search finds it, p99 in wall time",
        last * 1000,
        f"{in_words(taken)}, longest {milliseconds(max(taken))}",
        unit="ms",
        at_most=50,
        note="goal for p50: ≤ 5 ms",
    )


def suggestions() -> Row:
    """What is offered while somebody types the first characters of a title, a name or a word."""
    connection = shelf(Size.ALL).ours.connection
    taken = [_least(partial(suggest, connection, typed, LIMIT)) for typed in _typed()]
    _, _, last = percentiles(taken)
    return Row(
        "suggestions in 10k, p99",
        last * 1000,
        in_words(taken),
        unit="ms",
        at_most=5,
        note=f"{_TYPED} beginnings",
    )


def strange_questions() -> Row:
    """Questions that are meant to hurt, and 10,000 characters of real text."""
    ours = shelf(Size.ALL).ours
    long_text = "\n".join(entry.text.body for entry in texts(Size.ALL)[-50:])[:_LONG]
    asked = [Question(Kind.FREE, text) for text in (*_HOSTILE, long_text)]
    taken = {question.text: _least(partial(ours.find, question)) for question in asked}
    worst = max(taken, key=lambda text: taken[text])
    return Row(
        f"the slowest of {len(asked)} strange questions in 10k",
        taken[worst] * 1000,
        milliseconds(taken[worst]),
        unit="ms",
        at_most=50,
        note=f"{worst[:12]!r}, {len(worst)} characters",
    )


def opening() -> Row:
    """From opening the index to the first answer, the segmenter loaded."""
    home = shelf(Size.ALL).ours.folder
    taken = _least(lambda: asyncio.run(_open_and_ask(home)))
    return Row(
        "open the index of 10k and answer once", taken * 1000, milliseconds(taken), unit="ms", at_most=50
    )


def company() -> Row:
    """Four clients at once, an import running beside them in another process, against one alone."""
    home = _copy()
    alone = asyncio.run(_clients(home, 1))
    four = asyncio.run(_clients(home, _CLIENTS))
    with _import(home):
        busy = asyncio.run(_clients(home, _CLIENTS))
    return Row(
        "four clients at once and an import in another process, p99 in wall time (against one client alone)",
        percentiles(busy)[2] / percentiles(alone)[2],
        in_words(busy),
        in_words(alone),
        at_most=2,
        note=f"four without an import: {in_words(four)}; a question every {_PAUSE * 1000:.0f} ms each",
    )


async def _add_one_by_one(home: Path) -> list[float]:
    index = open_index(home)
    reached = await index.reached() or 0
    taken = []
    for entry in remixed(_ADDED):
        text, number = entry.text, _FIRST + entry.number
        taken.append(await _add(index, reached, document(reached + 1, text, number, candidates(text))))
        reached += 1
    await index.close()
    return taken


async def _add(index: Fts5Index, reached: int, added: Document) -> float:
    asked = parse(" ".join(words(added.title)))  # a title may hold a dash that would exclude
    start = time.perf_counter()
    await index.advance(BORN, reached, [added])
    found = await index.search(asked, LIMIT)
    taken = time.perf_counter() - start
    if added.number not in {hit.number for hit in found.hits}:
        raise RuntimeError(f"{added.title!r} was added and is not found")
    return taken


async def _open_and_ask(home: Path) -> None:
    index = open_index(home)
    await index.search(parse("产品经理 用户"), LIMIT)
    await index.close()


async def _clients(home: Path, count: int) -> list[float]:
    index = open_index(home)
    asked = [question.text for kind in mixed().values() for question in kind]
    random.Random(_SEED).shuffle(asked)
    shares = [asked[place::count] for place in range(count)]
    taken = await asyncio.gather(*(_client(index, share) for share in shares))
    await index.close()
    return list(chain.from_iterable(taken))


async def _client(index: Fts5Index, asked: Sequence[str]) -> list[float]:
    taken = []
    for text in asked:
        start = time.perf_counter()
        await index.search(parse(text), LIMIT)
        taken.append(time.perf_counter() - start)
        await asyncio.sleep(_PAUSE)  # noqa: TID251 - it keeps its own pace
    return taken


@contextmanager
def _import(home: Path) -> Generator[None]:
    """Another process that adds essays all the while."""
    command = [sys.executable, "-m", "tests.benchmarks.search.growing", str(home)]
    with subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as process:
        try:
            if process.stdout is not None:
                process.stdout.readline()  # it says when it has begun
            yield
        finally:
            process.terminate()


def _copy() -> Path:
    """The index of ten thousand in a folder of its own, where it may change."""
    source = generations.current(shelf(Size.ALL).ours.folder)
    home = folder()
    with closing(sqlite3.connect(source)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(source, home)
    return home


@cache
def _typed() -> tuple[str, ...]:
    """Beginnings of titles and of authors' names."""
    chance = random.Random(_SEED)
    entries = chance.choices(texts(Size.ALL), k=_TYPED)
    names = (entry.text.author if place % 3 == 0 else entry.text.title for place, entry in enumerate(entries))
    return tuple(name[: chance.randint(1, 5)] for name in names)


def _least(work: Callable[[], object]) -> float:
    return min(cpu_seconds(work) for _ in range(_ROUNDS))


BENCHMARKS = (one_more_essay, suggestions, strange_questions, opening, company)
