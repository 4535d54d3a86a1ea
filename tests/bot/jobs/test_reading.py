"""How far it is with reading the essays."""

from bot.jobs.reading import Reading
from bot.serving.health import Health
from tests.stories.talk import FakeClock


def test_told() -> None:
    """Every ten seconds the operator is told, whoever asks knows at any time, and in the end all is well."""
    clock, told = FakeClock(), list[str]()
    health = Health(clock)
    reading = Reading(health, clock, told.append)
    assert health.doing == "reading the essays"
    for done in range(1, 2001):
        clock.pass_time(seconds=0.0125)
        reading.progress(done, 2000)
    assert health.doing == "reading the essays: 2,000 of 2,000"
    assert told == ["reading the essays: 800 of 2,000", "reading the essays: 1,600 of 2,000"]
    assert health.parts == {"essays": False}
    reading.over()
    assert (health.doing, health.parts) == ("", {"essays": True})


def test_few() -> None:
    """Of what is soon done nothing is told."""
    clock, told = FakeClock(), list[str]()
    reading = Reading(Health(clock), clock, told.append)
    for done in range(1, 6):
        clock.pass_time(seconds=1)
        reading.progress(done, 5)
    assert told == []
