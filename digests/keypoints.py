"""The claims of an essay, by its own structure."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from digests import cues, structure
from digests.analysis import Analysis, analyse
from digests.model import Block, BlockKind, Essay, KeyPoint, Place
from digests.ranking import Ranking, rank

_USUAL_LIMIT = 7
_CHARACTERS_PER_POINT = 300
_WORDS_PER_POINT = 150
# A short essay has so many too, if there is this much of it for each.
_FEWEST = 3
_LEAST_PER_POINT, _LEAST_WORDS_PER_POINT = 80, 40
_POOL = 100
_NEWS_LIMIT = 0.3
_CROWD = 0.3
# How far below the best sentence a point may be, beyond the fewest.
_FALL = 3.0
_MOST_HEADINGS = 0.5
_LEAST_ITEM = 6
_LEAST_RUN_INS = 3
_LEAST_EXTENT = 0.15
_BRIEF = 3


def key_points(essay: Essay, limit: int = 8) -> tuple[KeyPoint, ...]:
    """The claims of an essay in reading order, verbatim, at most ``limit``.

    Headings that assert something (shown without their numbers), enumerations, lists and run-in headings
    are claims as they stand, and none of these series is cut in half while it fits the limit. A part
    for which none of them speaks gives its best sentence. An essay without sentences may have none.
    """
    analysis = analyse(essay)
    return points_of(analysis, rank(analysis), limit)


def points_of(analysis: Analysis, ranking: Ranking, limit: int) -> tuple[KeyPoint, ...]:
    """``key_points`` for an essay that was analysed already."""
    claims = _claims(analysis, limit)
    room = max(0, min(limit, _usual(analysis)) - len(claims))
    found = _unlinked(analysis, ranking, list(_sentences(analysis, ranking, claims, room)))
    places = {*claims, *(analysis.sentences[i].place for i in found)}
    if not claims and (not found or len(analysis.sentences) <= _BRIEF):
        places = set(_statements(analysis, limit))
    return tuple(_point(analysis, place) for place in sorted(places))


def _usual(analysis: Analysis) -> int:
    """How many points an essay of this length has."""
    is_english, size = analysis.language == "en", sum(analysis.sizes)
    usual = size // (_WORDS_PER_POINT if is_english else _CHARACTERS_PER_POINT)
    fewest = min(_FEWEST, size // (_LEAST_WORDS_PER_POINT if is_english else _LEAST_PER_POINT))
    return max(1, fewest, min(_USUAL_LIMIT, usual))


def _claims(analysis: Analysis, limit: int) -> set[Place]:
    """Where the essay's form states claims: as many whole groups of them as fit."""
    chosen: set[Place] = set()
    series = (*_series_claims(analysis), *_list_claims(analysis))
    for group in (_heading_claims(analysis, limit), *series, _run_in_claims(analysis)):
        if len(chosen.union(group)) <= limit:
            chosen.update(group)
    return chosen


def _heading_claims(analysis: Analysis, limit: int) -> list[Place]:
    """The headings of a level on which most assert something: there, and only there, they are the claims."""
    blocks = analysis.essay.blocks
    claims: list[Place] = []
    for level in range(1, 7):
        siblings = [i for i, block in enumerate(blocks) if block.level == level and _is_heading(block)]
        stated = [place for i in siblings if (place := _heading_claim(analysis, i)) is not None]
        if 1 < len(stated) >= _MOST_HEADINGS * len(siblings) and len(claims) + len(stated) <= limit:
            claims += stated
    return claims


def _is_heading(block: Block) -> bool:
    return block.kind is BlockKind.HEADING


def _heading_claim(analysis: Analysis, block: int) -> Place | None:
    """Where a heading says something by itself: its words without the number."""
    text = analysis.plain(analysis.essay.blocks[block].text)
    start = structure.without_number(text)
    hangs = cues.HANGS.of(analysis.language).match(text[start:])
    if hangs or cues.OPEN_END.search(text) or not structure.states_claim(text):
        return None
    return Place(block, start, len(text))


def _series_claims(analysis: Analysis) -> Iterator[list[Place]]:
    """The enumerations that a good part of the essay hangs on: statements that open their paragraphs.

    Of items that say the same over and over it must be the author's emphasis that makes claims.
    """
    for positions in analysis.series:
        places = [analysis.sentences[i].place for i in positions]
        extent = positions[-1] - positions[0] + 1
        if (
            extent >= _LEAST_EXTENT * len(analysis.sentences)
            and not any(place.start for place in places)
            and all(_states(analysis, i) for i in positions)
            and (not _is_refrain(analysis, positions) or _is_bold(analysis, positions))
        ):
            yield places


def _is_refrain(analysis: Analysis, positions: Sequence[int]) -> bool:
    """Whether an item repeats the one before it."""
    return any(
        analysis.sayings[i].repeats([analysis.sayings[j]], _NEWS_LIMIT) for j, i in pairwise(positions)
    )


def _is_bold(analysis: Analysis, positions: Iterable[int]) -> bool:
    every = (analysis.sentences[i] for i in positions)
    return all(structure.is_emphasised(analysis.essay.blocks[one.place.block], one) for one in every)


def _list_claims(analysis: Analysis) -> Iterator[list[Place]]:
    """The lists that a good part of the essay hangs on, each item a statement that most go on to explain."""
    of_block = groupby(range(len(analysis.sentences)), lambda i: analysis.sentences[i].place.block)
    blocks = [(block, list(positions)) for block, positions in of_block]
    for is_list, group in groupby(blocks, lambda found: analysis.kind(found[1][0]) is BlockKind.ITEM):
        items = [positions for _, positions in group]
        extent = sum(map(len, items))
        if (
            is_list
            and len(items) >= _LEAST_RUN_INS
            and extent >= _LEAST_EXTENT * len(analysis.sentences)
            and 2 * sum(len(item) > 1 for item in items) > len(items)
            and all(_states(analysis, item[0]) for item in items)
        ):
            yield [analysis.sentences[item[0]].place for item in items]


def _run_in_claims(analysis: Analysis) -> list[Place]:
    """The run-in headings of sections that have several of them; two may be chance."""
    counts = Counter(analysis.section_of[i] for i in analysis.run_ins)
    several = (i for i in analysis.run_ins if counts[analysis.section_of[i]] >= _LEAST_RUN_INS)
    return [analysis.sentences[i].place for i in several]


def _states(analysis: Analysis, position: int) -> bool:
    """Whether an item of an enumeration says something by itself; one without an end is a bold paragraph."""
    sentence, text = analysis.sentences[position], analysis.edges[position]
    block = analysis.essay.blocks[sentence.place.block]
    words = text[structure.without_number(text) :]
    if analysis.kind(position) is BlockKind.QUOTE or len(words) < _LEAST_ITEM or cues.QUESTION.search(text):
        return False
    if cues.CLOSED.search(text):
        talk = (cues.ANNOUNCEMENT, cues.TEASER)
        return not any(cue.of(analysis.language).search(text) for cue in talk)
    is_bold = sentence.text == block.text and structure.is_emphasised(block, sentence)
    return is_bold and structure.states_claim(text)


def _sentences(analysis: Analysis, ranking: Ranking, claims: Collection[Place], room: int) -> Iterator[int]:
    """The best sentences, one by one: a claim said already, or a part that has its points, counts less."""
    crowd = Counter(_section_numbers(analysis, claims))
    said = [analysis.saying(_text(analysis, place)) for place in claims]
    rest = _worthwhile(ranking, _showable(analysis, ranking), _FEWEST - len(claims))
    while rest and room:
        best = max(rest, key=lambda i: (ranking.points[i] - _CROWD * crowd[analysis.section_of[i]], -i))
        rest.remove(best)
        if not analysis.sayings[best].repeats(said, _NEWS_LIMIT):
            yield best
            room -= 1
            said.append(analysis.sayings[best])
            crowd[analysis.section_of[best]] += 1


def _worthwhile(ranking: Ranking, showable: Collection[int], fewest: int) -> list[int]:
    """The best, the fewest that are wanted and all that are not far below the best of them."""
    ranked = sorted(showable, key=lambda i: (-ranking.points[i], i))[:_POOL]
    return [
        i
        for number, i in enumerate(ranked)
        if number < fewest or ranking.points[i] >= ranking.points[ranked[0]] - _FALL
    ]


def _section_numbers(analysis: Analysis, places: Iterable[Place]) -> list[int]:
    starts = [part.start for part in analysis.sections]
    return [bisect_right(starts, place.block) - 1 for place in places]


def _showable(analysis: Analysis, ranking: Ranking) -> list[int]:
    """The sentences worth a point, if possible such as stand alone or only open with a link."""
    clean = [i for i, flag in enumerate(ranking.clean) if flag]
    return [i for i in clean if not ranking.hangs[i] or _only_links(analysis, i)] or clean


def _only_links(analysis: Analysis, position: int) -> bool:
    """Whether all that a sentence needs from before it is what its first word links with."""
    text = analysis.edges[position]
    links = (link.of(analysis.language) for link in (cues.VERDICT, cues.CONTRARY))
    return any(link.match(text) for link in links) and not cues.BACK.of(analysis.language).search(text)


def _unlinked(analysis: Analysis, ranking: Ranking, found: Iterable[int]) -> set[int]:
    """Where the essay also says a claim without the "therefore" before it, that place instead."""
    verdict = cues.VERDICT.of(analysis.language)
    alone = [i for i, clean in enumerate(ranking.clean) if clean and not ranking.hangs[i]]
    places: set[int] = set()
    for position in found:
        link = verdict.match(analysis.edges[position])
        claim = analysis.saying(analysis.sentences[position].text[link.end() :]) if link else None
        same = (i for i in alone if claim and analysis.sayings[i].is_like(claim))
        places.add(next(same, position))
    return places


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
