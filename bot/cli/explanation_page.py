"""An essay as one page: the sentences of its summary marked, the others shaded by their scores.

It needs no script and nothing from elsewhere; a sentence leads to what is known about it, and back.
"""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import groupby

from digests.derived import Derived
from digests.explaining import Judged, Outcome
from digests.model import Block, BlockKind

_DARKEST = 45
_STYLE = """
:root { color-scheme: light dark;
  --ground: #fff; --ink: #1c1c1e; --quiet: #6b6b70; --shade: #d99a2b; --mark: #1f6feb }
@media (prefers-color-scheme: dark) {
  :root { --ground: #17181a; --ink: #e8e6e3; --quiet: #9a9aa0; --shade: #b07d22; --mark: #6ea8fe }
}
body { margin: 0 auto; max-width: 40rem; padding: 1rem; background: var(--ground); color: var(--ink);
  font: 1.05rem/1.75 system-ui, sans-serif; overflow-wrap: anywhere }
h1 { font-size: 1.4rem; line-height: 1.35 } h2 { font-size: 1.1rem; margin-top: 2rem }
a { color: inherit; text-decoration: none } pre { overflow-x: auto; font-size: .85rem }
blockquote { margin-inline: 0; padding-inline-start: 1rem; border-inline-start: .2rem solid var(--quiet) }
.about, dd, .legend { color: var(--quiet); font-size: .9rem }
.sentence { background: color-mix(in srgb, var(--shade) var(--share), transparent) }
.shown { background: none; font-weight: 600; border-bottom: .15rem solid var(--mark) }
.unfit { text-decoration: line-through var(--quiet) .05rem }
:target { outline: .15rem solid var(--mark) }
dt { margin-top: 1.2rem; border-top: 1px solid var(--quiet); padding-top: .8rem } dd { margin: .2rem 0 }
td { padding: 0 .8rem 0 0 } td + td { text-align: end; font-variant-numeric: tabular-nums }
"""
_TAGS = {
    BlockKind.HEADING: "h2",
    BlockKind.PARAGRAPH: "p",
    BlockKind.ITEM: "p",
    BlockKind.QUOTE: "blockquote",
    BlockKind.CODE: "pre",
}


def page(derived: Derived, length: str, judged: Sequence[Judged]) -> str:
    """The page as HTML."""
    title = escape(derived.essay.title)
    language = "zh" if derived.language == "zh" else "en"
    shown = sum(one.is_shown for one in judged)
    return f"""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{_STYLE}</style>
</head>
<body>
<h1>{title}</h1>
<p class="about" lang="en">{length} summary: {shown} of {len(judged)} sentences</p>
<p class="legend" lang="en"><span class="shown">in the summary</span> ·
<span class="sentence" style="--share: {_DARKEST}%">the deeper, the higher its score</span> ·
<span class="unfit">not fit to be shown</span> · press a sentence for its reasons</p>
{"".join(_blocks(derived.essay.blocks, judged))}
<h2 lang="en">Sentence by sentence</h2>
<dl>
{"".join(map(_entry, range(len(judged)), judged))}</dl>
</body>
</html>
"""


def _blocks(blocks: Sequence[Block], judged: Sequence[Judged]) -> Iterator[str]:
    inside = {
        block: list(some)
        for block, some in groupby(range(len(judged)), key=lambda i: judged[i].sentence.place.block)
    }
    shares = _shares(judged)
    for number, block in enumerate(blocks):
        tag, text, end = _TAGS[block.kind], "", 0
        for i in inside.get(number, ()):
            place = judged[i].sentence.place
            text += escape(block.text[end : place.start]) + _sentence(i, judged[i], shares[i])
            end = place.end
        yield f"<{tag}>{text}{escape(block.text[end:])}</{tag}>\n"


def _shares(judged: Sequence[Judged]) -> Mapping[int, int]:
    """How deep each sentence is shaded, in percent: the lowest score not at all."""
    scores = [one.score for one in judged]
    low, high = min(scores, default=0.0), max(scores, default=0.0)
    return {i: round(_DARKEST * (score - low) / ((high - low) or 1)) for i, score in enumerate(scores)}


def _sentence(position: int, one: Judged, share: int) -> str:
    kind = "sentence"
    if one.is_shown:
        kind += " shown"
    elif one.outcome is Outcome.FAULTY:
        kind += " unfit"
    return (
        f'<a class="{kind}" style="--share: {share}%" id="s{position + 1}" href="#r{position + 1}">'
        f"{escape(one.sentence.text)}</a>"
    )


def _entry(position: int, one: Judged) -> str:
    rows = "".join(f"<tr><td>{name}</td><td>{value:+.2f}</td></tr>" for name, value in one.parts)
    number, text = position + 1, escape(one.sentence.text)
    point = " (key point)" if one.is_point else ""
    return (
        f'<dt id="r{number}"><a href="#s{number}">{number}. {text}</a></dt>\n'
        f'<dd lang="en">{one.reason}{point}; score {one.score:.2f}\n'
        f"<table>{rows}</table></dd>\n"
    )
