from datetime import UTC, datetime
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texts import Language
from bot.wishes.zones import city_of, find_zones, names_a_zone, zone_for, zones_named
from tests.tools.zones import FILE, table


def test_fresh() -> None:
    """The file of zones is what ``make texts`` makes."""
    assert FILE.read_text(encoding="utf-8") == table()


def test_every_zone_is_found() -> None:
    """Whatever name of a place tzdata has, the zone that is found has the clocks of that place."""
    names = files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()
    for name in (name for name in names if "/" in name and not any(map(str.isdigit, name))):
        found = ZoneInfo(find_zones(name)[0])
        for at in (datetime(2026, month, 1, tzinfo=UTC) for month in (1, 4, 7, 10)):
            assert at.astimezone(found).utcoffset() == at.astimezone(ZoneInfo(name)).utcoffset(), name


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Asia/Taipei", "Asia/Taipei"),
        ("asia/calcutta", "Asia/Kolkata"),
        ("台北", "Asia/Taipei"),
        ("臺北", "Asia/Taipei"),
        ("北京", "Asia/Shanghai"),
        ("上海", "Asia/Shanghai"),
        ("香港", "Asia/Hong_Kong"),
        ("紐約", "America/New_York"),
        ("纽约", "America/New_York"),
        ("旧金山", "America/Los_Angeles"),
        ("北京时间", "Asia/Shanghai"),
        ("東京時間", "Asia/Tokyo"),
        ("new york", "America/New_York"),
        ("New_York", "America/New_York"),
        ("ＢＥＲＬＩＮ", "Europe/Berlin"),
        ("sao paulo", "America/Sao_Paulo"),
        ("Zürich", "Europe/Zurich"),
        ("munich", "Europe/Berlin"),
        ("JST", "Asia/Tokyo"),
        ("cet", "Europe/Berlin"),
        ("德国", "Europe/Berlin"),
        ("usa", "America/New_York"),
        ("Pacific Time", "America/Los_Angeles"),
        ("utc", "UTC"),
        ("+5:30", "Asia/Kolkata"),
        ("GMT-03:30", "America/St_Johns"),
        ("+5.75", "Asia/Kathmandu"),
        ("UTC−8", "Etc/GMT+8"),
        ("+14", "Etc/GMT-14"),
    ],
)
def test_names(text: str, zone: str) -> None:
    """A zone is found by its city, country, abbreviation or offset, however it is written."""
    assert find_zones(text)[0] == zone


@pytest.mark.parametrize("text", ["taip", "Asia/T", "台"])
def test_typing(text: str) -> None:
    """A zone is offered while its name is being typed."""
    assert "Asia/Taipei" in find_zones(text)


@pytest.mark.parametrize(
    ("text", "language", "zones"),
    [
        ("CST", "zh-CN", ("Asia/Shanghai", "America/Chicago")),
        ("CST", "zh-TW", ("Asia/Taipei", "America/Chicago")),
        ("CST", "en", ("America/Chicago", "Asia/Shanghai")),
        ("IST", "", ("Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin")),
        ("+8", "zh-Hant", ("Asia/Taipei", "Etc/GMT-8")),
        ("utc8", "zh-Hans", ("Asia/Shanghai", "Etc/GMT-8")),
        ("东八区", "en", ("Etc/GMT-8", "Asia/Shanghai")),
        ("", "ja", ("Asia/Tokyo", "Europe/London")),
    ],
)
def test_which_is_meant(text: str, language: str, zones: tuple[str, ...]) -> None:
    """Of several with one name, the writer's own comes first, then such as differ in their clocks."""
    assert find_zones(text, language)[: len(zones)] == zones


def test_fitting_offset() -> None:
    """An offset is met by those that always have it before those that have it in summer only."""
    found = find_zones("+2", limit=500)
    assert found[0] == "Etc/GMT-2"
    assert found.index("Africa/Johannesburg") < found.index("Europe/Kyiv") < found.index("Europe/Berlin")


@pytest.mark.parametrize("text", ["Atlantis", "Berl", "日本", "+7:15", "+99", "!?", ""])
def test_nowhere(text: str) -> None:
    """A part of a name, a country or anything else names no zone."""
    assert zones_named(text) == ()


def test_nothing_like_it() -> None:
    """A name that is in no other finds nothing, and an offset that nobody has neither."""
    assert find_zones("Atlantis") == find_zones("+7:15") == ()


@pytest.mark.parametrize("text", ["Berlin", "+8", "CET", "日本时间"])
def test_named(text: str) -> None:
    """A whole name names a zone; a country does with a word for time behind it."""
    assert zones_named(text)


@pytest.mark.parametrize(
    ("tag", "zone"),
    [
        ("zh-CN", "Asia/Shanghai"),
        ("zh", "Asia/Shanghai"),
        ("zh-Hans", "Asia/Shanghai"),
        ("zh-Hant", "Asia/Taipei"),
        ("zh-TW", "Asia/Taipei"),
        ("zh_HK.UTF-8", "Asia/Hong_Kong"),
        ("zh-Hant-HK", "Asia/Hong_Kong"),
        ("ja", "Asia/Tokyo"),
        ("de", "Europe/Berlin"),
        ("pt-PT", "Europe/Lisbon"),
        ("en-GB", "Europe/London"),
        ("en", None),
        ("en-US", None),
        ("pt-BR", None),
        ("es-419", None),
        ("", None),
        ("C", None),
    ],
)
def test_guess(tag: str, zone: str | None) -> None:
    """A language tag gives a zone where most who have it live in one."""
    assert zone_for(tag) == zone


def test_city() -> None:
    """A zone is called by its city in the reader's language, or by its offset."""
    assert city_of("America/New_York", Language.ZH_HANS) == "纽约"
    assert city_of("America/New_York", Language.ZH_HANT) == "紐約"
    assert city_of("Asia/Ho_Chi_Minh", Language.EN) == "Ho Chi Minh City"
    assert city_of("Etc/GMT-8", Language.ZH_HANS) == "UTC+8"
    assert city_of("Nowhere/Some_City", Language.EN) == "Some City"


@given(st.text(max_size=80) | st.text("+-:utcgm0189.东西十区 /", max_size=12), st.text(max_size=10))
def test_any_text(text: str, language: str) -> None:
    """Any text finds zones that exist, at most as many as are wanted."""
    found = find_zones(text, language, 5)
    assert len(found) <= 5
    assert all(ZoneInfo(zone).key == zone for zone in (*found, *zones_named(text, language)[:5]))


def _called() -> set[str]:
    """All that zones and regions are called, and offsets."""
    lines = files("bot.wishes").joinpath("zones.tsv").read_text(encoding="utf-8").splitlines()
    cells = (cell for line in lines if not line.startswith("#") for cell in line.split("\t"))
    offsets = {f"UTC{sign}{hours}" for sign in "+-" for hours in ("3", "13", "14:30", "5:45", "99")}
    return (
        {name for cell in cells for name in cell.split("|")}
        | offsets
        | {"", "Atlantis", "东八区", "西十三区"}
    )


@pytest.mark.parametrize("behind", ["", " time", "时间"])
def test_names_a_zone(behind: str) -> None:
    """What names a zone is known without a search."""
    assert [
        name for name in _called() if names_a_zone(name + behind) is not bool(zones_named(name + behind))
    ] == []
