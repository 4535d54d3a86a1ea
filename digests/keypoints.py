"""The claims of an essay, by its own structure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from digests import cues, repetition, structure
from digests.analysis import Analysis, analyse
from digests.model import BlockKind, Essay, KeyPoint, Place
from digests.ranking import Ranking, rank

_USUAL_LIMIT = 6
_CHARACTERS_PER_POINT = 400
_WORDS_PER_POINT = 150
_WORTH = 0.3
_LINK_COST = 1.0
_LEAST_ITEM = 8
_LEAST_EXTENT = 0.15
_BRIEF = 3


@dataclass(frozen=True, slots=True)
class _Part:
    """The sentences ``start`` up to ``end``, and where their claim stands, if the essay's form states it."""

    start: int
    end: int
    claim: Place | None = None


def key_points(essay: Essay, limit: int = 8) -> tuple[KeyPoint, ...]:
    """The claims of an essay in reading order, verbatim, at most ``limit``.

    Headings that assert something (shown without their numbers), enumerations and run-in headings
    are claims as they stand, and none of these series is cut in half while it fits the limit. A part
    for which none of them speaks gives its best sentence. An essay without sentences may have none.
    """
    analysis = analyse(essay)
    return points_of(analysis, rank(analysis), limit)


def points_of(analysis: Analysis, ranking: Ranking, limit: int) -> tuple[KeyPoint, ...]:
    """``key_points`` for an essay that was analysed already."""
    parts = _parts(analysis, _claims(analysis, limit))
    claims = [part.claim for part in parts if part.claim]
    silent = _slices(analysis, [part for part in parts if not part.claim])
    found = _representatives(analysis, ranking, silent, claims, max(0, limit - len(claims)))
    places = [*claims, *(analysis.sentences[i].place for i in found)]
    if not claims and (not found or len(analysis.sentences) <= _BRIEF):
        places = _statements(analysis, limit)
    return tuple(_point(analysis, place) for place in sorted(places))


def _claims(analysis: Analysis, limit: int) -> set[Place]:
    """Where the essay's form states claims: as many whole groups of them as fit."""
    chosen: set[Place] = set()
    for group in (_heading_claims(analysis, limit), *_series_claims(analysis), _run_in_claims(analysis)):
        if len(chosen.union(group)) <= limit:
            chosen.update(group)
    return chosen


def _heading_claims(analysis: Analysis, limit: int) -> list[Place]:
    """The headings that assert something; where there are too many, those of the upper levels."""
    blocks = analysis.essay.blocks
    claims = [
        (block.level, Place(i, structure.without_number(block.text), len(block.text)))
        for i, block in enumerate(blocks)
        if block.kind is BlockKind.HEADING
        and structure.states_claim(block.text)
        and not cues.OPEN_END.search(block.text)
    ]
    for deepest in range(6, 0, -1):
        upper = [place for level, place in claims if level <= deepest]
        if len(upper) <= limit:
            return upper
    return []


def _series_claims(analysis: Analysis) -> Iterator[list[Place]]:
    """The enumerations that a good part of the essay hangs on: statements that open their paragraphs."""
    for positions in analysis.series:
        places = [analysis.sentences[i].place for i in positions]
        extent = positions[-1] - positions[0] + 1
        if (
            extent >= _LEAST_EXTENT * len(analysis.sentences)
            and not any(place.start for place in places)
            and all(_states(analysis, i) for i in positions)
        ):
            yield places


def _run_in_claims(analysis: Analysis) -> list[Place]:
    return [analysis.sentences[i].place for i in analysis.run_ins]


def _states(analysis: Analysis, position: int) -> bool:
    """Whether an item of an enumeration says something by itself; one without an end is a bold paragraph."""
    sentence, text = analysis.sentences[position], analysis.edges[position]
    block = analysis.essay.blocks[sentence.place.block]
    if analysis.kind(position) is BlockKind.QUOTE or len(text) < _LEAST_ITEM or cues.QUESTION.search(text):
        return False
    if cues.CLOSED.search(text):
        return not cues.ANNOUNCEMENT.of(analysis.language).search(text)
    is_bold = sentence.text == block.text and structure.is_emphasised(block, sentence)
    return is_bold and structure.states_claim(text)


def _parts(analysis: Analysis, claims: Iterable[Place]) -> list[_Part]:
    """The essay cut at its headings and at its claims, each part under the claim that opens it."""
    headings = (part.heading for part in analysis.sections if part.heading is not None)
    claimed = {place.block: place for place in claims}
    starts = sorted({0, *headings, *claimed})
    first = _first_sentences(analysis)
    bounds = [*(first[block] for block in starts), len(analysis.sentences)]
    return [_Part(a, b, claimed.get(block)) for block, (a, b) in zip(starts, pairwise(bounds), strict=True)]


def _first_sentences(analysis: Analysis) -> list[int]:
    """For each block the position of the first sentence in it or after it."""
    first = [len(analysis.sentences)] * (len(analysis.essay.blocks) + 1)
    for position in range(len(analysis.sentences) - 1, -1, -1):
        first[analysis.sentences[position].place.block] = position
    for block in range(len(first) - 2, -1, -1):
        first[block] = min(first[block], first[block + 1])
    return first


def _slices(analysis: Analysis, parts: Iterable[_Part]) -> Iterator[_Part]:
    """The parts, long ones in pieces of about equal length: as many as they may have points."""
    whole = max(1, sum(analysis.sizes))
    length_of_point = _WORDS_PER_POINT if analysis.language == "en" else _CHARACTERS_PER_POINT
    wanted = max(1, min(_USUAL_LIMIT, whole // length_of_point))
    for part in parts:
        length = sum(analysis.sizes[part.start : part.end])
        pieces = max(1, round(wanted * length / whole))
        start, passed = part.start, 0
        for position in range(part.start, part.end):
            passed += analysis.sizes[position]
            if passed * pieces >= length:
                yield _Part(start, position + 1)
                start, passed = position + 1, 0


def _representatives(
    analysis: Analysis, ranking: Ranking, parts: Iterable[_Part], claims: Iterable[Place], room: int
) -> list[int]:
    """The best sentence of each part that repeats no other; the best of these if there is no room for all."""
    scores = ranking.points
    found = [position for part in parts if (position := _best(analysis, ranking, part)) is not None]
    best = _unlinked(analysis, ranking, found)
    floor = _WORTH * max((scores[i] for i in best), default=0.0)
    said = [repetition.pairs(_text(analysis, place), analysis.language) for place in claims]
    kept: list[int] = []
    for position in sorted(best, key=lambda i: (-scores[i], i)):
        if len(kept) == room or scores[position] < floor:
            break
        pairs = repetition.pairs(analysis.sentences[position].text, analysis.language)
        if not repetition.repeats(pairs, said):
            kept.append(position)
            said.append(pairs)
    return kept


def _best(analysis: Analysis, ranking: Ranking, part: _Part) -> int | None:
    """The best sentence that can be shown, if possible one that stands alone."""
    verdict = cues.VERDICT.of(analysis.language)
    clean = [i for i in range(part.start, part.end) if ranking.clean[i]]
    alone = [i for i in clean if not ranking.hangs[i] or verdict.match(analysis.edges[i])]
    return max(
        alone or clean, key=lambda i: (ranking.points[i] - _LINK_COST * ranking.hangs[i], -i), default=None
    )


def _unlinked(analysis: Analysis, ranking: Ranking, found: Iterable[int]) -> set[int]:
    """Where the essay also says a claim without the "therefore" before it, that place instead."""
    language = analysis.language
    links = {i: link.end() for i in found if (link := cues.VERDICT.of(language).match(analysis.edges[i]))}
    if not links:
        return set(found)
    alone = {
        repetition.pairs(analysis.edges[i], language): i
        for i in reversed(range(len(analysis.sentences)))
        if ranking.clean[i] and not ranking.hangs[i]
    }
    claims = {i: repetition.pairs(analysis.edges[i][end:], language) for i, end in links.items()}
    return {alone.get(claims[i], i) if i in claims else i for i in found}


def _statements(analysis: Analysis, limit: int) -> list[Place]:
    """What an essay of a sentence or two says, or one without a clean sentence: its first statements."""
    own = [i for i in range(len(analysis.sentences)) if analysis.kind(i) is not BlockKind.QUOTE]
    no_statement = (cues.QUESTION, cues.OPEN_END)
    stated = [i for i in own if not any(form.search(analysis.edges[i]) for form in no_statement)] or own
    distinct = {analysis.sentences[i].text: analysis.sentences[i].place for i in reversed(stated)}
    return sorted(distinct.values())[: max(0, min(limit, _BRIEF))]


def _point(analysis: Analysis, place: Place) -> KeyPoint:
    return KeyPoint(_text(analysis, place), place, _heading_over(analysis, place.block))


def _text(analysis: Analysis, place: Place) -> str:
    return analysis.essay.blocks[place.block].text[place.start : place.end]


def _heading_over(analysis: Analysis, block: int) -> str | None:
    """The nearest heading before a block; for a heading the nearest of a higher level."""
    blocks = analysis.essay.blocks
    level = blocks[block].level if blocks[block].kind is BlockKind.HEADING else 7
    for other in reversed(blocks[:block]):
        if other.kind is BlockKind.HEADING and other.level < level:
            return other.text
    return None
