"""What somebody wants to get: when, where the clock is, on which days, about what, and how."""

from dataclasses import dataclass

from bot.subscriptions.schedule import Week
from bot.wishes.hours import EVERY_DAY
from bot.wishes.manners import NO_MANNERS, Manners
from bot.wishes.phrases import content

_NOBODY_KNOWS: Week = (None,) * 7


@dataclass(frozen=True, slots=True)
class Wish:
    """What was understood of a text.

    - ``days`` are the weekdays that were named (0 is Monday), empty if none was; a time without days is
      for every day. On those of ``spared`` nothing is to come.
    - ``times`` has a time for each weekday for which one was stated.
    - ``zones`` are those that were named or may have been meant, the best first.
    - ``manners`` is how it is to be served.
    - ``topics`` is what was marked as such, as it was typed, for ``digests.query.parse``; ``everything``
      says that no topics are wanted any more but these.
    - ``words`` is what says nothing of all this, as it was typed, and may be a topic.
    - ``unclear`` are the pieces that look like a time, days, a zone or a manner, and cannot be followed;
      ``mistimed`` says that there is a time among them, ``misdated`` that there are days.
    """

    days: frozenset[int] = frozenset()
    spared: frozenset[int] = frozenset()
    times: Week = _NOBODY_KNOWS
    zones: tuple[str, ...] = ()
    topics: str = ""
    everything: bool = False
    words: str = ""
    unclear: tuple[str, ...] = ()
    mistimed: bool = False
    misdated: bool = False
    manners: Manners = NO_MANNERS

    @property
    def possible_topics(self) -> str:
        """Its words without those that only join others."""
        return content(self.words)

    def week(self, otherwise: Week) -> Week:
        """The week that is wished for; what was not said is as in the other, which has a time at least.

        Where only days would be left on which nothing is to come, it is all other days.
        """
        usual = next(moment for moment in otherwise if moment is not None)
        named = self.days or {day for day in EVERY_DAY if otherwise[day] is not None}
        days = named - self.spared or EVERY_DAY - self.spared
        times = [stated or other or usual for stated, other in zip(self.times, otherwise, strict=True)]
        return tuple(moment if day in days else None for day, moment in enumerate(times))


def option(label: str, words: str) -> str:
    """Words about nothing but their label (time, zone, days, topics), as ``understand`` reads them."""
    return f"{label}:『{words.translate(str.maketrans('『』', '「」'))}』"
