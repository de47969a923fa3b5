"""The registry: services are found by their files, and a bad one stops the program."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.base.errors import Refusal
from desktop.workflows import catalogue
from desktop.workflows.frame import FRAME_ACTIONS
from desktop.workflows.registry import Registry, load

BASE = "from dataclasses import replace\nfrom desktop.workflows.catalogue.trn import SERVICE as TRN\n"


@pytest.fixture
def another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Registry]]:
    """Loads the catalogue with one more file in it."""
    monkeypatch.setattr(catalogue, "__path__", [*catalogue.__path__, str(tmp_path)])

    def loaded(source: str) -> Registry:
        (tmp_path / "zz_another.py").write_text(BASE + source, "utf-8")
        return load.__wrapped__()

    yield loaded
    sys.modules.pop("desktop.workflows.catalogue.zz_another", None)


def test_a_service_is_found_by_its_file(another: Callable[[str], Registry]) -> None:
    registry = another("SERVICE = replace(TRN, code='ABC')")
    assert {"TRN", "ABC"} <= set(registry)
    assert len(registry) == len(load()) + 1
    assert registry["ABC"].actions[-len(FRAME_ACTIONS) :] == registry["TRN"].actions[-len(FRAME_ACTIONS) :]


def test_a_code_twice_stops_the_program(another: Callable[[str], Registry]) -> None:
    with pytest.raises(ValueError, match="service TRN is defined twice"):
        another("SERVICE = TRN")


def test_a_bad_definition_stops_the_program(another: Callable[[str], Registry]) -> None:
    with pytest.raises(ValueError, match="service ABC: on_submission: unknown message 'accepted'"):
        another("SERVICE = replace(TRN, code='ABC', messages=TRN.messages[1:])")


@pytest.mark.parametrize("typed", ["TRN", "trn", " Trn "])
def test_a_service_is_named_in_any_letters(typed: str) -> None:
    assert load().named(typed).code == "TRN"


@pytest.mark.clause("COM-01")
@pytest.mark.parametrize("typed", ["", "ABC", "TRN-2026"])
def test_an_unknown_service_is_refused_with_those_there_are(typed: str) -> None:
    with pytest.raises(Refusal) as caught:
        load().named(typed)
    problem = caught.value.problems[0]
    assert (problem.field, problem.code) == ("service", "unknown_service")
    assert "TRN" in problem.text.ar
    assert "TRN" in problem.text.en


def test_every_service_has_the_frame_and_is_loaded_once() -> None:
    for service in load().values():
        # Documents are judged and added only where the service takes some.
        spare = set() if service.attachments else {"judge", "attach"}
        assert {a.key for a in FRAME_ACTIONS} - spare <= {a.key for a in service.actions}
    assert load() is load()
