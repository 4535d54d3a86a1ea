"""Many people ask at once, in rounds: our bot and one that only repeats what is said, in turn."""

from asyncio.subprocess import Process
from dataclasses import dataclass, field
from statistics import median
from typing import Protocol

from tests.benchmarks.harness import ROUNDS, Row
from tests.benchmarks.processes import cpu

PEOPLE = 200


class Asked(Protocol):
    """A service at which people ask a bot."""

    async def ask(self, people: int) -> float:
        """Let so many people ask at the same moment; seconds until all are answered."""
        ...


@dataclass(slots=True)
class Rounds:
    """What the rounds of one bot took: seconds on the clock, and CPU seconds of its process."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


async def in_turn(ours: tuple[Asked, Process], peer: tuple[Asked, Process]) -> tuple[Rounds, Rounds]:
    """Ours and the peer's, in turn."""
    rounds = Rounds(), Rounds()
    for _ in range(ROUNDS):
        for (service, process), measured in zip((ours, peer), rounds, strict=True):
            before = cpu(process)
            measured.wall.append(await service.ask(PEOPLE))
            measured.cpu.append(cpu(process) - before)
    return rounds


def cost_of_an_answer(platform: str, rounds: tuple[Rounds, Rounds], other: str) -> Row:
    """CPU time of the bot's process for one ``/summary``; ``other`` says what the peer is."""
    mine, theirs = (median(measured.cpu) / PEOPLE * 1000 for measured in rounds)
    return Row(
        f"one `/summary` in {platform} while {PEOPLE} people ask at once",
        mine,
        f"{mine:.2f} ms",
        f"{theirs:.2f} ms",
        unit="ms",
        at_most=10,
        note=f"own CPU time; the other is {other}",
    )


def answers_in_a_second(rounds: tuple[Rounds, Rounds], against: str, note: str = "") -> Row:
    """How many answers a second, against a bot that only repeats what is said."""
    ours, peer = rounds
    ratio = median(other / mine for mine, other in zip(ours.wall, peer.wall, strict=True))
    mine, other = (PEOPLE / median(measured.wall) for measured in rounds)
    return Row(
        f"answers to `/summary` in a second, {PEOPLE} people at once (against {against})",
        ratio,
        f"{mine:.0f}/s",
        f"{other:.0f}/s",
        at_least=0.5,
        note=note,
    )
