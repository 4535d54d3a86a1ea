"""Trouble that a test wants."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from tests.platforms.telegram.refusals import Json, Refused


@dataclass(slots=True)
class Fault:
    """Trouble with the next ``times`` calls of a method that ``when`` picks.

    With a ``refusal`` the call is refused. Otherwise the connection breaks, or a bare ``status`` is
    answered, after the call was ``done`` or before, and once it is not ``held`` any more.
    """

    method: str
    times: int
    when: Callable[[Json], bool]
    refusal: Refused | None = None
    status: int | None = None
    done: bool = False
    held: asyncio.Event | None = None
