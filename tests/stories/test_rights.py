"""Who may do what: every command, typed and pressed, by everybody there is, through both platforms.

A letter says what becomes of it:

- ``+`` it is done;
- ``m`` it is left to those who manage the place;
- ``p`` it is for private chats, and the way there is shown;
- ``n`` it is nobody's own who speaks like that, and the way to a private chat is shown;
- ``g`` it is refused where the bot is no member;
- ``y`` the button is under an answer to somebody else;
- ``-`` nothing is said;
- ``.`` it cannot be said there.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from bot.actions import encode
from bot.clock import SystemClock
from bot.commands import BY_NAME, COMMANDS, LISTED
from bot.requests import Action
from bot.serving.web import WebServer
from bot.settings import Secret, Settings
from bot.texts import Language, speak
from bot.wiring import Bot, assemble, platforms
from tests.platforms.discord import Discord
from tests.platforms.discord import Person as Account
from tests.platforms.discord import Seat as Place
from tests.platforms.discord.components import ComponentType
from tests.platforms.discord.interactions import InteractionType
from tests.platforms.discord.spec import load_spec as load_discord
from tests.platforms.serving import serving as serving_telegram
from tests.platforms.telegram import Person, Telegram
from tests.platforms.telegram.people import Seat, group
from tests.platforms.telegram.spec import load_spec as load_telegram
from tests.stories.discord.conftest import serving as serving_discord
from tests.stories.talk import FakeClock

# In private, in a group (as an administrator who does not show, in the name of some channel, as the bot's
# operator), and in a channel.
TELEGRAM_TYPING = ("private", "member", "admin", "unseen", "masked", "operator", "channel")
TELEGRAM_PRESSING = ("private", "member", "admin", "operator", "reader", "editor")
# In private, in a server (by a message that mentions the bot, as its operator), and where it is no member.
DISCORD_TYPING = ("direct", "member", "manager", "mentioning", "operator", "guest")
DISCORD_PRESSING = ("direct", "member", "manager", "operator", "guest")

TYPED = {
    "start": ("+++++++", "...+.."),
    "help": ("+++++++", "++++++"),
    "summary": ("+++++++", "++++++"),
    "points": ("+++++++", "++++++"),
    "read": ("+++++++", "++++++"),
    "search": ("+++++++", "++++++"),
    "topic": ("+++++++", "++++++"),
    "related": ("+++++++", "++++++"),
    "random": ("+++++++", "++++++"),
    "latest": ("+++++++", "++++++"),
    "list": ("+++++++", "++++++"),
    "digest": ("+++++++", "++++++"),
    "subscribe": ("+m++mm+", "+m+mmg"),
    "pause": ("+m++mm+", "+m+mmg"),
    "unsubscribe": ("+m++mm+", "+m+mmg"),
    "save": ("+++nn+n", "++++++"),
    "saved": ("+pppppp", "+++p++"),
    "settings": ("+m++mm+", "+m+mmg"),
    "mydata": ("+pppppp", "+++p++"),
    "forgetme": ("+pppppp", "+++p++"),
}
# Under an answer to somebody else, where there are others. What is for the presser alone is a word at the
# button in a channel, whose messages are its administrators' to change.
PRESSED = {
    "start": ("++++-+", "+++++"),
    "help": ("++++-+", "+++++"),
    "greet": ("++++-+", "+++++"),
    "summary": ("++++-+", "+++++"),
    "points": ("++++-+", "+++++"),
    "here": ("++++++", "+++++"),
    "read": ("++++-+", "+++++"),
    "search": ("++++-+", "+++++"),
    "topic": ("++++-+", "+++++"),
    "related": ("++++-+", "+++++"),
    "random": ("++++-+", "+++++"),
    "latest": ("++++-+", "+++++"),
    "list": ("++++-+", "+++++"),
    "digest": ("++++-+", "+++++"),
    "subscribe": ("+m+mm+", "+m+mg"),
    "offer": ("+m+mm+", "+m+mg"),
    "change": ("+m+mm+", "+m+mg"),
    "days": ("+m+mm+", "+m+mg"),
    "subscription": ("+m+mm+", "+m+mg"),
    "preview": ("+m+mm+", "+m+mg"),
    "sendnow": ("+m+mm+", "+m+mg"),
    "pause": ("+m+mm+", "+m+mg"),
    "resume": ("+m+mm+", "+m+mg"),
    "unsubscribe": ("+m+mm+", "+m+mg"),
    "save": ("++++++", "+++++"),
    "unsave": ("+yyyyy", "+yyyy"),
    "saved": ("+yyyyy", "+yyyy"),
    "settings": ("+m+mm+", "+m+mg"),
    "mydata": ("+yyyyy", "+yyyy"),
    "forgetme": ("+yyyyy", "+yyyy"),
    "erase": ("+yyyyy", "+yyyy"),
}
WORDS = {"essay": "4", "words": "产业"}
# What a button brings that is more than the verb.
BROUGHT = {"change": ("", "silent", "yes"), "settings": ("length", "short"), "unsave": ("4",)}
SAYS = {
    "m": ("settings.admins", "subscribed.admins", "subscribed.not_yours"),
    "p": ("privately.please",),
    "n": ("save.privately",),
    "g": ("subscribed.guest",),
    "y": ("button.not_yours",),
    "?": ("trouble.unexpected", "trouble.store", "button.unknown", "button.expired", "door.closed"),
}
UNDONE = frozenset("mgy-")
VOICE = speak(Language.ZH_HANS)


def outcome(said: str) -> str:
    """The letter for an answer. (Of each text the beginning is enough, and has no markup.)"""
    known = ((letter, VOICE(key, code="")[:8]) for letter, keys in SAYS.items() for key in keys)
    return next((letter for letter, begins in known if begins in said), "+")


def column(table: Mapping[str, tuple[str, str]], platform: int, place: int) -> dict[str, str]:
    """What a table says of one of those who are there."""
    return {name: rows[platform][place] for name, rows in table.items() if rows[platform][place] != "."}


def words_of(name: str) -> str:
    """The command as somebody types it."""
    return f"/{name} {WORDS.get(BY_NAME[name].argument, '')}".strip()


def data_of(name: str) -> str:
    """What a button carries that does it."""
    argument = WORDS.get(BY_NAME[name].argument)
    return encode(Action(name, BROUGHT.get(name, (argument,) if argument else ())))


def test_all_commands() -> None:
    """Every command has its row in the tables, and everybody a column."""
    assert set(TYPED) == set(LISTED)
    assert set(PRESSED) == {command.name for command in COMMANDS}
    for table, telegram, discord in (
        (TYPED, TELEGRAM_TYPING, DISCORD_TYPING),
        (PRESSED, TELEGRAM_PRESSING, DISCORD_PRESSING),
    ):
        assert {(len(here), len(there)) for here, there in table.values()} == {(len(telegram), len(discord))}


async def check_undone(bot: Bot, platform: str, home: str, chat: str) -> None:
    """Nothing of a place has changed."""
    assert await bot.desk.outbox.subscription(f"chat/{platform}:{chat}") is None
    assert await bot.store.preferences(f"home/{platform}:{home}") == {}


@dataclass(frozen=True, slots=True)
class AtTelegram:
    """A bot at Telegram, and its operator there."""

    telegram: Telegram
    bot: Bot
    operator: Person

    def seat(self, role: str) -> Seat:
        """Somebody of whom nothing is known yet, in a place of which nothing is known yet."""
        person, admin = Person(self.telegram, "明"), Person(self.telegram, "红")
        if role == "private":
            return person.private
        if role in {"channel", "reader", "editor"}:
            channel = group(
                self.telegram, "频道", person, admins=(admin,), kind="channel", bot_status="administrator"
            )
            return (person if role == "reader" else admin).in_(channel)
        talks = group(self.telegram, "群", person, self.operator, admins=(admin,))
        who = {"admin": admin, "unseen": admin, "operator": self.operator}.get(role, person)
        seat = who.in_(talks, anonymous=role == "unseen")
        if role == "masked":
            seat.mask = group(self.telegram, "自己的频道", admins=(person,), kind="channel")
        return seat

    async def press(self, role: str, data: str, seat: Seat) -> str:
        """What becomes of a press under an answer, to somebody else where there is anybody else."""
        other = seat if role == "private" else Person(self.telegram, "丽").in_(seat.chat)
        other.say("/summary 3")
        said = await seat.sees(seat.press_data(data, await other.reads()))
        if said:
            return outcome(said)
        return "-" if role == "reader" else outcome((await seat.reads()).text)


@pytest.fixture
async def at_telegram(checkout: Path, seeds: Path, tmp_path: Path) -> AsyncIterator[AtTelegram]:
    """A bot that serves a Telegram of its own, at any pace."""
    async with Telegram(load_telegram(checkout)) as telegram:
        operator = Person(telegram, "管")
        chosen = Settings(
            essays=seeds,
            data=tmp_path,
            admins=frozenset({f"telegram:{operator.id}"}),
            requests_per_minute=0,
            group_requests_per_minute=0,
        )
        async with await assemble(chosen, FakeClock(), Random(7)) as bot:
            await bot.refresh()
            assert await bot.store.count() == 5
            async with serving_telegram(bot, telegram):
                yield AtTelegram(telegram, bot, operator)
        assert telegram.complaints() == []


@pytest.mark.parametrize("role", TELEGRAM_TYPING)
async def test_typed_at_telegram(at_telegram: AtTelegram, role: str) -> None:
    """What is typed is done by whom it is for, and by nobody else."""
    expected = column(TYPED, 0, TELEGRAM_TYPING.index(role))
    became = dict[str, str]()
    for name in expected:
        seat = at_telegram.seat(role)
        seat.say(words_of(name))
        became[name] = outcome((await seat.reads()).text)
        if became[name] in UNDONE:
            await check_undone(at_telegram.bot, "telegram", str(seat.chat.id), str(seat.chat.id))
    assert became == expected


@pytest.mark.parametrize("role", TELEGRAM_PRESSING)
async def test_pressed_at_telegram(at_telegram: AtTelegram, role: str) -> None:
    """What is pressed is done by whom it is for, and by nobody else, whatever data a press brings."""
    expected = column(PRESSED, 0, TELEGRAM_PRESSING.index(role))
    became = dict[str, str]()
    for name in expected:
        seat = at_telegram.seat(role)
        became[name] = await at_telegram.press(role, data_of(name), seat)
        if became[name] in UNDONE:
            await check_undone(at_telegram.bot, "telegram", str(seat.chat.id), str(seat.chat.id))
        if role == "reader":
            assert len(seat.chat.shown) == 1
    assert became == expected


async def test_others_places(at_telegram: AtTelegram) -> None:
    """Who names a group that is not theirs to manage gets nothing done, and is not told what it is called."""
    hong = Person(at_telegram.telegram, "红")
    secret = group(at_telegram.telegram, "秘密的群", admins=(hong,))
    for command in ("/subscribe", "/pause", "/unsubscribe", "/settings"):
        seat = Person(at_telegram.telegram, "明").private
        seat.say(f"{command} {secret.id}")
        said = (await seat.reads()).text
        assert outcome(said) == "m"
        assert secret.title not in said
    await check_undone(at_telegram.bot, "telegram", str(secret.id), str(secret.id))


@dataclass(frozen=True, slots=True)
class AtDiscord:
    """A bot at Discord, and its operator there."""

    discord: Discord
    bot: Bot
    operator: Account

    def seat(self, role: str) -> Place:
        """Somebody of whom nothing is known yet, in a place of which nothing is known yet."""
        manages = role in {"manager", "mentioning", "guest"}
        who = Account(self.discord, "明", manages=manages, installed=role == "guest")
        if role == "direct":
            return who.private
        guild = self.discord.world.found("新", present=role != "guest")
        return (self.operator if role == "operator" else who).in_(guild.channels[0])

    async def type(self, role: str, name: str, seat: Place) -> str:
        """What is answered to a command."""
        if role != "mentioning":
            argument = BY_NAME[name].argument
            options = {argument: WORDS[argument]} if argument in WORDS else {}
            return (await seat.slash(name, **options).answer()).text
        seat.say(f"<@{self.discord.world.me.id}> {words_of(name)}")
        await self.discord.until(lambda: len(seat.channel.messages) > 1, "an answer")
        return seat.channel.messages[-1].text

    async def press(self, role: str, data: str, seat: Place) -> str:
        """What is answered to a press under an answer, to somebody else where there is anybody else."""
        other = Account(self.discord, "丽", installed=True).in_(seat.channel)
        asked = (seat if role == "direct" else other).slash("summary", essay="4")
        pressed = {"custom_id": f"0|{data}", "component_type": int(ComponentType.BUTTON), "id": 1}
        return (await seat.interact(InteractionType.COMPONENT, pressed, await asked.answer()).answer()).text


@pytest.fixture
async def at_discord(checkout: Path, seeds: Path, tmp_path: Path) -> AsyncIterator[AtDiscord]:
    """A bot that serves a Discord of its own, at any pace."""
    async with Discord(load_discord(checkout)) as discord:
        operator = Account(discord, "管")
        chosen = Settings(
            essays=seeds,
            data=tmp_path,
            discord_token=Secret(discord.token),
            discord_api_root=discord.root,
            discord_gateway=discord.gateway_url,
            admins=frozenset({f"discord:{operator.account.id}"}),
            requests_per_minute=0,
            group_requests_per_minute=0,
        )
        async with await assemble(chosen, SystemClock(), Random(7)) as bot:
            await bot.refresh()
            assert await bot.store.count() == 5
            async with serving_discord(platforms(bot, WebServer(("127.0.0.1", 0)))):
                await discord.connected()
                yield AtDiscord(discord, bot, operator)
        assert discord.complaints() == []


@pytest.mark.parametrize("role", DISCORD_TYPING)
async def test_typed_at_discord(at_discord: AtDiscord, role: str) -> None:
    """What is typed is done by whom it is for, and by nobody else."""
    expected = column(TYPED, 1, DISCORD_TYPING.index(role))
    became = dict[str, str]()
    for name in expected:
        seat = at_discord.seat(role)
        became[name] = outcome(await at_discord.type(role, name, seat))
        if became[name] in UNDONE and seat.channel.guild:
            await check_undone(at_discord.bot, "discord", seat.channel.guild.id, seat.channel.id)
    assert became == expected


@pytest.mark.parametrize("role", DISCORD_PRESSING)
async def test_pressed_at_discord(at_discord: AtDiscord, role: str) -> None:
    """What is pressed is done by whom it is for, and by nobody else, whatever data a press brings."""
    expected = column(PRESSED, 1, DISCORD_PRESSING.index(role))
    became = dict[str, str]()
    for name in expected:
        seat = at_discord.seat(role)
        became[name] = outcome(await at_discord.press(role, data_of(name), seat))
        if became[name] in UNDONE and seat.channel.guild:
            await check_undone(at_discord.bot, "discord", seat.channel.guild.id, seat.channel.id)
    assert became == expected


@pytest.mark.parametrize("verb", ["subscription", "subscribe:", "change", "sendnow", "unsubscribe:"])
async def test_hidden_channels(at_discord: AtDiscord, verb: str) -> None:
    """Nor is who presses with the number of a channel that they do not manage."""
    seat = at_discord.seat("member")
    assert seat.channel.guild
    hidden = at_discord.discord.world.open(seat.channel.guild, "密室")
    said = await at_discord.press("member", f"{verb}:{hidden.id}", seat)
    assert outcome(said) == "m"
    assert hidden.name not in said
    await check_undone(at_discord.bot, "discord", seat.channel.guild.id, hidden.id)
