"""The services' pages in ``docs/services``: generated, complete, and never behind the definitions."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.base.text import Text
from desktop.workflows.conditions import (
    ALWAYS,
    NEVER,
    Condition,
    Done,
    Holds,
    Not,
    NotPast,
    both,
    either,
    is_,
)
from desktop.workflows.definition import ServiceDefinition
from desktop.workflows.diagram import pages, sentence, service_page, state_diagram
from desktop.workflows.frame import FRAME_KEYS
from desktop.workflows.registry import load
from tests.workflows.builders import TRN

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "services"
SERVICES = tuple(load().values())
_EDGE = re.compile(r"^    (\S+) --> (\S+?)(?:: (.*))?$")


def test_the_pages_are_those_of_the_definitions() -> None:
    kept = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.md")}
    assert kept == pages(SERVICES), "run: python -m desktop.workflows.diagram docs/services"


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.code)
def test_the_diagram_has_every_state_and_every_move(service: ServiceDefinition) -> None:
    lines = state_diagram(service).splitlines()
    assert lines[0] == "stateDiagram-v2"
    states = {line.rpartition(" as ")[2] for line in lines if line.startswith("    state ")}
    assert states == {state.key for state in service.states}
    edges = {match.groups() for line in lines if (match := _EDGE.match(line))}
    assert len(edges) == len(lines) - 1 - len(states), "a line that is neither a state nor a move"
    assert ("[*]", service.start.key, None) in edges
    assert {e[0] for e in edges if e[1] == "[*]"} == {s.key for s in service.states if s.is_end}
    moves = {e for e in edges if e[2] is not None}
    assert moves == {
        (source, source if outcome.to == "=" else outcome.to, action.label.en)
        for action in service.actions
        if action.key not in FRAME_KEYS
        for source in service.sources_of(action)
        for outcome in action.outcomes
    }


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.code)
def test_the_page_names_every_row(service: ServiceDefinition) -> None:
    page = service_page(service)
    for rows in (service.states, service.fields, service.attachments, service.messages, service.deadlines):
        for row in rows:
            assert f"| `{row.key}`" in page
    for action in service.actions:
        assert (f"| `{action.key}`" in page) is (action.key not in FRAME_KEYS)
    for message in service.messages:
        assert message.wording in page


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.code)
def test_the_tables_are_tables(service: ServiceDefinition) -> None:
    """Every row has as many cells as its head, whatever stands in them."""
    odd = replace(
        service, label=Text("ا|ب", "a|b"), messages=(replace(service.messages[0], wording="a|b\nc"),)
    )
    for page in (*pages([service]).values(), service_page(odd)):
        for block in page.split("\n\n"):
            if block.startswith("|"):
                rows = [len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()]
                assert len(set(rows)) == 1
                assert len(rows) > 2


@pytest.mark.parametrize(
    ("condition", "read"),
    [
        (ALWAYS, "always"),
        (NEVER, "never"),
        (is_("kind", "a", "b"), "`kind` is `a` or `b`"),
        (Not(Holds("paid")), "not `paid`"),
        (Done("approve"), "`approve` was done"),
        (Done("approve", 2), "`approve` was done 2 times"),
        (NotPast("period_to"), "`period_to` is not past"),
        (both(Holds("a"), either(Holds("b"), Holds("c"))), "`a` and (`b` or `c`)"),
        (Not(both(Holds("a"), Holds("b"))), "not (`a` and `b`)"),
    ],
)
def test_conditions_are_read_as_sentences(condition: Condition, read: str) -> None:
    assert sentence(condition) == read


def test_labels_cannot_break_the_diagram() -> None:
    start = replace(TRN.start, label=Text("س", 'Under "review": first; then'))
    diagram = state_diagram(replace(TRN, states=(start, *TRN.states[1:])))
    assert "    state \"Under 'review', first, then\" as review\n" in diagram


def test_a_service_without_fee_or_refunds_says_so() -> None:
    page = service_page(replace(TRN, fee=None, refunds=()))
    assert page.endswith("## Fees and refunds\n\nThe service is free of charge.\n")


def test_the_command_writes_the_pages(tmp_path: Path) -> None:
    stale, own = tmp_path / "OLD.md", tmp_path / "notes.md"
    stale.write_text(service_page(TRN), "utf-8")
    own.write_text("# Our own\n", "utf-8")
    command = [sys.executable, "-m", "desktop.workflows.diagram"]
    done = subprocess.run([*command, tmp_path], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert not stale.exists()
    written = {path.name: path.read_text("utf-8") for path in tmp_path.glob("*.md")}
    assert written == {**pages(SERVICES), "notes.md": "# Our own\n"}
    wrong = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert wrong.returncode == 1
    assert wrong.stderr.startswith("usage:")
