"""``digestbot init`` and ``doctor`` as an operator runs them, with both platforms on this machine."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pexpect
import pytest
from aiohttp.test_utils import unused_port

from bot.requests import Address
from bot.stores.sqlite import open_store
from tests.platforms.discord import Discord
from tests.platforms.discord.flags import Permission
from tests.platforms.discord.spec import load_spec as load_discord
from tests.platforms.telegram import Person, Telegram
from tests.platforms.telegram.people import group
from tests.platforms.telegram.spec import load_spec as load_telegram
from tests.stories.process import running
from tests.subscriptions import subscribed

BOTH = ("DIGESTBOT_TELEGRAM_TOKEN", "DIGESTBOT_DISCORD_TOKEN")


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended, and what it told."""

    code: int
    out: str
    err: str

    def findings(self) -> dict[str, tuple[str, str, str]]:
        """What the doctor found: state, detail and remedy by what was looked at."""
        told = json.loads(self.out)
        return {one["what"]: (one["state"], one["detail"], one["remedy"]) for one in told}


Run = Callable[..., Awaitable[Done]]


@pytest.fixture
async def telegram(checkout: Path) -> AsyncIterator[Telegram]:
    """Telegram on this machine; in the end there is nothing that it had to complain of."""
    async with Telegram(load_telegram(checkout)) as telegram:
        yield telegram
        assert telegram.complaints() == []


@pytest.fixture
async def discord(checkout: Path) -> AsyncIterator[Discord]:
    """Discord on this machine; in the end it was asked nothing that it does not know."""
    async with Discord(load_discord(checkout)) as discord:
        yield discord
        assert discord.violations + discord.mistakes + discord.floods == []


@pytest.fixture
def environ(telegram: Telegram, discord: Discord, tmp_path: Path) -> dict[str, str]:
    """An environment in which both platforms are on this machine, and no token is known."""
    kept = {
        name: text
        for name, text in os.environ.items()
        if not name.startswith("DIGESTBOT_") and not name.lower().endswith("_proxy")
    }
    return kept | {
        "DIGESTBOT_TELEGRAM_API_ROOT": telegram.root,
        "DIGESTBOT_DISCORD_API_ROOT": discord.root,
        "DIGESTBOT_DATA": str(tmp_path / "data"),
        "PYTHONUTF8": "1",
    }


@pytest.fixture
def tokens(telegram: Telegram, discord: Discord) -> dict[str, str]:
    """Both tokens, as they stand in the environment."""
    return dict(zip(BOTH, (telegram.token, discord.token), strict=True))


@pytest.fixture
def run(environ: Mapping[str, str], checkout: Path, tmp_path: Path) -> Run:
    """Runs ``digestbot`` in an empty folder, without a terminal."""

    async def call(*arguments: str, settings: Mapping[str, str] | None = None) -> Done:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *arguments,
            cwd=tmp_path,
            env={**environ, **(settings or {}), "PYTHONPATH": str(checkout)},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate()
        return Done(process.returncode or 0, out.decode(), err.decode())

    return call


async def subscribe(data: Path, *addresses: Address) -> None:
    """Have digests posted there."""
    store = open_store(data / "digestbot.sqlite3")
    for address in addresses:
        await subscribed(store, address.chat, address=address)
    await store.close()


# -- init ------------------------------------------------------------------------------------------


async def test_set_up_by_flags(run: Run, tokens: dict[str, str], seeds: Path, tmp_path: Path) -> None:
    """Tokens are checked, the links are printed, and the file is for its owner alone."""
    flags = ("--essays", str(seeds), "--timezone", "Asia/Taipei", "--language", "zh-TW")
    done = await run("init", *flags, settings=tokens)
    assert (done.code, done.err) == (0, "")
    assert "https://t.me/digest_test_bot?startgroup" in done.out
    assert "https://discord.com/oauth2/authorize?client_id=" in done.out
    assert "set DIGESTBOT_ADMINS to your own number: /mydata" in done.out
    file = tmp_path / ".env"
    assert file.stat().st_mode & 0o777 == 0o600
    text = file.read_text(encoding="utf-8")
    assert all(f"{key}={token}\n" in text for key, token in tokens.items())
    assert f"DIGESTBOT_ESSAYS={seeds}\n" in text
    assert not any(token in done.out for token in tokens.values())
    found = (await run("doctor", "--json")).findings()
    assert {found[name][0] for name in (".env", "Telegram", "Discord")} == {"ok"}
    assert "/mydata" in found["admins"][2]
    assert "/mydata" not in (await run("init", "--update", "--admins", "telegram:1")).out


@pytest.mark.parametrize("platform", ["telegram", "discord"])
async def test_refused_token(run: Run, platform: str, tmp_path: Path) -> None:
    """A token that is refused is not written, and not shown either."""
    done = await run("init", f"--{platform}-token", "1234567:not-a-token")
    assert done.code == 1
    assert f"DIGESTBOT_{platform.upper()}_TOKEN: {platform.title()} refuses the token" in done.err
    assert "not-a-token" not in done.out + done.err
    assert not (tmp_path / ".env").exists()


async def test_no_token(run: Run, tokens: dict[str, str]) -> None:
    """Without a token it is said that there is nothing to serve, and not to start that."""
    done = await run("init", "--language", "en")
    assert done.code == 0
    assert "There is no token" in done.out
    assert "starts the bot" not in done.out
    done = await run("init", "--update", "--timezone", "Asia/Taipei", settings=tokens)
    assert "There is no token" not in done.out
    assert "starts the bot" in (await run("init", "--update", "--language", "en")).out


async def test_out_of_reach(run: Run, telegram: Telegram, tmp_path: Path) -> None:
    """Where a platform cannot be reached nothing is written, unless that is wanted."""
    await telegram.stop()
    done = await run("init", "--telegram-token", telegram.token)
    assert done.code == 1
    assert "--unchecked" in done.err
    assert not (tmp_path / ".env").exists()
    done = await run("init", "--telegram-token", telegram.token, "--unchecked")
    assert done.code == 0
    assert "was not checked" in done.out
    assert telegram.token in (tmp_path / ".env").read_text(encoding="utf-8")


async def test_nothing_is_lost(run: Run, tmp_path: Path) -> None:
    """A file that is there is left alone, or changed in what is given only."""
    file = tmp_path / ".env"
    file.write_text("# mine\nDIGESTBOT_LANGUAGE=en\nDIGESTBOT_CATCH_UP=3\n", encoding="utf-8")
    before = file.read_bytes()
    done = await run("init", "--language", "zh-Hans")
    assert (done.code, file.read_bytes()) == (1, before)
    assert "--update" in done.err
    assert (await run("init", "--language", "zh-Hans", "--update")).code == 0
    assert file.read_text(encoding="utf-8") == "# mine\nDIGESTBOT_LANGUAGE=zh-Hans\nDIGESTBOT_CATCH_UP=3\n"


@pytest.mark.parametrize(
    ("flag", "value"),
    [("timezone", "Mars/Base"), ("essays", "nowhere"), ("admins", "me"), ("language", "xx")],
)
async def test_wrong_value(run: Run, flag: str, value: str, tmp_path: Path) -> None:
    """What cannot be used is named, and nothing is written."""
    done = await run("init", f"--{flag}", value)
    assert done.code == 1
    assert f"DIGESTBOT_{flag.upper()}" in done.err
    assert not (tmp_path / ".env").exists()


async def test_set_up_by_questions(
    telegram: Telegram, environ: Mapping[str, str], checkout: Path, seeds: Path, tmp_path: Path
) -> None:
    """In a terminal it asks, again after a mistake, and shows no token."""

    def talk() -> str:
        env = {**environ, "PYTHONPATH": str(checkout)}
        command = ["-m", "bot", "init"]
        terminal = pexpect.spawn(
            sys.executable, command, cwd=str(tmp_path), env=env, encoding="utf-8", timeout=60
        )
        seen = ""
        for question, answer in (
            ("Telegram token", "1:wrong"),
            ("Telegram refuses the token[^T]*Telegram token", telegram.token),
            ("Discord token", ""),
            ("Folder of the essays", str(seeds)),
            ("Time zone", "Asia/Tapei"),
            ("did you mean Asia/Taipei[^T]*Time zone", "Asia/Taipei"),
            ("Language", ""),
        ):
            terminal.expect(question)
            terminal.expect(": ")
            seen += terminal.before or ""
            terminal.sendline(answer)
        terminal.expect(pexpect.EOF)
        seen += terminal.before or ""
        terminal.wait()
        assert terminal.exitstatus == 0
        return seen

    seen = await asyncio.to_thread(talk)
    assert "@digest_test_bot" in seen
    assert telegram.token not in seen
    values = (tmp_path / ".env").read_text(encoding="utf-8").splitlines()[1:]
    assert values == [
        f"DIGESTBOT_TELEGRAM_TOKEN={telegram.token}",
        f"DIGESTBOT_ESSAYS={seeds}",
        "DIGESTBOT_TIMEZONE=Asia/Taipei",
    ]


async def test_second_thoughts(environ: Mapping[str, str], checkout: Path, tmp_path: Path) -> None:
    """In a terminal a file that is there is changed only once that is agreed to."""
    file = tmp_path / ".env"
    file.write_text("DIGESTBOT_LANGUAGE=en\n", encoding="utf-8")

    def talk(answer: str) -> int:
        terminal = pexpect.spawn(
            sys.executable,
            ["-m", "bot", "init", "--timezone", "Asia/Taipei"],
            cwd=str(tmp_path),
            env={**environ, "PYTHONPATH": str(checkout)},
            encoding="utf-8",
            timeout=60,
        )
        terminal.expect(".env is there already")
        for question in ("Telegram token", "Discord token", "Folder of the essays", "Language"):
            terminal.expect(f"{question}.*: ")
            terminal.sendline("")
        terminal.expect("Set DIGESTBOT_TIMEZONE in .env anew")
        terminal.sendline(answer)
        terminal.expect(pexpect.EOF)
        return int(terminal.wait())

    assert await asyncio.to_thread(talk, "") == 1
    assert file.read_text(encoding="utf-8") == "DIGESTBOT_LANGUAGE=en\n"
    assert await asyncio.to_thread(talk, "y") == 0
    assert file.read_text(encoding="utf-8") == "DIGESTBOT_LANGUAGE=en\nDIGESTBOT_TIMEZONE=Asia/Taipei\n"


# -- doctor ----------------------------------------------------------------------------------------


async def test_all_is_well(
    run: Run, telegram: Telegram, discord: Discord, tokens: dict[str, str], tmp_path: Path
) -> None:
    """With everything in order the doctor says so of each thing, and changes nothing at the platforms."""
    chat = group(telegram, "读书会", Person(telegram, "明"))
    await subscribe(
        tmp_path / "data", Address("telegram", str(chat.id)), Address("discord", discord.channel.id)
    )
    done = await run("doctor", "--json", settings=tokens | {"DIGESTBOT_ADMINS": "telegram:1"})
    assert done.code == 0, done
    found = done.findings()
    assert {what: state for what, (state, _, _) in found.items() if state != "ok"} == {}
    names = {"Telegram", "Telegram updates", "Telegram chats", "Discord", "Discord gateway", "Discord chats"}
    assert names | {"clock", "database", "index", "process", "time zones"} <= found.keys()
    asked = {call.method for call in telegram.calls}
    assert asked == {"getMe", "getWebhookInfo", "getUpdates", "getChatMember", "getChat"}
    assert not any("offset" in asked for asked in telegram.asked("getUpdates"))
    assert all(call.operation.startswith("get_") for call in discord.calls)


async def test_rights(
    run: Run, telegram: Telegram, discord: Discord, tokens: dict[str, str], tmp_path: Path
) -> None:
    """Where a digest could not be posted, it is said what is missing there."""
    chat = group(telegram, "读书会")
    chat.mute = True
    denied = discord.world.open(discord.guild, "静室", denied=Permission.SEND_MESSAGES)
    gone = discord.world.open(discord.guild, "旧室")
    discord.world.close(gone)
    places = [Address("telegram", str(chat.id)), *(Address("discord", one.id) for one in (denied, gone))]
    await subscribe(tmp_path / "data", *places)
    done = await run("doctor", settings=tokens)
    assert done.code == 0
    lines = done.out.splitlines()
    for place, remedy in zip(places, ("send messages", "send messages", "/subscribe"), strict=True):
        number = next(number for number, line in enumerate(lines) if str(place) in line)
        assert lines[number].startswith("note")
        assert remedy in lines[number + 1]


async def test_refused(run: Run, tmp_path: Path) -> None:
    """A token that is refused fails, with what to do as things are, and is not shown."""
    wrong = dict.fromkeys(BOTH, "1234567:not-a-token")
    for command in ("`digestbot init`", "`digestbot init --update`"):
        done = await run("doctor", "--json", settings=wrong)
        assert done.code == 1
        assert "not-a-token" not in done.out + done.err
        for name, giver in (("Telegram", "BotFather"), ("Discord", "developer portal")):
            state, _, remedy = done.findings()[name]
            assert state == "FAIL"
            assert giver in remedy
            assert command in remedy
        (tmp_path / ".env").touch(mode=0o600)


async def test_out_of_reach_later(
    run: Run, telegram: Telegram, discord: Discord, tokens: dict[str, str]
) -> None:
    """Where no platform can be reached, the rest is looked at all the same."""
    await telegram.stop()
    await discord.stop()
    done = await run("doctor", "--json", settings=tokens)
    assert done.code == 1
    states = {what: state for what, (state, _, _) in done.findings().items()}
    assert (states["Telegram"], states["Discord"], states["clock"]) == ("FAIL", "FAIL", "note")
    assert states["index"] == "ok"


async def test_second_poller(run: Run, telegram: Telegram, tokens: dict[str, str]) -> None:
    """Another process that asks for the same updates is found out."""

    async def poll() -> None:
        async with aiohttp.ClientSession() as session:
            while True:
                body: dict[str, Any] = {"timeout": 50}
                async with session.post(
                    f"{telegram.root}/bot{telegram.token}/getUpdates", json=body
                ) as answer:
                    await answer.read()

    rival = asyncio.create_task(poll())
    try:
        await telegram.polling()
        done = await run("doctor", "--json", settings=tokens)
    finally:
        rival.cancel()
        await asyncio.gather(rival, return_exceptions=True)
    assert done.code == 1
    state, detail, _ = done.findings()["Telegram updates"]
    assert state == "FAIL"
    assert detail.startswith("another process asks for them with this token")


async def test_beside_the_bot(run: Run, telegram: Telegram, tokens: dict[str, str], tmp_path: Path) -> None:
    """The bot that runs is no second poller, says how it is, and the doctor does not get into its way."""
    listen = f"127.0.0.1:{unused_port()}"
    settings = {"telegram_token": telegram.token, "telegram_api_root": telegram.root, "listen": listen}
    async with running(tmp_path / "data", **settings) as bot:
        await bot.tells("Telegram is ready")
        await telegram.polling()
        polls = len(telegram.asked("getUpdates"))
        done = await run("doctor", "--json", settings=tokens | {"DIGESTBOT_LISTEN": listen})
        assert done.code == 0, done
        assert done.findings()["running bot"][1].startswith("ready")
        assert done.findings()["process"][1].startswith("a bot serves")
        assert len(telegram.asked("getUpdates")) == polls
        assert await bot.stop() == 0
        assert "another process" not in bot.told


async def test_beside_a_bot_elsewhere(
    run: Run, telegram: Telegram, tokens: dict[str, str], tmp_path: Path
) -> None:
    """With other data the doctor finds a bot that has just begun, asks once, and that one goes on."""
    settings = {"telegram_token": telegram.token, "telegram_api_root": telegram.root}
    async with running(tmp_path / "elsewhere", **settings) as bot:
        await bot.tells("Telegram is ready")
        await telegram.polling()
        done = await run("doctor", "--json", settings=tokens)
        assert done.findings()["Telegram updates"][0] == "FAIL"
        assert len([asked for asked in telegram.asked("getUpdates") if asked.get("limit") == 1]) == 1
        ming = Person(telegram, "明")
        ming.private.say("/list")
        await ming.private.reads("全部文章")
        assert await bot.stop() == 0


async def test_elsewhere(run: Run, telegram: Telegram, tokens: dict[str, str]) -> None:
    """Updates that are brought to another address are told of."""
    await telegram.delivery.set_webhook({"url": "https://bot.example.org/hook"})
    found = (await run("doctor", "--json", settings=tokens)).findings()
    state, detail, remedy = found["Telegram updates"]
    assert (state, detail) == ("note", "they are brought to https://bot.example.org/hook")
    assert "stop" in remedy


async def test_damaged(run: Run, tmp_path: Path, seeds: Path) -> None:
    """A damaged database fails, and the doctor says where to read on."""
    await run("ask", "/summary 1", settings={"DIGESTBOT_ESSAYS": str(seeds)})
    file = tmp_path / "data" / "digestbot.sqlite3"
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + b"\xff" * 8192 + whole[12288:])
    done = await run("doctor", "--json")
    assert done.code == 1
    state, detail, remedy = done.findings()["database"]
    assert state == "FAIL"
    assert "damaged" in detail
    assert "recover.md" in remedy


async def test_open_file(run: Run, tmp_path: Path) -> None:
    """A file of settings that others may read is told of, with the command that mends it."""
    (tmp_path / ".env").write_text("DIGESTBOT_LANGUAGE=en\n", encoding="utf-8")
    (tmp_path / ".env").chmod(0o640)
    state, _, remedy = (await run("doctor", "--json")).findings()[".env"]
    assert (state, remedy) == ("note", "chmod 600 .env")
