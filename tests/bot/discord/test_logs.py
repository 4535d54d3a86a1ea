"""What discord.py may tell the operator."""

import logging
from collections.abc import Iterator

import pytest

from bot.discord.logs import quieten


@pytest.fixture
def library() -> Iterator[logging.Logger]:
    """The library's log, as it was before in the end."""
    logger = logging.getLogger("discord")
    level, root = logger.level, logging.getLogger().level
    yield logger
    logger.setLevel(level)
    logging.getLogger().setLevel(root)


@pytest.mark.parametrize("level", [logging.DEBUG, logging.WARNING])
def test_no_details(library: logging.Logger, level: int) -> None:
    """However much is logged, what people say and the keys to answers are not."""
    logging.getLogger().setLevel(level)
    quieten()
    assert not logging.getLogger("discord.gateway").isEnabledFor(logging.DEBUG)
    assert library.isEnabledFor(logging.WARNING)


def test_one_line(caplog: pytest.LogCaptureFixture) -> None:
    """A lost connection is one line with the kind of trouble, however often it was set up so."""
    quieten()
    quieten()
    logger = logging.getLogger("discord.shard")
    logger.error("again in %.1f s", 2, exc_info=ConnectionResetError("by peer"))
    assert [record.getMessage() for record in caplog.records] == ["again in 2.0 s (ConnectionResetError)"]
    assert "Traceback" not in caplog.text
