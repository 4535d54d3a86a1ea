"""Wishes for the manners of a digest."""

from datetime import time

import pytest

from bot.subscriptions.schedule import Quiet
from bot.texts import Language
from bot.wishes.manners import NIGHT, NO_QUIET, Manners
from bot.wishes.understanding import understand
from bot.wishes.wish import Wish
from digests.derived import Length


@pytest.mark.parametrize(
    ("text", "manners"),
    [
        ("3 essays", Manners(essays=3)),
        ("每次两篇", Manners(essays=2)),
        ("one article", Manners(essays=1)),
        ("short summaries", Manners(length=Length.SHORT)),
        ("长摘要", Manners(length=Length.LONG)),
        ("length: medium", Manners(length=Length.MEDIUM)),
        ("silent", Manners(silent=True)),
        ("靜音", Manners(silent=True)),
        ("with sound", Manners(silent=False)),
        ("取消静音", Manners(silent=False)),
        ("in English", Manners(language=Language.EN)),
        ("用繁體中文", Manners(language=Language.ZH_HANT)),
        ("language: zh-TW", Manners(language=Language.ZH_HANT)),
        ("quiet hours 22:30-06:30", Manners(quiet=Quiet(time(22, 30), time(6, 30)))),
        ("quiet from 10pm to 7am", Manners(quiet=Quiet(time(22), time(7)))),
        ("免打扰 晚上11点到早上7点半", Manners(quiet=Quiet(time(23), time(7, 30)))),
        ("免打擾", Manners(quiet=NIGHT)),
        ("取消免打扰", Manners(quiet=NO_QUIET)),
        ("no quiet hours", Manners(quiet=NO_QUIET)),
        ("2篇，用英文，静音", Manners(essays=2, silent=True, language=Language.EN)),
        ("5 essays", Manners(essays=5)),
        ("an essay a day", Manners(essays=1)),
        ("长一点", Manners(length=Length.LONG)),
        ("短一些的摘要", Manners(length=Length.SHORT)),
        ("長", Manners(length=Length.LONG)),
        ("详细", Manners(length=Length.LONG)),
        ("short", Manners(length=Length.SHORT)),
        ("one essay long silent", Manners(essays=1, length=Length.LONG, silent=True)),
        ("夜里不要打扰 22:00-07:00", Manners(quiet=NIGHT)),
        ("22:00到07:00不要打扰", Manners(quiet=NIGHT)),
        ("nothing between 10pm and 7am", Manners(quiet=NIGHT)),
        ("quiet 22-7", Manners(quiet=NIGHT)),
        ("quiet off", Manners(quiet=NO_QUIET)),
    ],
)
def test_manners(text: str, manners: Manners) -> None:
    """How it is to be served is read among everything else."""
    assert understand(f"8:00 {text}") == Wish(times=(time(8),) * 7, manners=manners)
