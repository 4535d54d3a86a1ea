"""The one table of what the operator can set.

The fields of ``Settings`` are the table: name, default, and (in ``about``) the meaning and the
parser. Loading, the README and ``deploy/example.env`` are all made from it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.logs import Format
from bot.settings import values
from bot.settings.values import Secret, Shards
from bot.texts import Language

PREFIX = "DIGESTBOT_"
_PROGRAM = Path(__file__).parents[1]


def seeds_folder() -> Path:
    """The folder of the essays that ship: in an installed wheel beside the code, else in the checkout."""
    installed = _PROGRAM / "seeds"
    return installed if installed.is_dir() else _PROGRAM.with_name("seeds")


def data_folder() -> Path:
    """The operating system's folder for a user's data of this program."""
    from platformdirs import user_data_path

    return user_data_path("essay-digest-bot", appauthor=False)


@dataclass(frozen=True, slots=True)
class About:
    """What the table knows of a setting besides its name and default; ``unset`` is the default in words."""

    meaning: str
    parse: Callable[[str], object]
    unset: str


def _setting(meaning: str, parse: Callable[[str], object], *, default: Any, unset: str) -> Any:  # noqa: ANN401
    """A field of the table; a default that is a function is called for each ``Settings``."""
    about = {"about": About(meaning, parse, unset)}
    return (
        field(default_factory=default, metadata=about)
        if callable(default)
        else field(default=default, metadata=about)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything the operator can set; each is ``DIGESTBOT_`` and its name in capitals."""

    telegram_token: Secret | None = _setting(
        "The token of the Telegram bot, as @BotFather gave it.",
        values.token,
        default=None,
        unset="no Telegram",
    )
    telegram_api_root: str = _setting(
        "The root of the Bot API server, if it is one of your own.",
        values.url("http", "https"),
        default="https://api.telegram.org",
        unset="`https://api.telegram.org`",
    )
    telegram_per_second: int = _setting(
        "How many messages may leave for Telegram in a second. Above 30 digests cost Stars.",
        values.at_least_one,
        default=30,
        unset="30",
    )
    webhook_url: str | None = _setting(
        "The public address that Telegram can bring updates to, instead of being asked for them.",
        values.url("https", "http"),
        default=None,
        unset="Telegram is asked",
    )
    listen: tuple[str, int] | None = _setting(
        "Where the web server listens that the public address leads to, and that shows `/healthz`, `/readyz` "
        "and `/metrics`, such as `127.0.0.1:8080`.",
        values.listen,
        default=None,
        unset="`127.0.0.1:8080` with a public address, else nowhere",
    )
    discord_token: Secret | None = _setting(
        "The token of the Discord bot, as the developer portal gave it.",
        values.token,
        default=None,
        unset="no Discord",
    )
    discord_api_root: str = _setting(
        "The root of Discord's REST API, if it is reached through a proxy of your own.",
        values.url("http", "https"),
        default="https://discord.com/api/v10",
        unset="`https://discord.com/api/v10`",
    )
    discord_gateway: str | None = _setting(
        "The address of Discord's gateway, if it is reached through a proxy of your own.",
        values.url("ws", "wss"),
        default=None,
        unset="Discord's own",
    )
    discord_guild: int | None = _setting(
        "The number of the only server to get the commands: there at once, for development.",
        values.server,
        default=None,
        unset="everywhere",
    )
    discord_shards: Shards | None = _setting(
        "The connections of this process to Discord's gateway: `automatic`, or like `0,1/4` two of four.",
        values.shards,
        default=None,
        unset="`automatic`",
    )
    essays: Path = _setting(
        "The folder of the essays.", values.path, default=seeds_folder, unset="the five essays that ship"
    )
    data: Path = _setting(
        "The folder where everything is kept that the bot remembers.",
        values.path,
        default=data_folder,
        unset="the system's folder for a user's data",
    )
    admins: frozenset[str] = _setting(
        "Who may manage the bot, such as `telegram:123456, discord:123456`: `/mydata` shows your number.",
        values.admins,
        default=frozenset(),
        unset="nobody",
    )
    chats: frozenset[str] = _setting(
        "The only chats, servers and people to answer: `telegram:-100123456` is a group, `telegram:123456` a "
        "person in private, `discord:123456` a server.",
        values.chats,
        default=frozenset(),
        unset="everywhere",
    )
    requests_per_minute: int = _setting(
        "How many requests of one person are answered in a minute; 0 for any number.",
        values.count,
        default=30,
        unset="30",
    )
    group_requests_per_minute: int = _setting(
        "How many requests of one group or server are answered in a minute, a fifth of them for one person, "
        "half for one channel of a server; 0 for any number.",
        values.count,
        default=60,
        unset="60",
    )
    catch_up: timedelta = _setting(
        "How many hours late a digest is still posted, if the bot was off at its time.",
        values.hours,
        default=timedelta(hours=12),
        unset="12",
    )
    keep_deliveries: int = _setting(
        "How many days it is kept what became of each digest.", values.at_least_one, default=30, unset="30"
    )
    keep_blocked: int = _setting(
        "How many days a chat is kept that unsubscribed, or blocked the bot, in case it comes back.",
        values.at_least_one,
        default=30,
        unset="30",
    )
    backups: Path | None = _setting(
        "The folder of the backups that `run` makes: one a day, and one before an upgrade.",
        values.path,
        default=None,
        unset="`backups` in the folder of the data",
    )
    keep_backups: int = _setting(
        "How many of the daily backups are kept, the newest; with 0 there is none but before an upgrade.",
        values.count,
        default=7,
        unset="7",
    )
    log_level: str = _setting(
        "How much `run` logs: debug, info, warning or error. No level shows a token.",
        values.log_level,
        default="WARNING",
        unset="`warning`",
    )
    log_format: Format = _setting(
        f"How the log of `run` looks: {' or '.join(Format)}, which is one object in each line.",
        values.log_format,
        default=Format.HUMAN,
        unset="`human`",
    )
    language: Language | None = _setting(
        f"The language for whoever's own is not known: {', '.join(Language)}.",
        values.language,
        default=None,
        unset="`zh-Hans`",
    )
    # Not the machine's zone, which on a server is mostly UTC and nobody's: the essays' readers'.
    timezone: ZoneInfo = _setting(
        "The time zone of whoever has not chosen one.",
        values.timezone,
        default=lambda: ZoneInfo("Asia/Shanghai"),
        unset="`Asia/Shanghai`",
    )


TABLE: Mapping[str, tuple[str, About]] = {
    PREFIX + part.name.upper(): (part.name, part.metadata["about"]) for part in fields(Settings)
}


@dataclass(frozen=True, slots=True)
class Row:
    """One setting as the documentation shows it: its key, what it means, what holds when it is unset."""

    key: str
    meaning: str
    unset: str


def table() -> tuple[Row, ...]:
    """All settings, in their order."""
    return tuple(Row(key, about.meaning, about.unset) for key, (_, about) in TABLE.items())
