"""How a reply is set as text, wherever it is shown."""

from bot.replies import Byline, Heading, Node, Paragraph, Point, Text, Title, Usage

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def superscript(number: int) -> str:
    """A small number, as it stands behind what it counts."""
    return str(number).translate(_SUPERSCRIPTS)


def are_close(before: Node, node: Node) -> bool:
    """Whether no empty line separates two nodes that stand one behind the other."""
    match before, node:
        case (Title(), Byline()) | (Usage(), Usage()) | (Text(), Text()):
            return True
        case (Heading() | Point(opens=True)), Point(opens=False):
            return True
        case Paragraph("item"), Paragraph("item"):
            return True
        case _:
            return False
