"""The kinds of platforms. A new one joins here: from a bot to somebody who talks to it there."""

import re
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from io import StringIO
from typing import Protocol

from bot.clock import SystemClock
from bot.console.adapter import Console
from bot.discord.adapter import Discord as DiscordPlatform
from bot.settings import Secret
from bot.texts import Language, speak
from bot.wiring import Bot
from tests.platforms import discord
from tests.platforms.serving import served, serving
from tests.platforms.telegram import Person, Seat, Seen, Telegram

LANGUAGE = "zh-hans"
# How the console shows a button: its number, and its label if it has one.
_BUTTON = re.compile(r"\[(\d+)\] ?(.*?)(?=  |\n|$)")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a person sees after asking: all words from top to bottom, and what can be pressed.

    What is ``passing`` goes away at a tap, so that nothing in it can be pressed.
    """

    words: str
    labels: list[str]
    passing: bool = False


class Visitor(Protocol):
    """Somebody who talks to the bot in private."""

    async def say(self, text: str) -> Shown:
        """Write this; what is shown then."""
        ...

    async def press(self, label: str) -> Shown:
        """Press this button of what is shown; what is shown then."""
        ...


@dataclass(slots=True)
class _AtConsole:
    console: Console
    output: StringIO
    numbers: dict[str, str] = field(default_factory=dict)

    async def say(self, text: str) -> Shown:
        before = len(self.output.getvalue())
        await self.console.say(text)
        words = self.output.getvalue()[before:]
        self.numbers = {label: number for number, label in _BUTTON.findall(words)}
        return Shown(words, list(self.numbers))

    async def press(self, label: str) -> Shown:
        return await self.say(self.numbers[label])


@dataclass(slots=True)
class _InTelegram:
    seat: Seat

    async def say(self, text: str) -> Shown:
        self.seat.say(text)
        return await self._shown()

    async def press(self, label: str) -> Shown:
        said = await self.seat.sees(self.seat.press(label))
        return Shown(said, [], passing=True) if said else await self._shown()

    async def _shown(self) -> Shown:
        await self.seat.reads()
        return _whole(self.seat.new)


@dataclass(slots=True)
class _InDiscord:
    seat: discord.Seat

    async def say(self, text: str) -> Shown:
        said = self.seat.say(text)
        channel = self.seat.channel
        await self.seat.discord.until(lambda: channel.messages[-1] is not said, f"an answer to {text}")
        return _in_plain(channel.messages[-1])

    async def press(self, label: str) -> Shown:
        shown = self.seat.channel.messages[-1]
        return _in_plain(await self.seat.press(label, shown).answer())


# How Discord's Markdown begins lines, and what it has within them.
_BEGINNING = re.compile(r"^(?:#{1,3} |-# |> |- )+", re.MULTILINE)
_WITHIN = re.compile(r"\\(.)|\*\*|__|<(?=https?:)|(?<=\w)>")


def _in_plain(message: discord.Message) -> Shown:
    """What a person sees of Markdown."""
    text = _WITHIN.sub(r"\1", _BEGINNING.sub("", message.text))
    return Shown(text, message.labels, passing=message.ephemeral)


def _whole(messages: list[Seen]) -> Shown:
    return Shown("\n".join(seen.text for seen in messages), [key for seen in messages for key in seen.labels])


@asynccontextmanager
async def _console(bot: Bot) -> AsyncGenerator[Visitor]:
    output = StringIO()
    console = Console(bot.desk, speak(Language.ZH_HANS), LANGUAGE, output=output, width=100_000)
    yield _AtConsole(console, output)


@asynccontextmanager
async def _telegram(bot: Bot) -> AsyncGenerator[Visitor]:
    async with Telegram() as telegram, serving(bot, telegram):
        yield _InTelegram(Person(telegram, "明", LANGUAGE).private)
        assert telegram.complaints() == []


@asynccontextmanager
async def _discord(bot: Bot) -> AsyncGenerator[Visitor]:
    async with discord.Discord() as service:
        token, clock = Secret(service.token), SystemClock()
        platform = DiscordPlatform(
            token,
            service.root,
            service.gateway_url,
            bot.desk,
            bot.store,
            clock,
            bot.compose,
            bot.notices,
            bot.health,
        )
        async with served(platform):
            await service.connected()
            yield _InDiscord(discord.Person(service, "明", locale="zh-CN").private)
        assert service.complaints() == []


PLATFORMS: dict[str, Callable[[Bot], AbstractAsyncContextManager[Visitor]]] = {
    "console": _console,
    "telegram": _telegram,
    "discord": _discord,
}
