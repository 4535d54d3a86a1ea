"""Whether Telegram can be served: the token, who else uses it, and the rights where digests are posted."""

from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import asynccontextmanager

from telegram import Bot
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.errors import PlatformUnavailable, TokenRefused
from bot.ports import Clock
from bot.requests import Address, Right
from bot.serving import dotfile
from bot.serving.checks import Account, Finding, Hindered, failure, look_at_chats, note, unreachable, well
from bot.settings import Secret
from bot.telegram.transport import TOKEN, Transport
from bot.telegram.venues import missing
from bot.telegram.webhook import PATH

_NAME, _CHATS = "Telegram", "Telegram chats"
# Another process that is broken off asks again after about a second, and then breaks us off.
_LISTEN_SECONDS = 3


async def sign_in(token: Secret, api_root: str, clock: Clock) -> Account:
    """Who the token's bot is. Raises ``TokenRefused`` and ``PlatformUnavailable``."""
    async with _signed_in(token, api_root, clock) as bot:
        return _account(bot)


async def check(
    token: Secret,
    api_root: str,
    clock: Clock,
    addresses: Sequence[Address],
    webhook: str | None,
    *,
    served: bool,
) -> list[Finding]:
    """Everything about this platform; ``served`` if a bot with this token is known to run."""
    try:
        async with _signed_in(token, api_root, clock) as bot:
            return [
                _known(bot),
                await _updates(bot, webhook, served=served),
                *await _chats(bot, addresses),
            ]
    except TokenRefused as error:
        remedy = f"put the token that @BotFather gives into .env: {dotfile.command()}"
        return [failure(_NAME, str(error), remedy)]
    except PlatformUnavailable as error:
        return [unreachable(_NAME, error, api_root)]


@asynccontextmanager
async def _signed_in(token: Secret, api_root: str, clock: Clock) -> AsyncGenerator[Bot]:
    transport = Transport(token, api_root, clock)
    asking = Transport(token, api_root, clock, pauses=())
    bot = Bot(TOKEN, f"{api_root}/bot", f"{api_root}/file/bot", request=transport, get_updates_request=asking)
    try:
        await bot.initialize()
        yield bot
    except InvalidToken as error:
        raise TokenRefused("Telegram refuses the token") from error
    except TelegramError as error:
        raise PlatformUnavailable(f"{api_root} cannot be reached ({error.message})") from error
    finally:
        await bot.shutdown()


def _account(bot: Bot) -> Account:
    link = f"https://t.me/{bot.username}"
    return Account(
        f"@{bot.username}",
        (
            ("to write to it", link),
            ("to bring it into a group", f"{link}?startgroup"),
            ("to bring it into a channel", f"{link}?startchannel&admin=post_messages"),
        ),
    )


def _known(bot: Bot) -> Finding:
    account = _account(bot)
    detail = "; ".join([account.name, *(f"{purpose}: {link}" for purpose, link in account.links)])
    if bot.supports_inline_queries:
        return well(_NAME, detail)
    remedy = "if people are to use it in any chat: send @BotFather /setinline, and choose the bot"
    return note(_NAME, f"{detail}; inline mode is off", remedy)


async def _updates(bot: Bot, webhook: str | None, *, served: bool) -> Finding:
    """Who gets what people say: nobody else should."""
    what, hook = "Telegram updates", await bot.get_webhook_info()
    expected = f"{webhook}{PATH}" if webhook else ""
    if hook.url and hook.url != expected:
        remedy = "if another bot uses the token, stop that one; `digestbot run` takes the updates back"
        return note(what, f"they are brought to {hook.url}", remedy)
    if hook.url:
        if hook.last_error_message:
            remedy = "see that the address leads to DIGESTBOT_LISTEN"
            return note(what, f"{hook.url} was out of reach: {hook.last_error_message}", remedy)
        return well(what, f"they are brought to {hook.url}; {hook.pending_update_count} wait")
    if served:
        return well(what, "a bot serves this data folder, and would say if another process asked for them")
    return await _poll(bot, what)


async def _poll(bot: Bot, what: str) -> Finding:
    """Ask as the bot would, once, taking nothing.

    Nothing else tells: whoever else asks is broken off by that, asks again, and breaks this off.
    """
    try:
        waiting = await bot.get_updates(limit=1, timeout=_LISTEN_SECONDS)
    except Conflict:
        remedy = "find and stop the other, or have @BotFather /revoke the token and put the new one into .env"
        detail = "another process asks for them with this token (this look broke it off for a moment)"
        return failure(what, detail, remedy)
    return well(what, f"nobody else asks for them; {'some wait' if waiting else 'none waits'}")


async def _chats(bot: Bot, addresses: Iterable[Address]) -> list[Finding]:
    async def lacking(address: Address) -> Sequence[Right]:
        try:
            return await missing(bot, int(address.chat))
        except TelegramError as error:
            raise Hindered(f"Telegram does not tell ({error.message})", unsure=True) from error

    return await look_at_chats(_CHATS, list(addresses), lacking)
