import pytest

from tests.tools import discord_phone, phone
from tests.tools.drawing import PICTURES
from tests.tools.picture import PICTURE, picture


def test_picture_is_fresh() -> None:
    """The picture in the README shows the conversation as it goes today (``make docs`` draws it)."""
    assert PICTURE.read_text(encoding="utf-8") == picture()


@pytest.mark.parametrize("name", phone.CONVERSATIONS)
def test_telegram_is_fresh(name: str) -> None:
    """So do the pictures of Telegram."""
    assert (PICTURES / f"{name}.svg").read_text(encoding="utf-8") == phone.svg(name)


@pytest.mark.parametrize("name", discord_phone.CONVERSATIONS)
def test_discord_is_fresh(name: str) -> None:
    """And those of Discord."""
    assert (PICTURES / f"{name}.svg").read_text(encoding="utf-8") == discord_phone.svg(name)


@pytest.mark.parametrize("name", [*phone.CONVERSATIONS, *discord_phone.CONVERSATIONS])
def test_drawn(name: str) -> None:
    """Each is there, and not large, for those who cannot draw it from its source."""
    assert (PICTURES / f"{name}.png").stat().st_size < 150_000
