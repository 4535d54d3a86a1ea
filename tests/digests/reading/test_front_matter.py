"""What stands before an essay states its title, author, date and source."""

from datetime import date

import pytest

from digests.errors import UnreadableEssay
from digests.model import Dropped, Essay
from digests.reading import read

BODY = "\n\n清晨的集市总是从一碗热汤开始。\n"


def stated(essay: Essay) -> tuple[str, str | None, date | None]:
    """Title, author and date."""
    return essay.title, essay.author, essay.date


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: 集市\nauthor: 林禾\ndate: 2020-05-06\n---",
        "\n\n---\ntitle: '集市'\nauthor: [\"林禾\"]\ndate: Wed, 06 May 2020 00:00:00 GMT\n---",
        (
            "---\ntitle: 集市\nauthors:\n  - name: 林禾\n    url: https://example.org\n"
            "date: '2020-05-06T23:59:00-11:00'\n..."
        ),
        '+++\ntitle = "集市"\ndate = 2020-05-06T07:00:00Z\nauthor = "林禾"\n+++',
        "title: 集市\nauthor:\n  nick: 林禾\n  github_name: linhe\ndate: 2020-05-06 15:50:35\n---",
        (
            "# 集市\n{% hint %}\n**Author:** [林禾](https://example.org/u/1)\n"
            "**Published:** 2020-05-06\n{% endhint %}"
        ),
        (
            "[#]: author: (林禾 https://example.org/linhe)\n[#]: date: (2020/5/6)\n"
            "[#]: subject: (A market)\n\n集市\n===="
        ),
    ],
    ids=["yaml", "rfc-2822", "objects", "toml", "no-opening-dashes", "hint", "comments"],
)
def test_forms(front: str) -> None:
    """Each form of front matter states the same, and none of it is left in the text."""
    essay = read(front + BODY)
    assert stated(essay) == ("集市", "林禾", date(2020, 5, 6))
    assert [block.text for block in essay.blocks] == ["清晨的集市总是从一碗热汤开始。"]


def test_subject() -> None:
    """What comment lines call the subject is the title only where the text has none of its own."""
    assert read("[#]: subject: (A market)\n\n清晨的集市总是从一碗热汤开始。").title == "A market"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2021年3月5日", date(2021, 3, 5)),
        ("2021/03/05", date(2021, 3, 5)),
        ("March 5, 2021", date(2021, 3, 5)),
        ("5 Mar 2021 10:00 +0800", date(2021, 3, 5)),
        ("2021-13-45", None),
        ("去年春天", None),
        ("", None),
    ],
)
def test_dates(written: str, meant: date | None) -> None:
    """A date is read in the ways people write it, and one that does not exist is unknown."""
    assert read(f"---\ntitle: 集市\ndate: '{written}'\n---{BODY}").date == meant


@pytest.mark.parametrize("written", ["昨天", "9999-99-99", "2021"])
def test_no_date(written: str) -> None:
    """A date that is none is left out, and said to be; the next statement of it counts."""
    essay = read(f"---\ntitle: 集市\ndate: {written}\npublished: 2020-05-06\n---{BODY}")
    assert essay.date == date(2020, 5, 6)
    assert essay.dropped == (Dropped(written, "date"),)


def test_no_guess() -> None:
    """A date in the text or in the file name is not the date of the essay."""
    essay = read("# 集市\n\n2020年5月6日，我第一次走进集市，那天下着小雨。", name="2020-05-06-market.md")
    assert (essay.date, essay.author, essay.source) == (None, None, None)


def test_addresses() -> None:
    """Addresses are no part of a name, and several names are set side by side."""
    front = "---\ntitle: 集市\nauthor: ['林禾 <he@example.org>', '周舟 (https://example.org)']\n---"
    assert read(front + BODY).author == "林禾、周舟"


def test_description() -> None:
    """A description is the lead; one that only says the title again is none."""
    assert read(f"---\ntitle: 集市\ndescription: 一碗热汤的故事。\n---{BODY}").lead == "一碗热汤的故事。"
    assert read(f"---\ntitle: 集市！\ndescription: 集市\n---{BODY}").lead is None


def test_duplicate_keys() -> None:
    """Where a key comes twice the last one counts."""
    assert read(f"---\ntitle: 早\ntitle: 晚\n---{BODY}").title == "晚"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\ntitle: [早\n---\n正文在此。", 3),
        ("---\ntitle: 早\nauthor: a: b\n---\n正文在此。", 3),
        ("---\njust words\n---\n正文在此。", 2),
        ('\n---\ntitle: "早\n---\n正文在此。', 4),
        ("+++\ntitle = 早\n+++\n正文在此。", 2),
        ("---\ntitle: 早\na: " + "[" * 30 + "\n---\n正文在此。", 3),
        ("---\ntitle: 没有结束\n标题在此\n\n正文在此。", 1),
        ("\n\n---\ntitle:\n  没有结束\n", 3),
        ("+++\ntitle = '没有结束'\n\n正文在此。", 1),
    ],
)
def test_broken(text: str, line: int) -> None:
    """Front matter that cannot be read is an error that names the line."""
    with pytest.raises(UnreadableEssay) as caught:
        read(text)
    assert (caught.value.reason, caught.value.line) == ("front-matter", line)


def test_aliases() -> None:
    """Aliases in YAML are not followed, so they cannot multiply."""
    layers = "\n".join(f"k{n}: &k{n} [{', '.join([f'*k{n - 1}'] * 9)}]" for n in range(1, 9))
    assert read(f"---\ntitle: 早\nk0: &k0 [x]\n{layers}\nauthor: *k8\n---{BODY}").author is None


@pytest.mark.parametrize("opening", ["---\n\n", "---\n"])
def test_rule_on_top(opening: str) -> None:
    """A rule on top that no field follows opens a text."""
    text = f"{opening}清晨的集市总是从一碗热汤开始，而且从来如此。\n\n黄昏的集市以一盏灯结束。"
    assert read(text).blocks[-1].text == "黄昏的集市以一盏灯结束。"


def test_rules_are_no_front_matter() -> None:
    """A rule on top and another one further down enclose text, not front matter."""
    essay = read("---\n\n清晨的集市总是从一碗热汤开始。\n\n---\n\n黄昏的集市以一盏灯结束。")
    assert [block.text for block in essay.blocks] == [
        "清晨的集市总是从一碗热汤开始。",
        "黄昏的集市以一盏灯结束。",
    ]
