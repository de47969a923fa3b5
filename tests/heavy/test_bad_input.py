"""The intake on mutated applications: a clear answer to each, no traceback, memory bounded."""

from __future__ import annotations

import base64
import copy
import json
import random
import resource
import time
from collections import Counter
from datetime import date
from typing import Any

import pytest

from desktop.base.errors import Refusal
from desktop.base.text import BIDI_CONTROLS
from desktop.models.records.reference import Reference
from desktop.usecases.simulation import forms
from desktop.usecases.simulation.forms import Blank
from desktop.workflows.facts import form_facts
from desktop.workflows.registry import load
from desktop.workflows.validation import Application, validate
from tests.usecases.scene import WORKER, EmbeddedOffice, Office, application, nominated
from tests.workflows.builders import REFERENCE, TODAY, document

pytest_plugins = ["tests.usecases.places"]

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


def garbled(dice: random.Random, body: str) -> str:
    """``body`` as a broken sender or a bad line would deliver it: cut, doubled, nested, strange."""
    for _ in range(dice.randint(1, 3)):
        place = dice.randrange(len(body) + 1)
        strange = dice.choice('\x00\ud83d\u202e"{}[]:,\\٣')
        body = dice.choice((
            body[:place],
            body[:place] + strange + body[place:],
            body + body[place:],
            "[" * 3_000 + body + "]" * 3_000,
            body.replace(":", ":" + "9" * 5_000, 1),
            body.replace('"', '"\\u0000', dice.randint(1, 3)),
            "\ufeff" + body,
            body.replace("true", "NaN").replace("1", "Infinity", 1),
        ))  # fmt: skip
    return body


def applications(dice: random.Random, today: date, reference: Reference) -> list[dict[str, Any]]:
    """Good applications of every service that is open, by chance from the definitions."""
    made = []
    for code, service in sorted(load().items()):
        found: list[dict[str, Any]] = []
        for _ in range(400):
            applicant = forms.applicant(service, len(found), dice)
            facts = {"applicant_kind": applicant["kind"]}
            fields = forms.fill(service.form_fields, Blank(reference, today, facts, {}), dice)
            if fields is None:
                continue
            known = form_facts(service, fields, str(applicant["kind"]), reference, today)
            documents = forms.attachments(service, known, dice)
            given = {"service": code, "applicant": applicant, "fields": fields, "attachments": documents}
            if isinstance(judged(given, reference, today), Application):
                found.append(given)
            if len(found) == 12:
                break
        made += found
    return made


def judged(given: dict[str, Any], reference: Reference, today: date) -> Application | Refusal:
    try:
        return validate(load().named(str(given.get("service", ""))), given, reference, today)
    except Refusal as refusal:
        return refusal


def told_clearly(refusal: Refusal) -> None:
    """Both languages, short fields, nothing that a file, a database or a terminal chokes on."""
    told = json.dumps([problem.as_dict() for problem in refusal.problems])
    assert all(p.text.ar and p.text.en and len(p.field) < 300 for p in refusal.problems)
    told.encode()
    assert "\\u0000" not in told
    assert not any(f"\\u{ord(c):04x}" in told for c in BIDI_CONTROLS)


def flood(count: int, seed: int) -> Counter[str]:
    """Judges ``count`` mutated applications of all services; returns what became of them."""
    dice = random.Random(seed)
    good = [
        document(),
        document({"kind": "facilitation", "subject": "x"}),
        *applications(dice, TODAY, REFERENCE),
    ]
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    found: Counter[str] = Counter()
    for number in range(count):
        chosen = good[number % len(good)]
        given = mutated(dice, chosen)
        answer = judged(given, REFERENCE, TODAY)
        found["judged"] += 1
        if isinstance(answer, Refusal):
            found["refused"] += 1
            told_clearly(answer)
            continue
        found["accepted"] += 1
        found[f"accepted {chosen['service']}"] += 1
        for value in answer.payload.values():
            assert isinstance(value, str | int | bool | list | tuple)
            assert not isinstance(value, str) or (len(value) <= 1000 and not set(value) & BIDI_CONTROLS)
        assert answer.applicant.name.isprintable()
        for item in answer.attachments:
            assert item.media_type in ("application/pdf", "image/jpeg", "image/png")
    for code in load():
        assert found[f"accepted {code}"], f"{code}: the mutations reach no further than the first field"
    assert found["judged"] == found["refused"] + found["accepted"] == count
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(f"\n{dict(found)}: {time.process_time() - began:.1f} s of processor time, {grown} KiB more memory")
    assert grown < 300 * 1024, f"{grown} KiB more"
    return found


def test_a_thousand_applications_gone_wrong() -> None:
    assert flood(1_000, 7)["judged"] == 1_000


@pytest.mark.heavy
@pytest.mark.timeout(1800)
def test_two_hundred_and_forty_thousand_applications_gone_wrong() -> None:
    assert flood(240_000, 11)["judged"] == 240_000


def through_the_worker(office: Office, count: int, seed: int) -> Counter[str]:
    """Drops ``count`` bad items into the portal's inbox and lets the worker deal with all of them."""
    dice = random.Random(seed)
    good = [application(), nominated(), *applications(dice, TODAY, reference_of(office))]
    kinds = ("submit", "submit", "submit", "correct", "withdraw", "postpone", "nothing")
    known = office.submit(application()).reference
    for number in range(count):
        given = mutated(dice, dice.choice(good))
        kind = dice.choice(kinds)
        if kind != "submit":
            given = {"reference": known, "mobile": "0791234567", **given}
        body = json.dumps(given, ensure_ascii=dice.random() < 0.5, default=repr)
        office.outside.drop(f"{kind}-{number}", garbled(dice, body) if number % 2 else body)
    for _ in range(count // 50 + 2):
        office.work()
    found: Counter[str] = Counter()
    for path in (office.outside.folder / "portal" / "answered").glob("*.answer.json"):
        result = json.loads(path.read_text("utf-8"))["result"]
        found["accepted" if result["accepted"] else result["errors"][0]["code"]] += 1
    assert found.total() == count, "an item was not answered"
    assert found["internal"] == 0
    office.assert_books()
    return found


def reference_of(office: Office) -> Reference:
    session = office.session(WORKER)
    with session.database.reading() as connection:
        return session.office(connection).reference


def test_bad_items_are_answered_one_by_one(embedded_office: EmbeddedOffice) -> None:
    assert through_the_worker(embedded_office, 60, 3).keys() > {"malformed"}


@pytest.mark.heavy
@pytest.mark.timeout(1800)
def test_thousands_of_bad_items_are_answered_one_by_one(office: Office) -> None:
    print(f"\n{dict(through_the_worker(office, 3_000, 5))}")


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
