"""What an essay's own form says: sections, claims in headings, enumerations, run-in headings, emphasis."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from digests import sentences
from digests.model import Block, BlockKind, Essay, Sentence

_ORDER = "一二三四五六七八九十"
_NUMBERING = re.compile(
    rf"\s*(?:第[{_ORDER}\d]{{1,3}}[章节回部篇条步点]?分?|[（(]?[{_ORDER}]{{1,3}}[、.．)）]|[①-⑳]|[（(]?\d{{1,2}}(?:[.．]\d+)*"
    r"(?![\d年月日万个种大]|\s*[-–—])[)）]?|part\s*\w{1,4}|chapter\s*\w{1,4}|step\s*\d+)[\s、.．:：，,]*",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"[?？]|^(?:如何|怎[么样]|为什么|为何|什么|何[为谓时]|谁|哪|是否|how|why|what|when|where|who)\b|^(?:如何|怎[么样]|为什么|为何|什么是|何[为谓])"
    r"|(?:在哪|什么|怎么办|如何|吗|呢)$",
    re.IGNORECASE,
)
_ASSERTION = re.compile(
    "不(?!足|同)|是(?!否)|才(?![能华艺])|只|必(?!要的|备)|应(?![用急对届])|需要|将(?=[会成被是要让迎])|没|被|勿|莫|(?<![级区类差个性特分辨鉴识告])别(?![的人])|无法|难以|请|放弃|拒绝|避免|警惕|学会|记住"
    "|在于|(?<=.)来自|源于|等于|成为|成了|决定|变成|走向|取代|带来|意味|离不开|越|更(?![新换改正替])|就(?!业)|都(?!市)"
    "|(?:^|，)要|要(?=[有让做靠学把能先从在敢懂会像用])|会(?=[成让被带变有])|让|使(?!用)|胜过|[大高优多]于"
    r"|\b(?:is|are|was|were|will|can|should|must|not|no|need|never|always|don't|do|does|has|have|makes?|beats?|be)\b|n't\b",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    rf"(?P<di>第(?:[{_ORDER}]{{1,2}}|\d{{1,2}}))(?=[，,、：:是点]|[个种类步条层][^，。]{{0,12}}[是，：])"
    rf"|(?P<qi>其[{_ORDER}])(?=[，、：:是])"
    rf"|(?P<han>[{_ORDER}]{{1,2}})(?=[是、：])"
    r"|(?P<digit>[（(]?\d{1,2}[)）.．、：])(?!\d)"
    r"|(?P<ring>[①-⑳])"
    r"|(?P<first>首先|其次|再次|再者|最后)"
    r"|(?P<english>First|Second|Third|Fourth|Fifth|Last|Finally)(?:ly)?(?=[,:])"
)
_NUMBERS = {"首先": 1, "First": 1} | {
    word: i for i, word in enumerate(("Second", "Third", "Fourth", "Fifth"), 2)
}
_NEXT = 0
# It ends in what it is about: 让别人听的秘籍.
_TOPIC = re.compile(r"^[^，是不才要]*(?<!目)的[^，是不才要]{1,4}$")
_LEAST_CHARACTERS, _LEAST_WORDS = 6, 4
_RUN_IN_CHARACTERS = range(5, 23)
_RUN_IN_WORDS = 10
_LEAST_REST = 2
_NO_RUN_IN = re.compile(
    r"[这那它他她此该其我你您咱笔谁即也又再还就但却而因所以于可当如若虽尽既除据从在对为由按随同与和及或另反总然不没请让"
    r"]|曾经|后来|今天|现在|目前|最近|近年|很多|有人|有些|大家|人们|事实|结果|答案|首先|其次|最后|\d"
    r"|(?:This|That|These|Those|It|He|She|They|We|You|I|But|And|So|However|Then|There|Here|In|For|If|When)\b"
)
_INNER_BREAK = re.compile(r"[，,、：:；;“”\"（(？?！!…]")
_SIBLINGS_APART = 12
# A heading over the part in which an essay is summed up.
CLOSING = re.compile(
    r"结[语论尾束]|[总小]结|最后|写在后|后记|尾声|展望|启示|\b(?:conclusions?|summary|final|closing|takeaways?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of blocks: ``blocks[start:end]``; ``heading`` is the index of the one that opens it."""

    heading: int | None
    start: int
    end: int


def sections(essay: Essay) -> tuple[Section, ...]:
    """The parts between headings, in order; what stands before the first heading is one too."""
    headings = [i for i, block in enumerate(essay.blocks) if block.kind is BlockKind.HEADING]
    bounds = [*headings, len(essay.blocks)]
    before = (Section(None, 0, bounds[0]),) if bounds[0] else ()
    return (*before, *(Section(start, start, end) for start, end in pairwise(bounds)))


def without_number(heading: str) -> int:
    """Where the words of a heading begin, behind a number such as ``01``, ``一、`` or ``Part 2``."""
    found = _NUMBERING.match(heading)
    return found.end() if found else 0


def states_claim(heading: str) -> bool:
    """Whether a heading asserts something; a number, a bare topic or a question does not."""
    words = heading[without_number(heading) :].strip()
    if "/" in words or _QUESTION.search(words) or _TOPIC.match(words) or not _ASSERTION.search(words):
        return False
    return len(words.split()) >= _LEAST_WORDS if words.isascii() else len(words) >= _LEAST_CHARACTERS


def is_emphasised(block: Block, sentence: Sentence) -> bool:
    """Whether the author set (nearly) the whole sentence in bold."""
    start, end = sentence.place.start, sentence.place.end
    bold = sum(max(0, min(end, span.end) - max(start, span.start)) for span in block.emphasis)
    return bold >= 0.8 * (end - start)


def series(essay_sentences: Sequence[Sentence]) -> tuple[tuple[int, ...], ...]:
    """Enumerations (第一 … 第二 …, 首先 … 其次 …, 1. 2., First, Second,): the positions of their items.

    Each has two items or more, numbered from one without a gap. A new "first" begins a new one.
    """
    found: list[list[int]] = []
    running: dict[str, list[int]] = {}
    for position, sentence in enumerate(essay_sentences):
        style, number = _ordinal(sentence.text)
        if number == 1:
            running[style] = [position]
            found.append(running[style])
        elif style in running and number in (_NEXT, len(running[style]) + 1):
            running[style].append(position)
    return tuple(tuple(items) for items in found if len(items) > 1)


def run_in_headings(essay: Essay) -> tuple[Sentence, ...]:
    """Short first sentences that title their paragraphs, as parallel paragraphs of a section begin."""
    every = sentences.of(essay)
    return tuple(every[position] for position in run_ins(essay, every))


def run_ins(essay: Essay, essay_sentences: Sequence[Sentence]) -> tuple[int, ...]:
    """The positions of run-in headings.

    One is short, unbroken, refers to nothing before it, and its words come back in the sentences it
    titles; it has a sibling of the same kind in its section.
    """
    paragraphs = [
        (block, list(group))
        for block, group in groupby(range(len(essay_sentences)), lambda i: essay_sentences[i].place.block)
    ]
    section_of = _section_numbers(essay)
    likely = [
        (section_of[block], number, positions[0])
        for number, (block, positions) in enumerate(paragraphs)
        if essay.blocks[block].kind is BlockKind.PARAGRAPH
        and _titles([essay_sentences[i].text for i in positions[:8]])
    ]
    return tuple(
        position
        for i, (section, number, position) in enumerate(likely)
        if any(
            section == other and abs(number - place) <= _SIBLINGS_APART
            for other, place, _ in likely[max(0, i - 1) : i] + likely[i + 1 : i + 2]
        )
    )


def _section_numbers(essay: Essay) -> list[int]:
    return [number for number, part in enumerate(sections(essay)) for _ in range(part.start, part.end)]


def _titles(texts: list[str]) -> bool:
    """Whether the first sentence of a paragraph titles the others."""
    first, rest = texts[0], texts[1:]
    phrase = first.rstrip("。. ")
    if len(rest) < _LEAST_REST or phrase == first or _INNER_BREAK.search(phrase) or _NO_RUN_IN.match(phrase):
        return False
    return (
        _is_short(phrase)
        and 2 * len(first) <= sum(map(len, rest)) / len(rest)
        and _recurs(phrase, "".join(rest))
    )


def _is_short(phrase: str) -> bool:
    if phrase.isascii():
        return len(phrase.split()) <= _RUN_IN_WORDS
    return len(phrase) in _RUN_IN_CHARACTERS


def _recurs(phrase: str, text: str) -> bool:
    """Whether a fifth or more of the phrase's character pairs comes back in the text."""
    pairs = [phrase[i : i + 2] for i in range(len(phrase) - 1)]
    return 5 * sum(pair in text for pair in pairs) >= len(pairs)


def _ordinal(text: str) -> tuple[str, int]:
    """The style and number of the ordinal a sentence opens with; ``("", -1)`` if there is none."""
    found = _ORDINAL.match(text)
    if found is None or found.lastgroup is None:
        return "", -1
    return found.lastgroup, _number(found[0].strip("第其（()）.．、：是"))


def is_numbered(text: str) -> bool:
    """Whether a sentence opens with a number of its author's: 第一，, 其二是, 三、, (4), ⑤."""
    return _ordinal(text)[0] in {"di", "qi", "han", "digit", "ring"}


def _number(word: str) -> int:
    if word.isdecimal():
        return int(word)
    if word in _NUMBERS:
        return _NUMBERS[word]
    if "①" <= word[:1] <= "⑳":
        return ord(word) - ord("①") + 1
    if not word or set(word) - set(_ORDER):
        return _NEXT
    tens, _, ones = word.rpartition("十")
    if "十" not in word:
        return _ORDER.index(word[0]) + 1
    return 10 * (_ORDER.index(tens) + 1 if tens else 1) + (_ORDER.index(ones) + 1 if ones else 0)
