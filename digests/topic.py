"""What several essays say on one topic: their best sentences, none saying what another said."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digests.cues import CLOSED, HANGS
from digests.derived import Derived, Length
from digests.matching import Needles
from digests.model import Sentence
from digests.repetition import pairs, repeats
from digests.sentences import of as sentences_of

# So many sentences of an essay that is alone; of several each has one.
_OF_ONE = 2
_GOOD_LENGTH = range(14, 121)
# What a sentence is worth besides the words it holds, in shares of them.
_CHOSEN = 0.5
_ABOUT = 0.5
_UNFINISHED = 0.5
_HANGING = 0.5
_UNWIELDY = 0.3


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence on the topic, and which of the essays it is of (their position)."""

    essay: int
    sentence: Sentence


def statements(needles: Needles, essays: Sequence[Derived], limit: int) -> tuple[Statement, ...]:
    """At most ``limit`` sentences that hold what is looked for; two of an essay only if no other has any.

    They come in the order of the essays, and in reading order within each. Sentences that their
    essay's summary or key points chose are preferred, and those of essays that are about the topic; those
    that hang in the air, are no whole sentences, or are very short or long, are not.
    """
    candidates = [
        candidate
        for number, derived in enumerate(essays)
        for candidate in _candidates(needles, number, derived)
    ]
    held = max((candidate.held for candidate in candidates), default=0.0)
    # A sentence with half of the words is about something else: 去中心化 is not 中心化.
    rated = [candidate for candidate in candidates if candidate.held * 2 > held]
    rated.sort(key=lambda candidate: (-candidate.value, candidate.essay, candidate.sentence.place))
    chosen: list[Statement] = []
    said: list[frozenset[str]] = []
    counts: Counter[int] = Counter()
    most = _OF_ONE if len({candidate.essay for candidate in rated}) == 1 else 1
    for candidate in rated:
        if len(chosen) == limit:
            break
        if counts[candidate.essay] == most:
            continue
        own = pairs(candidate.sentence.text, essays[candidate.essay].language)
        if not repeats(own, said):
            chosen.append(Statement(candidate.essay, candidate.sentence))
            said.append(own)
            counts[candidate.essay] += 1
    return tuple(sorted(chosen, key=lambda statement: (statement.essay, statement.sentence.place)))


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence, what the words in it are worth, and what it is worth itself."""

    essay: int
    sentence: Sentence
    held: float
    value: float


def _candidates(needles: Needles, number: int, derived: Derived) -> Iterator[_Candidate]:
    favoured = {sentence.place for sentence in derived.summary(Length.LONG).sentences}
    favoured |= {point.place for point in derived.points}
    hangs = HANGS.of(derived.language)
    is_about = any(map(needles.are_in, derived.keywords))
    for sentence in sentences_of(derived.essay, needles.are_in):
        held = needles.value(needles.found_in(sentence.text))
        if held:
            share = 1 + _CHOSEN * (sentence.place in favoured) + _ABOUT * is_about
            share -= _HANGING * bool(hangs.match(sentence.text))
            share -= _UNFINISHED * (CLOSED.search(sentence.text) is None)
            share -= _UNWIELDY * (len(sentence.text) not in _GOOD_LENGTH)
            yield _Candidate(number, sentence, held, held * share)
