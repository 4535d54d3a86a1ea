"""How a digest is to be served, as people write it: how many essays, how long, aloud or not, its language.

Texts are folded (``digests.folding.fold``). Only what can hardly be a topic is understood: *3 essays*, *in
English*, *short summaries*; *short stories* and *English* are what somebody wants to read about.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Final, TypeVar

from bot.subscriptions.schedule import Quiet
from bot.texts import Language, language_named
from bot.wishes.hours import span_at
from bot.wishes.numerals import NUMERAL, number
from digests.derived import Length

_Meant = TypeVar("_Meant", Length, Language)


def _by_word(words: Mapping[_Meant, str]) -> dict[str, _Meant]:
    return {word: meant for meant, listed in words.items() for word in listed.split("|")}


def _any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest that fits."""
    return "|".join(sorted(words, key=len, reverse=True))


_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}
_ESSAYS = re.compile(
    r"(?:(?:每天|每次|一次|最多)\s*|at\s+most\s+|up\s+to\s+)?"
    rf"(?P<count>(?<!\d)(?:\d{{1,4}}(?!\d)|{NUMERAL})|(?<![a-z])(?:{'|'.join(_COUNTS)}))\s*"
    r"(?:篇(?:文章)?(?!\w)|(?:essays?|articles?)(?!\w))(?:\s+(?:a|per|each)\s+(?:day|time)(?!\w))?"
)
_SILENT = re.compile(r"(?:(?:no|without)\s+sound|silent(?:ly)?|mute|静音|静默|无声|不要?响铃)(?!\w)")
_ALOUD = re.compile(r"(?:with\s+sound|aloud|unmute|有声|响铃|(?:取消|关闭|不要)静音)(?!\w)")
_LENGTHS = _by_word(
    {
        Length.SHORT: "short|shorter|brief|短|简短",
        Length.MEDIUM: "medium|适中",
        Length.LONG: "long|longer|detailed|长|详细",
    }
)
_LENGTH_WORDS = _any_of(_LENGTHS)
_LENGTH = re.compile(
    rf"(?:(?P<first>{_LENGTH_WORDS})(?:一?[点些])?(?:的|\s)*(?:摘要|summar(?:y|ies))(?!\w)"
    rf"|(?:length|长短|长度)\s*:\s*(?P<last>{_LENGTH_WORDS})(?!\w)"
    r"|(?P<rather>长一?[点些]|短一?[点些]|详细一?点)(?!\w))"
)
_LENGTH_ALONE = re.compile(rf"(?:{_LENGTH_WORDS})(?!\w)")
_LANGUAGES = _by_word(
    {
        Language.EN: "english|英语|英文",
        Language.ZH_HANS: "chinese|simplified chinese|中文|简体|简体中文",
        Language.ZH_HANT: "traditional chinese|繁体|繁体中文",
    }
)
_NAMES = _any_of(_LANGUAGES)
_LANGUAGE = re.compile(
    rf"(?:(?:in\s+|用)(?P<name>{_NAMES})(?!\w)|(?:language|lang|语言)\s*:\s*(?P<tag>{_NAMES}|[a-z-]+)(?!\w))"
)

_CHINESE_QUIET = r"(?:免打扰|勿扰|(?:不要|别|勿)(?:来)?(?:打扰|打搅|吵))我?(?:时间|时段)?"
_QUIET = re.compile(
    r"(?:quiet\s+hours|quiet(?=\s*(?::|from\s|between\s|\d))|(?:do\s+not|don'?t)\s+disturb(?:\s+me)?"
    r"|(?:no(?:thing|\s+(?:posts?|digests?|messages?)))(?=\s+(?:from|between)\s)"
    rf"|(?:夜里|夜间|晚上|深夜|半夜|睡觉时?)?请?{_CHINESE_QUIET}(?:从(?=\d|[早上中下晚凌]))?)"
    r"(?:(?<=从)|(?![a-z\u4e00-\u9fff]))\s*:?\s*(?:(?:from|(?P<between>between))\s+)?"
)
_QUIET_BEHIND = re.compile(
    rf"[\s,，]*(?:之间|期间)?(?:quiet(?:\s+hours)?|请?{_CHINESE_QUIET}|不发|静默)(?!\w)"
)
_NEVER_QUIET = re.compile(
    r"(?:no\s+quiet\s+hours|quiet(?:\s+hours)?\s*:?\s*(?:off|none|never)"
    r"|(?:取消|关闭|关掉|不要|不用|不设)(?:免打扰|勿扰)(?:时间|时段)?"
    r"|(?:免打扰|勿扰)(?:时间|时段)?\s*:?\s*(?:关闭|关掉|关|取消|off|无))(?!\w)"
)
NO_QUIET: Final = Quiet(time(0), time(0))
NIGHT: Final = Quiet(time(22), time(7))

_MENTION = re.compile(r"<@&\d{1,20}>")


@dataclass(frozen=True, slots=True)
class Manners:
    """What was stated, ``None`` where nothing was.

    ``quiet`` is ``NO_QUIET`` for no quiet hours, ``mention`` a role as Discord writes it.
    """

    essays: int | None = None
    length: Length | None = None
    silent: bool | None = None
    language: Language | None = None
    mention: str | None = None
    quiet: Quiet | None = None

    def filled(self, other: "Manners") -> "Manners":
        """These, and the other's where nothing is stated yet."""
        return Manners(
            other.essays if self.essays is None else self.essays,
            other.length if self.length is None else self.length,
            other.silent if self.silent is None else self.silent,
            other.language if self.language is None else self.language,
            other.mention if self.mention is None else self.mention,
            other.quiet if self.quiet is None else self.quiet,
        )


NO_MANNERS: Final = Manners()


def manners_at(folded: str, place: int) -> tuple[int, Manners] | None:
    """What begins to be stated at this place of a text, behind the place where it ends.

    Nothing is stated (``NO_MANNERS``) where it cannot be followed: 0 essays, quiet hours 25-7.
    """
    if found := _ESSAYS.match(folded, place):
        return found.end(), Manners(essays=_count(found["count"]) or None)
    if found := _LENGTH.match(folded, place):
        stated = found["first"] or found["last"] or found["rather"].rstrip("一点些")
        return found.end(), Manners(length=_LENGTHS[stated])
    if found := _SILENT.match(folded, place):
        return found.end(), Manners(silent=True)
    if found := _ALOUD.match(folded, place):
        return found.end(), Manners(silent=False)
    if found := _LANGUAGE.match(folded, place):
        named = found["name"] or found["tag"]
        return found.end(), Manners(language=_LANGUAGES.get(named) or language_named(named))
    if found := _NEVER_QUIET.match(folded, place):
        return found.end(), Manners(quiet=NO_QUIET)
    if found := _QUIET.match(folded, place):
        end, hours = _hours_at(folded, found.end(), between=bool(found["between"]))
        return end or found.end(), Manners(quiet=hours if end else NIGHT)
    end, hours = _hours_at(folded, place)
    if end and (behind := _QUIET_BEHIND.match(folded, end)):
        return behind.end(), Manners(quiet=hours)
    if found := _MENTION.match(folded, place):
        return found.end(), Manners(mention=found[0])
    return None


def length_at(folded: str, place: int) -> tuple[int, Manners] | None:
    """A length that is named at this place, alone; with another word behind it, it may be a topic."""
    found = _LENGTH_ALONE.match(folded, place)
    return (found.end(), Manners(length=_LENGTHS[found[0]])) if found else None


def _count(text: str) -> int:
    if text in _COUNTS:
        return _COUNTS[text]
    return int(text) if text.isdecimal() else number(text)


def _hours_at(folded: str, place: int, *, between: bool = False) -> tuple[int, Quiet | None]:
    """Where the hours end that are stated here, 0 if none are; and the hours, if there are such."""
    span = span_at(folded, place, between=between)
    if span is None:
        return 0, None
    start, end = span
    if start.moment is None or end.moment is None:
        return end.end, None
    return end.end, Quiet(start.moment, end.moment)
