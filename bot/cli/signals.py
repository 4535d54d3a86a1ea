"""Signals to stop: held back until somebody knows how to stop in good order.

Where the system cannot hold them back, or knows no such signals, they break off at once.
"""

import signal
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress

_STOPPING = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def held(number: signal.Signals) -> Generator[None]:
    """Let a signal wait meanwhile, unless ``on_stop`` is called."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {number})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def on_stop(act: Callable[[], object]) -> None:
    """Do this, in the running loop, when a signal says to stop, also one that was held back."""
    import asyncio  # which `--help`, too, would load

    loop = asyncio.get_running_loop()
    for number in _STOPPING:
        with suppress(NotImplementedError):  # on Windows Ctrl-C interrupts instead
            loop.add_signal_handler(number, act)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)
