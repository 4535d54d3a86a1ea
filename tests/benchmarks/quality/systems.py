"""What makes extracts: this project, simple ways, and peers as the evaluation's own script calls them."""

import os
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module

from digests.analysis import analyse
from digests.model import BlockKind, Essay, KeyPoint, OneLine, Sentence
from digests.ranking import rank
from digests.summary import summaries_of
from tests.benchmarks.harness import Skipped
from tests.benchmarks.readers import tool

Extract = Callable[[Essay, int], list[str]]
OURS = "this project"
# The function in the evaluation's baselines.py, and what it is called in the tables.
_PEERS = {
    "lead": "LEAD",
    "lead_fill": "LEAD, filled up",
    "pos_title": "position and title",
    "jieba_tags": "jieba keywords",
    "centroid_mmr": "centroid (jieba), MMR",
    "submodular": "submodular coverage",
    "sumy_lexrank": "sumy LexRank",
    "sumy_lsa": "sumy LSA",
    "sumy_textrank": "sumy TextRank",
    "sumy_luhn": "sumy Luhn",
    "textrank4zh": "TextRank4ZH",
    "snownlp": "SnowNLP",
}
_SLOW = {"sumy_lexrank", "sumy_lsa", "sumy_textrank", "sumy_luhn", "textrank4zh", "snownlp"}
_CHINESE_ONLY = {"textrank4zh", "snownlp"}


@dataclass(frozen=True, slots=True)
class System:
    """A way to make an extract of at most so many characters; words, half as many, in English.

    ``is_slow``: it takes many times our time; ``is_chinese``: it knows Chinese only.
    """

    name: str
    extract: Extract
    is_slow: bool = False
    is_chinese: bool = False


def systems() -> tuple[System, ...]:
    """All of them, this project first. Raises ``Skipped`` where the evaluation or a peer is missing."""
    tool()
    warnings.simplefilter("ignore")  # old sources have escapes that newer Pythons warn about
    # More threads for small matrices cost CPU time and save none.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        baselines = import_module("baselines")
        for needed in ("snownlp", "sumy", "textrank4zh"):
            import_module(needed)
    except ImportError as reason:
        raise Skipped(f"{reason.name} is not installed") from None
    peers = (
        System(name, _peer(getattr(baselines, key)), key in _SLOW, key in _CHINESE_ONLY)
        for key, name in _PEERS.items()
    )
    return (System(OURS, ours), *peers)


def ours(essay: Essay, budget: int) -> list[str]:
    """Our summary."""
    analysis = analyse(essay)
    return texts(summaries_of(analysis, rank(analysis), [(budget, budget // 2)])[0].sentences)


def texts(units: Iterable[Sentence | KeyPoint | OneLine]) -> list[str]:
    """The texts of sentences, lines or points."""
    return [unit.text for unit in units]


def _peer(function: Callable[..., Iterable[str]]) -> Extract:
    def extract(essay: Essay, budget: int) -> list[str]:
        return list(function(essay.title, paragraphs(essay), _headings(essay), budget))

    return extract


def paragraphs(essay: Essay) -> list[str]:
    """What the author wrote between the headings."""
    return [block.text for block in essay.blocks if block.kind is not BlockKind.HEADING]


def _headings(essay: Essay) -> list[str]:
    return [block.text for block in essay.blocks if block.kind is BlockKind.HEADING]
