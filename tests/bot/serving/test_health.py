"""What is known of the parts of the bot."""

from bot.serving.health import Health
from tests.subscriptions import Hands


async def test_health() -> None:
    """A part is well as long as it said, until it says otherwise."""
    clock = Hands()
    health = Health(clock)
    health.expect("telegram", "ticks")
    assert health.parts == {"telegram": False, "ticks": False}
    health.well("telegram")
    health.well("ticks", 60)
    assert health.parts == {"telegram": True, "ticks": True}
    await clock.sleep(60)
    assert health.parts == {"telegram": True, "ticks": False}
    health.ill("telegram")
    assert health.parts == {"telegram": False, "ticks": False}


def test_expected_later() -> None:
    """What has said already that it is well stays so when it is expected."""
    health = Health(Hands())
    health.well("ticks")
    health.expect("ticks")
    assert health.parts == {"ticks": True}
