"""How a reply is set as text, wherever it is shown."""

import re
from itertools import pairwise

from bot.replies import Byline, Heading, Node, Paragraph, Passage, Point, Text, Title, Usage

# How a Chinese sentence ends; quotation marks and dots are those of other languages too.
_CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef][”’…]*\s*\Z")
_LONGEST_END = 8
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def superscript(number: int) -> str:
    """A small number, as it stands behind what it counts."""
    return str(number).translate(_SUPERSCRIPTS)


def item_mark(bullet: str, number: int | None) -> str:
    """What stands before an item of a list: a bullet or its number, or blanks where it goes on."""
    if number is None:
        return f"{bullet} "
    return f"{number}. " if number else "  "


def gaps(passage: Passage) -> list[str]:
    """What stands before each sentence of a passage: a space, but none between two Chinese ones.

    Behind the number of a sentence that leads to its place there is one. Verse begins and ends a line.
    """
    ends = (sentence.text[-_LONGEST_END:] for sentence in passage.sentences[:-1])
    plain = zip(map(_CHINESE.search, ends), passage.leads, strict=False)
    between = ["" if chinese and lead is None else " " for chinese, lead in plain]
    verse = ("\n" in before.text + after.text for before, after in pairwise(passage.sentences))
    parted = ("\n" if is_verse else gap for gap, is_verse in zip(between, verse, strict=True))
    return ["", *parted][: len(passage.sentences)]


def point_mark(number: int | None) -> str:
    """What stands before a key point: its number, or a bullet where it has none."""
    return "•" if number is None else f"{number}."


def are_close(before: Node, node: Node) -> bool:
    """Whether no empty line separates two nodes that stand one behind the other."""
    match before, node:
        case (Title(), Byline()) | (Usage(), Usage()) | (Text(), Text()):
            return True
        case ((Heading() | Point(opens=True)), Point(opens=False)):
            return True
        case Paragraph("item"), Paragraph("item"):
            return True
        case _:
            return False
