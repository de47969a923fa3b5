"""The portal's JSON Schema against the validation, with jsonschema as the judge between them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from desktop.base.errors import Refusal
from desktop.base.text import Text
from desktop.models.records.people import ApplicantKind
from desktop.workflows.conditions import ALWAYS, NEVER, Done, Holds, NotPast
from desktop.workflows.definition import Check
from desktop.workflows.fields import Field, FieldKind
from desktop.workflows.schema import application_schema
from desktop.workflows.validation import validate
from tests.workflows.builders import (
    CITIZEN,
    FACILITATION,
    GIS,
    GOVERNMENT,
    INDIVIDUAL,
    NOMINATED,
    PNG,
    REFERENCE,
    TODAY,
    TRN,
    attached,
    document,
)

pytestmark = pytest.mark.clause("COM-01")

SCHEMA = json.loads(json.dumps(application_schema(TRN, REFERENCE)))
PEER = Draft202012Validator(SCHEMA, format_checker=FormatChecker(formats=["date"]))


def by_schema(given_document: Mapping[str, object]) -> bool:
    return bool(PEER.is_valid(given_document))


def by_intake(given_document: Mapping[str, object]) -> bool:
    try:
        validate(TRN, given_document, REFERENCE, TODAY)
    except Refusal:
        return False
    return True


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"] == "urn:diwan:application:TRN:1"
    for name, about in SCHEMA["properties"]["fields"]["properties"].items():
        assert about["title"].strip(), name
        assert about["description"].strip(), name


@pytest.mark.clause("TRN-01", "TRN-02", "TRN-03", "TRN-18")
@pytest.mark.parametrize(
    "given_document",
    [
        document(),
        document(NOMINATED),
        document(FACILITATION),
        document(GIS),
        document({**NOMINATED, "trainee_name": "سامي"}, GOVERNMENT),
        document(submission_key="portal-17"),
        document(attachments=[attached("certificate"), attached("other", PNG)]),
    ],
)
def test_both_accept_what_is_right(given_document: dict[str, object]) -> None:
    assert list(PEER.iter_errors(given_document)) == []
    assert by_intake(given_document)


@pytest.mark.parametrize(
    "given_document",
    [
        document({**INDIVIDUAL, "kind": "holiday"}),
        document({**INDIVIDUAL, "subject": "  "}),
        document({**INDIVIDUAL, "subject": "x" * 201}),
        document({**INDIVIDUAL, "period_to": "soon"}),
        document({**GIS, "course": "it-web"}),
        document({**GIS, "course": "gis-old"}),
        document({key: value for key, value in GIS.items() if key != "course"}),
        document({**INDIVIDUAL, "fee": 0}),
        document({**INDIVIDUAL, "trainee_name": "سامي"}, GOVERNMENT),
        document(NOMINATED, GOVERNMENT),
        document(NOMINATED, attachments=[attached("certificate")]),
        document(attachments=[]),
        document(attachments=[attached("official_letter"), attached("certificate")]),
        document(attachments=[attached("certificate"), attached("certificate")]),
        document(applicant={**CITIZEN, "national_number": "٩٩"}),
        document(applicant={**CITIZEN, "mobile": "065359970"}),
        document(applicant={**CITIZEN, "kind": "resident"}),
        document(applicant={**CITIZEN, "registration_number": "7"}),
        document(submission_key="k" * 81),
        document(submission_key="a\x00"),
        document(more=1),
    ],
)
def test_both_refuse_what_is_wrong(given_document: dict[str, object]) -> None:
    assert not by_schema(given_document)
    assert not by_intake(given_document)


def values(key: str) -> st.SearchStrategy[object]:
    """Canonical values of a field, good and bad."""
    about = SCHEMA["properties"]["fields"]["properties"][key]
    bad: list[object] = ["unknown", ["training"], {"value": "training"}]
    if "enum" in about:
        return st.sampled_from([*about["enum"], *bad])
    if about.get("format") == "date":
        return st.sampled_from(["2026-12-06", "2026-12-31", "soon", "2026-02-30", ["2026-12-06"]])
    return st.sampled_from(["شبكات", "x" * about["maxLength"], "x" * (about["maxLength"] + 1), True, [], " "])


def some(
    base: Mapping[str, object], others: Mapping[str, st.SearchStrategy[object]]
) -> st.SearchStrategy[dict[str, object]]:
    """``base`` with up to two keys left out and up to two keys of other values."""
    drawn = st.sampled_from(sorted(others)).flatmap(lambda key: st.tuples(st.just(key), others[key]))
    return st.builds(
        lambda left_out, changed: {
            **{key: value for key, value in base.items() if key not in left_out},
            **dict(changed),
        },
        st.sets(st.sampled_from(sorted(base)), max_size=2),
        st.lists(drawn, max_size=2),
    )


def chosen(base: Mapping[str, object]) -> st.SearchStrategy[dict[str, object]]:
    """``base`` with other choices and texts, each of them good by itself."""
    properties = SCHEMA["properties"]["fields"]["properties"]
    good = {
        key: st.sampled_from(about.get("enum") or [base.get(key, "نص")]) for key, about in properties.items()
    }
    some_keys = st.sets(st.sampled_from(sorted(base)), max_size=3)
    return some_keys.flatmap(lambda keys: st.fixed_dictionaries({key: good[key] for key in keys})).map(
        lambda changed: {**base, **changed}
    )


FIELDS = {key: values(key) for key in SCHEMA["properties"]["fields"]["properties"]}
APPLICANT: dict[str, st.SearchStrategy[object]] = {
    "kind": st.sampled_from(["citizen", "government", "resident", "business"]),
    "name": st.sampled_from(["أحمد", "أ" * 121, " ", []]),
    "national_number": st.sampled_from(["9901012345", "990101234", "99010123456", "x"]),
    "registration_number": st.sampled_from(["GOV-17", "a", "ا ب ج", "x" * 41]),
    "mobile": st.sampled_from(
        ["0791234567", "+962781234567", "00962771234567", "0761234567", "07912345678", ""]
    ),
    "nationality": st.just("JO"),
}
ITEMS = st.lists(
    st.one_of(
        st.sampled_from([attached("certificate"), attached("official_letter"), attached("other", PNG)]),
        st.sampled_from([attached("unknown"), {"slot": "other"}, "text"]),
    ),
    max_size=3,
)
BASES = st.sampled_from(
    [
        (INDIVIDUAL, CITIZEN, "certificate"),
        (FACILITATION, CITIZEN, "certificate"),
        (GIS, CITIZEN, "certificate"),
        (NOMINATED, CITIZEN, "official_letter"),
        ({**NOMINATED, "trainee_name": "سامي"}, GOVERNMENT, "official_letter"),
    ]
)
APPLICATIONS = BASES.flatmap(
    lambda base: st.builds(
        lambda fields, applicant, items: {**document(fields, applicant), "attachments": items},
        st.one_of(st.just(dict(base[0])), chosen(base[0]), some(base[0], FIELDS)),
        st.one_of(st.just(dict(base[1])), some(base[1], APPLICANT)),
        st.one_of(st.just([attached(base[2])]), ITEMS),
    )
)


def judged_apart(given_document: dict[str, object]) -> bool:
    """Whether the schema looks at a value that the intake does not: one of a field that is not asked."""
    fields = given_document["fields"]
    assert isinstance(fields, dict)
    applicant = given_document["applicant"]
    assert isinstance(applicant, dict)
    known: dict[str, object] = {**fields, "applicant_kind": applicant.get("kind")}
    return any(field.key in fields and not field.shown.holds(known) for field in TRN.fields)


@settings(max_examples=400)
@given(APPLICATIONS)
def test_the_schema_accepts_exactly_what_the_intake_accepts(given_document: dict[str, object]) -> None:
    intake, schema = by_intake(given_document), by_schema(given_document)
    if judged_apart(given_document):
        # Strict where the intake ignores: never the other way round.
        assert intake or not schema
    elif not wrong_order(given_document):
        assert intake == schema


def wrong_order(given_document: dict[str, object]) -> bool:
    """A period that ends before it begins, which a schema cannot say."""
    fields = given_document["fields"]
    assert isinstance(fields, dict)
    return str(fields.get("period_to")) < str(fields.get("period_from"))


def test_every_kind_of_applicant_and_field_is_described() -> None:
    every = replace(
        TRN,
        applicants=tuple(ApplicantKind),
        fields=(
            *TRN.fields,
            *(Field(f"x_{kind.value}", Text("حقل", "Field"), kind, required=NEVER) for kind in FieldKind),
            Field("because", Text("لأن", "Because"), required=Holds("x_yes_no")),
        ),
        checks=(
            Check("kind", Done("approve"), Text("س", "x")),
            Check("kind", NotPast("period_to"), Text("س", "x")),
            Check("kind", ALWAYS, Text("س", "x")),
        ),
    )
    peer = Draft202012Validator(application_schema(every, REFERENCE))
    resident = {
        "kind": "resident",
        "name": "أحمد",
        "mobile": "0791234567",
        "identity_paper": "جواز سفر",
        "identity_number": "A1234567",
    }
    assert peer.is_valid(document({**INDIVIDUAL, "x_number": 7, "x_yes_no": False}, resident))
    assert not peer.is_valid(document({**INDIVIDUAL, "x_yes_no": True}, resident))
    assert peer.is_valid(document({**INDIVIDUAL, "x_yes_no": True, "because": "نعم"}, resident))
    assert not peer.is_valid(document({**INDIVIDUAL, "x_number": "7"}, resident))


def test_a_form_cannot_depend_on_what_a_schema_cannot_say() -> None:
    odd = replace(TRN, fields=(Field("x", Text("حقل", "Field"), required=Done("approve")),))
    with pytest.raises(ValueError, match="Done"):
        application_schema(odd, REFERENCE)
