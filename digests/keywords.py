"""The terms an essay is about."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain, pairwise

from digests.analysis import Analysis, analyse
from digests.folding import fold
from digests.model import BlockKind, Essay, Keyword
from digests.plurals import forms
from digests.stopwords import GENERAL, STOP_WORDS

KEYWORDS = 8
CANDIDATES = 24
_COUNTED = 200
_REPEATED = 3
_TOGETHER = 0.5
_PARTS = 10
_TITLE_WEIGHT = 1.5
_LONGEST_PHRASE = 10
# A phrase that weighs so much of what its part weighs says it better.
_SAYS_MORE = 0.7
# What a term weighs in its essay counts for more than how rare it is.
_WITHIN = 1.5
# What makes another word of the one behind it, and what only ends one.
_PREFIXES = frozenset("去非反小新老")
_SUFFIXES = frozenset("端化性者型度式")
# What is done with a thing is no part of its name.
_VERBS = frozenset(
    "帮助 构建 建立 推出 提升 打造 提高 完成 实现 使用 选择 获得 获取 成为 开展 做好 利用 "
    "分享 推动 解决 满足 影响 增加 降低 减少 支持 提供 进入 基于 了解 理解 制定 创建 确定 "
    "明确 执行 具备 拥有 包含 需要 加入 避免 采用 决定 通过 考虑 在于 来源于 常见于".split()
)
_NO_NAMES = STOP_WORDS | _VERBS
_NO_TERMS = _NO_NAMES | GENERAL
_POINTS = re.compile("[此该本这那某每各]")
# A number, a number of things (一件, 哪一家), a verb that goes on (换得 太多), or an attribute.
_NO_TERM = re.compile(
    r"\d.*|[一二三四五六七八九十百千万两几每哪半]+|(?![心所])\w得|\w+的"
    r"|[一二三四五六七八九十两几每哪半]{1,3}[件格排盏条條本半位次种種样樣点點些个個块塊家张張句份项項场場段片摊攤年天款步]"
)


def keywords(essay: Essay, limit: int = KEYWORDS) -> tuple[str, ...]:
    """The terms an essay is about, the weightiest first, as it writes them; at most ``limit``."""
    return telling(candidates_of(analyse(essay)), limit)


def telling(
    candidates: Iterable[Keyword],
    limit: int = KEYWORDS,
    essays: Mapping[str, int] | None = None,
    total: int = 1,
) -> tuple[str, ...]:
    """The candidates that tell an essay best, at most ``limit``, none of them part of another.

    ``essays`` says how many of the ``total`` essays of a library have each (folded) among theirs. The fewer,
    the more it tells: the inverse document frequency of Spärck Jones (Journal of Documentation 28, 1972).
    """
    known = essays or {}
    weights = {
        word.text: word.weight**_WITHIN * math.log1p(total / max(1, known.get(fold(word.text), 1)))
        for word in candidates
    }
    chosen: list[str] = []
    for term in sorted(weights, key=lambda term: (-round(weights[term], 9), term)):
        _choose(chosen, term, weights)
    return tuple(chosen[: max(0, limit)])


def _choose(chosen: list[str], term: str, weights: Mapping[str, float]) -> None:
    """Add a term, unless a better one says it; a phrase takes the place of its part."""
    simple = fold(term)
    before, space, last = simple.rpartition(" ")
    if any(before + space + form in fold(better) for better in chosen for form in forms(last)):
        return
    if any(_overlap(simple, fold(better)) for better in chosen):
        return
    parts = [place for place, better in enumerate(chosen) if fold(better) in simple]
    if not parts:
        chosen.append(term)
    elif weights[term] >= _SAYS_MORE * weights[chosen[parts[0]]]:
        chosen[parts[0]] = term
        for place in reversed(parts[1:]):
            del chosen[place]


def _overlap(term: str, other: str) -> bool:
    """Whether most of a Chinese term is the end of the other, or the beginning: 下降法 of 梯度下降."""
    least = len(term) // 2 + 1
    return not term.isascii() and (other.endswith(term[:least]) or other.startswith(term[-least:]))


def candidates_of(analysis: Analysis) -> tuple[Keyword, ...]:
    """The weightiest terms of an essay, at most ``CANDIDATES``.

    A term weighs what it is used, how evenly it is spread over the essay and how much its length lets it
    mean, as in YAKE (Campos et al., Information Sciences 509, 2020); words that mostly stand together count
    as one.
    """
    # Counted by way of a generator, which lets other threads have a turn, as chain() would not.
    counts = Counter(term for terms in analysis.terms for term in terms)
    parts = _dispersion(analysis)
    text = _prose(analysis.essay)
    title = analysis.essay.title.lower()
    for phrase, (words, count) in _phrases(analysis, counts, title, text.lower()).items():
        counts[phrase] = count
        counts.subtract(dict.fromkeys(words, count))
        parts[phrase] = min(parts[word] for word in words if parts[word])
    weights = {
        term: round(_weight(term, count, parts[term]) * (_TITLE_WEIGHT if term in title else 1), 9)
        for term, count in counts.most_common(_COUNTED)
        if len(term) > 1 and count > 0 and _tells(term)
    }
    best = sorted(weights, key=lambda term: (-weights[term], term))[:CANDIDATES]
    written = _as_written(best, text)
    return tuple(Keyword(written.get(term, term), weights[term]) for term in best)


def _prose(essay: Essay) -> str:
    return "\n".join(block.text for block in essay.blocks if block.kind is not BlockKind.CODE)


def _as_written(terms: Iterable[str], text: str) -> dict[str, str]:
    """Latin terms in the letters that the essay mostly has them in: TiDB."""
    latin = sorted((term for term in terms if term.isascii()), key=len, reverse=True)
    if not latin:
        return {}
    pattern = re.compile(
        rf"(?<![A-Za-z0-9])(?:{'|'.join(map(re.escape, latin))})(?![A-Za-z0-9])", re.IGNORECASE
    )
    counts = Counter(pattern.findall(text))
    return {form.lower(): form for form in sorted(counts, key=lambda form: (counts[form], form))}


def _tells(term: str) -> bool:
    """Whether readers might look for it; stop words are known in simplified writing."""
    simple = fold(term)
    return simple not in _NO_TERMS and _NO_TERM.fullmatch(simple) is None


def _weight(term: str, count: int, parts: int) -> float:
    length = len(term) if not term.isascii() else len(term) / 2
    return math.log1p(count) * (1 + parts / _PARTS) * math.sqrt(min(length, _LONGEST_PHRASE))


def _dispersion(analysis: Analysis) -> Counter[str]:
    """In how many of the tenths of the essay each term stands."""
    size = -(-len(analysis.terms) // _PARTS) or 1
    tenths = (analysis.terms[start : start + size] for start in range(0, len(analysis.terms), size))
    return Counter(chain.from_iterable(dict.fromkeys(chain.from_iterable(tenth)) for tenth in tenths))


_Phrases = dict[str, tuple[tuple[str, ...], int]]


def _phrases(analysis: Analysis, counts: Counter[str], title: str, text: str) -> _Phrases:
    """Two or three words of which one rarely stands without its neighbour, or that the title has together.

    Each with its words and how often it stands in the text.
    """
    found = Counter(pair for words in analysis.words for pair in pairwise(words))
    pairs = {
        pair: count
        for pair, often in found.most_common(_COUNTED)
        if often >= _REPEATED
        and _may_be_one(pair, counts)
        and (count := text.count(phrase := _joined(pair, text))) >= _REPEATED
        and (phrase in title or count >= _TOGETHER * min(counts[term] for term in pair if counts[term]))
    }
    return _with_longer(pairs, text)


def _may_be_one(pair: tuple[str, str], counts: Mapping[str, int]) -> bool:
    first, second = pair
    return (
        bool(counts[second])
        and (bool(counts[first]) or first in _PREFIXES)
        and first not in _SUFFIXES
        and first.isascii() is second.isascii()
        and first != second
        and (first.isascii() or len(first + second) <= _LONGEST_PHRASE)
        and not _POINTS.match(first)
        and (first in _PREFIXES or _names(first))
        and _names(second)
    )


def _names(word: str) -> bool:
    """Whether a word may be part of a name; in Chinese, those may that are found everywhere: 核心."""
    simple = fold(word)
    return simple not in (_NO_TERMS if word.isascii() else _NO_NAMES) and _NO_TERM.fullmatch(simple) is None


def _joined(words: tuple[str, ...], text: str) -> str:
    """The words one behind the other: Chinese without a space, names like node.js with their point."""
    if not words[0].isascii():
        return "".join(words)
    pointed = ".".join(words)
    return pointed if pointed in text else " ".join(words)


def _with_longer(pairs: Mapping[tuple[str, str], int], text: str) -> _Phrases:
    """The pairs, two that share their middle word as one if they mostly stand together."""
    after = {pair[0]: pair for pair in reversed(list(pairs))}
    phrases: _Phrases = {}
    for pair, count in pairs.items():
        longer = (*pair, after[pair[1]][1]) if pair[1] in after else pair
        often = text.count(_joined(longer, text)) if longer != pair else 0
        most = max(count, pairs[after[pair[1]]]) if often else 0
        if often >= _REPEATED and often >= _TOGETHER * most:
            phrases[_joined(longer, text)] = longer, often
        phrases[_joined(pair, text)] = pair, count
    return phrases
