"""``digestbot run`` as an operator runs it: a process with settings, lines to read, a signal to stop it."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.platforms.waiting import Pulse

_CHECKOUT = Path(__file__).parents[2]
_PATIENCE = 30.0
RUN = (sys.executable, "-m", "bot", "run")


@dataclass(slots=True)
class Running:
    """The process; ``lines`` is what it has told the operator."""

    process: asyncio.subprocess.Process
    lines: list[str] = field(default_factory=list)
    _pulse: Pulse = field(default_factory=Pulse)

    async def listen(self) -> None:
        """Take down what it tells."""
        assert self.process.stderr is not None
        async for line in self.process.stderr:
            self.lines.append(line.decode().rstrip())
            self._pulse.stir()

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
            return await self._pulse.until(probe, words)
        except AssertionError as error:
            raise AssertionError(f"{error}; it told\n{self.told}") from None

    async def ends(self, patience: float = _PATIENCE) -> int:
        """The exit code, once it has ended by itself."""
        async with asyncio.timeout(patience):
            return await self.process.wait()

    async def stop(self, patience: float = _PATIENCE) -> int:
        """End it as a service manager does; the exit code. Fails if that takes too long."""
        self.process.send_signal(signal.SIGTERM)
        return await self.ends(patience)

    async def kill(self) -> None:
        """End it as a power cut does."""
        self.process.kill()
        await self.process.wait()


@asynccontextmanager
async def running(data: Path, command: Sequence[str] = RUN, **settings: str) -> AsyncGenerator[Running]:
    """The bot as a process with this data folder and these settings, until the end of the story."""
    environ = {
        name: text
        for name, text in os.environ.items()
        if not name.startswith("DIGESTBOT_") and not name.lower().endswith("_proxy")
    }
    environ |= {f"DIGESTBOT_{name.upper()}": text for name, text in settings.items()}
    environ |= {"DIGESTBOT_DATA": str(data), "PYTHONUTF8": "1"}
    process = await asyncio.create_subprocess_exec(
        *command, cwd=_CHECKOUT, env=environ, stderr=asyncio.subprocess.PIPE
    )
    bot = Running(process)
    listening = asyncio.create_task(bot.listen())
    try:
        yield bot
    finally:
        if process.returncode is None:
            await bot.kill()
        await listening
