from datetime import time

import pytest

from bot.subscriptions.schedule import Week
from bot.texts import Language, speak
from bot.visits.spoken import spoken_week

EIGHT, TEN = time(8), time(10, 30)


@pytest.mark.parametrize(
    ("week", "said"),
    [
        ((EIGHT,) * 7, "every day at 08:00"),
        ((EIGHT,) * 5 + (None, None), "weekdays at 08:00"),
        ((EIGHT,) * 5 + (TEN, TEN), "weekdays at 08:00; weekends at 10:30"),
        ((EIGHT,) * 6 + (None,), "Monday to Saturday at 08:00"),
        ((EIGHT, None, TEN, None, EIGHT, None, None), "Monday, Friday at 08:00; Wednesday at 10:30"),
        ((None, EIGHT, EIGHT, None, None, None, None), "Tuesday, Wednesday at 08:00"),
    ],
)
def test_week(week: Week, said: str) -> None:
    """Days with the same time are named together, as people name them."""
    assert spoken_week(speak(Language.EN), week) == said
