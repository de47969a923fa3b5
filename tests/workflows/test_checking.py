"""A bad definition stops start-up, with a sentence that names the row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from desktop.base.text import Text
from desktop.models.records.case import WaitsOn
from desktop.models.records.people import Job
from desktop.models.records.plan import EffectKind
from desktop.workflows.calendar import Unit
from desktop.workflows.catalogue.trn import SERVICE
from desktop.workflows.checking import faults
from desktop.workflows.conditions import ALWAYS, Done, Holds, Not, both, either, is_
from desktop.workflows.definition import (
    SAME_STATE,
    Action,
    Check,
    Closing,
    EffectSpec,
    Outcome,
    Requirement,
    ServiceDefinition,
    State,
    Trigger,
)
from desktop.workflows.effects import deadline, letter, message, payment, refund, set_fields
from desktop.workflows.fields import Field, FieldKind
from desktop.workflows.frame import framed
from desktop.workflows.registry import checked

Change = Callable[[ServiceDefinition], ServiceDefinition]
ANY = Text("نص", "Text")


def row(of: str, key: str, /, **given: object) -> Change:
    """Changes the row ``key`` of the group ``of`` (``"states"``, ``"actions"``…)."""

    def change(service: ServiceDefinition) -> ServiceDefinition:
        rows = getattr(service, of)
        assert any(r.key == key for r in rows), f"no {key} in {of}"
        return with_rows(service, of, tuple(replace(r, **given) if r.key == key else r for r in rows))

    return change


def with_rows(service: ServiceDefinition, of: str, rows: object) -> ServiceDefinition:
    return replace(service, **{of: rows})  # type: ignore[arg-type]


def more(of: str, *rows: object) -> Change:
    """Adds rows to the group ``of``."""
    return lambda service: with_rows(service, of, (*getattr(service, of), *rows))


def whole(**given: object) -> Change:
    """Changes the service itself."""
    return lambda service: replace(service, **given)  # type: ignore[arg-type]


def together(*changes: Change) -> Change:
    def change(service: ServiceDefinition) -> ServiceDefinition:
        for one in changes:
            service = one(service)
        return service

    return change


def approving(*effects: EffectSpec, to: str = "approved", when: object = ALWAYS) -> Change:
    """Gives the action ``approve`` these effects besides its own."""
    own = SERVICE.action("approve").outcomes[0]
    outcome = replace(own, to=to, effects=(*own.effects, *effects), when=when)  # type: ignore[arg-type]
    return row("actions", "approve", outcomes=(outcome,))


def action(key: str = "extra", **given: object) -> Change:
    blank = Action(key, ANY, ("review",), (Outcome(SAME_STATE),), by=(Job.CLERK,))
    return more("actions", replace(blank, **given))  # type: ignore[arg-type]


def field(**given: object) -> Change:
    return more("fields", replace(Field("extra", ANY), **given))  # type: ignore[arg-type]


FEE = SERVICE.fee
assert FEE is not None
IN_NO_FIELD = is_("colour", "red")

FAULTS: list[tuple[str, Change]] = [
    # Rows that are declared twice
    ("state 'review' is declared 2 times", more("states", SERVICE.start)),
    ("field 'kind' is declared 2 times", more("fields", SERVICE.fields[0])),
    ("attachment 'other' is declared 2 times", more("attachments", SERVICE.attachments[2])),
    ("message 'accepted' is declared 2 times", more("messages", SERVICE.messages[0])),
    ("deadline 'begin' is declared 3 times", more("deadlines", SERVICE.deadlines[2], SERVICE.deadlines[2])),
    ("letter 'approval' is declared 2 times", more("letters", SERVICE.letters[0])),
    ("refund 'no_show' is declared 2 times", more("refunds", SERVICE.refunds[0])),
    ("action 'claim' is declared 2 times", action("claim")),
    # States
    ("exactly one start state is needed, found []", row("states", "review", start=False)),
    ("found ['review', 'correction']", row("states", "correction", start=True)),
    (
        "state 'review': the service's target must run in the start state",
        row("states", "review", target=False),
    ),
    ("state 'completed': an end waits on nobody", row("states", "completed", waits_on=WaitsOn.STAFF)),
    ("state 'absent': an end waits on nobody", row("states", "absent", waits_on=WaitsOn.NOBODY)),
    ("state 'first_day': handled by the host, but the service has no host field", whole(host_field="")),
    (
        "no end state",
        together(
            *(row("states", s.key, closing=None, waits_on=WaitsOn.CLOCK) for s in SERVICE.states if s.is_end)
        ),
    ),
    (
        "state 'lost' cannot be reached",
        more("states", State("lost", ANY, WaitsOn.NOBODY, closing=Closing.REFUSED)),
    ),
    (
        "state 'pit' has no way to an end",
        together(more("states", State("pit", ANY, WaitsOn.APPLICANT)), action(outcomes=(Outcome("pit"),))),
    ),
    (
        "state 'report_ready' waits on staff, who can do nothing in it",
        together(
            row("states", "report_ready", waits_on=WaitsOn.STAFF),
            row("actions", "hand_over_report", by=(Job.WORKER,)),
        ),
    ),
    (
        "state 'study_due' waits on the clock, and no deadline or register ends it",
        row("states", "study_due", waits_on=WaitsOn.CLOCK),
    ),
    # Actions
    ("action 'approve': nobody may do it", row("actions", "approve", by=())),
    ("action 'approve': it leads nowhere", row("actions", "approve", outcomes=())),
    (
        "action 'begin': what runs by itself is done by the worker alone",
        row("actions", "begin", by=(Job.CLERK,)),
    ),
    ("action 'extra': what runs by itself", action(trigger=Trigger.PAYMENT, by=(Job.CLERK, Job.WORKER))),
    ("action 'extra': unknown source state 'nowhere'", action(sources=("nowhere",))),
    ("action 'extra': it leaves the end state 'refused'", action(sources=("refused",))),
    ("action 'approve': unknown target state 'heaven'", approving(to="heaven")),
    (
        "action 'approve': not_by_actor_of names the unknown action 'x'",
        row("actions", "approve", not_by_actor_of=("x",)),
    ),
    # Effects
    ("action 'approve': unknown message 'hello'", approving(message("hello"))),
    ("action 'approve': unknown deadline 'soon'", approving(deadline("soon"))),
    ("action 'approve': unknown letter 'love'", approving(letter("love"))),
    ("action 'approve': unknown refund 'all'", approving(refund("all"))),
    ("action 'approve': unknown payment 'bribe'", approving(payment("bribe", "accepted"))),
    ("action 'approve': payment 'course_fee' has no message", approving(payment("course_fee", "nothing"))),
    ("action 'agree': unknown payment 'course_fee'", whole(fee=None)),
    ("action 'approve': sets the unknown field 'colour'", approving(set_fields("colour"))),
    (
        "action 'approve': sets the unknown field 'hour'",
        approving(set_fields("period_from", shift=("hour",))),
    ),
    ("on_submission: unknown message 'hello'", whole(on_submission=(message("hello"),))),
    (
        "on_submission: only message, payment, deadline, take_place, not letter 'approval'",
        whole(on_submission=(letter("approval"),)),
    ),
    # Deadlines
    ("deadline 'begin': unknown state 'dawn'", row("deadlines", "begin", state="dawn")),
    ("deadline 'begin': it ends in the unknown action 'rise'", row("deadlines", "begin", action="rise")),
    (
        "deadline 'begin': 'approve' is not done by a deadline in 'approved'",
        row("deadlines", "begin", action="approve"),
    ),
    (
        "deadline 'begin': 'period_over' is not done by a deadline",
        row("deadlines", "begin", action="period_over"),
    ),
    ("deadline 'payment': a window counts from a message", row("deadlines", "payment", from_message="")),
    (
        "deadline 'payment': a window counts from a message",
        row("deadlines", "payment", from_field="period_to"),
    ),
    (
        "deadline 'begin': a window counts from a message, a day comes",
        row("deadlines", "begin", from_field=""),
    ),
    (
        "deadline 'begin': a window counts from a message, a day comes",
        row("deadlines", "begin", unit=Unit.DAYS),
    ),
    ("deadline 'begin': unknown field 'dawn'", row("deadlines", "begin", from_field="dawn")),
    ("deadline 'payment': a window has at least one day", row("deadlines", "payment", amount=0)),
    ("deadline 'idle': no action starts it", more("deadlines", replace(SERVICE.deadlines[0], key="idle"))),
    ("a deadline counts from the unknown message 'echo'", row("deadlines", "payment", from_message="echo")),
    # Fields and what names them
    ("field 'nominee': unknown field 'colour' in its condition", row("fields", "nominee", shown=IN_NO_FIELD)),
    (
        "field 'nominee': unknown field 'colour' in its condition",
        row("fields", "nominee", required=Not(IN_NO_FIELD)),
    ),
    (
        "field 'subject': its condition counts an action",
        row("fields", "subject", required=Not(Done("approve"))),
    ),
    ("field 'extra': nothing can be chosen", field(kind=FieldKind.CHOICE)),
    ("field 'extra': no field 'later' before it", field(after="later")),
    ("field 'extra': unknown field 'colour'", field(source_of="colour")),
    ("field 'extra': a limit in months needs the field it counts from", field(within_months=1)),
    (
        "action 'extra': input 'day': a limit in months",
        action(inputs=(Field("day", ANY, within_of="period_to"),)),
    ),
    (
        "action 'extra': input 'day': unknown field 'x'",
        action(inputs=(Field("day", ANY, within_of="x", within_months=1),)),
    ),
    (
        "attachment 'certificate': unknown field 'colour' in its condition",
        row("attachments", "certificate", required=IN_NO_FIELD),
    ),
    (
        "check of 'kind': unknown field 'colour' in its condition",
        whole(checks=(Check("kind", IN_NO_FIELD, ANY),)),
    ),
    ("check: unknown field 'colour'", whole(checks=(Check("colour", ALWAYS, ANY),))),
    (
        "on_submission: unknown field 'colour' in its condition",
        whole(on_submission=(message("accepted", IN_NO_FIELD),)),
    ),
    ("fee 'course_fee': unknown field 'colour' in its condition", whole(fee=replace(FEE, when=IN_NO_FIELD))),
    ("fee: unknown field 'lesson'", whole(fee=replace(FEE, course_field="lesson"))),
    ("fee 'course_fee': it has a code, or a course that carries it", whole(fee=replace(FEE, code="x"))),
    (
        "fee 'course_fee': it has a code, or a course that carries it",
        whole(fee=replace(FEE, course_field="")),
    ),
    ("summary: unknown field 'colour'", whole(summary=("kind", "colour"))),
    ("host_field: unknown field 'house'", whole(host_field="house")),
    # Conditions of actions and letters
    (
        "action 'approve': unknown fact 'sunny' in its condition",
        row("actions", "approve", shown=Holds("sunny")),
    ),
    (
        "action 'approve': unknown fact 'sunny' in its condition",
        row("actions", "approve", requires=(Requirement(both(Holds("paid"), Holds("sunny")), ANY),)),
    ),
    (
        "action 'approve': unknown fact 'sunny' in its condition",
        approving(when=either(Holds("sunny"), ALWAYS)),
    ),
    (
        "action 'approve': unknown fact 'sunny' in its condition",
        approving(message("approved", Holds("sunny"))),
    ),
    (
        "action 'approve': its condition counts the unknown action 'dance'",
        row("actions", "approve", shown=Not(both(ALWAYS, either(Done("dance"))))),
    ),
    (
        "letter 'approval': unknown fact 'colour' in its condition",
        row("letters", "approval", templates=(("a", IN_NO_FIELD), ("b", ALWAYS))),
    ),
    ("letter 'approval': where none of its conditions holds", row("letters", "approval", templates=())),
    (
        "letter 'approval': where none of its conditions holds",
        row("letters", "approval", templates=(("a", is_("kind", "x")),)),
    ),
    # Messages
    ("message 'accepted': its braces do not match", row("messages", "accepted", wording="أهلاً {reference")),
    ("message 'accepted': unknown placeholder 'weather'", row("messages", "accepted", wording="{weather}")),
    ("message 'accepted': unknown placeholder ''", row("messages", "accepted", wording="{}")),
    (
        "message 'accepted': names days, but no deadline counts from it",
        row("messages", "accepted", wording="{days}"),
    ),
    ("message 'idle': nothing sends it", more("messages", replace(SERVICE.messages[0], key="idle"))),
]


def test_the_definition_is_good_as_it_stands() -> None:
    assert faults(framed(SERVICE)) == []


@pytest.mark.parametrize(
    ("sentence", "change"), FAULTS, ids=[f"{n:02d} {s}" for n, (s, _) in enumerate(FAULTS)]
)
def test_each_fault_is_a_sentence_that_names_its_row(sentence: str, change: Change) -> None:
    found = faults(framed(change(SERVICE)))
    assert any(sentence in fault for fault in found), found
    with pytest.raises(ValueError, match="service TRN: ") as caught:
        checked(change(SERVICE))
    assert sentence in str(caught.value)


def test_all_faults_of_a_kind_are_said_at_once() -> None:
    change = together(row("actions", "approve", by=()), row("actions", "refuse", outcomes=()))
    assert faults(framed(change(SERVICE))) == [
        "action 'approve': nobody may do it",
        "action 'refuse': it leads nowhere",
    ]


def test_a_frame_alone_gives_nobody_a_way_on() -> None:
    """Every state has the frame's actions, so they must not count as work for the staff."""
    change = together(
        *(row("actions", a.key, by=(Job.WORKER,)) for a in SERVICE.actions if "first_day" in a.sources)
    )
    assert "state 'first_day' waits on staff, who can do nothing in it" in faults(framed(change(SERVICE)))


def test_a_label_in_one_language_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="both languages"):
        row("states", "review", label=Text("", "Review"))(SERVICE)


def test_effects_have_the_keys_that_the_check_knows() -> None:
    """A kind of effect that names a row of the definition must be checked against its rows."""
    keyed = {e.kind for a in framed(SERVICE).actions for o in a.outcomes for e in o.effects if e.key}
    assert keyed == {
        EffectKind.MESSAGE, EffectKind.DEADLINE, EffectKind.PAYMENT, EffectKind.LETTER, EffectKind.REFUND,
        EffectKind.ASSIGN,
    }  # fmt: skip
