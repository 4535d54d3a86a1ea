"""What the operator can set: the one table of settings, and how they are read.

The fields of ``Settings`` are the table: name, default, and (in ``about``) the meaning and the
parser. Loading, the README and ``deploy/example.env`` are all made from it.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.errors import SettingsError
from bot.logs import Format
from bot.texts import Language, language_named

PREFIX = "DIGESTBOT_"
_PLATFORMS = ("telegram", "discord")
_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_HIGHEST_PORT = 65535
# Of what is older than a month nothing is reckoned.
_MOST_HOURS = 31 * 24
_COUNT = re.compile(r"[0-9]{1,9}")
_SNOWFLAKE = re.compile(r"[0-9]{1,20}")
_SHARDS = re.compile(r"([0-9]{1,5}(?:,[0-9]{1,5}){0,999})/([0-9]{1,5})")


class Secret:
    """A token that hides itself when it is printed, formatted, logged, copied or serialised."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The token itself, to be handed to the platform and nowhere else."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(***)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not to be copied out of the process")


@dataclass(frozen=True, slots=True)
class Shards:
    """Which of so many connections to Discord's gateway a process has; numbers begin at 0."""

    ids: tuple[int, ...]
    count: int


def seeds_folder() -> Path:
    """The folder of the essays that ship: in an installed wheel beside the code, else in the checkout."""
    installed = Path(__file__).with_name("seeds")
    return installed if installed.is_dir() else installed.parent.with_name("seeds")


def data_folder() -> Path:
    """The operating system's folder for a user's data of this program."""
    from platformdirs import user_data_path

    return user_data_path("essay-digest-bot", appauthor=False)


def _token(text: str) -> Secret:
    if not text.isascii() or not text.isprintable() or " " in text:
        raise ValueError("a token is one word of ASCII characters")
    return Secret(text)


def _url(*schemes: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        parts = urlsplit(text)
        if parts.scheme not in schemes or not parts.hostname or parts.port == 0:
            raise ValueError(f"an address begins with {' or '.join(f'{scheme}://' for scheme in schemes)}")
        return text.rstrip("/")

    return parse


def _path(text: str) -> Path:
    if "\0" in text:
        raise ValueError("a path holds no null character")
    try:
        return Path(text).expanduser()
    except RuntimeError as error:
        raise ValueError(f"{text!r} names the home of a user who is not known here") from error


def _admins(text: str) -> frozenset[str]:
    people = text.replace(",", " ").split()
    for person in people:
        platform, _, number = person.partition(":")
        if platform not in _PLATFORMS or not (number.isascii() and number.isdigit()):
            raise ValueError(f"{person!r} is not like telegram:123456 or discord:123456")
    return frozenset(people)


def _chats(text: str) -> frozenset[str]:
    chats = text.replace(",", " ").split()
    for chat in chats:
        platform, _, number = chat.partition(":")
        if platform not in _PLATFORMS or not (number.isascii() and number.removeprefix("-").isdigit()):
            raise ValueError(f"{chat!r} is not like telegram:-100123456 or discord:123456")
    return frozenset(chats)


def _count(text: str) -> int:
    if not _COUNT.fullmatch(text):
        raise ValueError(f"{text!r} is not a number like 30")
    return int(text)


def _at_least_one(text: str) -> int:
    return max(1, _count(text))


def _hours(text: str) -> timedelta:
    return timedelta(hours=min(_at_least_one(text), _MOST_HOURS))


def _server(text: str) -> int:
    if not _SNOWFLAKE.fullmatch(text):
        raise ValueError(f"{text!r} is not a number like 123456")
    return int(text)


def _shards(text: str) -> Shards | None:
    if text.lower() == "automatic":
        return None
    found = _SHARDS.fullmatch(text.replace(" ", ""))
    ids = sorted({int(number) for number in found[1].split(",")}) if found else []
    if not found or ids[-1] >= int(found[2]):
        raise ValueError(f"{text!r} is neither automatic nor like 0,1/4, which is the first two of four")
    return Shards(tuple(ids), int(found[2]))


def _listen(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not _COUNT.fullmatch(port) or not 0 < int(port) <= _HIGHEST_PORT:
        raise ValueError(f"{text!r} is not like 127.0.0.1:8080")
    return host.strip("[]"), int(port)


def _log_level(text: str) -> str:
    if text.upper() not in _LOG_LEVELS:
        raise ValueError(f"{text!r} is none of {', '.join(_LOG_LEVELS).lower()}")
    return text.upper()


def _log_format(text: str) -> Format:
    if text.lower() not in list(Format):
        raise ValueError(f"{text!r} is none of {', '.join(Format)}")
    return Format(text.lower())


def _language(text: str) -> Language:
    language = language_named(text)
    if language is None:
        raise ValueError(f"{text!r} is none of {', '.join(Language)}")
    return language


def _timezone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (KeyError, ValueError, OSError) as error:
        from zoneinfo import available_timezones

        raise ValueError(f"there is no time zone {text!r}{_nearest(text, available_timezones())}") from error


@dataclass(frozen=True, slots=True)
class _About:
    """What the table knows of a setting besides its name and default; ``unset`` is the default in words."""

    meaning: str
    parse: Callable[[str], object]
    unset: str


def _setting(meaning: str, parse: Callable[[str], object], *, default: Any, unset: str) -> Any:  # noqa: ANN401
    """A field of the table; a default that is a function is called for each ``Settings``."""
    about = {"about": _About(meaning, parse, unset)}
    return (
        field(default_factory=default, metadata=about)
        if callable(default)
        else field(default=default, metadata=about)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything the operator can set; each is ``DIGESTBOT_`` and its name in capitals."""

    telegram_token: Secret | None = _setting(
        "The token of the Telegram bot, as @BotFather gave it.", _token, default=None, unset="no Telegram"
    )
    telegram_api_root: str = _setting(
        "The root of the Bot API server, if it is one of your own.",
        _url("http", "https"),
        default="https://api.telegram.org",
        unset="`https://api.telegram.org`",
    )
    telegram_per_second: int = _setting(
        "How many messages may leave for Telegram in a second. Above 30 digests cost Stars.",
        _at_least_one,
        default=30,
        unset="30",
    )
    webhook_url: str | None = _setting(
        "The public address that Telegram can bring updates to, instead of being asked for them.",
        _url("https", "http"),
        default=None,
        unset="Telegram is asked",
    )
    listen: tuple[str, int] | None = _setting(
        "Where the web server listens that the public address leads to, and that shows `/healthz`, `/readyz` "
        "and `/metrics`, such as `127.0.0.1:8080`.",
        _listen,
        default=None,
        unset="`127.0.0.1:8080` with a public address, else nowhere",
    )
    discord_token: Secret | None = _setting(
        "The token of the Discord bot, as the developer portal gave it.",
        _token,
        default=None,
        unset="no Discord",
    )
    discord_api_root: str = _setting(
        "The root of Discord's REST API, if it is reached through a proxy of your own.",
        _url("http", "https"),
        default="https://discord.com/api/v10",
        unset="`https://discord.com/api/v10`",
    )
    discord_gateway: str | None = _setting(
        "The address of Discord's gateway, if it is reached through a proxy of your own.",
        _url("ws", "wss"),
        default=None,
        unset="Discord's own",
    )
    discord_guild: int | None = _setting(
        "The number of the only server to get the commands: there at once, for development.",
        _server,
        default=None,
        unset="everywhere",
    )
    discord_shards: Shards | None = _setting(
        "The connections of this process to Discord's gateway: `automatic`, or like `0,1/4` two of four.",
        _shards,
        default=None,
        unset="`automatic`",
    )
    essays: Path = _setting(
        "The folder of the essays.", _path, default=seeds_folder, unset="the five essays that ship"
    )
    data: Path = _setting(
        "The folder where everything is kept that the bot remembers.",
        _path,
        default=data_folder,
        unset="the system's folder for a user's data",
    )
    admins: frozenset[str] = _setting(
        "Who may manage the bot, such as `telegram:123456, discord:123456`.",
        _admins,
        default=frozenset(),
        unset="nobody",
    )
    chats: frozenset[str] = _setting(
        "The only chats, servers and people to answer: `telegram:-100123456` is a group, `telegram:123456` a "
        "person in private, `discord:123456` a server.",
        _chats,
        default=frozenset(),
        unset="everywhere",
    )
    requests_per_minute: int = _setting(
        "How many requests of one person are answered in a minute; 0 for any number.",
        _count,
        default=30,
        unset="30",
    )
    group_requests_per_minute: int = _setting(
        "How many requests of one group or server are answered in a minute, a fifth of them for one person; "
        "0 for any number.",
        _count,
        default=60,
        unset="60",
    )
    catch_up: timedelta = _setting(
        "How many hours late a digest is still posted, if the bot was off at its time.",
        _hours,
        default=timedelta(hours=12),
        unset="12",
    )
    keep_deliveries: int = _setting(
        "How many days it is kept what became of each digest.", _at_least_one, default=30, unset="30"
    )
    keep_blocked: int = _setting(
        "How many days a chat is kept that unsubscribed, or blocked the bot, in case it comes back.",
        _at_least_one,
        default=30,
        unset="30",
    )
    backups: Path | None = _setting(
        "The folder of the backups that `run` makes: one a day, and one before an upgrade.",
        _path,
        default=None,
        unset="`backups` in the folder of the data",
    )
    keep_backups: int = _setting(
        "How many days these backups are kept; with 0 there is none but before an upgrade.",
        _count,
        default=7,
        unset="7",
    )
    log_level: str = _setting(
        "How much `run` logs: debug, info, warning or error. No level shows a token.",
        _log_level,
        default="WARNING",
        unset="`warning`",
    )
    log_format: Format = _setting(
        f"How the log of `run` looks: {' or '.join(Format)}, which is one object in each line.",
        _log_format,
        default=Format.HUMAN,
        unset="`human`",
    )
    language: Language | None = _setting(
        f"The language for whoever's own is not known: {', '.join(Language)}.",
        _language,
        default=None,
        unset="`zh-Hans`",
    )
    # Not the machine's zone, which on a server is mostly UTC and nobody's: the essays' readers'.
    timezone: ZoneInfo = _setting(
        "The time zone of whoever has not chosen one.",
        _timezone,
        default=lambda: ZoneInfo("Asia/Shanghai"),
        unset="`Asia/Shanghai`",
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One setting as the documentation shows it: its key, what it means, what holds when it is unset."""

    key: str
    meaning: str
    unset: str


def table() -> tuple[Row, ...]:
    """All settings, in their order."""
    return tuple(Row(key, about.meaning, about.unset) for key, (_, about) in _TABLE.items())


def load(environ: Mapping[str, str], dotenv_path: Path | None = None) -> Settings:
    """The settings of an environment, and below it those of a ``.env`` file if there is one.

    An empty value counts as unset. What does not begin with ``DIGESTBOT_`` is somebody else's.
    Raises ``SettingsError`` with one line for everything that is wrong; secrets are never shown.
    """
    problems: list[str] = []
    stated = _dotenv(dotenv_path, problems) | {
        key: text for key, text in environ.items() if key.startswith(PREFIX)
    }
    values: dict[str, Any] = {}
    for key, text in sorted(stated.items()):
        if key not in _TABLE:
            problems.append(f"{key}: there is no such setting{_nearest(key, _TABLE)}")
        elif text.strip():
            name, about = _TABLE[key]
            try:
                values[name] = about.parse(text.strip())
            except ValueError as error:
                problems.append(f"{key}: {error}")
    if problems:
        raise SettingsError("\n".join(problems))
    return Settings(**values)


def _dotenv(path: Path | None, problems: list[str]) -> dict[str, str]:
    if path is None or not path.is_file():
        return {}
    from dotenv.parser import parse_stream

    stated: dict[str, str] = {}
    try:
        with path.open(encoding="utf-8-sig") as stream:
            for binding in parse_stream(stream):
                if binding.error or (binding.key and binding.value is None):
                    problems.append(f"{path.name}, line {binding.original.line}: a line is like NAME=value")
                elif binding.key and binding.key.startswith(PREFIX):
                    stated[binding.key] = binding.value or ""
    except (OSError, UnicodeDecodeError) as error:
        problems.append(f"{path}: cannot be read as UTF-8 text: {error}")
    return stated


def _nearest(word: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word, known, n=1)
    return f"; did you mean {near[0]}?" if near else ""


_TABLE: Mapping[str, tuple[str, _About]] = {
    PREFIX + part.name.upper(): (part.name, part.metadata["about"]) for part in fields(Settings)
}
