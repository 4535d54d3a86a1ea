import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import FolderUnavailable
from bot.ports import Content
from bot.shelf.intake import ShelvingReport, shelve
from bot.shelf.library import derive_content
from bot.shelf.sources import Folder, Lines, source_of
from bot.stores.sqlite import SqliteStore, open_store
from digests import read
from digests.model import Essay
from tests.essays import Noon


def lines(path: Path, *entries: object) -> Path:
    """A file with an entry in each line; text stands as it is."""
    text = "".join(f"{entry if isinstance(entry, str) else json.dumps(entry)}\n" for entry in entries)
    data = text.encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def essay_of(path: Path, key: str) -> Essay:
    """The essay under a key."""
    ((_, content),) = source_of(path).contents([key])
    assert isinstance(content, Content)
    return read(content.data, content.name)


@pytest.fixture(params=["essays.jsonl", "essays.jsonl.gz"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Where the lines stand, packed or not."""
    return tmp_path / str(request.param)


def test_source_of(tmp_path: Path) -> None:
    """The name tells lines from a folder or a file of one essay."""
    assert source_of(tmp_path / "a.jsonl.gz") == Lines(tmp_path / "a.jsonl.gz")
    assert source_of(tmp_path / "a.md") == Folder(tmp_path / "a.md")


def test_line(path: Path) -> None:
    """A line is an essay with what it states; its key is its id or the number of its line."""
    stated = {"title": '桥: "石" 🐟', "author": "李舟", "date": "2021-03-09", "extra": [1]}
    lines(
        path,
        stated | {"paragraphs": ["一石。", "二水。"]},
        "",
        {"id": "x/7", "title": "渡", "body": "等。\n走。"},
    )
    assert list(source_of(path).scan().files) == [f"{path.name}#1", f"{path.name}#x/7"]
    essay = essay_of(path, f"{path.name}#1")
    assert (essay.title, essay.author, str(essay.date)) == ('桥: "石" 🐟', "李舟", "2021-03-09")
    assert [block.text for block in essay.blocks] == ["一石。", "二水。"]
    assert [block.text for block in essay_of(path, f"{path.name}#x/7").blocks] == ["等。", "走。"]


def test_bad_lines(path: Path) -> None:
    """A line that is no essay, or repeats an id, is reported; the others are there."""
    lines(
        path,
        "{",
        {"title": 5, "body": "一"},
        "[]",
        {"id": 1, "title": "桥", "body": "一"},
        {"id": 1, "title": "渡", "body": "二"},
        {"title": "水", "text": "三"},
    )
    found = source_of(path).scan()
    assert list(found.files) == [f"{path.name}#1", f"{path.name}#6"]
    assert len(found.problems) == 4


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "is no JSON"),
        ("[]", "is no object"),
        ('{"a":' * 100_000, "is no JSON"),
        ({"body": "一"}, "no title"),
        ({"title": "桥"}, "no body: write the text as `body` or `paragraphs`"),
        ({"title": "桥", "body": " ", "paragraphs": []}, "no body"),
        ({"title": "桥", "body": 5}, "`body` is not what it should be: text"),
        ({"title": "桥", "paragraphs": "一"}, "`paragraphs` is not what it should be: a list"),
        ({"title": "桥", "paragraphs": [5]}, "`paragraphs` is not what it should be: a list"),
        ({"title": "桥", "body": "一" * 2_000_000}, "longer than an essay may be"),
        (r'{"title": "桥", "body": "\ud800"}', "half a character"),
        (r'{"title": "\ude00桥", "body": "一"}', "half a character"),
    ],
)
def test_what_is_wrong(path: Path, line: object, problem: str) -> None:
    """What is the matter with a line is said in plain words."""
    (said,) = source_of(lines(path, line)).scan().problems.values()
    assert problem in said


@pytest.mark.parametrize("name", ["body", "text", "content"])
def test_body_and_source(path: Path, name: str) -> None:
    """The text may have one of three names, and the source is read."""
    lines(path, {"title": "桥", name: "一石。", "source": "渡口评论"})
    essay = essay_of(path, f"{path.name}#1")
    assert [block.text for block in essay.blocks] == ["一石。"]
    assert essay.source == "渡口评论"


@pytest.mark.parametrize("data", [None, b"\x1f\x8b\x08\x00broken", b"plain"])
def test_unreadable(tmp_path: Path, data: bytes | None) -> None:
    """A file that is missing, cut short or no archive is an error that names it."""
    path = tmp_path / "a.jsonl.gz"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(FolderUnavailable, match=r"a\.jsonl\.gz"):
        source_of(path).scan()


def test_not_there(tmp_path: Path) -> None:
    """Of a file that is not there just that is said."""
    with pytest.raises(FolderUnavailable, match="there is no such file"):
        source_of(tmp_path / "a.jsonl").scan()


def test_changed_meanwhile(path: Path) -> None:
    """A line that is gone when it is to be read is a problem, not a loss of the others."""
    lines(path, {"id": 1, "title": "桥", "body": "一"})
    contents = dict(source_of(path).contents([f"{path.name}#1", f"{path.name}#2"]))
    assert isinstance(contents[f"{path.name}#1"], Content)
    assert isinstance(contents[f"{path.name}#2"], OSError)


async def shelved(store: SqliteStore, path: Path, kept: Callable[[], None] = lambda: None) -> ShelvingReport:
    """Add the lines."""

    async def tell() -> None:
        kept()

    folder = str(path.parent)
    return await shelve(store, path, folder, Noon(), derive_content, kept=tell, by_hand=True)


async def test_problems_in_order(path: Path, tmp_path: Path) -> None:
    """What is wrong is told in the order of the lines."""
    store = open_store(tmp_path / "data" / "digestbot.sqlite3")
    report = await shelved(store, lines(path, *"[" * 11))
    said = [int(key.rpartition("#")[2]) for key, _ in report.problems]
    assert said == list(range(1, 12))
    await store.close()


async def test_shelved(path: Path, tmp_path: Path) -> None:
    """Lines are added in their order, only the new and the changed ones read again, and none is hidden."""
    store = open_store(tmp_path / "data" / "digestbot.sqlite3")
    entries: list[object] = [
        {"id": n, "title": f"第{n}座桥", "body": f"桥有{n}个墩。"} for n in range(1, 121)
    ]
    told: list[None] = []
    report = await shelved(store, lines(path, *entries, "{"), lambda: told.append(None))
    assert (report.added, len(report.problems)) == (120, 1)
    assert len(told) > 1
    assert [title for _, title in await store.titles()] == [f"第{n}座桥" for n in range(1, 121)]
    entries[4] = {"id": 5, "title": "第5座桥", "body": "桥断了。"}
    report = await shelved(store, lines(path, *entries[1:], {"id": "new", "title": "码头", "body": "船。"}))
    assert (report.added, report.revised, report.unchanged) == (1, 1, 118)
    assert await store.count() == 121
    await store.close()
