"""What people do on Discord: whatever a command, a press, a menu, a form or a message holds."""

# What discord.py makes of a payload, and when the bot is done with it, nothing public tells.
# pyright: reportPrivateUsage=false

import asyncio
from collections.abc import Coroutine, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import aiohttp
import discord
from discord.http import Route
from hypothesis import strategies as st

from bot.discord.answering import Answering
from bot.discord.calls import Calls
from bot.discord.channels import Channels
from bot.discord.client import Client
from bot.discord.posting import Poster
from bot.settings import Secret, Settings
from bot.wiring import assemble
from tests.fuzz import json_of, words
from tests.fuzz.complaints import Complaints
from tests.fuzz.json_of import Json
from tests.fuzz.target import Bound, Target
from tests.fuzz.telegram import Hasty
from tests.platforms.discord import Discord, Person
from tests.platforms.discord.interactions import InteractionType
from tests.stories.test_anything import DATA

T = TypeVar("T")
_SEEDS = Path(__file__).parents[2] / "seeds"
_OPTIONAL = frozenset({"values", "component_type"})
# What the service itself makes sure of.
_FIXED = frozenset({"kind", "type", "id", "target_id", "resolved", "messages", "9", "author", "focused"})
_FORM = 5
# As Discord sends them: a command with each kind of option, a menu of a message, a button, a menu, a form.
_SHAPES: Sequence[Json] = (
    {"kind": 2, "id": "1", "name": "search", "type": 1, "options": [
        {"name": "words", "type": 3, "value": "桥"},
    ]},
    {"kind": 2, "id": "1", "name": "summary", "type": 1, "options": [
        {"name": "essay", "type": 3, "value": "4"}, {"name": "private", "type": 5, "value": True},
    ]},
    {"kind": 2, "id": "1", "name": "subscribe", "type": 1, "options": [
        {"name": "time", "type": 3, "value": "8点"}, {"name": "zone", "type": 3, "value": "上海"},
        {"name": "days", "type": 3, "value": "周一"}, {"name": "topics", "type": 3, "value": "桥"},
        {"name": "role", "type": 8, "value": "77"}, {"name": "channel", "type": 7, "value": "55"},
    ]},
    {"kind": 2, "id": "1", "name": "Digest", "type": 3, "target_id": "9", "resolved": {"messages": {"9": {
        "id": "9", "content": "桥是约定。" * 60, "attachments": [], "components": [], "mentions": [],
        "author": {"id": "3", "username": "x"},
    }}}},
    {"kind": 3, "id": 1, "custom_id": "read:4:1.0", "component_type": 2},
    {"kind": 3, "id": 1, "custom_id": "list", "component_type": 3, "values": ["summary:4"]},
    {"kind": 4, "id": "1", "name": "summary", "type": 1, "options": [
        {"name": "essay", "type": 3, "value": "产", "focused": True},
    ]},
    {"kind": 4, "id": "1", "name": "subscribe", "type": 1, "options": [
        {"name": "zone", "type": 3, "value": "伦", "focused": True},
    ]},
    {"kind": _FORM, "custom_id": "subscribe", "components": [
        {"type": 1, "components": [{"type": 4, "custom_id": "time", "value": "8点"}]},
    ]},
)  # fmt: skip


class Service:
    """The bot's side of Discord, with the loopback service behind it."""

    def __init__(self) -> None:
        self._runner = asyncio.Runner()
        self._stack = AsyncExitStack()
        self.complaints = Complaints()
        self.wait(self._start())

    def wait(self, work: Coroutine[Any, Any, T]) -> T:
        """What some work comes to."""
        return self._runner.run(work)

    async def _start(self) -> None:
        enter, clock = self._stack.enter_async_context, Hasty()
        folder = Path(self._stack.enter_context(TemporaryDirectory()))
        self.discord = await enter(Discord())
        self.discord.rates.enabled = False
        served = await enter(
            await assemble(Settings(essays=_SEEDS, data=folder, requests_per_minute=0), clock)
        )
        await served.refresh()
        Route.BASE = self.discord.root
        self._client = await enter(Client(None, None))
        await self._client.login(self.discord.token)
        session = await enter(aiohttp.ClientSession())
        calls = Calls(session, self.discord.root, clock)
        channels = Channels(Calls(session, self.discord.root, clock, token=Secret(self.discord.token)), clock)
        languages = self._client.languages
        self._answering = Answering(self._client, served.desk, clock, calls, Poster(channels), languages)
        person = Person(self.discord, "明", manages=True)
        self._seats = (person.private, person.in_(self.discord.channel))

    def use(self, given: tuple[Json, bool]) -> None:
        """Let somebody use the bot, in a server or not, and wait until that is dealt with."""
        self.wait(self._use(*given))

    def say(self, given: tuple[str, bool]) -> None:
        """Let somebody write this."""
        self.wait(self._say(*given))

    def check(self, _given: object, _result: object) -> None:
        """Nothing went wrong inside, and all that was sent is what the service takes."""
        wrong = [*self.complaints.take(), *self.discord.violations]
        self.discord.violations.clear()
        self.discord.calls.clear()
        self.discord.world.interactions.clear()
        assert wrong == [], "\n".join(wrong)

    def close(self) -> None:
        """Let go of everything."""
        self.wait(self._stack.aclose())
        self._runner.close()
        self.complaints.close()

    async def _use(self, shape: Json, within: bool) -> None:  # noqa: FBT001 - as it is drawn
        data = dict(shape)
        kind, seat = data.pop("kind"), self._seats[within]
        pressed = seat.channel.messages[-1] if kind in {3, _FORM} and seat.channel.messages else None
        known = InteractionType(kind) if kind != _FORM else InteractionType.COMPONENT
        payload: Any = seat._payload(seat.interact(known, data, pressed)) | {"type": kind}
        self._answering.use(discord.Interaction(data=payload, state=self._client._connection))
        await self._finished()

    async def _say(self, text: str, within: bool) -> None:  # noqa: FBT001 - as above
        seat = self._seats[within]
        told: Any = self.discord.world.readable(seat.say(text))
        if seat.channel.guild is not None:
            told["guild_id"] = seat.channel.guild.id
        state = self._client._connection
        channel: Any = state._get_guild_channel(told)[0]
        self._answering.hear(discord.Message(state=state, channel=channel, data=told))
        await self._finished()

    async def _finished(self) -> None:
        await self._answering._questions.finish()
        await self._answering._background.finish()


def targets() -> Sequence[Target]:
    """What they are; they share one service, which is made when it is first needed."""
    made: list[Service] = []

    def service() -> Service:
        if not made:
            made.append(Service())
        return made[0]

    def close() -> None:
        while made:
            made.pop().close()

    said = words.all_pieces() | DATA | st.text(max_size=100)
    used = st.tuples(json_of.changed(_SHAPES, said, _OPTIONAL, fixed=_FIXED), st.booleans())
    bound = Bound(2_000_000, 3_000)
    return (
        Target("interactions", used, lambda given: service().use(given), bound,
               lambda given, result: service().check(given, result), close=close),
        Target("messages", st.tuples(said, st.booleans()), lambda given: service().say(given), bound,
               lambda given, result: service().check(given, result), close=close),
    )  # fmt: skip
