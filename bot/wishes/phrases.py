"""What stands at a place of a text that somebody wrote behind ``/subscribe``."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.wishes.hours import days_at, spared_at, time_at
from bot.wishes.manners import Manners, length_at, manners_at
from bot.wishes.zones import names_a_zone
from digests.folding import fold

Span = tuple[int, int]
_LONGEST_CITY = 8
_LONGEST_NAME = 4

LABEL = re.compile(r"(?:time|days?|时间|日期|日子)\s*:\s*")
ZONE = re.compile(r"(?:(?:time\s?)?zone|tz|时区)\s*:\s*")
ABOUT = re.compile(r"(?:(?:topics?|subjects?|话题|主题)(?:\s*:\s*|\s+)|about\s*:?\s+|关于\s*:?\s*)")
# An option: all that stands in these marks is about its label.
OPTION = re.compile(r"(?P<label>time|days|zone|topics)\s*:\s*『(?P<words>[^『』]*)』")
_QUOTED = r"\"[^\"]*\"|“[^“”]*”|「[^「」]*」|『[^『』]*』"
_FILTER = r"(?:author|by|source|title|after|since|before|until|作者|来源|标题|之后|之前)\s*:\s*"
# A quotation, a filter of a search, or what is to be left out.
MARKED = re.compile(rf"-?(?:{_FILTER})?(?:{_QUOTED})|(?:-(?![\d\s])|-?{_FILTER})[^\s,;、，；。]+")

# All topics are wanted, or none in particular: as it is said anywhere, and alone (for an option, too).
_TOPICS = r"(?:topics?|subjects?)(?![a-z])"
_ALL = r"(?:all|any|every(?:thing)?|anything|whatever)(?![a-z])"
_ALL_IN_CHINESE = "不限|全部|所有|一切|任何|都行|都可以|随便|没有|取消|关闭|无"
_EVERYTHING = re.compile(
    rf"(?:{_ALL}|no|without(?:\s+any)?)\s+{_TOPICS}"
    rf"|{_TOPICS}\s*:?\s*(?:{_ALL}|(?:none|no|off)(?![a-z])|[-–—*])|about\s*:?\s*{_ALL}(?:\s+{_TOPICS})?"
    r"|(?:不限|全部|所有|一切|任何|不要|不设|不分|取消|清除|去掉)的?(?:话题|主题)"
    rf"|(?:话题|主题|关于)\s*:?\s*(?:{_ALL_IN_CHINESE}|[-–—*])(?:的?(?:话题|主题))?"
    r"|(?:全部|所有)的?(?:文章|内容)"
)
# 所有工作日, all weekdays: of these nothing more may follow.
_EVERYTHING_ALONE = re.compile(
    r"(?:everything|anything|whatever)(?![a-z])|不限|(?:all(?![a-z])|全部|所有)(?=\s*(?:[.,;!、。]|\Z))"
)
_EVERYTHING_FILLED_IN = re.compile(rf"{_ALL}|none|no|off|{_ALL_IN_CHINESE}|[-–—*]")

_IN = re.compile(r"(?:in\s+|在)?")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_NAMES = re.compile(r"[^\s,;、，；。\"“”「」『』\u4e00-\u9fff]*[^\W\u4e00-\u9fff]")
# What is kept together: a run of one kind of characters.
_PIECE = re.compile(
    r"[\u4e00-\u9fff]+|\s+|[,;、，；。]+|[^\s,;、，；。\u4e00-\u9fff\"“「『]+|.",
    re.DOTALL,
)
# With these something else may begin behind a topic, and with a time of day.
_TURN = re.compile(
    r"(?:every|each|daily|weekdays?|weekends?)(?![a-z])|at\s+\d"
    r"|每|工作日|[早上中下晚凌][上午晨间晚]?(?:\d|[一二两三四五六七八九十])|\d\s*(?:[:h点时]|[ap]\.?m)"
)
_STOPS = frozenset(";；。")
# Behind a topic: essays on it.
_ESSAYS = re.compile(r"(?<=[\u4e00-\u9fff])的(?:文章|内容|摘要)?\Z")
# They join what was understood, or ask for it, and say nothing as a topic.
_JOINTS = frozenset({
    "and", "at", "on", "in", "every", "to", "of", "the", "a", "an", "my", "for", "from", "i", "me", "us",
    "it", "is", "am", "live", "want", "would", "like", "please", "pls", "thanks", "subscribe", "send", "get",
    "make", "post", "change", "set", "switch", "only", "&", "@", "和", "在", "每",
})  # fmt: skip
_ASKING = re.compile(
    r"(?:请|只[要在]?|麻烦你?|帮我|给我|我(?:想要?|要)|想要?|订阅|推送|发送?|谢谢|[改换设][成为到]|每日摘要|一下|吧|的|了)+"
)
# Abbreviations that are words too, unless they are in capitals; as is anything of two letters.
_WORDS = {"cat", "eat", "wet", "wit"}


@dataclass(frozen=True, slots=True)
class Phrases:
    """A text as it was typed, and folded (``digests.folding.fold``)."""

    text: str
    folded: str

    def until(self, end: int) -> "Phrases":
        """The same up to a place."""
        return Phrases(self.text[:end], self.folded[:end])

    def zone_at(self, place: int) -> tuple[int, int] | None:
        """From where to where a zone is named here, by what is no other word."""
        start = _IN.match(self.folded, place)
        place = start.end() if start else place
        named = (end for end in self.ends(place) if _means_a_zone(self.text[place:end]))
        end = next(named, None)
        return None if end is None else (place, end)

    def labelled_zone_end(self, place: int) -> int:
        """Where the zone ends whose label ends here: it need not be known by that name."""
        ends = self.ends(place)
        known = (end for end in ends if names_a_zone(self.text[place:end]))
        return next(known, ends[-1] if ends else place)

    def ends(self, place: int) -> Sequence[int]:
        """Where a name that begins here may end, the farthest first."""
        run = _HAN.match(self.folded, place)
        if run is not None:
            ends = range(min(run.end(), place + _LONGEST_CITY), place + 1, -1)
            return [end for end in ends if end == run.end() or self._is_timely(end)]
        ends_of_words: list[int] = []
        while len(ends_of_words) < _LONGEST_NAME and (word := _NAMES.match(self.folded, place)):
            ends_of_words.append(word.end())
            place = word.end() + (self.folded[word.end() : word.end() + 1] == " ")
        return ends_of_words[::-1]

    def length_at(self, place: int) -> tuple[int, Manners] | None:
        """A length that is named here, and does not belong to the word behind it."""
        found = length_at(self.folded, place) if self.begins(place) else None
        return found if found and self._ends(found[0]) else None

    def everything_end(self, place: int) -> int | None:
        """Where words end by which all topics are wanted, and which name these."""
        found = _EVERYTHING.match(self.folded, place)
        return found.end() if found and self.begins(place) and self._ends(found.end()) else None

    def everything_alone_end(self, place: int) -> int | None:
        """The same of a word that says so where no other is before it."""
        found = _EVERYTHING_ALONE.match(self.folded, place)
        return found.end() if found and self.begins(place) and self._ends(found.end()) else None

    def is_everything(self, start: int, end: int) -> bool:
        """Whether these words, filled in for topics, ask for all."""
        filled_in = self.folded[start:end].strip(" .!。！")
        return any(one.fullmatch(filled_in) for one in (_EVERYTHING, _EVERYTHING_FILLED_IN))

    def asking_end(self, place: int) -> int | None:
        """Where words end that ask for what stands behind them, or thank for it."""
        found = _ASKING.match(self.folded, place)
        if found is None:
            return None
        end = found.end()
        inside = _HAN.match(self.folded, end) and not ABOUT.match(self.folded, end)
        return None if inside and not self.goes_on(end) else end

    def turns(self, place: int) -> bool:
        """Whether something begins here that does not go on a topic."""
        if self.folded[place] in _STOPS or any(
            one.match(self.folded, place) for one in (OPTION, LABEL, ZONE)
        ):
            return True
        stated = (spared_at(self.folded, place), manners_at(self.folded, place), self.length_at(place))
        if self.begins(place) and any(stated):
            return True
        return _TURN.match(self.folded, place) is not None and self.goes_on(place)

    def goes_on(self, place: int) -> bool:
        """Whether something that is understood stands here."""
        return (
            self._is_timely(place)
            or manners_at(self.folded, place) is not None
            or length_at(self.folded, place) is not None
            or any(_means_a_zone(self.text[place:end]) for end in self.ends(place))
        )

    def _ends(self, place: int) -> bool:
        """Whether no word goes on here, nor begins behind a space, but for what is understood."""
        behind = len(self.folded) - len(self.folded[place:].lstrip())
        return not self.folded[behind : behind + 1].isalnum() or self.goes_on(behind)

    def begins(self, place: int) -> bool:
        """Whether no word or number in Latin letters goes on here."""
        before = self.folded[place - 1 : place]
        return not before.isascii() or not before.isalnum()

    def piece_end(self, place: int) -> int:
        """Where that ends which is kept together."""
        piece = _PIECE.match(self.folded, place)
        return piece.end() if piece else len(self.folded)

    def topic_end(self, start: int, end: int) -> int:
        """Where the topic ends in a piece: 教育的文章."""
        essays = _ESSAYS.search(self.folded, start, end)
        return essays.start() if essays else end

    def says_nothing(self, start: int, end: int) -> bool:
        """Whether what stands there only joins other pieces."""
        pieces = (piece.rstrip(".!?") for piece in self.folded[start:end].split())
        return all(piece in _JOINTS or not any(map(str.isalnum, piece)) for piece in pieces)

    def pieces(self, spans: Iterable[Span]) -> list[str]:
        """What was typed there; what has nothing between is one piece."""
        joined: list[Span] = []
        for start, end in sorted(spans):
            if joined and not self.text[joined[-1][1] : start].strip():
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((start, end))
        return [" ".join(self.text[start:end].split()) for start, end in joined]

    def with_joints(self, spans: Sequence[Span]) -> list[Span]:
        """The same with what stands between two of them and only joins them."""
        between = [(before[1], behind[0]) for before, behind in pairwise(spans)]
        return [*spans, *(span for span in between if self.says_nothing(*span))]

    def _is_timely(self, place: int) -> bool:
        """Whether a time or days stand here."""
        return any(stated(self.folded, place) is not None for stated in (time_at, days_at, spared_at))


def content(words: str) -> str:
    """The words without those that only join others."""
    return " ".join(word for word in words.split() if fold(word) not in _JOINTS)


def phrases(text: str) -> Phrases:
    """The text with what stands in it."""
    return Phrases(text, fold(text))


def _means_a_zone(name: str) -> bool:
    """Whether it names a zone, and is no word of English that some zone has for an abbreviation."""
    short = name.isascii() and name.isalpha() and (len(name) == len("LA") or name.lower() in _WORDS)
    return (name.isupper() or not short) and names_a_zone(name)
