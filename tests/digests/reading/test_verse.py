"""Verse keeps its lines; prose that was wrapped does not."""

from textwrap import wrap

from hypothesis import given
from hypothesis import strategies as st

from digests import read, summarize
from digests.model import BlockKind, Span
from digests.sentences import split

STANZAS = ("渡船推远，\n又送回来，\n谁也不先开口。", "像有人在远处\n数着归来的人", "他来了。\n他走了。")
TIDE = "The tide took **the names\nwe wrote**, and gave\nnothing back but light."


def texts(source: str) -> list[str]:
    """The texts of all blocks."""
    return [block.text for block in read(source).blocks]


def test_poem() -> None:
    """Each stanza is a block with its lines; in a poem that holds of couplets and of closed lines too."""
    assert texts("# 渡口\n\n" + "\n\n".join(STANZAS)) == list(STANZAS)


def test_marked_breaks() -> None:
    """However the lines were parted, and in HTML too, the stanzas are the same."""
    broken = ["<br>".join(stanza.split("\n")) for stanza in STANZAS]
    assert texts("# 渡口\n\n" + "\n\n".join(stanza.replace("\n", "\\\n") for stanza in STANZAS)) == list(
        STANZAS
    )
    assert texts("<h1>渡口</h1>" + "".join(f"<p>{stanza}</p>" for stanza in broken)) == list(STANZAS)
    assert texts("<h1>渡口</h1><p>" + "<br><br>".join(broken)) == list(STANZAS)


def test_stanza_in_an_essay() -> None:
    """A stanza quoted in prose keeps its lines and what is bold in them, the prose around it does not."""
    quoted = "> ".join(TIDE.splitlines(keepends=True))
    essay = read(
        f"# Tides\n\nShe wrote it on a wall, in a hurry, before the ferry\nleft.\n\n> {quoted}\n\nGone."
    )
    prose, verse, _ = essay.blocks
    assert prose.text == "She wrote it on a wall, in a hurry, before the ferry left."
    assert (verse.kind, verse.text) == (BlockKind.QUOTE, TIDE.replace("**", ""))
    assert verse.emphasis == (Span(14, 32),)


def test_closed_lines() -> None:
    """Lines that all end a sentence, outside of a poem, are paragraphs."""
    assert texts("# 渡口\n\n他来了。\n她没有回头。\n船走了。") == ["他来了。", "她没有回头。", "船走了。"]


def test_title_is_the_first_line() -> None:
    """A poem without a title has its first line for one, and keeps it."""
    essay = read(STANZAS[0])
    assert (essay.title, essay.blocks[0].text) == ("渡船推远", STANZAS[0])


WORDS = st.lists(st.text("abcdefgh", min_size=1, max_size=9), min_size=30, max_size=90)


@given(WORDS, st.integers(50, 90))
def test_wrapped_english(words: list[str], width: int) -> None:
    """English prose is one paragraph again, whatever the width it was wrapped at."""
    prose = f"{' '.join(words)}."
    wrapped = "\n".join(wrap(prose, width, break_long_words=False))
    assert texts(f"# Prose\n\n{wrapped}") == [prose]


@given(st.text("渡口晚风船人河灯，", min_size=80, max_size=300), st.integers(22, 40))
def test_wrapped_chinese(prose: str, width: int) -> None:
    """Chinese prose is one paragraph again, with no mark at the beginning of a line."""
    lines, rest = list[str](), f"夜{prose.strip('，')}夜。"
    while rest:
        stop = width
        while rest[stop : stop + 1] in ("，", "。"):
            stop -= 1
        lines.append(rest[: max(stop, 1)])
        rest = rest[max(stop, 1) :]
    source = "\n".join(lines)
    if not any(set(line) <= set("，。") for line in lines):
        assert texts(f"# 渡口\n\n{source}") == ["".join(lines)]


@given(st.lists(st.text("渡船，。 ", max_size=12), min_size=1, max_size=14).map("\n".join))
def test_whole_lines(verse: str) -> None:
    """Sentences of verse begin and end where lines do, and together they are all of it."""
    spans = split(verse)
    assert "".join(verse[span.start : span.end] for span in spans) == verse
    if "\n" in verse:
        assert all("\n" in verse[: span.end][len(verse[: span.end].rstrip()) :] for span in spans[:-1])


def test_summary() -> None:
    """A summary of a poem is made of whole lines: as far as a sentence goes, of unmarked ones two."""
    unmarked = "# 河\n\n" + "\n".join(f"第{n}盏灯在远处的水面上亮着" for n in "一二三四五六七")
    for sentence in summarize(read(unmarked), max_chars=60).sentences:
        assert len(sentence.text.split("\n")) in (2, 3)
    said = [sentence.text for sentence in summarize(read(f"# 渡口\n\n{STANZAS[0]}")).sentences]
    assert said == [STANZAS[0]]
