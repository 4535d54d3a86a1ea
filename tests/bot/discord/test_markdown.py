"""What an essay says is what stands on the screen, and nothing of it does anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord.markdown import clean, escape, listing, styled
from bot.replies import Run
from tests.tools.discord_markdown import looks, plain

SIGNS = st.sampled_from(
    [
        *"\\*_~`|[]()<>#-+.:@!/ \n\t1a字。",
        "\r\n",
        "\u2028",
        "\x00",
        "\u202e",
        "\ud800",
        "👩\u200d🚀",
        "https://",
    ]
)
HOSTILE = st.lists(
    st.one_of(
        SIGNS,
        st.sampled_from(
            [
                "**a**",
                "__b__",
                "```\nc\n```",
                "||d||",
                "# e",
                "-# f",
                "- g",
                "1. h",
                "> i",
                ">>> j",
                "[k](https://l.example)",
                "<@1>",
                "<@&2>",
                "<#3>",
                "<:m:4>",
                "<t:5:R>",
                "</n:6>",
                "<id:browse>",
                "@everyone",
                "@here",
                ":smile:",
                "https://discord.gg/o",
                "<https://p.example>",
                "http://q",
                "_r_",
                "*s*",
                "~~t~~",
                "`u`",
            ]
        ),
        st.text(max_size=5),
    ),
    max_size=12,
).map("".join)


def bare(text: str) -> str:
    """The text without white space and the signs around what is marked."""
    return "".join(sign for sign in text if not sign.isspace() and sign not in "【】")


@given(HOSTILE)
def test_inert(text: str) -> None:
    """Whatever a text holds, it is shown as it is, and at most a web address in it is a link."""
    assert plain(escape(text)) == clean(text)
    assert looks(escape(text)) <= {"link"}


@given(HOSTILE, st.sampled_from(["", "## ", "-# ", "> ", "> -# "]))
def test_inert_in_lines(text: str, prefix: str) -> None:
    """The same holds for each line of a heading, of small print and of a quotation."""
    shown = plain(styled([Run(text)], prefix)).split("\n")
    assert [line.strip() for line in shown] == [line.strip() for line in clean(text).split("\n")]
    assert looks(styled([Run(text)], prefix)) <= {"link", "heading2", "small", "quote"}


@given(st.lists(st.builds(Run, HOSTILE, st.booleans(), st.booleans()), max_size=6))
def test_runs(runs: list[Run]) -> None:
    """However styles follow each other, all text is shown, and no sign of a style is."""
    text = clean("".join(run.text for run in runs))
    assert bare(plain(styled(runs))) == bare(text)
    assert looks(styled(runs)) <= {"link", "bold", "underline"}


def test_marks() -> None:
    """What was looked for is bold and in signs, also where the author made some of it bold."""
    runs = [Run("甲"), Run("乙", marked=True), Run("丙", marked=True, bold=True), Run("丁", bold=True)]
    assert styled(runs) == "甲**【乙丙】丁**"


def test_blank() -> None:
    """White space alone has no style, which would show its signs."""
    assert styled([Run("甲"), Run(" ", bold=True), Run("乙")]) == "甲 乙"


@given(HOSTILE)
def test_listing(text: str) -> None:
    """Code is shown as it is, whatever signs it holds."""
    assert plain(listing(text)).strip("\n") == clean(text).strip("\n")


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("见 https://a.example/b_c?d=1，另见", "见 <https://a.example/b_c?d=1>，另见"),
        ("at https://a.example.", "at <https://a.example>."),
        ("https://discord.com/channels/1/2", r"https\://discord.com/channels/1/2"),
        ("https://discord.com/oauth2/authorize?a_b=1", "<https://discord.com/oauth2/authorize?a_b=1>"),
        ("http://b*c", r"http\://b\*c"),
    ],
)
def test_addresses(text: str, escaped: str) -> None:
    """A plain address is a link to where it says; any other is text, and so is one of Discord's own."""
    assert escape(text) == escaped


@pytest.mark.parametrize(
    "text", ["well-known", "3.14", "12:30", "a + b = c", "#标签", "C# is", "-1", "1.5 倍", "a > b"]
)
def test_spared(text: str) -> None:
    """Signs that mean nothing where they stand are left alone, for whoever copies the text."""
    assert escape(text) == text
