"""An essay in one line: a sentence of its short summary, or whole clauses from one end of such a sentence."""

import re
from collections.abc import Iterable, Iterator

from digests import cues
from digests.analysis import Analysis, measure
from digests.model import OneLine, Place, Sentence, Summary
from digests.ranking import Ranking

# Characters that are not white space; an essay in English has so many words.
CHARACTERS, WORDS = 60, 16
_LEAST_CHARACTERS, _LEAST_WORDS = 12, 5
_TITLE_BONUS, _TITLE_ENOUGH = 0.4, 6
_OPENING_BONUS, _OPENING = 0.2, 4
# What it costs a line to leave out a part of its sentence.
_CUT = 1.0
_BREAK = re.compile(r"[，；,;](?:\s+|(?<=[，；]))")
# Within these nothing is cut.
_ENCLOSED = re.compile(
    r"“[^”]*”|「[^」]*」|『[^』]*』|‘[^’]*’|\"[^\"]*\"|（[^）]*）|\([^)]*\)|《[^》]*》|【[^】]*】"
)
# Without what follows, or what stands before, it would say something else.
_DEPENDENT = re.compile(
    r"如果|假如|假设|若|倘|要是|除非|只有|只要|一旦|虽|尽管|固然|即[使便]|哪怕|无论|不管|与其|不[但仅只是再]|并[非不]|非但"
    r"|因为|由于|为了|随着|当|每当|等到|[时后前中下]$|[说认以]为|[说看想觉相][说道得信]|来[说讲看]$|而言$|的话$|的是$|据|称|没有?|未"
    r"|\b(?:if|unless|although|though|while|when|whenever|because|since|until|as|not|n't|never|rather|whether"
    r"|say|said|says|think|thinks|believe|believes|claim|claims|suppose|in|on|at|by|for|with|from|to)\b",
    re.IGNORECASE,
)
# It says when or under what conditions, and nothing yet.
_SETTING = re.compile("[在当从对随][^，]*$")
# A next clause that begins so belongs to the one before.
_GOES_ON = re.compile(
    r"[而但却就才则也并还又更从即使以且乃使让便只]|[^，。]{0,14}(?:也才|才能|便能|就能)|或|所以|因此|因而|不过|然而|可是|可以|是|要|会|能|那么?|其[中实]"
    r"|[^,，]{0,40}, (?:and|or)\b"
    r"|\b(?:and|but|or|nor|yet|so|then|rather|not|which|who|that|as|because|although|though|unless|if|while)\b",
    re.IGNORECASE,
)

# It says in other words what was announced before it.
_EXPLAINS = re.compile("即(?![使便将时])|也就是")


def line_of(analysis: Analysis, ranking: Ranking, short: Summary) -> OneLine | None:
    """The line that says most of an essay: at most ``CHARACTERS``, in English ``WORDS``.

    ``None`` if no sentence fits. It leans on the title and the opening, and is drawn from the ``short``
    summary as far as that goes, else from any sentence that can be shown. Where words are left out, the
    line says so (``OneLine.shown``).
    """
    places = {sentence.place for sentence in short.sentences}
    inside = [i for i, sentence in enumerate(analysis.sentences) if sentence.place in places]
    elsewhere = [i for i, clean in enumerate(ranking.clean) if clean]
    return _best(analysis, ranking, inside) or _best(analysis, ranking, elsewhere)


def _best(analysis: Analysis, ranking: Ranking, positions: Iterable[int]) -> OneLine | None:
    items = {position for positions in analysis.series for position in positions}
    lines = [
        (ranking.summary[position] + _lean(analysis, position, line), -position, -line.place.start, line)
        for position in positions
        if position not in items and not ranking.hangs[position]
        for line in _lines(analysis, analysis.sentences[position])
    ]
    return max(lines, key=lambda found: found[:3])[3] if lines else None


def _lean(analysis: Analysis, position: int, line: OneLine) -> float:
    """What speaks for a line beside its sentence's score: the title's words, an early place, being whole."""
    said = analysis.saying(line.text)
    title = min(_TITLE_ENOUGH, len(said.pairs - said.news)) / _TITLE_ENOUGH
    return _TITLE_BONUS * title + _OPENING_BONUS * (position < _OPENING) - _CUT * line.is_part


def _lines(analysis: Analysis, sentence: Sentence) -> Iterator[OneLine]:
    """The sentence if it fits, else the runs of clauses at its beginning and its end that do."""
    if cues.CLOSED.search(sentence.text) is None:
        return
    whole = OneLine(sentence.text, sentence.place)
    lines = [whole] if _fits(analysis, whole) else _runs(analysis, sentence)
    yield from (line for line in lines if _fits(analysis, line))


def _runs(analysis: Analysis, sentence: Sentence) -> Iterator[OneLine]:
    text, start = sentence.text, sentence.place.start
    if len(text) > 10 * CHARACTERS:
        return
    block = sentence.place.block
    plain = analysis.plain(text)
    hangs = cues.HANGS.of(analysis.language)
    for cut in _cuts(text):
        head, tail = text[: cut.start()], text[cut.end() :]
        before, after = plain[: cut.start()], plain[cut.end() :]
        explains = _EXPLAINS.match(after)
        if _DEPENDENT.search(before) or _SETTING.match(before) or (_GOES_ON.match(after) and not explains):
            continue
        if not explains:
            yield OneLine(head, Place(block, start, start + cut.start()), cut_after=True)
        if explains or not hangs.match(after):
            yield OneLine(tail, Place(block, start + cut.end(), sentence.place.end), cut_before=True)


def _cuts(text: str) -> list[re.Match[str]]:
    """The breaks between clauses that stand in no quotation or bracket."""
    enclosed = [found.span() for found in _ENCLOSED.finditer(text)]
    return [
        cut for cut in _BREAK.finditer(text) if not any(start < cut.start() < end for start, end in enclosed)
    ]


def _fits(analysis: Analysis, line: OneLine) -> bool:
    if analysis.language == "en":
        return _LEAST_WORDS * line.is_part <= measure(line.text, "en") <= WORDS
    return _LEAST_CHARACTERS * line.is_part <= measure(line.shown, "zh") <= CHARACTERS
