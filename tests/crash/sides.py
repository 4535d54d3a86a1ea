"""The platforms of a broadcast: where it goes, and what arrives there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.requests import Address
from tests.platforms import discord, telegram
from tests.platforms.discord.flags import ChannelType
from tests.platforms.telegram.people import group

# Most places are people's own chats; among so many there is one of each other kind.
_KINDS = 10
# So many share a server, with those that are people's own among them.
_PLACES_NEAR = 500


@dataclass(frozen=True, slots=True)
class Place:
    """Where a digest goes to, and whose settings hold there."""

    address: Address
    home: str


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message that people can see: where, as which, and what it says."""

    address: Address
    message: str
    text: str


class Side(Protocol):
    """A loopback platform."""

    @property
    def places(self) -> Sequence[Place]:
        """Where a broadcast there goes to."""
        ...

    @property
    def name(self) -> str:
        """Its name in addresses."""
        ...

    @property
    def settings(self) -> dict[str, str]:
        """What makes the bot serve it."""
        ...

    def arrived(self) -> list[Arrived]:
        """All that people can see there."""
        ...

    async def until_arrived(self, count: int, patience: float = 30) -> None:
        """Return when there are so many; fail after so many seconds."""
        ...


class OnTelegram:
    """A Telegram on which so many chats wait for a digest."""

    name = "telegram"

    def __init__(self, service: telegram.Telegram, count: int) -> None:
        self._service = service
        self.places = [self._place(number) for number in range(count)]

    @property
    def settings(self) -> dict[str, str]:
        """What makes the bot serve it."""
        return {"telegram_token": self._service.token, "telegram_api_root": self._service.root}

    def arrived(self) -> list[Arrived]:
        """All that people can see there."""
        chats = map(self._service.world.chats.__getitem__, {int(place.address.chat) for place in self.places})
        return [
            Arrived(Address(self.name, str(chat.id), str(seen.thread or "")), str(seen.id), seen.text)
            for chat in chats
            for seen in chat.shown
        ]

    async def until_arrived(self, count: int, patience: float = 30) -> None:
        """Return when there are so many; fail after so many seconds."""
        chats = self._service.world.chats.values()
        await self._service.world.pulse.until(
            lambda: sum(len(chat.shown) for chat in chats) >= count or None, f"{count} on Telegram", patience
        )

    def place_of(self, chat: telegram.Chat, topic: int | None = None) -> Place:
        """A chat, or one of its topics."""
        whose = f"home/{self.name}:{chat.id}" if chat.is_group else f"person/{self.name}/{chat.id}"
        return Place(Address(self.name, str(chat.id), str(topic or "")), whose)

    def _place(self, number: int) -> Place:
        match number % _KINDS:
            case 1:
                return self.place_of(group(self._service, f"群{number}"))
            case 2:
                forum = group(self._service, f"论坛{number}", topics=1)
                return self.place_of(forum, next(iter(forum.topics)))
            case _:
                return self.place_of(telegram.Person(self._service, f"人{number}").private.chat)


class OnDiscord:
    """A Discord on which so many channels wait for a digest."""

    name = "discord"

    def __init__(self, service: discord.Discord, count: int) -> None:
        self._service = service
        self._guild = service.guild
        self.places = [self._place(number) for number in range(count)]

    @property
    def settings(self) -> dict[str, str]:
        """What makes the bot serve it."""
        return self._service.settings

    def arrived(self) -> list[Arrived]:
        """All that people can see there; a post in a forum stands for the forum."""
        waiting = {place.address.chat for place in self.places}
        return [
            Arrived(Address(self.name, here), message.id, message.text)
            for channel in self._service.world.channels.values()
            for message in channel.messages
            for here in (channel.id, channel.parent.id if channel.parent else "")
            if here in waiting
        ]

    async def until_arrived(self, count: int, patience: float = 30) -> None:
        """Return when there are so many; fail after so many seconds."""
        channels = self._service.world.channels.values()
        await self._service.world.pulse.until(
            lambda: sum(len(one.all_messages) for one in channels) >= count or None,
            f"{count} on Discord",
            patience,
        )

    def _place(self, number: int) -> Place:
        world = self._service.world
        if number and number % _PLACES_NEAR == 0:
            self._guild = world.found(f"读书会{number}")
        guild = self._guild
        match number % _KINDS:
            case 1:
                channel = world.open(guild, f"频道{number}")
            case 2:
                channel = world.open(guild, f"帖{number}", ChannelType.THREAD, guild.channels[0])
            case 3:
                channel = world.open(guild, f"论坛{number}", ChannelType.FORUM)
            case 4:
                channel = world.open(guild, f"公告{number}", ChannelType.NEWS)
            case _:
                person = discord.Person(self._service, f"人{number}")
                return Place(
                    Address(self.name, person.private.channel.id), f"person/{self.name}/{person.account.id}"
                )
        return Place(Address(self.name, channel.id), f"home/{self.name}:{guild.id}")
