"""The one validation: every kind of applicant and field, and nothing but refusals whatever arrives."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.base.errors import Refusal
from desktop.models.records.people import ApplicantKind
from desktop.workflows.validation import Application, validate
from desktop.workflows.values import mobile_e164
from tests.workflows.builders import (
    CITIZEN,
    FACILITATION,
    GIS,
    GOVERNMENT,
    INDIVIDUAL,
    MOBILE,
    NOMINATED,
    REFERENCE,
    TODAY,
    TRN,
    attached,
    document,
)

pytestmark = pytest.mark.clause("COM-01")

EVERY_KIND = replace(TRN, applicants=tuple(ApplicantKind), checks=())


def accepted(given_document: Mapping[str, object]) -> Application:
    return validate(TRN, given_document, REFERENCE, TODAY)


def refused(given_document: Mapping[str, object]) -> dict[str, str]:
    """Field to code of everything that is wrong with the document."""
    with pytest.raises(Refusal) as caught:
        accepted(given_document)
    for problem in caught.value.problems:
        assert problem.text.ar.strip()
        assert problem.text.en.strip()
    return {problem.field: problem.code for problem in caught.value.problems}


def with_applicant(**changed: object) -> dict[str, object]:
    return document(applicant={**CITIZEN, **changed})


def with_fields(**changed: object) -> dict[str, object]:
    return document({**INDIVIDUAL, **changed})


@pytest.mark.clause("TRN-01", "TRN-18")
@pytest.mark.parametrize(
    "fields", [INDIVIDUAL, NOMINATED, FACILITATION, GIS, {**NOMINATED, "kind": "facilitation"}]
)
def test_every_kind_and_category_is_taken(fields: Mapping[str, object]) -> None:
    application = accepted(document(fields))
    assert application.service == "TRN"
    assert application.payload == fields


@pytest.mark.clause("TRN-01")
@pytest.mark.parametrize("missing", ["kind", "category", "hosting_department", "period_from", "period_to"])
def test_the_application_names_kind_category_department_and_period(missing: str) -> None:
    fields = {key: value for key, value in INDIVIDUAL.items() if key != missing}
    assert refused(document(fields, attachments=[attached("certificate")]))[f"fields.{missing}"] == "required"


@pytest.mark.clause("TRN-01")
def test_an_individual_at_gis_chooses_one_of_its_courses() -> None:
    without = {key: value for key, value in GIS.items() if key != "course"}
    assert refused(document(without)) == {"fields.course": "required"}
    for course in ("it-web", "gis-old", "none"):
        assert refused(document({**GIS, "course": course})) == {"fields.course": "choice"}


@pytest.mark.clause("TRN-01")
def test_what_is_not_asked_is_not_kept() -> None:
    application = accepted(with_fields(course="gis-beginners", nominee="student", trainee_name="سامي"))
    assert not {"course", "nominee", "trainee_name"} & application.payload.keys()


@pytest.mark.parametrize("department", ["finance", "GIS", "", "mars"])
def test_only_departments_that_host_can_be_chosen(department: str) -> None:
    code = "choice" if department else "required"
    assert refused(with_fields(hosting_department=department))["fields.hosting_department"] == code


@pytest.mark.clause("TRN-18")
@pytest.mark.parametrize("kind", ["resident", "business", "", None, "CITIZEN", ["citizen"], {}])
def test_the_service_is_not_offered_to_others(kind: object) -> None:
    assert refused(with_applicant(kind=kind)) == {"applicant.kind": "choice"}


def test_a_government_body_nominates_and_names_its_trainee() -> None:
    fields = {**NOMINATED, "trainee_name": "سامي حداد"}
    assert accepted(document(fields, GOVERNMENT)).payload["trainee_name"] == "سامي حداد"
    assert refused(document(NOMINATED, GOVERNMENT)) == {"fields.trainee_name": "required"}
    individual = document({**INDIVIDUAL, "trainee_name": "سامي"}, GOVERNMENT)
    assert refused(individual) == {"fields.category": "check"}


@pytest.mark.clause("COM-12")
@pytest.mark.parametrize(
    ("kind", "numbers", "identity", "paper"),
    [
        ("citizen", {"national_number": "٩٩٠١٠١٢٣٤٥"}, "9901012345", ""),
        ("citizen", {"national_number": 9901012345}, "9901012345", ""),
        ("citizen", {"national_number": " 0000000000 "}, "0000000000", ""),
        ("resident", {"identity_paper": "جواز سفر", "identity_number": "A1234567"}, "A1234567", "جواز سفر"),
        ("government", {"registration_number": "GOV-17/2"}, "GOV-17/2", ""),
        ("business", {"registration_number": "٢٠٠١٢٣"}, "200123", ""),
    ],
)
def test_every_kind_of_applicant_has_its_own_numbers(
    kind: str, numbers: Mapping[str, object], identity: str, paper: str
) -> None:
    given_document = document(
        {**NOMINATED, "trainee_name": "سامي"},
        {"kind": kind, "name": "مقدم الطلب", "mobile": "0791234567", **numbers},
    )
    applicant = validate(EVERY_KIND, given_document, REFERENCE, TODAY).applicant
    assert (applicant.kind.value, applicant.identity, applicant.identity_paper) == (kind, identity, paper)
    assert applicant.mobile == MOBILE
    for number in numbers:
        with pytest.raises(Refusal) as caught:
            validate(
                EVERY_KIND,
                {**given_document, "applicant": {"kind": kind, "name": "س", "mobile": "0791234567"}},
                REFERENCE,
                TODAY,
            )
        assert (f"applicant.{number}", "required") in {(p.field, p.code) for p in caught.value.problems}


@pytest.mark.clause("COM-12")
@pytest.mark.parametrize(
    "number",
    [
        "123456789",
        "12345678901",
        "99010123-5",
        "99010123a5",
        "０１２３４５６７８９",
        "०१२३४५६७८९",
        "-901012345",
        True,
    ],
)
def test_a_national_number_has_ten_digits(number: object) -> None:
    assert refused(with_applicant(national_number=number)).keys() == {"applicant.national_number"}


@pytest.mark.clause("COM-12")
@pytest.mark.parametrize("number", ["'; DROP TABLE cases;--", "ab", "x" * 41, "رقم", "<b>", "a b c"])
def test_a_registration_number_is_plain(number: str) -> None:
    fields = {**NOMINATED, "trainee_name": "سامي"}
    problems = refused(document(fields, {**GOVERNMENT, "registration_number": number}))
    assert problems.keys() == {"applicant.registration_number"}


@pytest.mark.clause("COM-12")
@pytest.mark.parametrize(
    "typed",
    [
        "0791234567",
        "+962791234567",
        "00962791234567",
        "+962 79 123 4567",
        "+962-79-1234567",
        "(079) 123.45.67",
        "+9620791234567",
        "٠٧٩١٢٣٤٥٦٧",
        "+٩٦٢٧٩١٢٣٤٥٦٧",
        "٠٠٩٦٢ ٧٩ ١٢٣ ٤٥٦٧",
        "۰۷۹۱۲۳۴۵۶۷",
        "\u202a+962791234567\u202c",
        "\u200e0791234567",
    ],
)
def test_a_mobile_number_is_stored_in_one_form(typed: str) -> None:
    assert mobile_e164(typed) == MOBILE
    assert accepted(with_applicant(mobile=typed)).applicant.mobile == MOBILE


@pytest.mark.clause("COM-12")
@pytest.mark.parametrize(
    "typed",
    [
        "", "   ", None, [], True, "9" * 4000, "079123456",
        "07912345678", "0761234567", "0691234567", "065359970", "+963791234567",
        "0791234567x", "079123456７", "+96279123456७", "791234567 7", "++962791234567",
    ],
)  # fmt: skip
def test_what_is_no_jordanian_mobile_number_is_refused(typed: object) -> None:
    assert refused(with_applicant(mobile=typed)).keys() == {"applicant.mobile"}


@pytest.mark.clause("COM-12")
@given(st.text(alphabet="0123456789٠١٢٣٤٥٦٧٨٩+- 79\u200f", max_size=20))
def test_a_mobile_number_is_e164_or_nothing(typed: str) -> None:
    number = mobile_e164(typed)
    if number is not None:
        assert number.isascii()
        assert len(number) == 13
        assert number.startswith(("+96277", "+96278", "+96279"))
        assert mobile_e164(number) == number


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("أحمد\u202eعلي", "أحمدعلي"),
        ("أحمد\x00 علي", "أحمد علي"),
        ("  أحمد\n\tعلي ", "أحمد علي"),
        ("أحمد\ud800", "أحمد"),
        ("Jose\u0301", "José"),
        ("أ" * 120, "أ" * 120),
    ],
)
def test_a_name_is_kept_as_it_was_meant(typed: str, kept: str) -> None:
    assert accepted(with_applicant(name=typed)).applicant.name == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "required"), (" \x00\u200f ", "required"), (None, "required"), (["أحمد"], "required"),
        (True, "required"), ("👨‍🎓", "name"), ("12345", "name"), ("---", "name"),
        ("أحمد 👨\u200d🎓", "unprintable"), ("李明", "unprintable"), ("Анна", "unprintable"),
        ("أ" * 121, "too_long"), ("أ" * 10_000, "too_long"),
    ],
)  # fmt: skip
def test_what_is_no_name_is_refused(typed: object, code: str) -> None:
    assert refused(with_applicant(name=typed)) == {"applicant.name": code}


def test_unknown_fields_are_named_wherever_they_stand() -> None:
    given_document = document(
        {**INDIVIDUAL, "fee": "0"}, {**CITIZEN, "authority": "senior_management"}, status="approved"
    )
    assert refused(given_document) == {
        "status": "unknown_field",
        "applicant.authority": "unknown_field",
        "fields.fee": "unknown_field",
    }


def test_a_field_with_an_unspeakable_name_is_named_so_that_it_can_be_written() -> None:
    bad = "\ud800\x00\u202e" + "k" * 10_000
    problems = refused({**document({**INDIVIDUAL, bad: "1"}, {**CITIZEN, bad: "1"}), bad: 1})
    assert set(problems.values()) == {"unknown_field"}
    assert len(problems) == 3
    for path in problems:
        path.encode("utf-8")
        assert "\u202e" not in path
        assert len(path) < 200


@pytest.mark.parametrize("part", ["applicant", "fields", "attachments"])
@pytest.mark.parametrize("value", [None, "text", 7, ["list"], True])
def test_a_part_of_another_shape_is_named(part: str, value: object) -> None:
    if part == "attachments" and value == ["list"]:
        assert refused({**document(), part: value})["attachments[0]"] == "not_object"
        return
    named = {path.partition(".")[0] for path in refused({**document(), part: value})}
    assert part in named


def test_everything_wrong_is_said_at_once() -> None:
    assert len(refused({"service": "TRN"})) > 1
    given_document = document(
        {**INDIVIDUAL, "kind": "x", "period_to": "never"}, {**CITIZEN, "name": "", "mobile": "1"}, []
    )
    assert refused(given_document) == {
        "applicant.name": "required",
        "applicant.mobile": "mobile",
        "fields.kind": "choice",
        "fields.period_to": "date",
        "attachments.certificate": "required",
    }


@pytest.mark.parametrize("key", ["k" * 81, "a\x00b", "\ud800", "a\nb", 7, True, ["k"], {"k": 1}])
def test_a_submission_key_that_cannot_be_stored_is_refused(key: object) -> None:
    assert refused(document(submission_key=key)).keys() == {"submission_key"}


@pytest.mark.parametrize(
    ("given_key", "kept"), [("", ""), (None, ""), ("portal/17 أ", "portal/17 أ"), ("k" * 80, "k" * 80)]
)
def test_a_submission_key_is_kept_as_it_is(given_key: object, kept: str) -> None:
    assert accepted(document(submission_key=given_key)).submission_key == kept


@pytest.mark.parametrize(
    ("first", "last", "wrong"),
    [
        ("2026-11-22", "2026-11-22", {}),
        ("2026-11-21", "2026-12-01", {"fields.period_from": "past"}),
        ("2026-12-06", "2026-12-05", {"fields.period_to": "before_start"}),
        ("2026-12-06", "9999-12-31", {"fields.period_to": "date"}),
    ],
)
def test_a_period_begins_today_or_later_and_ends_after_it_began(
    first: str, last: str, wrong: dict[str, str]
) -> None:
    given_document = with_fields(period_from=first, period_to=last)
    if wrong:
        assert refused(given_document) == wrong
    else:
        assert accepted(given_document).payload["period_to"] == last


ANY_JSON: st.SearchStrategy[object] = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(st.characters(), max_size=30),
        st.sampled_from([*map(str, INDIVIDUAL.values()), *CITIZEN.values(), "gis", "certificate"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(st.characters(), max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


def changed(part: Mapping[str, object]) -> st.SearchStrategy[dict[str, object]]:
    """``part`` with some of its keys missing, some of any value, and some more keys."""
    return st.builds(
        lambda dropped, values, more: {
            **{key: value for key, value in {**part, **values}.items() if key not in dropped},
            **more,
        },
        st.sets(st.sampled_from(sorted(part)), max_size=2),
        st.dictionaries(st.sampled_from(sorted(part)), ANY_JSON, max_size=2),
        st.dictionaries(st.text(st.characters(), max_size=5), ANY_JSON, max_size=1),
    )


DOCUMENTS = st.one_of(
    st.dictionaries(st.text(st.characters(), max_size=8), ANY_JSON, max_size=4),
    st.builds(
        lambda envelope, applicant, fields, attachments: {
            **envelope,
            "applicant": applicant,
            "fields": fields,
            "attachments": attachments,
        },
        changed({"service": "TRN", "submission_key": "k"}),
        st.one_of(changed(CITIZEN), changed(GOVERNMENT), ANY_JSON),
        st.one_of(changed(INDIVIDUAL), changed(GIS), changed(NOMINATED), ANY_JSON),
        st.one_of(
            st.lists(
                st.one_of(changed(attached("certificate")), changed(attached("official_letter")), ANY_JSON),
                max_size=3,
            ),
            ANY_JSON,
        ),
    ),
)


@given(DOCUMENTS)
def test_whatever_arrives_is_taken_or_refused_in_words_that_can_be_written(
    arrived: Mapping[str, object],
) -> None:
    try:
        application = accepted(arrived)
    except Refusal as refusal:
        written = json.dumps([problem.as_dict() for problem in refusal.problems], ensure_ascii=False)
        assert "\x00" not in written
        written.encode("utf-8")
        return
    stored = json.dumps([dict(application.payload), application.submission_key], ensure_ascii=False)
    stored.encode("utf-8")
    assert "\\u0000" not in stored
    # What was taken is taken again in the same words.
    applicant = GOVERNMENT if application.applicant.kind is ApplicantKind.GOVERNMENT else CITIZEN
    again = {**document(application.payload, applicant), "attachments": arrived.get("attachments")}
    assert accepted(again).payload == application.payload


@pytest.mark.clause("COM-12")
def test_a_number_too_long_to_be_written_is_refused() -> None:
    assert refused(with_applicant(national_number=10**5000)) == {"applicant.national_number": "required"}
