"""Makes ``bot/wishes/zones.tsv``, by which time zones are found, from CLDR and tzdata (``make texts``).

Done when the project is built, because Babel, which brings CLDR, is not needed at run time.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.localedata import locale_identifiers

from digests.folding import letters

FILE = Path(__file__).parents[2] / "bot" / "wishes" / "zones.tsv"
_HEADER = """\
# Time zones and their names, those that people mean most often first; made by make texts, never by hand.
# From CLDR (Unicode License v3) and tzdata (public domain). The columns: zone, minutes ahead of UTC (and in
# summer), territories and languages it is the best guess for, its city in English, simplified and traditional
# Chinese, other names of the zone, abbreviations, names of what it is a part of.
"""
_LANGUAGES = tuple(map(Locale.parse, ("en", "zh_Hans", "zh_Hant")))
_WINTER, _SUMMER = datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC)
_TZDATA = files("tzdata")

# Large cities that no zone is named for, in the order in which zones are offered.
_CITIES = {
    "Europe/London": "Edinburgh 爱丁堡 Manchester 曼彻斯特 Cambridge 剑桥 Oxford 牛津",
    "America/New_York": "Boston 波士顿 Washington 华盛顿 Philadelphia 费城 Miami 迈阿密 Atlanta "
    "亚特兰大 NYC 美东",
    "America/Los_Angeles": "San_Francisco 旧金山 三藩市 Seattle 西雅图 San_Diego 圣地亚哥 Las_Vegas "
    "拉斯维加斯 San_Jose 圣何塞 Silicon_Valley 硅谷 Portland 波特兰 LA 美西",
    "America/Chicago": "Houston 休斯敦 Dallas 达拉斯 Austin 奥斯汀 美中",
    "America/Denver": "Salt_Lake_City 盐湖城",
    "America/Toronto": "Montreal 蒙特利尔 Ottawa 渥太华",
    "America/Vancouver": "Victoria 维多利亚",
    "Asia/Shanghai": "Beijing 北京 Peking Guangzhou 广州 Shenzhen 深圳 Chengdu 成都 Chongqing 重庆 "
    "Hangzhou 杭州 Wuhan 武汉 Xian 西安 Nanjing 南京 Tianjin 天津 Suzhou 苏州 Changsha 长沙 Shenyang "
    "沈阳 Qingdao 青岛 Zhengzhou 郑州 Dalian 大连 Xiamen 厦门 Harbin 哈尔滨 Jinan 济南 Kunming 昆明 "
    "Fuzhou 福州 Hefei 合肥 Lhasa 拉萨",
    "Asia/Hong_Kong": "Kowloon 九龙",
    "Asia/Taipei": "Kaohsiung 高雄 Taichung 台中 Tainan 台南 Hsinchu 新竹",
    "Asia/Singapore": "",
    "Asia/Tokyo": "Osaka 大阪 Kyoto 京都 Yokohama 横滨 Nagoya 名古屋 Fukuoka 福冈 Sapporo 札幌",
    "Asia/Seoul": "Busan 釜山",
    "Asia/Kuala_Lumpur": "Penang 槟城",
    "Asia/Bangkok": "Chiang_Mai 清迈 Phuket 普吉",
    "Asia/Ho_Chi_Minh": "Hanoi 河内",
    "Asia/Jakarta": "",
    "Asia/Manila": "",
    "Asia/Kolkata": "Mumbai 孟买 Bombay Delhi 德里 New_Delhi 新德里 Bangalore Bengaluru 班加罗尔 "
    "Chennai 金奈",
    "Asia/Dubai": "Abu_Dhabi 阿布扎比",
    "Asia/Jerusalem": "Tel_Aviv 特拉维夫",
    "Europe/Berlin": "Munich 慕尼黑 Frankfurt 法兰克福 Hamburg 汉堡 Cologne 科隆 Dusseldorf 杜塞尔多夫",
    "Europe/Paris": "Lyon 里昂 Marseille 马赛",
    "Europe/Rome": "Milan 米兰 Venice 威尼斯 Florence 佛罗伦萨",
    "Europe/Madrid": "Barcelona 巴塞罗那",
    "Europe/Amsterdam": "Rotterdam 鹿特丹",
    "Europe/Zurich": "Geneva 日内瓦 Basel 巴塞尔",
    "Europe/Moscow": "Saint_Petersburg 圣彼得堡",
    "Europe/Istanbul": "Ankara 安卡拉",
    "Australia/Sydney": "Canberra 堪培拉 雪梨",
    "Australia/Melbourne": "墨尔本",
    "Pacific/Auckland": "Wellington 惠灵顿",
    "Asia/Urumqi": "新疆",
    "America/Sao_Paulo": "Rio_de_Janeiro 里约热内卢 Brasilia 巴西利亚",
}
# Abbreviations in use that tzdata does not have, or has no more.
_ABBREVIATIONS = {
    "Europe/London": "UK",
    "America/New_York": "ET",
    "America/Los_Angeles": "PT",
    "America/Chicago": "CT",
    "America/Denver": "MT",
    "Asia/Shanghai": "BJT",
    "Asia/Singapore": "SGT",
    "Asia/Kuala_Lumpur": "MYT",
    "Asia/Bangkok": "ICT",
    "Asia/Ho_Chi_Minh": "ICT",
    "Asia/Dubai": "GST",
    "Asia/Riyadh": "AST",
    "Asia/Dhaka": "BST",
    "America/Sao_Paulo": "BRT",
}
_REGIONS = {
    "GB": ("UK", "Britain", "England", "英格兰"),
    "US": ("USA", "US"),
    "AE": ("UAE",),
    "HK": ("香港",),
    "MO": ("澳门",),
}
# The zones that most people in a territory have, as CLDR's primaryZones, which Babel leaves out.
_PRIMARY = {
    "CL": "America/Santiago", "CN": "Asia/Shanghai", "EC": "America/Guayaquil", "ES": "Europe/Madrid",
    "NZ": "Pacific/Auckland", "PT": "Europe/Lisbon", "UA": "Europe/Kyiv", "UZ": "Asia/Tashkent",
}  # fmt: skip
# Spoken in so many zones that none is a good guess.
_EVERYWHERE = {"ar", "en", "es"}
# Links whose names are also abbreviations, and mean something else then.
_NO_NAMES = {"CET", "EET", "EST", "HST", "MET", "MST", "WET"}
# Of the links within Australia, those that name no place.
_NO_CITIES = {"ACT", "LHI", "NSW", "North", "South", "West"}


def table() -> str:
    """The file's text."""
    return _HEADER + "".join("\t".join(row) + "\n" for row in [*_places(), *_fixed()])


def _places() -> Iterable[tuple[str, ...]]:
    """A row for each zone that people live in."""
    guesses, cldr = _guesses(), _cldr_names()
    for zone in sorted(_territories(), key=_order):
        cities = [_city(cldr[zone], zone, locale) for locale in _LANGUAGES]
        names = _distinct(_other_names(zone), besides=[zone, *cities])
        yield (
            zone,
            "/".join(str(minutes) for minutes in _offsets(zone)),
            " ".join(guesses[zone]),
            *cities,
            "|".join(names),
            " ".join(_abbreviations(zone)),
            "|".join(_distinct(_regions(zone, cldr[zone]))),
        )


def _fixed() -> Iterable[tuple[str, ...]]:
    """A row for UTC, and for each whole hour ahead of it or behind."""
    names = "Etc/UTC|Etc/GMT|Etc/Greenwich|Etc/UCT|Etc/Universal|Etc/Zulu"
    regions = "|".join(_distinct([*_links("UTC"), "格林尼治", "世界时"], besides=["UTC", "GMT"]))
    yield ("UTC", "0", "", "UTC", "UTC", "UTC", names, "UTC GMT", regions)
    for hours in [*range(-12, 0), *range(1, 15)]:
        name = f"UTC{hours:+}"
        yield (f"Etc/GMT{-hours:+}", str(60 * hours), "", name, name, name, "", "", "")


@cache
def _territories() -> Mapping[str, str]:
    """Each zone of tzdata's list by country and the code of the country."""
    lines = _lines("zoneinfo/zone.tab")
    return {zone: territory for territory, _, zone, *_ in (line.split("\t") for line in lines)}


@cache
def _targets() -> Mapping[str, str]:
    """Each name of tzdata that is not in the list by country, and the zone that it leads to."""
    steps = {
        name: target for _, target, name in (line.split() for line in _lines("zoneinfo/tzdata.zi", "L "))
    }
    found = {}
    for name in sorted(steps):
        target = name
        while target in steps and target not in _territories():
            target = steps[target]
        found[name] = "UTC" if target in {"Etc/UTC", "Etc/GMT"} else target
    return {name: target for name, target in found.items() if name != target}


def _lines(name: str, start: str = "") -> list[str]:
    lines = _TZDATA.joinpath(name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.startswith(start) and not line.startswith("#")]


def _order(zone: str) -> tuple[int, int, int]:
    """Those with large cities first, then those that stand for a group of others."""
    listed, leading = (
        list(_CITIES),
        {_targets().get(name, name) for name in get_global("windows_zone_mapping").values()},
    )
    return (
        listed.index(zone) if zone in listed else len(listed),
        zone not in leading,
        list(_territories()).index(zone),
    )


@cache
def _offsets(zone: str) -> tuple[int, ...]:
    """Minutes ahead of UTC in standard time, and in summer time if that differs."""
    ahead = {(at.astimezone(_zone(zone)).utcoffset() or at - at).total_seconds() for at in (_WINTER, _SUMMER)}
    return tuple(sorted(int(seconds) // 60 for seconds in ahead))


def _abbreviations(zone: str) -> list[str]:
    spoken = [at.astimezone(_zone(zone)).tzname() or "" for at in (_WINTER, _SUMMER)]
    named = [*spoken, *_ABBREVIATIONS.get(zone, "").split()]
    return [name for name in dict.fromkeys(named) if name.isalpha()]


@cache
def _zone(zone: str) -> ZoneInfo:
    """The zone as the pinned tzdata has it, whatever the machine has."""
    with _TZDATA.joinpath("zoneinfo", zone).open("rb") as data:
        return ZoneInfo.from_file(data, key=zone)


def _links(zone: str) -> list[str]:
    """The names in tzdata that lead to the zone and mean nothing else."""
    names = [name for name, target in _targets().items() if target == zone and not name.startswith("Etc/")]
    return [name for name in names if name not in _NO_NAMES and not any(map(str.isdigit, name))]


def _other_names(zone: str) -> Iterable[str]:
    """Large cities that have the zone, and the names and cities in links that lead to it."""
    yield from (name.replace("_", " ") for name in _CITIES.get(zone, "").split())
    continents = {name.partition("/")[0] for name in _territories()}
    for continent, _, city in (name.partition("/") for name in _links(zone)):
        if city:
            yield f"{continent}/{city}"
        if city and continent in continents and city not in _NO_CITIES:
            yield city.rpartition("/")[2].replace("_", " ")


def _cldr_names() -> Mapping[str, str]:
    """CLDR's own name for each zone."""
    names = {zone: zone for zone in _territories()}
    named = map(str, _LANGUAGES[1].time_zones)
    return names | {_targets()[name]: name for name in named if _targets().get(name) in names}


def _city(name: str, zone: str, locale: Locale) -> str:
    return str(locale.time_zones.get(name, {}).get("city") or zone.rpartition("/")[2].replace("_", " "))


def _regions(zone: str, name: str) -> Iterable[str]:
    """What the zone is a part of: its country, and the stretch of the world that has its time."""
    territory = _territories()[zone]
    for locale in _LANGUAGES:
        yield locale.territories[territory]
        stretch = get_global("meta_zones").get(name)
        long = locale.meta_zones[stretch].get("long", {}) if stretch in locale.meta_zones else {}
        yield str(long.get("generic", "")).removesuffix("时间").removesuffix("時間").removesuffix(" Time")
    yield from _REGIONS.get(territory, ())
    yield from (link for link in _links(zone) if "/" not in link)


def _guesses() -> Mapping[str, list[str]]:
    """For each zone, the territories most of whose people have it, and the languages most spoken there."""
    found: dict[str, list[str]] = {zone: [] for zone in _territories()}
    zones: dict[str, list[str]] = defaultdict(list)
    for zone, territory in _territories().items():
        zones[territory].append(zone)
    alike = {code: has[0] for code, has in zones.items() if len({_offsets(zone) for zone in has}) == 1}
    best = alike | _PRIMARY
    for territory in sorted(best):
        found[best[territory]].append(territory)
    for language in sorted(set(locale_identifiers()) - _EVERYWHERE | {"zh_Hant"}):
        likely = get_global("likely_subtags").get(language, "").rpartition("_")[2]
        if likely in best and (len(language) <= len("yue") or language == "zh_Hant"):
            found[best[likely]].append(language.lower().replace("_", "-"))
    return found


def _distinct(names: Iterable[str], besides: Iterable[str] = ()) -> list[str]:
    """The names that differ from each other, and from others, for somebody who looks for them."""
    seen, found = {letters(name) for name in besides} | {""}, []
    for name in names:
        if letters(name) not in seen:
            found.append(name)
            seen.add(letters(name))
    return found


if __name__ == "__main__":
    FILE.write_text(table(), encoding="utf-8")
