"""A bot as a process of its own, and the kernel's account of it."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import BinaryIO

from tests.benchmarks.harness import CHECKOUT, Skipped

OURS = (sys.executable, "-m", "bot", "run")


@asynccontextmanager
async def running(
    command: Sequence[str], environ: Mapping[str, str], output: BinaryIO | None = None
) -> AsyncGenerator[asyncio.subprocess.Process]:
    """A process that runs in the checkout, and is asked to stop at the end."""
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=CHECKOUT,
        env={**os.environ, "NO_PROXY": "127.0.0.1", **environ},
        stdout=output,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        await process.wait()


def cpu(process: asyncio.subprocess.Process) -> float:
    """CPU seconds of a running process."""
    user, system = _account(process, "stat").rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def memory(process: asyncio.subprocess.Process) -> int:
    """Bytes of memory that are the process's alone."""
    resident, shared = _account(process, "statm").split()[1:3]
    return (int(resident) - int(shared)) * os.sysconf("SC_PAGE_SIZE")


def resident(process: asyncio.subprocess.Process) -> int:
    """Bytes of memory that the process takes, shared ones too."""
    return int(_account(process, "statm").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _account(process: asyncio.subprocess.Process, name: str) -> str:
    """A file of the kernel's account of a running process (man 5 proc)."""
    try:
        return Path(f"/proc/{process.pid}/{name}").read_text(encoding="ascii")
    except FileNotFoundError as error:
        raise Skipped("this system keeps no account of running processes in /proc") from error
