"""What may come in by the webhook."""

import json

import pytest
from telegram import Bot, Update

from bot.settings import Secret
from bot.telegram.webhook import paths_of, receiver, secret_of

TOKEN = Secret("7654321:AAF-of-no-bot_at-all0123456789abcde")
HEADER = "X-Telegram-Bot-Api-Secret-Token"


async def received(body: bytes, **headers: str) -> tuple[int, list[int]]:
    """The status that is answered, and the numbers of the updates that were taken."""
    taken = list[int]()

    async def take(update: Update) -> None:
        taken.append(update.update_id)

    async def read() -> bytes:
        return body

    receive = receiver(Bot("7:x"), secret_of(TOKEN), take)
    return await receive({name.replace("_", "-"): value for name, value in headers.items()}, read), taken


@pytest.mark.parametrize(
    ("url", "paths"),
    [
        ("https://bot.example.org", {"/telegram"}),
        ("https://bot.example.org:8443/hook/x", {"/telegram", "/hook/x/telegram"}),
        ("https://bot.example.org/%E8%B7%AF", {"/telegram", "/路/telegram"}),
    ],
)
def test_paths(url: str, paths: set[str]) -> None:
    """It is served where the service brings updates, and where a proxy does that strips the path."""
    assert paths_of(url) == paths


async def test_secret() -> None:
    """Only who shows the secret is listened to; the secret does not tell the token."""
    secret = secret_of(TOKEN)
    body = json.dumps({"update_id": 5}).encode()
    assert await received(body, **{HEADER: secret}) == (200, [5])
    for wrong in ("", "x", secret[:-1], secret + "a", "密"):
        assert await received(body, **{HEADER: wrong}) == (403, [])
    assert await received(body) == (403, [])
    assert TOKEN.reveal() not in secret
    assert secret.isalnum()


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"{}", b"null", b"\xff", b"[" * 100_000, b'{"update_id": {}, "message": 3}']
)
async def test_no_update(body: bytes) -> None:
    """What is no update is refused, even with the secret."""
    assert await received(body, **{HEADER: secret_of(TOKEN)}) == (400, [])
