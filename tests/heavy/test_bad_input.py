"""The intake on mutated applications: a clear answer to each, no traceback, memory bounded."""

from __future__ import annotations

import base64
import copy
import json
import random
import resource
from datetime import date
from typing import Any

import pytest

from desktop.base.errors import Refusal
from desktop.base.text import BIDI_CONTROLS
from desktop.models.records.reference import Reference
from desktop.workflows.registry import load
from desktop.workflows.validation import Application, validate
from tests.workflows.builders import REFERENCE, TODAY, document

pytestmark = pytest.mark.clause("COM-01", "COM-14")

_PDF = b"%PDF-1.7\n1 0 obj <</JavaScript (app.alert(1)) /OpenAction 2 0 R>> endobj"
_ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 10**400, 1e308, float("nan"), "", " ", "\x00", "\ud800", "😀" * 50,
    "\u202eabc\u202c", "ع" * 10_000, "a" * 10_000, "24/11/2026", "٢٤/١١/٢٠٢٦", "2026-02-30", "9999-12-31",
    "0000-00-00", "../../etc/passwd", "<script>alert(1)</script>", "'; DROP TABLE cases; --", "=HYPERLINK(1)",
    [], {}, [[]], {"a": {"b": []}}, {"$ref": "#"}, "gis", "training", "individual", "nominated",
    "0791234567", "+9627٩1234567", "9991234567", base64.b64encode(_PDF).decode(),
    base64.b64encode(b"MZ\x90" + b"x" * 99).decode(), "=" * 99, "not base64!", b"\xff\xd8\xff" + b"x" * 9,
    base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"\x00" * 64).decode(),
)  # fmt: skip


def mutated(dice: random.Random, good: dict[str, Any]) -> dict[str, Any]:
    """``good`` with one to four things made odd, lost, doubled or invented."""
    made = copy.deepcopy(good)
    for _ in range(dice.randint(1, 4)):
        target: Any = made
        while isinstance(target, dict | list) and target and dice.random() < 0.75:
            inner = target[dice.choice(list(target))] if isinstance(target, dict) else dice.choice(target)
            if not isinstance(inner, dict | list):
                break
            target = inner
        if isinstance(target, list):
            target.append(copy.deepcopy(dice.choice((*_ODD, *target))))
            if dice.random() < 0.1:
                target.extend(copy.deepcopy(target[-1:]) * 200)
            continue
        name = dice.choice([*target, "extra", "__class__", "applicant", "\u202e", "ع" * 300])
        if dice.random() < 0.2:
            target.pop(name, None)
        elif isinstance(target.get(name), str) and dice.random() < 0.4:
            text = list(target[name])
            text.insert(dice.randint(0, len(text)), dice.choice("\x00\u200f\n\t٣é\ud83d'\"\\"))
            target[name] = "".join(text)
        else:
            target[name] = copy.deepcopy(dice.choice(_ODD))
    return made


def judged(given: dict[str, Any], reference: Reference, today: date) -> Application | Refusal:
    try:
        return validate(load()["TRN"], given, reference, today)
    except Refusal as refusal:
        return refusal


def flood(count: int, seed: int) -> None:
    dice = random.Random(seed)
    good = [document(), document({"kind": "facilitation", "subject": "x"})]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    accepted = 0
    for number in range(count):
        given = mutated(dice, dice.choice(good))
        answer = judged(given, REFERENCE, TODAY)
        if isinstance(answer, Refusal):
            told = json.dumps([problem.as_dict() for problem in answer.problems])
            assert all(p.text.ar and p.text.en and len(p.field) < 300 for p in answer.problems), number
            # What is answered can be written to a file and into a database.
            told.encode()
            assert "\\u0000" not in told
            assert not any(f"\\u{ord(c):04x}" in told for c in BIDI_CONTROLS)
            continue
        accepted += 1
        for value in answer.payload.values():
            assert isinstance(value, str | int | bool)
            assert not isinstance(value, str) or (len(value) <= 1000 and not set(value) & BIDI_CONTROLS)
        assert answer.applicant.name.isprintable()
        for item in answer.attachments:
            assert item.media_type in ("application/pdf", "image/jpeg", "image/png")
    assert accepted, "nothing was accepted: the mutations reach no further than the first field"
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 300 * 1024, f"{grown} KiB more"


def test_a_thousand_applications_gone_wrong() -> None:
    flood(1_000, 7)


@pytest.mark.heavy
@pytest.mark.timeout(1800)
def test_two_hundred_thousand_applications_gone_wrong() -> None:
    flood(200_000, 11)


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04" + b"x" * 100,
        b"GIF89a%PDF-1.7",
        b"<html>%PDF-1.7",
        b"\x7fELF" + b"%PDF",
        b"",
        b"%PD",
        b"MZ" + b"\xff\xd8\xff",
        "نص عادي".encode(),
    ],
)
@pytest.mark.parametrize("name", ["letter.pdf", "photo.jpg", "scan.png"])
def test_an_attachment_that_lies_about_its_type_is_refused(content: bytes, name: str) -> None:
    wrong = base64.b64encode(content).decode()
    given = document(attachments=[{"slot": "certificate", "filename": name, "content": wrong}])
    answer = judged(given, REFERENCE, TODAY)
    assert isinstance(answer, Refusal)
    assert any(problem.field.startswith("attachments[0].content") for problem in answer.problems)
