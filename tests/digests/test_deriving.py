import subprocess
import sys
from pathlib import Path

import pytest

from digests import Length, derive, key_points, keywords, summarize
from digests.analysis import language, measure
from digests.model import Essay
from digests.reading import read
from digests.words import Jieba
from tests.digests.written import BRIDGES, essay


def test_same_as_alone() -> None:
    """What is worked out together is what each function gives alone."""
    derived = derive(BRIDGES)
    assert derived.summary(Length.LONG) == summarize(BRIDGES, 400, 220)
    assert derived.points == key_points(BRIDGES)
    assert derived.keywords == keywords(BRIDGES)


def test_same_with_either_segmenter(seeds: Path) -> None:
    """Either segmenter leads to the same result."""
    for path in sorted(seeds.iterdir()):
        written = read(path.read_bytes(), path.name)
        assert derive(written, Jieba()) == derive(written)


def test_shorter_is_part_of_longer(seeds: Path) -> None:
    """What a summary says, the longer ones say too."""
    for path in sorted(seeds.iterdir()):
        short, medium, long = (
            set(some.sentences) for some in derive(read(path.read_bytes(), path.name)).summaries
        )
        assert short <= medium <= long


def test_same_in_every_process() -> None:
    """The result does not depend on the order of hashes, which differs from process to process."""
    program = "from digests import derive; from tests.digests.written import BRIDGES; print(derive(BRIDGES))"
    results = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[2])},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(results) == 1


def test_lengths() -> None:
    """A longer summary says no less."""
    derived = derive(BRIDGES)
    sizes = [sum(measure(s.text, "zh") for s in derived.summary(length).sentences) for length in Length]
    assert sizes == sorted(sizes)
    assert sizes[0] <= 80


@pytest.mark.parametrize(
    ("text", "characters", "minutes"),
    [("", 0, 1), ("桥。", 2, 1), ("桥" * 2000, 2000, 5), ("word " * 690, 2760, 3)],
)
def test_size(text: str, characters: int, minutes: int) -> None:
    """Characters are what is not white space; reading takes a minute at least."""
    derived = derive(essay(text))
    assert (derived.characters, derived.minutes) == (characters, minutes)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (essay("桥的意义不在于石头。", title="桥"), "zh"),
        (essay("Bridges are promises.", title="Bridges"), "en"),
        (essay("我们用 TypeScript 重写了整个前端的构建流程。", title="TypeScript"), "zh"),
        (Essay("桥", ()), "zh"),
        (Essay("", ()), "en"),
    ],
)
def test_language(written: Essay, expected: str) -> None:
    """An essay is Chinese if a good part of its letters is."""
    assert language(written) == expected


@pytest.mark.parametrize(
    "blocks",
    [
        ["的" * 30_000],
        ["好。" * 5_000],
        ["“" * 20_000],
        ["（甲。" * 5_000],
        ["甲乙丙；" * 5_000],
        ["- 第一，桥要有人走过去再走回来。"] * 3_000,
        [f"{i}. 桥要有人走过去，再走回来看看。" for i in range(3_000)],
        ["# 桥不是石头，桥是人"] * 3_000,
        ["**" * 5_000],
        ["\ud800\u200b\x00" * 100],
        ["a." * 10_000, " " * 10_000, "\n" * 100],
    ],
)
def test_hostile(blocks: list[str]) -> None:
    """Whatever an essay is made of, something is worked out from it."""
    written = essay(*blocks)
    derived = derive(written)
    assert derived.essay is written
    assert len(derived.summaries) == len(Length)
