"""Time that the bot was not there for."""

import signal

from bot.subscriptions.delivery import State
from tests.crash.broadcast import Broadcast
from tests.crash.sides import OnTelegram


async def test_a_day_away(broadcast: Broadcast, on_telegram: OnTelegram) -> None:
    """Away for a day from the middle of a broadcast on, it posts the next one, and lists what was missed."""
    async with broadcast.running() as bot:
        await on_telegram.until_arrived(40)
        await bot.kill()
    before = len(on_telegram.arrived())
    async with broadcast.running(hours=24) as bot:
        await broadcast.over(days=2)
        assert await bot.stop() == 0
    found = (await broadcast.account())[on_telegram.name]
    assert found.faultless
    assert found.arrived == before + len(on_telegram.places)
    missed = await broadcast.listed(State.MISSED)
    assert len(missed) + found.in_doubt + before >= len(on_telegram.places) > len(missed) > 0


async def test_stopped_for_a_minute(broadcast: Broadcast, on_telegram: OnTelegram) -> None:
    """Stopped for a minute (SIGSTOP) in the middle of a broadcast, it goes on as if nothing had been."""
    async with broadcast.running() as bot:
        await on_telegram.until_arrived(40)
        for what in (signal.SIGSTOP, signal.SIGUSR1, signal.SIGCONT):
            bot.process.send_signal(what)
        await broadcast.over()
        assert await bot.stop() == 0
    found = (await broadcast.account())[on_telegram.name]
    assert found.faultless
    assert found.arrived + found.in_doubt >= len(on_telegram.places)
