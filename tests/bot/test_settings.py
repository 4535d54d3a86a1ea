import json
import pickle
import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SettingsError
from bot.settings import Shards, load, seeds_folder, table
from bot.texts import Language

TOKEN = "123456:a-very-secret-word"


def problems(environ: dict[str, str], dotenv: Path | None = None) -> list[str]:
    """The lines of the error that these settings give."""
    with pytest.raises(SettingsError) as caught:
        load(environ, dotenv)
    return str(caught.value).splitlines()


def test_defaults(seeds: Path) -> None:
    """With nothing stated there is no platform, and the essays are the seeds."""
    settings = load({})
    assert settings.telegram_token is None
    assert settings.discord_token is None
    assert settings.essays == seeds
    assert settings.data.is_absolute()
    assert settings.timezone == ZoneInfo("Asia/Shanghai")


def test_stated() -> None:
    """Every setting is read from the key the table names, white space around it left away."""
    settings = load(
        {
            "DIGESTBOT_TELEGRAM_TOKEN": f" {TOKEN} ",
            "DIGESTBOT_TELEGRAM_API_ROOT": "http://127.0.0.1:8081/",
            "DIGESTBOT_DISCORD_TOKEN": "abc.def",
            "DIGESTBOT_DISCORD_API_ROOT": "https://proxy.example/api/v10",
            "DIGESTBOT_DISCORD_GATEWAY": "wss://gateway.example",
            "DIGESTBOT_ESSAYS": "/srv/essays",
            "DIGESTBOT_DATA": "/srv/data",
            "DIGESTBOT_ADMINS": "telegram:12, discord:34",
            "DIGESTBOT_CHATS": "telegram:-1001 discord:5",
            "DIGESTBOT_REQUESTS_PER_MINUTE": "7",
            "DIGESTBOT_GROUP_REQUESTS_PER_MINUTE": "0",
            "DIGESTBOT_LANGUAGE": "zh-hant",
            "DIGESTBOT_TIMEZONE": "Europe/Madrid",
        }
    )
    assert settings.telegram_token is not None
    assert settings.telegram_token.reveal() == TOKEN
    assert settings.telegram_api_root == "http://127.0.0.1:8081"
    assert settings.discord_token is not None
    assert settings.discord_token.reveal() == "abc.def"
    assert settings.discord_api_root == "https://proxy.example/api/v10"
    assert settings.discord_gateway == "wss://gateway.example"
    assert settings.essays == Path("/srv/essays")
    assert settings.data == Path("/srv/data")
    assert settings.admins == {"telegram:12", "discord:34"}
    assert settings.chats == {"telegram:-1001", "discord:5"}
    assert settings.requests_per_minute == 7
    assert settings.group_requests_per_minute == 0
    assert settings.language is Language.ZH_HANT
    assert settings.timezone == ZoneInfo("Europe/Madrid")


def test_home() -> None:
    """A path may begin at the operator's home."""
    assert load({"DIGESTBOT_DATA": "~/digests"}).data == Path.home() / "digests"


@pytest.mark.parametrize("key", [row.key for row in table()])
def test_empty(key: str) -> None:
    """An empty value is an unset one."""
    assert load({key: "  "}) == load({})


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("TELEGRAM_TOKEN", "two words"),
        ("DISCORD_TOKEN", "密码"),
        ("TELEGRAM_API_ROOT", "api.example"),
        ("TELEGRAM_API_ROOT", "http://api.example:port"),
        ("TELEGRAM_API_ROOT", "http://ming:password@api.example"),
        ("DISCORD_API_ROOT", "ftp://api.example"),
        ("DISCORD_GATEWAY", "https://gateway.example"),
        ("DISCORD_GATEWAY", "wss://[gateway"),
        ("ESSAYS", "a\0b"),
        ("DATA", "~nobody-of-this-name/data"),
        ("ADMINS", "bob"),
        ("ADMINS", "telegram:bob"),
        ("ADMINS", "matrix:1"),
        ("CHATS", "telegram:@channel"),
        ("CHATS", "-1001"),
        ("REQUESTS_PER_MINUTE", "-3"),
        ("REQUESTS_PER_MINUTE", "many"),
        ("GROUP_REQUESTS_PER_MINUTE", "９"),
        ("WEBHOOK_URL", "bot.example"),
        ("LISTEN", "8080"),
        ("LISTEN", ":8080"),
        ("LISTEN", "127.0.0.1:0"),
        ("LISTEN", "127.0.0.1:65536"),
        ("LOG_LEVEL", "loud"),
        ("LANGUAGE", "fr"),
        ("TIMEZONE", "Mars/Olympus"),
        ("TIMEZONE", "../../etc/passwd"),
        ("TIMEZONE", "Europe"),
    ],
)
def test_bad_value(key: str, text: str) -> None:
    """A value that cannot be used is reported under its key."""
    (problem,) = problems({f"DIGESTBOT_{key}": text})
    assert problem.startswith(f"DIGESTBOT_{key}: ")


def test_all_at_once() -> None:
    """Everything that is wrong stands in one error, and the nearest name is offered."""
    environ = {
        "DIGESTBOT_LANGAGE": "en",
        "DIGESTBOT_TIMEZONE": "Asia/Shangai",
        "DIGESTBOT_ADMINS": "x",
        "HOME": "/",
    }
    assert problems(environ) == [
        "DIGESTBOT_ADMINS: 'x' is not like telegram:123456 or discord:123456",
        "DIGESTBOT_LANGAGE: there is no such setting; did you mean DIGESTBOT_LANGUAGE?",
        "DIGESTBOT_TIMEZONE: there is no time zone 'Asia/Shangai'; did you mean Asia/Shanghai?",
    ]


def test_dotenv(tmp_path: Path) -> None:
    """The real environment wins over ``.env``, and what is not the bot's is left alone."""
    path = tmp_path / ".env"
    path.write_text(
        "\ufeff# mine\nexport DIGESTBOT_LANGUAGE='en'\nDIGESTBOT_TIMEZONE=Europe/Rome\nOTHER=$HOME\n",
        encoding="utf-8",
    )
    settings = load({"DIGESTBOT_TIMEZONE": "Europe/Madrid"}, path)
    assert settings.language is Language.EN
    assert settings.timezone == ZoneInfo("Europe/Madrid")


def test_no_dotenv(tmp_path: Path) -> None:
    """A ``.env`` that is not there is nothing to speak of."""
    assert load({}, tmp_path / ".env") == load({})


def test_dotenv_line(tmp_path: Path) -> None:
    """A line of ``.env`` that says nothing is named by its number."""
    path = tmp_path / ".env"
    path.write_text("DIGESTBOT_LANGUAGE=en\nDIGESTBOT_DATA\nDIGESTBOT_ESSAYS='open\n", encoding="utf-8")
    assert [line.partition(":")[0] for line in problems({}, path)] == [".env, line 2", ".env, line 3"]


def test_dotenv_binary(tmp_path: Path) -> None:
    """A ``.env`` that is no text is reported."""
    path = tmp_path / ".env"
    path.write_bytes(b"\xff\xfe\x00D")
    (problem,) = problems({}, path)
    assert str(path) in problem


def test_secret_hides() -> None:
    """A token shows itself in no form but the one that is asked for."""
    settings = load({"DIGESTBOT_TELEGRAM_TOKEN": TOKEN})
    secret = settings.telegram_token
    assert secret is not None
    for shown in (repr(settings), str(secret), f"{secret}", f"{secret!r}", f"{[secret]}", "%s" % secret):  # noqa: UP031
        assert TOKEN not in shown
    with pytest.raises(TypeError):
        pickle.dumps(secret)
    with pytest.raises(TypeError):
        json.dumps(secret)


def test_bad_secret_hides() -> None:
    """An error about a token does not show it."""
    assert "hunter" not in problems({"DIGESTBOT_DISCORD_TOKEN": "hunter two"})[0]


@given(st.dictionaries(st.sampled_from([row.key for row in table()]), st.text(max_size=40)))
def test_hostile(environ: dict[str, str]) -> None:
    """Any text under any key gives settings or one error whose every line names a key."""
    try:
        load(environ)
        named = set[str]()
    except SettingsError as error:
        named = {line.partition(":")[0] for line in str(error).split("\n")}
    assert named <= set(environ)


def test_light() -> None:
    """Reading the settings loads none of the libraries that only some of them need."""
    heavy = {"dotenv", "platformdirs", "sqlalchemy", "rjieba", "telegram", "difflib"}
    code = f"import sys, bot.settings; print(sorted({heavy!r} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"


def test_seeds() -> None:
    """The essays that ship are found in the checkout."""
    assert len(list(seeds_folder().glob("*.txt"))) == 5


@pytest.mark.parametrize(
    ("text", "listen"),
    [
        ("bot.example:80", ("bot.example", 80)),
        ("[::1]:8080", ("::1", 8080)),
        ("localhost:1", ("localhost", 1)),
    ],
)
def test_listen(text: str, listen: tuple[str, int]) -> None:
    """Where the web server listens is a host and a port, also of the newer kind of addresses."""
    assert load({"DIGESTBOT_LISTEN": text}).listen == listen


def test_shards() -> None:
    """Some of Discord's connections are named with their number; by itself the service's advice holds."""
    settings = load({"DIGESTBOT_DISCORD_SHARDS": "1, 0/4", "DIGESTBOT_DISCORD_GUILD": "123"})
    assert settings.discord_shards == Shards((0, 1), 4)
    assert settings.discord_guild == 123
    assert load({"DIGESTBOT_DISCORD_SHARDS": "automatic"}).discord_shards is None


@pytest.mark.parametrize("text", ["4", "4/4", "0,/4", "/4", "0/", "a/4", "0/4,1"])
def test_no_shards(text: str) -> None:
    """A shard is one of those there are."""
    (problem,) = problems({"DIGESTBOT_DISCORD_SHARDS": text})
    assert problem.startswith(f"DIGESTBOT_DISCORD_SHARDS: {text!r} is neither automatic nor like 0,1/4")
