"""How a reply is set as text, wherever it is shown."""

import re

from bot.replies import Byline, Heading, Node, Paragraph, Passage, Point, Text, Title, Usage

# How a Chinese sentence ends; quotation marks and dots are those of other languages too.
_CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef][”’…]*\s*\Z")
_LONGEST_END = 8
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def superscript(number: int) -> str:
    """A small number, as it stands behind what it counts."""
    return str(number).translate(_SUPERSCRIPTS)


def gaps(passage: Passage) -> list[str]:
    """What stands before each sentence of a passage: a space, but none between two Chinese ones.

    Behind the number of a sentence that leads to its place there is one.
    """
    ends = (sentence.text[-_LONGEST_END:] for sentence in passage.sentences[:-1])
    plain = zip(map(_CHINESE.search, ends), passage.leads, strict=False)
    between = ("" if chinese and lead is None else " " for chinese, lead in plain)
    return ["", *between][: len(passage.sentences)]


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
