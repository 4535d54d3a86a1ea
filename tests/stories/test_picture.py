from tests.tools.picture import PICTURE, picture


def test_picture_is_fresh() -> None:
    """The picture in the README shows the conversation as it goes today (``make docs`` draws it)."""
    assert PICTURE.read_text(encoding="utf-8") == picture()
