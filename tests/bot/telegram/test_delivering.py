"""What became of a digest, told by what Telegram, or the way to it, said."""

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)

from bot.outbox import Gone, InDoubt, Moved, Outcome, Refused, Sent, TryLater
from bot.telegram.delivering import outcome_of
from bot.telegram.transport import NotSent, TooManyCalls


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (TimedOut(), InDoubt),
        (NetworkError("the service answers 502"), InDoubt),
        (NotSent("no connection"), TryLater),
        (InvalidToken(), TryLater),
        (TooManyCalls(7), TryLater),
        (ChatMigrated(-1009), Moved),
        (Forbidden("Forbidden: bot was blocked by the user"), Gone),
        (Forbidden("Forbidden: user is deactivated"), Gone),
        (Forbidden("Forbidden: bot was kicked from the supergroup chat"), Gone),
        (Forbidden("Forbidden: CHAT_WRITE_FORBIDDEN"), Refused),
        (BadRequest("Chat not found"), Gone),
        (BadRequest("Message thread not found"), Gone),
        (BadRequest("TOPIC_DELETED"), Gone),
        (BadRequest("TOPIC_CLOSED"), Refused),
        (BadRequest("Not enough rights to send text messages to the chat"), Refused),
        (BadRequest("Message is too long"), Refused),
        (TelegramError("Conflict: something new"), Refused),
    ],
)
def test_outcome(error: TelegramError, kind: type[Outcome]) -> None:
    """Only what the service says for certain is certain; whatever it says is kept as the reason."""
    outcome = outcome_of(error)
    assert type(outcome) is kind
    if not isinstance(outcome, Moved | Sent):
        assert outcome.why == error.message


def test_details() -> None:
    """Where a group went and how long to wait is told along, and that nothing can be sent at all."""
    assert outcome_of(ChatMigrated(-1009)) == Moved("-1009")
    assert outcome_of(TooManyCalls(7)) == TryLater(TooManyCalls(7).message, 7)
    assert outcome_of(NotSent("no connection")) == TryLater("no connection", everywhere=True)
