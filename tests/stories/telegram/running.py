"""``digestbot run`` at the loopback Telegram."""

from contextlib import AbstractAsyncContextManager
from pathlib import Path

from tests.platforms.telegram import Telegram
from tests.stories import process
from tests.stories.process import Running


def running(telegram: Telegram, data: Path, **settings: str) -> AbstractAsyncContextManager[Running]:
    """The bot as a process at this Telegram, with this data folder, until the end of the story."""
    served = {"telegram_token": telegram.token, "telegram_api_root": telegram.root}
    return process.running(data, **served | settings)
