"""Which essays a chat is given next, and what these say in a few points. Same in, same out."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from hashlib import sha256
from itertools import cycle, islice

from digests.cues import HANGS, LATER_ITEM
from digests.derived import Derived, Length
from digests.model import KeyPoint, Summary
from digests.query import MAX_CHARACTERS, Query, parse
from digests.repetition import pairs, repeats

MOST_POINTS = 3
# So many sentences of one essay are still brief.
_FEW = 3
# So long is a point, in characters, that is taken in at a glance.
_HANDY = {"zh": 50, "en": 140}
# Of more topics, with what narrows them, the first count.
_MOST_TOPICS = 16
_TOPIC = re.compile(
    r"-?(?:\w+\s*[:：]\s*)?(?:\"[^\"]*\"|“[^“”]*”|「[^「」]*」|『[^『』]*』|[^\s,，、;；\"“「『]+)"
)
# The first of several: its series would be broken off behind it.
_ITEM = re.compile(r"第一|首先|其一|一[是、]|[（(]?1[.．、)）]|①|First|One\b")
# 2**32 divided by the golden ratio: its multiples lie far from each other (Fibonacci hashing, Knuth, The Art
# of Computer Programming 3, section 6.4).
_STEP = 2_654_435_769
_ROUND = 2**32


def choose(
    numbers: Collection[int], new: Iterable[int], given: Mapping[int, date], chat: str, most: int
) -> tuple[int, ...]:
    """The essays of a chat's next digest: at most ``most`` that are new, else one whose turn it is.

    ``numbers`` are all that the chat may be given, ``new`` those of them that came since it subscribed, in
    the order in which they came; ``given`` has the last day on which the chat was given each. New ones that
    have no room are the first of the next time. Else none comes again before all others have come. Empty if
    there is no essay.
    """
    fresh = [number for number in new if number not in given][:most]
    return tuple(fresh or _turn(numbers, given, chat))


def topics(text: str) -> tuple[Query, ...]:
    """What a chat wants to read about: an essay is on its topics if it answers any of these queries.

    Each word is a topic, as is what stands in quotation marks and each ``author:``, ``title:`` or
    ``source:``. What is to be left out (``-word``) and dates hold for all of them. Empty for any essay.
    """
    pieces = islice(_TOPIC.finditer(text[:MAX_CHARACTERS]), _MOST_TOPICS)
    parts = [piece.group() for piece in pieces if parse(piece.group())]
    common = " ".join(part for part in parts if _narrows(part))
    wanted = [part for part in parts if not _narrows(part)]
    if wanted:
        return tuple(parse(f"{part} {common}") for part in wanted)
    rest = parse(f"all {common}").rest
    return (rest,) if rest else ()


def brief(derived: Derived, length: Length) -> tuple[Length, Summary]:
    """What to show of an essay in a digest, and the length from which *longer* leads on.

    A short summary of one sentence is too little beside others: it gets what can stand beside it of a longer
    one, three sentences at most.
    """
    summary = derived.summary(length)
    if length is not Length.SHORT or len(summary.sentences) != 1:
        return length, summary
    medium = derived.summary(Length.MEDIUM)
    if len(medium.sentences) <= _FEW:
        return Length.MEDIUM, medium
    (first,) = summary.sentences
    others = [one for one in medium.sentences if one != first and not _of_a_list(one.text)]
    nearest = sorted(others, key=lambda one: abs(one.place.block - first.place.block))[: _FEW - 1]
    return length, Summary(tuple(sorted((first, *nearest), key=lambda one: one.place)))


def points_across(
    essays: Sequence[Derived], summaries: Sequence[Summary]
) -> tuple[tuple[int, KeyPoint], ...]:
    """At most three key points of several essays, each with the position of its essay; none of one alone.

    None says what another says, or what is said in the summaries. Each essay has its first point before
    another has its second; they come in the order of the essays.
    """
    if len(essays) == 1:
        return ()
    said = [
        _said(derived, sentence.text)
        for derived, summary in zip(essays, summaries, strict=True)
        for sentence in summary.sentences
    ]
    left = [iter(sorted(derived.points, key=partial(_awkward, derived))) for derived in essays]
    chosen: list[tuple[int, KeyPoint]] = []
    for position in islice(cycle(range(len(essays))), MOST_POINTS * len(essays)):
        fresh = (one for one in left[position] if not repeats(_said(essays[position], one.text), said))
        point = next(fresh, None)
        if point is not None and len(chosen) < MOST_POINTS:
            chosen.append((position, point))
            said.append(_said(essays[position], point.text))
    return tuple(sorted(chosen, key=lambda found: (found[0], found[1].place)))


def _turn(numbers: Collection[int], given: Mapping[int, date], chat: str) -> list[int]:
    """One the chat never had, else that which it had longest ago: from its own place on along a ring."""
    longest_ago = min((given.get(number, date.min) for number in numbers), default=date.min)
    next_ones = [number for number in numbers if given.get(number, date.min) == longest_ago]
    start = int.from_bytes(sha256(chat.encode()).digest()[:4])
    return [min(next_ones, key=lambda number: (number * _STEP - start) % _ROUND)] if next_ones else []


def _of_a_list(text: str) -> bool:
    return bool(_ITEM.match(text) or LATER_ITEM.match(text))


def _said(derived: Derived, text: str) -> frozenset[str]:
    return pairs(text, derived.language)


def _awkward(derived: Derived, point: KeyPoint) -> bool:
    """Whether it says less without what stands around it, or is long for a list that is skimmed."""
    alone = HANGS.of(derived.language).match(point.text) or LATER_ITEM.match(point.text)
    return bool(alone) or len(point.text) > _HANDY[derived.language]


def _narrows(part: str) -> bool:
    """Whether it only says what is to be left out, or between which dates."""
    query = parse(part)
    dated = bool(query.after or query.before)
    return part.startswith("-") or (dated and not (query.words or query.phrases or query.filters))
