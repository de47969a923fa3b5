"""``diwan simulate``: applications of every service through the real use-cases, then the invariants."""

from __future__ import annotations

import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from desktop.usecases.simulation.checks import Broken, Invariant
from desktop.usecases.simulation.play import Line, Played, play

__all__ = ["Broken", "Invariant", "Line", "Outcome", "simulate"]

TOWN_SIZE = 500
"""Cases that one town plays at most: more are played in equal towns, each with a seed of its own."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was played and what does not hold."""

    lines: tuple[Line, ...]
    broken: tuple[Broken, ...]
    steps: int
    outages: int
    refused: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def cases(self) -> int:
        return sum(line.applications for line in self.lines)

    @property
    def rate(self) -> float:
        """Cases a second."""
        return self.cases / self.seconds if self.seconds else 0.0


def simulate(cases: int, seed: int, jobs: int = 0) -> Outcome:
    """Plays ``cases`` applications with ``jobs`` processes (0: one a processor); all is thrown away.

    The same ``seed`` is the same story, whatever ``jobs``.
    """
    began = time.monotonic()
    towns = -(-cases // TOWN_SIZE)
    shares = [(f"{seed}.{number}", cases // towns + (number < cases % towns)) for number in range(towns)]
    processes = min(jobs or os.cpu_count() or 1, len(shares))
    played = list(_all(shares, processes))
    lines: dict[str, Line] = {}
    refused: Counter[str] = Counter()
    for one in played:
        refused.update(one.refused)
        for line in one.lines:
            lines[line.service] = lines[line.service] + line if line.service in lines else line
    return Outcome(
        tuple(lines[code] for code in sorted(lines)),
        tuple(broken for one in played for broken in one.broken),
        sum(one.steps for one in played),
        sum(one.outages for one in played),
        refused,
        time.monotonic() - began,
    )


def _all(shares: list[tuple[str, int]], processes: int) -> Iterator[Played]:
    if processes <= 1:
        yield from (_town(seed, cases) for seed, cases in shares)
        return
    # Started afresh: a copy of a process with threads may hang.
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        yield from pool.map(_town, *zip(*shares, strict=True))


def _town(seed: str, cases: int) -> Played:
    with tempfile.TemporaryDirectory(prefix="diwan-simulation-") as folder:
        return play(Path(folder), cases, seed)
