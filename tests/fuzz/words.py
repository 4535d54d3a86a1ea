"""What people type and operators write: queries, wishes, days, settings, lines of an import."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import strategies as st

from bot.backups import portable
from bot.errors import SettingsError, UnusableFile
from bot.settings import Settings, load, table
from bot.subscriptions.subscription import Subscription
from bot.wishes.dates import date_named, past_date
from bot.wishes.understanding import understand
from bot.wishes.wish import Wish
from bot.wishes.zones import find_zones
from digests.query import MAX_FILTERS, MAX_SPREAD, MAX_TERMS, Query, joined, parse
from tests.essays import NOON
from tests.fuzz import texts
from tests.fuzz.target import Bound, Target
from tests.subscriptions import subscribing

QUERY_PIECES = texts.PIECES | st.sampled_from(
    [
        *(
            "author:",
            "作者：",
            "source:",
            "title:",
            "标题：",
            "after:",
            "before:",
            "之前:",
            "-",
            " -",
            '"',
            " ",
        ),
        *(
            "2021-09",
            "2021年",
            "99999999999",
            "0000-00",
            "C++",
            "C#",
            ".NET",
            "产业",
            "互联网",
            "平台",
            "孟永辉",
        ),
        *("的", "和", "AND", "OR", "NOT", "NEAR(", "*", "^", "{", "}", "col:", "''", "--", ";", "桥", "渡口"),
    ]
)
WISH_PIECES = texts.SIGNS | st.sampled_from(
    [
        *(
            "8",
            "08:30",
            "8点半",
            "25:61",
            "晚上",
            "下午三点",
            "7pm",
            "noon",
            "half past",
            "quarter to",
            "nine",
        ),
        *(
            "周一",
            "周一三五",
            "工作日",
            "mon-fri",
            "weekends",
            "每天",
            "every other day",
            "每月3号",
            "到",
            "-",
            " ",
        ),
        *(
            "Asia/Shanghai",
            "Etc/GMT+5",
            "纽约",
            "new york",
            "UTC+8",
            "+05:45",
            "JST",
            "London",
            "zone:",
            "时区：",
        ),
        *(
            "about",
            "关于",
            "topics:『",
            "』",
            "time:『",
            "days:『",
            "zone:『",
            "<@&1>",
            "<#2>",
            "3 essays",
            "三篇",
        ),
        *(
            "quiet 22-7",
            "静音",
            "in English",
            "繁體",
            "silently",
            "until",
            "明天",
            "next friday",
            "99999999",
            "a/b",
        ),
    ]
)
_TODAY = date(2026, 3, 1)
_KEYS = [row.key for row in table()]
_VALUES = (
    st.lists(texts.SIGNS, max_size=8).map("".join)
    | st.text(max_size=60)
    | st.sampled_from(
        [
            *(
                "telegram:123456",
                "discord:1,telegram:-2",
                "http://[::1]:8080",
                "https://x:99999",
                "127.0.0.1:0",
            ),
            *(
                "[::1]:8080",
                "0,1/4",
                "9/4",
                "auto",
                "30",
                "-1",
                "9" * 5_000,
                "١٢",
                "1e9",
                "zh-Hant",
                "Asia/../etc",
            ),
            *("~nobody/x", "~", "//", "\x00", "json", "debug", "../../localtime", "Asia", "a" * 5_000),
        ]
    )
)


def _pieces(kinds: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(kinds, max_size=60).map("".join) | st.text(max_size=300) | texts.repeated(kinds)


def _query(text: str) -> tuple[Query, ...]:
    return (parse(text), *joined(text))


def _check_query(_given: str, queries: Iterable[Query]) -> None:
    for query in queries:
        assert len(query.words) <= MAX_TERMS
        assert len(query.filters) <= MAX_FILTERS
        assert len(query.relaxed.words) <= MAX_SPREAD
        hash(query)


def _wish(text: str) -> Wish:
    find_zones(text)
    date_named(text, _TODAY)
    past_date(text, _TODAY)
    return understand(text, "zh-CN")


def _check_wish(_given: str, wish: Wish) -> None:
    assert wish.days <= set(range(7))
    assert len(wish.times) == 7


def _settings(environ: Mapping[str, str]) -> Settings | None:
    try:
        return load(environ)
    except SettingsError:
        return None


def _check_settings(_given: object, found: Settings | None) -> None:
    assert found is None or "Secret" in repr(found) or "None" in repr(found)


def _dotenv(data: bytes) -> Settings | None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / ".env"
        path.write_bytes(data)
        try:
            return load({}, path)
        except SettingsError:
            return None


def _import(lines: list[str]) -> list[Subscription]:
    try:
        return list(portable.read(lines, "a.jsonl", NOON))
    except UnusableFile:
        return []


def _check_import(_given: object, found: list[Subscription]) -> None:
    """What is read can be written again."""
    for one in found:
        portable.line(one, None)
        assert one.next_at is None or one.next_at.tzinfo


def targets() -> list[Target]:
    """What they are."""
    line = portable.line(subscribing(), None)
    environs = st.dictionaries(st.sampled_from(_KEYS), _VALUES, max_size=6)
    assignments = st.lists(st.builds("{}={}".format, st.sampled_from(_KEYS), _VALUES), max_size=6)
    dotenvs = assignments.map("\n".join).map(lambda text: text.encode("utf-8", "replace"))
    lines = st.lists(texts.changed([line]) | st.text(max_size=99), max_size=3)
    return [
        Target("queries", _pieces(QUERY_PIECES), _query, Bound(60_000, 20), _check_query, ("桥 bridge",)),
        Target("wishes", _pieces(WISH_PIECES), _wish, Bound(300_000, 20), _check_wish, ("8点 伦敦 3月1日",)),
        Target("settings", environs, _settings, Bound(300_000, 1_000), _check_settings, ({_KEYS[0]: "1"},)),
        Target("dotenv", dotenvs | texts.damaged(dotenvs), _dotenv, Bound(300_000, 1_000), warm=(b"A=1\n",)),
        Target("imports", lines, _import, Bound(20_000, 200), _check_import, ([line],)),
    ]


def all_pieces() -> st.SearchStrategy[str]:
    """Anything that somebody may say to the bot, but for its commands."""
    return _pieces(QUERY_PIECES | WISH_PIECES)
