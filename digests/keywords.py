"""The terms an essay is about."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, islice, pairwise

from digests.analysis import Analysis, analyse
from digests.folding import fold
from digests.model import Essay
from digests.plurals import forms
from digests.stopwords import STOP_WORDS

_CANDIDATES = 200
_REPEATED = 3
_TOGETHER = 0.5
_PARTS = 10
_TITLE_WEIGHT = 1.5
_LONGEST_PHRASE = 10
# What makes another word of the one behind it, and what only ends one.
_PREFIXES = frozenset("去非反")
_SUFFIXES = frozenset("端化性者型度式")
# Essays on anything use them; readers look for none.
_GENERAL = frozenset(
    "使用 支持 提供 更新 找到 更好 实际 实现 过程 自身 仅仅只是 然后 针对 相同 出发 这件 几分钟 更多 内容 "
    "还有 不必 上面 下面 是因为 写下 允许 有没有 有人 同一 这家 那家 "
    "方式 方法 结果 时间 发展 了解 选择 情况下 例子 部分 角度 基础 "
    "using use used example including need needs work works small large "
    "two three four five six seven eight nine ten eleven twelve hundred thousand million".split()
)
# A number, a number of things (一件, 哪一家), or a verb that goes on (换得 太多).
_NO_TERM = re.compile(
    r"\d.*|[一二三四五六七八九十两几每哪半]{1,3}[件格排盏条條本半位次种種样樣点點些个個块塊家张張句份项項场場段片摊攤]|(?![心所])\w得"
)


def keywords(essay: Essay, limit: int = 8) -> tuple[str, ...]:
    """The terms an essay is about, the weightiest first, in lower case; at most ``limit``."""
    return keywords_of(analyse(essay), limit)


def keywords_of(analysis: Analysis, limit: int) -> tuple[str, ...]:
    """``keywords`` for an essay that was analysed already.

    Without a corpus to tell what is rare, a term weighs what it is used, how evenly it is spread
    over the essay and how much its length lets it mean, as in YAKE (Campos et al., Information
    Sciences 509, 2020); words that mostly stand together count as one.
    """
    # Counted by way of a generator, which lets other threads have a turn, as chain() would not.
    counts = Counter(term for terms in analysis.terms for term in terms)
    parts = _dispersion(analysis)
    for (one, other), count in _phrases(analysis, counts).items():
        phrase = one + other
        counts[phrase] += count
        counts[one] -= count
        counts[other] -= count
        parts[phrase] = parts[other] if one in _PREFIXES else min(parts[one], parts[other])
    title = "".join(analysis.title)
    weights = {
        term: round(_weight(term, count, parts[term]) * (_TITLE_WEIGHT if term in title else 1), 9)
        for term, count in counts.most_common(_CANDIDATES)
        if len(term) > 1 and count > 0 and _tells(term)
    }
    return tuple(islice(_distinct(sorted(weights, key=lambda term: (-weights[term], term))), max(0, limit)))


def _tells(term: str) -> bool:
    """Whether readers might look for it; stop words are known in simplified writing."""
    simple = fold(term)
    return simple not in _GENERAL and simple not in STOP_WORDS and _NO_TERM.fullmatch(simple) is None


def _distinct(ranked: Iterable[str]) -> Iterator[str]:
    """The terms that are no part of a better one, nor its plural or singular."""
    seen: list[str] = []
    for term in ranked:
        if not any(form in better for better in seen for form in forms(term)):
            seen.append(term)
            yield term


def _weight(term: str, count: int, parts: int) -> float:
    length = len(term) if not term.isascii() else len(term) / 2
    return math.log1p(count) * (1 + parts / _PARTS) * math.sqrt(length)


def _dispersion(analysis: Analysis) -> Counter[str]:
    """In how many of the tenths of the essay each term stands."""
    size = -(-len(analysis.terms) // _PARTS) or 1
    tenths = (analysis.terms[start : start + size] for start in range(0, len(analysis.terms), size))
    return Counter(chain.from_iterable(dict.fromkeys(chain.from_iterable(tenth)) for tenth in tenths))


def _phrases(analysis: Analysis, counts: Counter[str]) -> dict[tuple[str, str], int]:
    """Chinese terms of which one rarely stands without the other behind or before it, with their count."""
    pairs = Counter(pair for words in analysis.words for pair in pairwise(words))
    return {
        pair: count
        for pair, count in pairs.items()
        if count >= _REPEATED
        and counts[pair[1]]
        and (counts[pair[0]] or pair[0] in _PREFIXES)
        and count >= _TOGETHER * min(counts[term] for term in pair if counts[term])
        and pair[0] not in _SUFFIXES
        and not any(map(str.isascii, pair))
        and len("".join(pair)) <= _LONGEST_PHRASE
    }
