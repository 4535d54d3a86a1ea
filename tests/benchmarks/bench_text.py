"""The text engine against its peers: segmentation against jieba, a digest against sumy's LexRank."""

import gzip
import json
import os
import warnings
from collections.abc import Callable, Iterator
from functools import cache, partial
from importlib import import_module
from importlib.util import find_spec
from itertools import cycle
from pathlib import Path
from typing import Any

from digests import derive, sentences_of
from digests.model import Block, BlockKind, Essay
from digests.reading import read
from digests.words import Jieba, Rjieba, Segmenter, words
from tests.benchmarks.harness import CHECKOUT, Row, Skipped, compare, cpu_seconds, milliseconds

_SENTENCES = 5
_TITLE = "产业互联网的深逻辑"


def segmentation_fast() -> Row:
    """Words by the accelerator."""
    return _segmentation("rjieba", _fast(), 10)


def segmentation_plain() -> Row:
    """Words by the fallback."""
    return _segmentation("jieba", _plain(), 0.9)


def digest_3k_fast() -> Row:
    """A digest of a short essay with the accelerator."""
    return _digest(3_000, "rjieba", _fast(), 10)


def digest_3k_plain() -> Row:
    """A digest of a short essay with the fallback."""
    return _digest(3_000, "jieba", _plain(), 3.5)


def digest_10k_fast() -> Row:
    """A digest of a long essay with the accelerator."""
    return _digest(10_000, "rjieba", _fast(), 40)


def digest_10k_plain() -> Row:
    """A digest of a long essay with the fallback."""
    return _digest(10_000, "jieba", _plain(), 14)


def digest_100k_fast() -> Row:
    """A digest of a book with the accelerator; the peer takes over a minute."""
    return _long_digest("rjieba", _fast(), 0.15)


def digest_100k_plain() -> Row:
    """A digest of a book with the fallback."""
    return _long_digest("jieba", _plain(), 0.5)


def linear() -> Row:
    """Ten times the text in about ten times the time."""
    short, long, segmenter = _essay(10_000), _essay(100_000), _fast()
    pair = compare(lambda: derive(long, segmenter), lambda: derive(short, segmenter))
    return Row(
        "a digest of 100k characters (against one of 10k: linear is 10)",
        pair.ours_by_peer,
        milliseconds(pair.ours),
        milliseconds(pair.peer),
        at_most=15,
    )


def one_character() -> Row:
    """A million times 的, on which jieba alone is quadratic."""
    essay = Essay("的", (Block(BlockKind.PARAGRAPH, "的" * 1_000_000),))
    seconds = max(cpu_seconds(partial(derive, essay, segmenter)) for segmenter in (_fast(), _plain()))
    return Row("a digest of 的 × 1,000,000", seconds, f"{seconds:.2f} s", unit="s", at_most=2)


def _segmentation(name: str, segmenter: Segmenter, goal: float) -> Row:
    text = "\n".join(block.text for block in _essay(30_000).blocks)
    cut = _jieba().lcut
    pair = compare(lambda: words(text, segmenter), lambda: cut(text))
    return Row(
        f"segmentation with {name} (against jieba.lcut)",
        pair.peer_by_ours,
        f"{len(text) / pair.ours / 1e6:.2g} M characters/s",
        f"{len(text) / pair.peer / 1e6:.2g}",
        at_least=goal,
    )


def _digest(size: int, name: str, segmenter: Segmenter, goal: float) -> Row:
    essay, peer = _essay(size), _sumy(size)
    pair = compare(lambda: derive(essay, segmenter), peer)
    return Row(
        f"summaries, points and keywords of {size // 1000}k characters, {name} (against sumy LexRank, jieba)",
        pair.peer_by_ours,
        milliseconds(pair.ours),
        milliseconds(pair.peer),
        at_least=goal,
    )


def _long_digest(name: str, segmenter: Segmenter, goal: float) -> Row:
    essay = _essay(100_000)
    derive(essay, segmenter)
    seconds = min(cpu_seconds(lambda: derive(essay, segmenter)) for _ in range(3))
    return Row(
        f"summaries, points and keywords of 100k characters, {name}",
        seconds,
        milliseconds(seconds),
        "over a minute",
        unit="s",
        at_most=goal,
    )


@cache
def _fast() -> Segmenter:
    try:
        return Rjieba()
    except ImportError:
        raise Skipped("rjieba is not installed") from None


@cache
def _plain() -> Segmenter:
    return Jieba()


@cache
def _jieba() -> Any:  # noqa: ANN401  (jieba states no types)
    """The peer as its users have it, already loaded."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tokenizer = import_module("jieba").Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


def _sumy(size: int) -> Callable[[], object]:
    """LexRank by sumy on the same sentences, its words by jieba; both are made anew each time."""
    if find_spec("sumy") is None:
        raise Skipped("sumy is not installed")
    dom = import_module("sumy.models.dom")
    summarizer = import_module("sumy.summarizers.lex_rank").LexRankSummarizer()
    texts = [sentence.text for sentence in sentences_of(_essay(size))]

    class Tokenizer:
        """What sumy asks for its words."""

        def to_words(self, text: str) -> tuple[str, ...]:
            """The words of a sentence."""
            return tuple(_jieba().lcut(text))

    def summarise() -> object:
        tokenizer = Tokenizer()
        paragraph = dom.Paragraph([dom.Sentence(text, tokenizer) for text in texts])
        return summarizer(dom.ObjectDocumentModel([paragraph]), _SENTENCES)

    return summarise


@cache
def _essay(size: int) -> Essay:
    """An essay of about this many characters of real text."""
    blocks: list[Block] = []
    length = 0
    for text in cycle(_paragraphs()):
        if length >= size:
            break
        blocks.append(Block(BlockKind.PARAGRAPH, text))
        length += len(text)
    return Essay(_TITLE, tuple(blocks))


@cache
def _paragraphs() -> tuple[str, ...]:
    """Real paragraphs: of the shared essays where they are, else of the seeds."""
    shared = Path(os.environ.get("DIGESTS_SHARED", CHECKOUT.parent / "shared")) / "eval" / "dev.jsonl.gz"
    return tuple(_shared_paragraphs(shared) if shared.is_file() else _seed_paragraphs())


def _shared_paragraphs(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for _, line in zip(range(120), lines, strict=False):
            row = json.loads(line)
            if row["lang"] == "zh":
                yield from row["body_paragraphs"]


def _seed_paragraphs() -> Iterator[str]:
    for path in sorted((CHECKOUT / "seeds").iterdir()):
        for block in read(path.read_bytes(), path.name).blocks:
            if block.kind is BlockKind.PARAGRAPH:
                yield block.text


BENCHMARKS = (
    segmentation_fast,
    segmentation_plain,
    digest_3k_fast,
    digest_3k_plain,
    digest_10k_fast,
    digest_10k_plain,
    digest_100k_fast,
    digest_100k_plain,
    linear,
    one_character,
)
