import json
import subprocess
import sys
from gzip import open as unzip
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.reading import read
from digests.words import LONGEST_RUN, Jieba, Rjieba, Segmenter, default_segmenter, search_words, terms, words


@pytest.fixture(scope="module")
def jieba() -> Segmenter:
    """The segmenter in Python."""
    return Jieba()


@pytest.fixture(scope="module")
def rjieba() -> Segmenter:
    """The segmenter in Rust."""
    pytest.importorskip("rjieba", reason="the accelerator is not installed")
    return Rjieba()


def test_mixed_text() -> None:
    """Chinese is cut into words; Latin words are whole and in lower case, numbers whole."""
    assert words("用Python 3.11分析S2B模式，don’t panic！") == [
        *("用", "python", "3.11", "分析", "s2b", "模式"),
        *("don't", "panic"),
    ]


def test_signs() -> None:
    """A sign belongs to the name it is part of, and to no longer word."""
    assert words("C++和C#，用.NET") == ["c++", "和", "c#", "用", ".net"]
    assert words("bridge.net") == ["bridge", "net"]


def test_search_words() -> None:
    """For an index the shorter words within a long one come too."""
    assert {"互联", "互联网", "中华", "共和国"} <= set(search_words("互联网 中华人民共和国"))


def test_terms() -> None:
    """Stop words and lone digits are no terms."""
    assert terms(["我们", "的", "桥", "the", "bridge", "2021"]) == ["桥", "bridge"]


@given(st.text(max_size=200))
def test_joined_again(text: str) -> None:
    """The words of a text are its letters and digits, in order."""
    letters = "".join(filter(str.isalnum, text.lower()))
    assert "".join(filter(str.isalnum, "".join(words(text)))) == letters


@given(st.text(alphabet="产业互联网的核心一二三是不了abc 1.，。", max_size=60))
def test_same_words_from_both(jieba: Segmenter, rjieba: Segmenter, text: str) -> None:
    """On any text both segmenters give the same words: jieba stands in for rjieba."""
    _assert_same(text, jieba, rjieba)


def test_same_words_on_seeds(jieba: Segmenter, rjieba: Segmenter, seeds: Path) -> None:
    """On the seeds both segmenters give the same words, for reading and for search."""
    for path in sorted(seeds.iterdir()):
        _assert_same(path.read_text(encoding="utf-8"), jieba, rjieba)


def test_same_words_on_samples(jieba: Segmenter, rjieba: Segmenter, shared: Path) -> None:
    """On the samples and a hundred more essays both segmenters give the same words."""
    for path in sorted((shared / "samples").iterdir()):
        essay = read(path.read_bytes(), path.name)
        _assert_same("\n".join(block.text for block in essay.blocks), jieba, rjieba)
    with unzip(shared / "eval" / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in islice(lines, 100):
            _assert_same("\n".join(json.loads(line)["body_paragraphs"]), jieba, rjieba)


@pytest.mark.parametrize("length", [LONGEST_RUN - 1, LONGEST_RUN, LONGEST_RUN + 1, 10 * LONGEST_RUN])
def test_long_runs(jieba: Segmenter, length: int) -> None:
    """A run of one character of any length is cut, and nothing of it is lost."""
    assert "".join(words("的" * length, jieba)) == "的" * length


def test_default() -> None:
    """The default segmenter is made once."""
    assert default_segmenter() is default_segmenter()


def test_quiet(tmp_path: Path) -> None:
    """Loading jieba writes no cache into the temporary folder and nothing to the terminal."""
    program = "from digests.words import Jieba; print(Jieba().cut('桥的意义'))"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        env={"TMPDIR": str(tmp_path), "TEMP": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        check=True,
    )
    assert done.stderr == b""
    assert list(tmp_path.iterdir()) == []


def test_lazy() -> None:
    """Importing the engine loads no segmenter."""
    program = "import digests, sys; print({'jieba', 'rjieba'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "set()"


def _assert_same(text: str, one: Segmenter, other: Segmenter) -> None:
    assert words(text, one) == words(text, other)
    assert search_words(text, one) == search_words(text, other)
