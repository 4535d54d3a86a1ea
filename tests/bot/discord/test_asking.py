"""What was filled in, as one would type it."""

from bot.discord.asking import typed
from bot.wishes.understanding import understand


def test_typed() -> None:
    """The place comes first; roles and channels are written as Discord does, the others with their labels."""
    options = {"time": "08:30", "zone": "new york", "role": "77", "channel": "55", "topics": "平台"}
    assert list(typed(options)) == [
        "<#55>",
        "time:『08:30』",
        "zone:『new york』",
        "<@&77>",
        "topics:『平台』",
    ]


def test_understood() -> None:
    """What is written so is understood so, whatever the zone is called."""
    for zone in ("new york", "America/New_York", "纽约"):
        wish = understand(" ".join(typed({"zone": zone, "role": "77"})), "zh-CN")
        assert wish.zones[0] == "America/New_York"
        assert wish.manners.mention == "<@&77>"
    assert understand(" ".join(typed({"zone": "+8"}))).zones
    assert understand(" ".join(typed({"zone": "JST"}))).zones == ("Asia/Tokyo",)
