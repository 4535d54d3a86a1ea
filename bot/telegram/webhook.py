"""The webhook: the service brings updates itself, if the bot has an address that it can reach."""

import hmac
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from hashlib import sha256
from urllib.parse import unquote, urlsplit

from telegram import Bot, Update

from bot.serving.web import Body, Handler
from bot.settings import Secret

PATH = "/telegram"
_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_OK, _BAD_REQUEST, _FORBIDDEN = 200, 400, 403
_log = logging.getLogger(__name__)


def secret_of(token: Secret) -> str:
    """What the service shows to prove that it is the service: told by the token, but not telling it."""
    return hmac.new(token.reveal().encode(), b"webhook", sha256).hexdigest()


def paths_of(url: str) -> frozenset[str]:
    """Where updates come to the server: by the public address, or without what a proxy strips of that."""
    return frozenset({PATH, unquote(urlsplit(url).path) + PATH})


def receiver(bot: Bot, secret: str, take: Callable[[Update], Awaitable[None]]) -> Handler:
    """Hands on the updates that come with the secret. They are acknowledged before they are answered.

    Of who does not show it not even the body is read.
    """

    async def receive(headers: Mapping[str, str], body: Body) -> int:
        if not hmac.compare_digest(headers.get(_HEADER, "").encode(), secret.encode()):
            return _FORBIDDEN
        try:
            update = Update.de_json(json.loads(await body()), bot)
        except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError, OSError, RecursionError):
            _log.warning("the webhook was brought something that is no update")
            return _BAD_REQUEST
        await take(update)
        return _OK

    return receive
