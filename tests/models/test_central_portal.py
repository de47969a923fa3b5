"""The portal's functions: what they keep, and what they tell whom."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import text

from tests.models.attempts import refused
from tests.models.databases import CentralDatabase
from tests.models.play import MOBILE, Play

pytestmark = [pytest.mark.postgres, pytest.mark.clause("COM-01")]


def call(central: CentralDatabase, function: str, *arguments: object) -> object:
    names = ", ".join(f":a{n}" for n in range(len(arguments)))
    with central.connected("portal") as connection:
        values = {f"a{n}": value for n, value in enumerate(arguments)}
        result: object = connection.execute(text(f"SELECT portal.{function}({names})"), values).scalar_one()
        return result


@pytest.mark.parametrize("kind", ["submit", "correct", "postpone", "withdraw"])
def test_what_arrives_is_kept_as_it_arrived(central: CentralDatabase, kind: str) -> None:
    body = '{"not": json at all, "اسم": '
    first = call(central, kind, body, f"item-{kind}")
    assert call(central, kind, body, f"item-{kind}") == first
    with central.connected() as connection:
        rows = connection.execute(
            text("SELECT source, kind, body, state FROM inbox WHERE item = :i"), {"i": f"item-{kind}"}
        ).all()
    assert [tuple(row) for row in rows] == [("portal", kind, body, "new")]
    assert call(central, "receipt", f"item-{kind}") == {"state": "new", "answer": None, "reference": None}


def test_an_item_is_one_thing(central: CentralDatabase) -> None:
    call(central, "submit", "{}", "item-1")
    assert refused(central, "portal", "SELECT portal.submit('{\"a\": 1}', 'item-1')") == "DWINV"
    assert refused(central, "portal", "SELECT portal.withdraw('{}', 'item-1')") == "DWINV"
    for item in ("", "x" * 81, "a\nb"):
        assert refused(central, "portal", "SELECT portal.submit('{}', :item)", item=item) == "DWINV"
    assert refused(central, "portal", "SELECT portal.submit(repeat('x', 167772161), 'big')") == "DWINV"
    assert call(central, "receipt", "never-sent") is None


def test_a_receipt_tells_what_became_of_it(central: CentralDatabase, play: Play) -> None:
    number = call(central, "submit", "{}", "item-2")
    change = "UPDATE inbox SET state = :state, answer = :answer, case_id = :case WHERE id = :id"
    with central.connected("diwan_worker") as connection:
        values = {"state": "accepted", "answer": '{"ok": true}', "case": play.case_id, "id": number}
        connection.execute(text(change), values)
    reference = play.file("clerk.hr").case.reference
    expected = {"state": "accepted", "answer": {"ok": True}, "reference": reference}
    assert call(central, "receipt", "item-2") == expected


@contextmanager
def approvals_by_hand(central: CentralDatabase) -> Iterator[None]:
    """While it lasts, approvals are given in person, as evaluations are (TRN-13)."""
    spoken, silent = '"data":{"by_hand":true},"key":"approval"', '"data":{},"key":"approval"'
    change = text("UPDATE app.workflow_action SET effects = replace(effects, :before, :after)")
    with central.connected() as connection:
        assert connection.execute(change, {"before": silent, "after": spoken}).rowcount
    yield
    with central.connected() as connection:
        connection.execute(change, {"before": spoken, "after": silent})


@pytest.mark.clause("COM-11", "TRN-13")
def test_status_and_letter_need_what_only_the_applicant_knows(central: CentralDatabase, play: Play) -> None:
    reference = play.file("clerk.hr").case.reference
    play.judge("clerk.hr")
    play.do("clerk.hr", "approve")
    serial = play.file("clerk.hr").letters[0].serial
    # Not sealed yet: nothing to fetch.
    assert call(central, "letter", reference, MOBILE, serial) is None
    play.seal_letters()
    status = call(central, "status", reference, MOBILE)
    assert isinstance(status, dict)
    assert (status["state"], status["waits_on"], status["letters"]) == (
        "approved", "clock", [{"kind": "approval", "serial": serial}],
    )  # fmt: skip
    assert bytes(call(central, "letter", reference, MOBILE, serial)).startswith(b"%PDF")  # type: ignore[call-overload]
    for wrong in (("TRN-2026-999999-0", MOBILE), (reference, "+962790000000"), (reference, "")):
        assert call(central, "status", *wrong) is None
        assert call(central, "letter", *wrong, serial) is None
    assert call(central, "letter", reference, MOBILE, "HR-2026-99999") is None
    with approvals_by_hand(central):
        assert call(central, "status", reference, MOBILE)["letters"] == []  # type: ignore[index]
        assert call(central, "letter", reference, MOBILE, serial) is None
    letter = play.file("clerk.hr").letters[0].letter_id
    play.do("supervisor.hr", "void_letter", letter_id=letter, reason="خطأ")
    assert call(central, "letter", reference, MOBILE, serial) is None
