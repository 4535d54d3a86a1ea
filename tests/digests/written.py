"""Essays for tests of the text engine, written in a line or two."""

from digests.model import Block, BlockKind, Essay, Span

_MARKS = {"#": BlockKind.HEADING, "-": BlockKind.ITEM, ">": BlockKind.QUOTE, "`": BlockKind.CODE}


def essay(*blocks: str, title: str = "题") -> Essay:
    """An essay: ``# `` marks a heading, ``- `` an item, ``> `` a quotation, ``` ` ``` code, ``**`` bold."""
    return Essay(title, tuple(map(_block, blocks)))


def _block(text: str) -> Block:
    mark = text.partition(" ")[0]
    kind = _MARKS.get(mark[:1], BlockKind.PARAGRAPH) if mark else BlockKind.PARAGRAPH
    words = text if kind is BlockKind.PARAGRAPH else text.partition(" ")[2]
    level = len(mark) if kind is BlockKind.HEADING else int(kind is BlockKind.ITEM)
    plain, spans = "", list[Span]()
    for number, piece in enumerate(words.split("**")):
        if number % 2:
            spans.append(Span(len(plain), len(plain) + len(piece)))
        plain += piece
    return Block(kind, plain, level, tuple(spans))


# An essay of the project's own: a thesis, three numbered claims, a close that repeats the thesis.
BRIDGES = essay(
    "很多人以为，修桥是工程师的事。昨天我路过一座旧桥，桥上有三个孩子在钓鱼。",
    "桥的意义不在于石头，而在于两岸的人愿意往来。没有往来，再好的桥也只是河上的一道影子。",
    "那么，怎样才能让一座桥活下去呢？具体来看，有下面几点：",
    "**第一，桥要有人走。**有人走，桥面上的草就长不起来。有人走，坏了的栏杆就有人说。",
    "**第二，桥要有人修。**修桥的钱不多，难的是年年都修。一座桥停修三年，就会比没有桥更危险。",
    "**第三，桥要有人记得。**记得它的人，会把它写进路书，也会带着孩子再走一遍。",
    "所以，修桥的关键从来都是人。桥的意义不在于石头，而在于两岸的人愿意往来。",
    title="桥的意义",
)
