"""A Telegram of our own on 127.0.0.1, and the people who use it."""

from tests.platforms.telegram.people import Person, Seat
from tests.platforms.telegram.seen import Seen
from tests.platforms.telegram.server import Telegram
from tests.platforms.telegram.world import Chat

__all__ = ["Chat", "Person", "Seat", "Seen", "Telegram"]
