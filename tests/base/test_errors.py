"""The three kinds of fault, and the sentences that people see of them."""

from __future__ import annotations

import pytest

from desktop.base.errors import Bug, DiwanError, Outage, Problem, Refusal
from desktop.base.text import Text


@pytest.mark.clause("COM-01")
def test_a_refusal_names_every_field_in_both_languages() -> None:
    refusal = Refusal(
        [
            Problem("applicant.mobile", "mobile", Text("رقم غير صالح", "Not a mobile number")),
            Problem("fields.kind", "required", Text("هذا الحقل مطلوب", "Required")),
        ]
    )
    assert [p.field for p in refusal.problems] == ["applicant.mobile", "fields.kind"]
    assert refusal.code == "mobile"
    assert refusal.text == Text("رقم غير صالح؛ هذا الحقل مطلوب", "Not a mobile number; Required")
    assert str(refusal) == refusal.text.en
    assert refusal.problems[0].as_dict() == {
        "field": "applicant.mobile",
        "code": "mobile",
        "ar": "رقم غير صالح",
        "en": "Not a mobile number",
    }


def test_a_refusal_without_a_problem_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="at least one problem"):
        Refusal([])


def test_a_refusal_keeps_its_details_apart_from_the_callers() -> None:
    details: dict[str, object] = {"actor": "rana"}
    refusal = Refusal.one("stale", "سبقك غيرك.", "Somebody was first.", details=details)
    details.clear()
    assert refusal.details == {"actor": "rana"}
    assert refusal.problems[0].field == ""


def test_every_kind_is_told_apart_and_has_its_sentence() -> None:
    down = Outage(Text("الخادم لا يجيب.", "The server does not answer."))
    bug = Bug("two start states")
    assert not isinstance(down, Refusal | Bug)
    assert {type(e).__mro__[1] for e in (down, bug)} == {DiwanError}
    assert "two start states" in bug.text.ar
    assert bug.text.en == "internal error: two start states"
