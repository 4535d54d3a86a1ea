"""``digestbot explain``: why a sentence is in the summary, as a table and as a page."""

import os
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from bot.cli import main
from bot.cli.explanation_page import page
from digests import Length, derive, read
from digests.explaining import explain

Said = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data folder of its own, with the essays that ship."""
    for name in [name for name in os.environ if name.startswith("DIGESTBOT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("DIGESTBOT_DATA", str(tmp_path / "data"))


def test_by_number(capsys: Said) -> None:
    """An essay of the library is explained sentence by sentence, the chosen ones with a star."""
    assert main(["explain", "4"]) == 0
    lines = capsys.readouterr().out.splitlines()
    shown = [line for line in lines if line.startswith("*")]
    assert lines[0] == "产业互联网的深逻辑"
    assert lines[1].startswith(f"medium summary: {len(shown)} of ")
    assert all("taken" in line or "brought along" in line for line in shown)


def test_by_a_piece_of_the_title(capsys: Said) -> None:
    """A piece of a title that one essay has is enough; the length can be chosen."""
    assert main(["explain", "深逻辑", "--length", "short"]) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith("short summary")


def test_a_file(capsys: Said, tmp_path: Path) -> None:
    """A file is explained without being added to the library."""
    (tmp_path / "a.md").write_text("# 桥\n\n桥是两岸的约定。为什么？\n", encoding="utf-8")
    assert main(["explain", str(tmp_path / "a.md")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "桥"
    assert [line.strip() for line in lines[5::3]] == ["桥是两岸的约定。", "为什么？"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("产业互联网", "several essays"),
        ("没有这样的题目", "there is no such essay"),
        ("题" * 300, "there is no such essay"),
        ("99", "there is no such essay"),
    ],
)
def test_no_essay(capsys: Said, name: str, said: str) -> None:
    """A name that leads to no essay, or to several, is answered with what is there."""
    assert main(["explain", name]) == 1
    assert said in capsys.readouterr().err


def test_wrong_length(capsys: Said) -> None:
    """A length that is none is wrong usage."""
    with pytest.raises(SystemExit, match="2"):
        main(["explain", "1", "--length", "endless"])
    assert ", ".join(Length) in capsys.readouterr().err


def test_unreadable_file(capsys: Said, tmp_path: Path) -> None:
    """A file without an essay in it is said to be unreadable."""
    (tmp_path / "a.md").write_bytes(b"")
    assert main(["explain", str(tmp_path / "a.md")]) == 1
    assert "a.md" in capsys.readouterr().err


def test_page_is_written(capsys: Said, tmp_path: Path) -> None:
    """With ``--html`` a page is written, and nothing said."""
    assert main(["explain", "1", "--html", str(tmp_path / "page.html")]) == 0
    assert capsys.readouterr().out == ""
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize("name", ["seeds/002_7d0ac005df3300e8.txt", "tests/digests/kinds/english.md"])
def test_page(checkout: Path, name: str) -> None:
    """The page has the whole essay, marks the chosen sentences, and leads from each to its reasons."""
    path = checkout / name
    derived = derive(read(path.read_bytes(), path.name))
    judged = explain(derived, Length.LONG)
    soup = BeautifulSoup(page(derived, Length.LONG, judged), "html.parser")
    assert all(block.text in soup.text for block in derived.essay.blocks)
    sentences = soup.select("a.sentence")
    assert [a.text for a in sentences] == [one.sentence.text for one in judged]
    assert [a.text for a in soup.select("a.shown")] == [one.sentence.text for one in judged if one.is_shown]
    assert all(soup.find(id=str(a["href"])[1:]) for a in soup.select("a"))


def test_page_stands_alone() -> None:
    """Nothing of an essay becomes markup, and the page asks for nothing from elsewhere."""
    essay = read(
        "# <b>桥</b> & 渡\n\n桥 <script>alert(1)</script> 是约定。\n\n    if a < b:\n".encode(), "a.txt"
    )
    derived = derive(essay)
    soup = BeautifulSoup(page(derived, Length.SHORT, explain(derived, Length.SHORT)), "html.parser")
    assert not soup.select("script, link, img, b")
    assert soup.h1 is not None
    assert soup.h1.text == derived.essay.title
