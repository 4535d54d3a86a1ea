import pytest

from tests.tools import phone
from tests.tools.picture import PICTURE, picture


def test_picture_is_fresh() -> None:
    """The picture in the README shows the conversation as it goes today (``make docs`` draws it)."""
    assert PICTURE.read_text(encoding="utf-8") == picture()


@pytest.mark.parametrize("name", phone.CONVERSATIONS)
def test_phone_is_fresh(name: str) -> None:
    """So do the pictures of Telegram; each is there for those who cannot draw it from its source."""
    assert (phone.PICTURES / f"{name}.svg").read_text(encoding="utf-8") == phone.svg(name)
    assert (phone.PICTURES / f"{name}.png").stat().st_size < 150_000
