"""What became of a digest, told by what Telegram, or the way to it, said."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)

from bot.replies import Kind, Reply, Text
from bot.requests import Address
from bot.settings import Secret
from bot.stores.sqlite import open_store
from bot.subscriptions.delivery import Delivery, State
from bot.subscriptions.outcomes import Gone, InDoubt, Moved, Outcome, Refused, Sent, TryLater
from bot.telegram.delivering import Poster, outcome_of
from bot.telegram.sending import Sender
from bot.telegram.transport import TOKEN, NotSent, TooManyCalls, Transport
from tests.essays import NOON
from tests.platforms.telegram import Person, Telegram
from tests.stories.jumping import JumpingClock
from tests.subscriptions import subscribing


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


@pytest.mark.parametrize(
    ("per_second", "silent", "said"),
    [
        (30, False, {}),
        (30, True, {"disable_notification": True}),
        (31, False, {"allow_paid_broadcast": True}),
    ],
)
async def test_how_it_is_posted(
    per_second: int, *, silent: bool, said: dict[str, bool], tmp_path: Path
) -> None:
    """It makes no sound where none is wished for; only what leaves faster than is free is paid for."""
    clock, store = JumpingClock(), open_store(tmp_path / "digestbot.sqlite3")
    async with Telegram() as service:
        ming = Person(service, "明")
        ming.private.say("你好")
        to_ming = replace(
            subscribing(), address=Address("telegram", str(ming.private.chat.id)), silent=silent
        )
        delivery = Delivery(1, to_ming, date(2026, 3, 1), 1, State.PENDING, NOON, NOON)
        calls, polls = (Transport(Secret(service.token), service.root, clock) for _ in range(2))
        async with Bot(TOKEN, f"{service.root}/bot", request=calls, get_updates_request=polls) as bot:
            poster = Poster(bot, Sender(bot, store, clock, per_second), store)
            (part,) = poster.parts(to_ming, Reply(Kind.DIGEST, (Text("灯塔"),)))
            assert isinstance(await poster.deliver(delivery, part, _leaving), Sent)
    asked = service.asked("sendMessage")[-1]
    assert {name: asked[name] for name in asked if "notification" in name or "broadcast" in name} == said
    await store.close()


async def _leaving() -> None:
    """Nothing calls it back."""
