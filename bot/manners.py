"""How a digest is to be served, as people write it: how many essays, how long, aloud or not, its language.

Texts are folded (``digests.folding.fold``). Only what can hardly be a topic is understood: *3 essays*, *in
English*, *short summaries*; *short* or *English* alone is what somebody wants to read about.
"""

import re
from dataclasses import dataclass
from datetime import time
from typing import Final

from bot.hours import time_at
from bot.numerals import number
from bot.schedule import Quiet
from bot.texts import Language, language_named
from digests.derived import Length

_ESSAYS = re.compile(
    r"(?:(?:每天|每次|一次)\s*)?(?P<count>(?<!\d)[1-3]|[一二两三]|(?<![a-z])(?:one|two|three))\s*"
    r"(?:篇(?:文章)?(?!\w)|(?:essays?|articles?)(?!\w))"
)
_COUNTS = {"one": 1, "two": 2, "three": 3}
_SILENT = re.compile(r"(?:(?:no|without)\s+sound|silent(?:ly)?|mute|静音|静默|无声|不要?响铃)(?!\w)")
_ALOUD = re.compile(r"(?:with\s+sound|aloud|unmute|有声|响铃)(?!\w)")
_LENGTHS = {
    "short": Length.SHORT,
    "medium": Length.MEDIUM,
    "long": Length.LONG,
    "短": Length.SHORT,
    "适中": Length.MEDIUM,
    "长": Length.LONG,
}
_LENGTH = re.compile(
    rf"(?:(?P<first>{'|'.join(_LENGTHS)})\s*(?:摘要|summar(?:y|ies))(?!\w)"
    rf"|(?:length|长短|长度)\s*:\s*(?P<last>{'|'.join(_LENGTHS)})(?!\w))"
)
_LANGUAGES = {
    "english": Language.EN,
    "英语": Language.EN,
    "英文": Language.EN,
    "chinese": Language.ZH_HANS,
    "simplified chinese": Language.ZH_HANS,
    "中文": Language.ZH_HANS,
    "简体": Language.ZH_HANS,
    "简体中文": Language.ZH_HANS,
    "traditional chinese": Language.ZH_HANT,
    "繁体": Language.ZH_HANT,
    "繁体中文": Language.ZH_HANT,
}
_NAMES = "|".join(sorted(_LANGUAGES, key=len, reverse=True))
_LANGUAGE = re.compile(
    rf"(?:(?:in\s+|用)(?P<name>{_NAMES})(?!\w)|(?:language|lang|语言)\s*:\s*(?P<tag>{_NAMES}|[a-z-]+)(?!\w))"
)

_QUIET = re.compile(
    r"(?:quiet\s+hours|quiet(?=\s*(?::|from\s|between\s|\d))|免打扰(?:时间|时段)?|勿扰)"
    r"(?![a-z\u4e00-\u9fff])\s*:?\s*(?:(?:from|between)\s+)?"
)
_NEVER_QUIET = re.compile(r"(?:no\s+quiet\s+hours|(?:取消|关闭|不要|不用|不设)(?:免打扰|勿扰))(?!\w)")
_TO = re.compile(r"\s*(?:-|–|—|~|to|till|until|and|到|至)\s*")
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
    """What begins to be stated at this place of a text, behind the place where it ends."""
    if found := _ESSAYS.match(folded, place):
        count = found["count"]
        return found.end(), Manners(essays=_COUNTS.get(count) or number(count))
    if found := _LENGTH.match(folded, place):
        return found.end(), Manners(length=_LENGTHS[found["first"] or found["last"]])
    if found := _SILENT.match(folded, place):
        return found.end(), Manners(silent=True)
    if found := _ALOUD.match(folded, place):
        return found.end(), Manners(silent=False)
    if found := _LANGUAGE.match(folded, place):
        named = found["name"] or found["tag"]
        language = _LANGUAGES.get(named) or language_named(named)
        return (found.end(), Manners(language=language)) if language else None
    if found := _NEVER_QUIET.match(folded, place):
        return found.end(), Manners(quiet=NO_QUIET)
    if found := _QUIET.match(folded, place):
        end, hours = _hours_at(folded, found.end())
        return end, Manners(quiet=hours)
    if found := _MENTION.match(folded, place):
        return found.end(), Manners(mention=found[0])
    return None


def _hours_at(folded: str, place: int) -> tuple[int, Quiet]:
    """Where the hours end that are stated here, from one time of day to another; the night if none are."""
    start = time_at(folded, place)
    to = _TO.match(folded, start.end) if start else None
    end = time_at(folded, to.end()) if to else None
    if start is None or end is None or start.moment is None or end.moment is None:
        return place, NIGHT
    return end.end, Quiet(start.moment, end.moment)
