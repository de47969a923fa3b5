"""``diwan simulate``: a municipality made up and thrown away, to see whether anything ever goes wrong."""

from __future__ import annotations

import argparse
from dataclasses import fields

from desktop.base.errors import Refusal
from desktop.cli.output import print_json
from desktop.usecases.simulation import Line, Outcome, simulate

_TITLES = {
    "service": "SERVICE",
    "applications": "applied",
    "turned_away": "turned away",
    "completed": "completed",
    "refused": "refused",
    "cancelled": "cancelled",
    "withdrawn": "withdrawn",
    "open": "open",
    "steps": "steps",
    "messages": "SMS",
    "letters": "letters",
    "paid": "paid",
    "refunds": "refunds",
}


def simulate_command(options: argparse.Namespace) -> int:
    """Plays the applications and checks the invariants; exit status 1 where one is broken."""
    for name in ("cases", "jobs"):
        if getattr(options, name) < (1 if name == "cases" else 0):
            raise Refusal.one(
                "number", "يُتوقع عدد موجب.", "A positive number is expected.", field=f"--{name}"
            )
    outcome = simulate(options.cases, options.seed, options.jobs)
    if options.json:
        print_json({"seed": options.seed, "rate": round(outcome.rate, 1), **_as_json(outcome)})
    else:
        print(table(outcome.lines))
        print(
            f"{outcome.cases} cases, {outcome.steps} steps of staff, {outcome.outages} outages,"
            f" {outcome.seconds:.0f} s, {outcome.rate:.1f} cases/s, seed {options.seed}"
        )
        for one in outcome.broken:
            print(f"BROKEN  {one}")
        if not outcome.broken:
            print("every invariant holds")
    return 1 if outcome.broken else 0


def _as_json(outcome: Outcome) -> dict[str, object]:
    return {
        "services": outcome.lines,
        "broken": [str(one) for one in outcome.broken],
        "steps": outcome.steps,
        "outages": outcome.outages,
        "refused": dict(outcome.refused),
    }


def table(lines: tuple[Line, ...]) -> str:
    """One row for each service and one for all, under headings."""
    whole = Line("all")
    for line in lines:
        whole = Line("all", *(getattr(whole, name) + getattr(line, name) for name in _names()[1:]))
    rows = [
        [_TITLES[name] for name in _names()],
        *([str(getattr(line, name)) for name in _names()] for line in (*lines, whole)),
    ]
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if n == 0 else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )


def _names() -> list[str]:
    return [field.name for field in fields(Line)]
