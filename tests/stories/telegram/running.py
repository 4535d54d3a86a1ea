"""``digestbot run`` as an operator runs it: a process with settings, lines to read, a signal to stop it."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.platforms.telegram import Telegram

CHECKOUT = Path(__file__).parents[3]
_PATIENCE = 30.0


@dataclass(slots=True)
class Running:
    """The process; ``lines`` is what it has told the operator."""

    telegram: Telegram
    process: asyncio.subprocess.Process
    lines: list[str] = field(default_factory=list)

    async def listen(self) -> None:
        """Take down what it tells."""
        assert self.process.stderr is not None
        async for line in self.process.stderr:
            self.lines.append(line.decode().rstrip())
            self.telegram.world.pulse.stir()

    @property
    def told(self) -> str:
        """Everything that it has told the operator."""
        return "\n".join(self.lines)

    async def tells(self, words: str, after: str = "") -> str:
        """The first line with these words, as soon as it is there; ``after`` a line with those."""

        def probe() -> str | None:
            known = (place for place, line in enumerate(self.lines) if after in line)
            later = self.lines[next(known, len(self.lines)) :]
            return next((line for line in later if words in line), None)

        try:
            return await self.telegram.world.pulse.until(probe, words)
        except AssertionError:
            raise AssertionError(f"no {words!r} in {self.lines}") from None

    async def ends(self) -> int:
        """The exit code, once it has ended by itself."""
        async with asyncio.timeout(_PATIENCE):
            return await self.process.wait()

    async def stop(self, patience: float = _PATIENCE) -> int:
        """End it as a service manager does; the exit code. Fails if that takes too long."""
        self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(patience):
            return await self.process.wait()

    async def kill(self) -> None:
        """End it as a power cut does."""
        self.process.kill()
        await self.process.wait()


@asynccontextmanager
async def running(telegram: Telegram, data: Path, **settings: str) -> AsyncGenerator[Running]:
    """The bot as a process at this Telegram, until the end of the story."""
    environ = {
        name: text
        for name, text in os.environ.items()
        if not name.startswith("DIGESTBOT_") and not name.lower().endswith("_proxy")
    }
    environ |= {
        "DIGESTBOT_TELEGRAM_TOKEN": telegram.token,
        "DIGESTBOT_TELEGRAM_API_ROOT": telegram.root,
        "DIGESTBOT_DATA": str(data),
        "PYTHONUTF8": "1",
    }
    environ |= {f"DIGESTBOT_{name.upper()}": text for name, text in settings.items()}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=CHECKOUT, env=environ, stderr=asyncio.subprocess.PIPE
    )
    bot = Running(telegram, process)
    listening = asyncio.create_task(bot.listen())
    try:
        yield bot
    finally:
        if process.returncode is None:
            await bot.kill()
        await listening
