"""The order in which ways to answer a query are tried, whatever the index."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from digests.plurals import forms
from digests.query import MAX_TERMS, Phrase, Query

# What stands so far apart, counted in the words of an index: in a clause, a sentence, a paragraph.
NEARNESS = (6, 20, 60)

# More words than this are a text that somebody pasted.
TEXT = 8
# Of more words not all pairs are tried.
_PAIRED = 5
# Longer phrases are long enough to be cut as they were typed.
_RECUT = 6
# Of a long text so much is looked into for its parts.
_PIECED = 12
_LONGEST_PIECE = 4
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]+")

# A word, in all the ways in which it may be found.
Term = tuple[Phrase, ...]


class Way(StrEnum):
    """How an essay has to hold the terms of a tier: near each other, all of them anywhere, any two or one."""

    NEAR = "near"
    ALL = "all"
    TWO = "two"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Tier:
    """One way to answer. ``near`` is how many words may stand between the terms, if they are to be near."""

    way: Way
    terms: tuple[Term, ...]
    near: int = 0


def every(query: Query) -> Tier | None:
    """All words, anywhere; ``None`` for a text of some length, of which no essay holds all."""
    return Tier(Way.ALL, _asked(query)) if len(query.words) <= MAX_TERMS else None


def together(query: Query) -> Tier | None:
    """All words, where two that were typed as one stand as one: 机器学习; ``None`` if none were."""
    joint = {word: run for run in query.joint for word in run.words}
    if not joint or len(query.words) > TEXT:
        return None
    words = zip(query.words, _asked(query), strict=True)
    terms = [_as_one(joint[word]) if word in joint else asked for word, asked in words]
    return Tier(Way.ALL, tuple(dict.fromkeys(terms)))


def closer(query: Query) -> list[Tier]:
    """What is better than to hold all the words anywhere, the best first: as typed, or near each other.

    Where words that nearly every text has stand near each other is looked for in quotation marks only.
    """
    if query.idle or not 0 < len(query.words) <= MAX_TERMS:
        return []
    if _is_character(query):
        return [Tier(Way.ALL, (term(query.words[0]),))]
    exact = Tier(Way.NEAR, tuple((run,) for run in query.runs), NEARNESS[1])
    tiers = [exact] if any(len(run.words) > 1 for run in query.runs) else []
    # A part of another word stands within it, not beside it.
    whole = [word for word in query.words if not any(word in other != word for other in query.words)]
    if len(whole) > 1:
        compounds = _compounds(query)
        terms = tuple((compounds.get(word, Phrase((word,))),) for word in whole)
        tiers += [Tier(Way.NEAR, terms, near) for near in NEARNESS]
    return tiers


def looser(query: Query, counts: Mapping[str, int], common: int) -> Tier | None:
    """All words, where they may also be cut another way; ``None`` if that gives nothing new.

    ``counts`` says how many essays hold a word. One of more than ``common`` essays is not looked for in
    other cuts, which would take long.
    """
    if len(query.words) > MAX_TERMS or _is_character(query):
        return None
    asked, neighbours = _asked(query), ("", *query.words, "")
    compounds = _compounds(query)
    terms = tuple(
        _recut(whole, compounds[word], rare=counts[word] <= common)
        if word in compounds
        else _loose(word, (before, behind), rare=counts[word] <= common)
        for whole, before, word, behind in zip(asked, neighbours, query.words, neighbours[2:], strict=False)
    )
    return None if terms == asked else Tier(Way.ALL, terms)


def characters(query: Query) -> tuple[str, ...]:
    """Single Chinese characters that were typed alone: they stand within words too."""
    alone = (run.words[0] for run in query.runs if len(run.words) == 1)
    return tuple(word for word in alone if len(word) == 1 and HAN.match(word))


def two(query: Query, counts: Mapping[str, int], scored: int) -> Tier | None:
    """Any two of the words, the commonest left out as in ``some``; ``None`` if two are all, or of a text."""
    if not 2 < len(query.words) <= TEXT:  # noqa: PLR2004 - two
        return None
    rare = rarest(counts, scored)[:_PAIRED]
    return Tier(Way.TWO, _terms(rare)) if len(rare) > 1 else None


def some(query: Query, counts: Mapping[str, int], scored: int) -> Tier | None:
    """Any of the words but the commonest, such that at most ``scored`` essays are to be ranked.

    ``None`` if that is no less than was asked for. The longer word in a compound is less: 中心化 of 去中心化.
    """
    rare = rarest(counts, scored)
    less = len(query.words) > 1 or any(len(word) > 1 for word in _compounds(query))
    return Tier(Way.ANY, _terms(rare)) if less and rare else None


def rarest(counts: Mapping[str, int], scored: int) -> list[str]:
    """The words that some essay holds, the rarest first, until together they would be found too often."""
    kept: list[str] = []
    for word in sorted((word for word in counts if counts[word]), key=lambda word: (counts[word], word)):
        scored -= counts[word]
        if kept and scored < 0:
            break
        kept.append(word)
    return kept


def split_up(word: str) -> Term:
    """Other ways to cut a Chinese word that few essays hold as one: a name, or a new word."""
    if not HAN.fullmatch(word) or len(word) == 1:
        return ()
    halves = ((word[:cut], word[cut:]) for cut in range(1, len(word)))
    return tuple(dict.fromkeys(map(_going_on, ((word,), *halves, tuple(word)))))


def recut(phrase: Phrase) -> Term:
    """A phrase in all ways in which it may be cut, if it is a short one in Chinese: 衣锦还 of 衣锦还乡."""
    text = "".join(phrase.words)
    others = split_up(text) if len(text) <= _RECUT else ()
    return tuple(dict.fromkeys((phrase, *others)))


def pieces_of(text: str) -> Term:
    """What Chinese text may be found by if it is cut elsewhere: 邮件 and 地址 of 邮件地址."""
    runs = HAN.findall(text[:_PIECED])
    return tuple(Phrase((run[start:end],)) for run in runs for start, end in _within(len(run)))


def _within(length: int) -> Iterator[tuple[int, int]]:
    for start in range(length):
        yield from ((start, end) for end in range(start + 2, min(start + _LONGEST_PIECE, length) + 1))


def _going_on(words: tuple[str, ...]) -> Phrase:
    """The words, the last of which may go on; not one character, since many words begin with each."""
    return Phrase(words, begins=len(words[-1]) > 1)


def term(word: str) -> Term:
    """A word; an English noun in the singular or in the plural."""
    return tuple(Phrase((form,)) for form in forms(word))


def _loose(word: str, neighbours: tuple[str, str], *, rare: bool) -> Term:
    """A word, if it is rare in other cuts too, and what a single character makes with those beside it."""
    alone = len(word) == 1 and bool(HAN.match(word))
    cuts = (Phrase((word,), begins=True),) if alone else split_up(word)
    others = filter(HAN.fullmatch, neighbours) if alone else ()
    joined = (Phrase((whole,)) for other in others for whole in (other + word, word + other))
    # Each phrase more costs time to rank by, so not the word too where it may go on.
    return (*(cuts if cuts and rare else term(word)), *joined)


def _recut(whole: Term, compound: Phrase, *, rare: bool) -> Term:
    """A compound, if its word is rare in other cuts too; never its word without what belongs to it."""
    return tuple(dict.fromkeys((*whole, *(split_up("".join(compound.words)) if rare else ()))))


def _compounds(query: Query) -> dict[str, Phrase]:
    """What is looked for in place of a word."""
    return {compound.words[-1]: compound for compound in query.compounds}


def _is_character(query: Query) -> bool:
    """Whether a single Chinese character is all that was asked for, which also begins many words."""
    alone = len(query.words) == 1 and not query.compounds and not query.idle
    return alone and len(query.words[0]) == 1 and bool(HAN.match(query.words[0]))


def _asked(query: Query) -> tuple[Term, ...]:
    """The words as they were asked for."""
    if _is_character(query):
        return ((Phrase(query.words), Phrase(query.words, begins=True)),)
    compounds = _compounds(query)
    return tuple(_either(compounds[word]) if word in compounds else term(word) for word in query.words)


def _as_one(run: Phrase) -> Term:
    """Two words one behind the other, or cut as one."""
    return (Phrase(run.words, begins=True), Phrase(("".join(run.words),)))


def _either(compound: Phrase) -> Term:
    """A compound, cut apart or not."""
    return (compound, Phrase(("".join(compound.words),)))


def _terms(words: Iterable[str]) -> tuple[Term, ...]:
    return tuple(map(term, words))
