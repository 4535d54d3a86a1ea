"""A Discord of our own on 127.0.0.1, and the people who use it."""

from tests.platforms.discord.interactions import Interaction
from tests.platforms.discord.objects import Channel, Guild, Message
from tests.platforms.discord.people import Person, Seat
from tests.platforms.discord.server import Discord

__all__ = ["Channel", "Discord", "Guild", "Interaction", "Message", "Person", "Seat"]
