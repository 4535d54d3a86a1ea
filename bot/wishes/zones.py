"""Time zones as people name them: by city, country, offset, abbreviation, in English and Chinese.

What is known of them is in ``zones.tsv``, which ``make texts`` makes. Width, case, accents, punctuation and
simplified or traditional writing do not count.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from importlib.resources import files
from itertools import chain

from bot.texts import Language, language_of
from bot.wishes.numerals import NUMERAL, number
from digests.folding import fold, letters

_LONGEST = 64
_WHERE_CHINESE_IS_READ = frozenset({"Asia/Shanghai", "Asia/Taipei", "Asia/Hong_Kong"})
_SUFFIX = re.compile("(?:标准)?时间?$|时区$|市$|(?:standard)?time(?:zone)?$")
_OFFSET = re.compile(
    r"(?:(?:utc|gmt)\s*(?P<sign>[-+−–])?|(?P<bare>[-+−–]))\s*"
    r"(?P<hours>\d{1,2})(?:(?::?(?P<minutes>[0-5]\d))|\.(?P<part>25|50?|75))?"
    rf"|(?P<side>[东西])(?P<area>{NUMERAL})区"
)
_PARTS = {"25": 15, "5": 30, "50": 30, "75": 45}


class _Fit(IntEnum):
    """How well a name fits what was typed, the best first."""

    NAME = 0
    REGION = 1
    NAME_BEGINS = 2
    REGION_BEGINS = 3
    WITHIN = 4


@dataclass(frozen=True, slots=True)
class _Row:
    """A zone: minutes ahead of UTC (standard, then summer), and its names, folded, each between line ends."""

    zone: str
    offsets: tuple[int, ...]
    guess_for: tuple[str, ...]
    cities: tuple[str, ...]
    names: str
    regions: str


def find_zones(text: str, language: str = "", limit: int = 25) -> tuple[str, ...]:
    """The zones (IANA names) that the text may mean, the best first; the commonest for no text.

    The language tag of who typed it decides between zones that fit alike. An offset also fits zones that
    have it only in winter or in summer, behind those that always have it.
    """
    found = _found(text, language)
    return tuple(row.zone for _, row in found[:limit])


def zones_meant(text: str, language: str = "") -> tuple[str, ...]:
    """The zones with this name, or in a region with it, the best first; else all that the text may mean."""
    found = _found(text, language)
    exact = [row.zone for fit, row in found if fit <= _Fit.REGION]
    return tuple(exact or [row.zone for _, row in found])


def names_a_zone(text: str) -> bool:
    """Whether there are ``zones_named`` so, which takes no search."""
    typed = fold(text[:_LONGEST]).strip()
    name, minutes = letters(typed), _minutes(typed)
    if minutes is not None:
        return minutes in _offsets()
    if name in _known():
        return name in _names() or typed.replace(" ", "_") in _by_name()
    place = _SUFFIX.sub("", name)
    return place in _names() or place in _regions()


def zones_named(text: str, language: str = "") -> tuple[str, ...]:
    """The zones whose city, abbreviation, IANA name or offset the text is, the best first; no guesses.

    A country or region is such a name with a word like *time* behind it: 日本时间.
    """
    typed = fold(text[:_LONGEST]).strip()
    name = letters(typed)
    if name in _known() or _minutes(typed) is not None:
        fitting = {_Fit.NAME}
    elif _SUFFIX.sub("", name) in _known():
        fitting = {_Fit.NAME, _Fit.REGION}
    else:
        return ()
    return tuple(row.zone for fit, row in _found(text, language) if fit in fitting)


def zone_for(language: str) -> str | None:
    """The zone that most people with this language tag have; ``None`` where none stands out."""
    tag, *subtags = language.replace("_", "-").partition(".")[0].lower().split("-")
    region = next((subtag.upper() for subtag in subtags if len(subtag) == len("CN")), None)
    if region is not None:
        return _guesses().get(region)
    return _guesses().get(f"{tag}-{subtags[0]}" if subtags else tag) or _guesses().get(tag)


def city_of(zone: str, language: Language) -> str:
    """What a zone is called in a language: the city it is named for, or its offset."""
    row = _by_name().get(zone.lower())
    return row.cities[_COLUMNS[language]] if row else zone.rpartition("/")[2].replace("_", " ")


_COLUMNS = {Language.EN: 0, Language.ZH_HANS: 1, Language.ZH_HANT: 2}


def _found(text: str, language: str) -> list[tuple[_Fit, _Row]]:
    typed = fold(text[:_LONGEST]).strip()
    home = zone_for(language)
    if not typed:
        return _common(language)
    exact = _by_name().get(typed.replace(" ", "_"))
    if exact is not None:
        return [(_Fit.NAME, exact)]
    minutes = _minutes(typed)
    if minutes is not None:
        return [(_Fit.NAME, row) for row in _fitting(minutes, home)]
    name = letters(typed)
    return _like(name, home) or _like(_SUFFIX.sub("", name), home)


def _common(language: str) -> list[tuple[_Fit, _Row]]:
    """All zones, the commonest first; before them the reader's own, and where else Chinese is read."""
    home, chinese = zone_for(language), language_of(language) in {Language.ZH_HANS, Language.ZH_HANT}
    near = _WHERE_CHINESE_IS_READ if chinese else frozenset()
    return sorted(_like("", home), key=lambda one: (one[1].zone != home, one[1].zone not in near))


def _minutes(typed: str) -> int | None:
    """The minutes ahead of UTC that are stated."""
    stated = _OFFSET.fullmatch(typed)
    if stated is None:
        return None
    if stated["side"]:
        return 60 * number(stated["area"]) * (1 if stated["side"] == "东" else -1)
    sign = 1 if (stated["sign"] or stated["bare"] or "+") == "+" else -1
    return sign * (
        60 * int(stated["hours"]) + int(stated["minutes"] or 0) + _PARTS.get(stated["part"] or "", 0)
    )


def _fitting(minutes: int, home: str | None) -> Sequence[_Row]:
    """The zones with this offset: the reader's own, the one that is named for it, then all others."""

    def order(row: _Row) -> tuple[bool, bool, int, bool]:
        always, standard = len(row.offsets) == 1, row.offsets[0] == minutes
        return (not (row.zone == home and standard), bool(row.names), not always, not standard)

    return sorted((row for row in _rows() if minutes in row.offsets), key=order)


def _like(name: str, home: str | None) -> list[tuple[_Fit, _Row]]:
    """The zones with such a name; of those with the same name, such that differ in their clocks first."""
    fits = ((_fit(row, name), row) for row in _rows())
    found = sorted(
        ((fit, row) for fit, row in fits if fit is not None), key=lambda one: (one[0], one[1].zone != home)
    )
    seen: set[tuple[_Fit, tuple[int, ...]]] = set()
    first: list[tuple[_Fit, bool]] = []
    for fit, row in found:
        first.append((fit, fit <= _Fit.REGION and (fit, row.offsets) in seen))
        seen.add((fit, row.offsets))
    return [found[place] for place in sorted(range(len(found)), key=first.__getitem__)]


def _fit(row: _Row, name: str) -> _Fit | None:
    if f"\n{name}\n" in row.names:
        return _Fit.NAME
    if f"\n{name}\n" in row.regions:
        return _Fit.REGION
    if f"\n{name}" in row.names:
        return _Fit.NAME_BEGINS
    if f"\n{name}" in row.regions:
        return _Fit.REGION_BEGINS
    return _Fit.WITHIN if name in row.names or name in row.regions else None


@cache
def _rows() -> Sequence[_Row]:
    lines = files("bot.wishes").joinpath("zones.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(_row(line.split("\t")) for line in lines if not line.startswith("#"))


def _row(columns: Sequence[str]) -> _Row:
    zone, offsets, guess_for, *cities, others, abbreviations, regions = columns
    # A fixed offset has no other name: without its sign it would be that of another.
    place = zone.rpartition("/")[2]
    # Of two words it is no word that means something else: Lord_Howe, but not Center.
    own = [zone, place] if "_" in place else [zone]
    names = [] if zone.startswith("Etc/") else [*own, *cities, *others.split("|"), *abbreviations.split()]
    ahead = tuple(map(int, offsets.split("/")))
    return _Row(
        zone, ahead, tuple(guess_for.split()), tuple(cities), _lines(names), _lines(regions.split("|"))
    )


def _lines(names: Iterable[str]) -> str:
    folded = dict.fromkeys(letters(name) for name in names)
    return "".join(f"\n{name}" for name in folded if name) + "\n" if any(folded) else ""


@cache
def _by_name() -> Mapping[str, _Row]:
    return {row.zone.lower(): row for row in _rows()}


@cache
def _known() -> frozenset[str]:
    """All names of zones and regions, and the keys of fixed offsets, folded."""
    return _names() | _regions() | {letters(row.zone) for row in _rows() if not row.names}


@cache
def _names() -> frozenset[str]:
    return frozenset(chain.from_iterable(row.names.split("\n") for row in _rows())) - {""}


@cache
def _regions() -> frozenset[str]:
    return frozenset(chain.from_iterable(row.regions.split("\n") for row in _rows())) - {""}


@cache
def _offsets() -> frozenset[int]:
    return frozenset(chain.from_iterable(row.offsets for row in _rows()))


@cache
def _guesses() -> Mapping[str, str]:
    return {tag: row.zone for row in _rows() for tag in row.guess_for}
