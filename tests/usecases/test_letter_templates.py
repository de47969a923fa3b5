"""COM-11: the municipality words its letters itself; a letter that was issued never changes."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from desktop.base.errors import Refusal
from desktop.letters.template import LetterTemplate, Passage
from desktop.usecases.letters import read_letter
from desktop.usecases.templates import TemplateRecord, list_templates, preview_template, save_template
from tests.usecases.scene import Office, Scene, nominated

pytest_plugins = ["tests.usecases.places"]

ADMIN = "aida"


def record(office: Office, kind: str = "training_approval") -> TemplateRecord:
    return next(one for one in list_templates(office.session(ADMIN)) if one.kind == kind)


def worded(template: LetterTemplate, text: str) -> LetterTemplate:
    """``template`` with ``text`` as its only paragraph."""
    return replace(template, paragraphs=(Passage(text),))


def approved(office: Office) -> Scene:
    return office.submit(nominated()).judge("rana").do("rana", "approve")


@pytest.mark.clause("COM-11")
def test_letters_are_sealed_with_the_newest_wording_and_stay_as_they_were(office: Office) -> None:
    before = approved(office).work()
    old = read_letter(office.session("rana"), before.letter("approval").letter_id)
    first = record(office).newest.template
    changes = save_template(office.session(ADMIN), worded(first, "نوافق على تدريب {trainee_name} كما طُلب."))
    assert changes.details["version"] == 2
    after = approved(office).work().letter("approval")
    assert json.loads(after.content)["paragraphs"] == ["نوافق على تدريب سارة يوسف حدّاد كما طُلب."]
    assert after.template_version == 2
    assert before.letter("approval").template_version == 1
    assert read_letter(office.session("rana"), before.letter("approval").letter_id) == old


def test_every_version_is_kept_with_its_author(office: Office) -> None:
    first = record(office).newest.template
    for text in ("نص أول {reference}", "نص ثانٍ {reference}"):
        save_template(office.session(ADMIN), worded(record(office).newest.template, text))
    kept = record(office).versions
    assert [v.template.version for v in kept] == [3, 2, 1]
    assert [v.template.paragraphs[0].text for v in kept[:2]] == ["نص ثانٍ {reference}", "نص أول {reference}"]
    assert (kept[-1].template, kept[-1].author, kept[-1].valid_from) == (first, "", None)
    assert kept[0].author
    assert kept[0].valid_from == office.now()


def test_whoever_edited_an_older_version_is_told(office: Office) -> None:
    first = record(office).newest.template
    save_template(office.session(ADMIN), worded(first, "نص {reference}"))
    with pytest.raises(Refusal) as caught:
        save_template(office.session(ADMIN), worded(first, "نص آخر {reference}"))
    assert (caught.value.problems[0].field, caught.value.code) == ("version", "stale")


@pytest.mark.parametrize(
    ("kind", "text", "allowed"),
    [
        ("training_approval", "{refrence}", False),
        ("training_approval", "{refund_amount}", False),
        ("training_approval", "{reasons}", False),
        ("training_refusal", "{reasons}", True),
        ("refund_decision", "{refund_amount} {refund_paid}", True),
        ("refund_decision", "{received_by}", False),
        ("training_handover", "{received_by} {done_by}", True),
    ],
)
def test_a_wording_asks_only_for_what_its_letter_has(
    office: Office, kind: str, text: str, allowed: bool
) -> None:
    template = worded(record(office, kind).newest.template, text)
    if allowed:
        assert preview_template(office.session(ADMIN), template).startswith(b"%PDF")
        save_template(office.session(ADMIN), template)
        return
    for attempt in (preview_template, save_template):
        with pytest.raises(Refusal) as caught:
            attempt(office.session(ADMIN), template)
        assert caught.value.problems[0].field == "paragraphs.0"
    assert len(record(office, kind).versions) == 1


def test_only_an_administrator_words_letters(office: Office) -> None:
    for login in ("rana", "huda"):
        with pytest.raises(Refusal) as caught:
            save_template(office.session(login), worded(record(office).newest.template, "نص {reference}"))
        assert caught.value.code == "not_allowed"
    assert len(record(office).versions) == 1


def test_every_wording_of_the_program_can_be_previewed(office: Office) -> None:
    kinds = list_templates(office.session(ADMIN))
    assert len(kinds) == len({one.kind for one in kinds}) >= 8
    for one in kinds:
        assert one.newest.template.placeholders() <= set(one.placeholders)
        assert preview_template(office.session(ADMIN), one.newest.template).startswith(b"%PDF")
