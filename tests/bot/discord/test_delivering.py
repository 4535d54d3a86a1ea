"""What became of a digest, told by what Discord, or the way to it, said."""

import pytest

from bot.discord import calls
from bot.discord.calls import Lost, NotSent, TooMany
from bot.discord.outcomes import outcome_of
from bot.subscriptions.outcomes import Gone, Outcome, Refused, TryLater


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (Lost("the service answers 502"), TryLater),
        (NotSent("no connection"), TryLater),
        (TooMany(7, everywhere=False), TryLater),
        (calls.Refused(401, 0, "Unauthorized"), TryLater),
        (calls.Refused(404, 10003, "Unknown Channel"), Gone),
        (calls.Refused(404, 10004, "Unknown Guild"), Gone),
        (calls.Refused(403, 50001, "Missing Access"), Refused),
        (calls.Refused(403, 50007, "Cannot send messages to this user"), Gone),
        (calls.Refused(403, 50013, "Missing Permissions"), Refused),
        (calls.Refused(400, 40067, "A tag is required"), Refused),
        (calls.Refused(400, 160005, "Thread is locked"), Refused),
        (calls.Refused(404, 10008, "Unknown Message"), Refused),
        (calls.Refused(400, 50035, "Invalid Form Body"), Refused),
    ],
)
def test_outcome(error: calls.Refused | Lost, kind: type[Outcome]) -> None:
    """Nothing that is lost is taken for refused; whatever is said is kept as the reason."""
    outcome = outcome_of(error)
    assert type(outcome) is kind
    assert isinstance(outcome, TryLater | Gone | Refused)
    assert outcome.why == str(error)


def test_details() -> None:
    """How long to wait is told along, and whether nothing can be posted at all."""
    assert outcome_of(TooMany(7, everywhere=False)) == TryLater("429: too many calls", 7)
    assert outcome_of(TooMany(7, everywhere=True)) == TryLater("429: too many calls", 7, everywhere=True)
    assert outcome_of(NotSent("no connection")) == TryLater("no connection", everywhere=True)
    assert outcome_of(Lost("the service answers 502")) == TryLater("the service answers 502")
