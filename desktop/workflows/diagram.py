"""A service's page in ``docs/services``: its state diagram and tables, generated from the definition.

``python -m desktop.workflows.diagram DIR`` writes a page per service and a list of them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from desktop.base.text import Text
from desktop.models.records.case import WaitsOn
from desktop.models.records.people import Job
from desktop.models.records.plan import EffectKind
from desktop.workflows.calendar import Unit
from desktop.workflows.conditions import (
    All,
    Always,
    Any,
    AtLeast,
    Condition,
    Done,
    Holds,
    Is,
    Never,
    Not,
    NotPast,
)
from desktop.workflows.definition import (
    SAME_STATE,
    Action,
    DeadlineDef,
    EffectSpec,
    FeeDef,
    Handler,
    Outcome,
    ServiceDefinition,
    State,
    Trigger,
)
from desktop.workflows.frame import FRAME_KEYS
from desktop.workflows.registry import load
from desktop.workflows.wording import sms_parts

_WAITS_ON = {
    WaitsOn.STAFF: "staff",
    WaitsOn.APPLICANT: "the applicant",
    WaitsOn.CLOCK: "the calendar",
    WaitsOn.OUTSIDE: "bodies outside",
    WaitsOn.NOBODY: "nobody: closed",
}
_JOBS = {
    Job.CLERK: "clerk or supervisor",
    Job.SUPERVISOR: "supervisor",
    Job.ADMIN: "administrator",
    Job.WORKER: "the worker",
}
_TRIGGERS = {
    Trigger.DEADLINE: "by itself, when a deadline passes",
    Trigger.PAYMENT: "by itself, when paid",
    Trigger.REGISTER: "by itself, when the register has answered",
    Trigger.OCCASION: "by itself, with its occasion",
}
_UNITS = {Unit.DAYS: "calendar days", Unit.WORKING_DAYS: "working days"}
_HEAD = "<!-- Generated from the definition by `python -m desktop.workflows.diagram docs/services`. -->"


def state_diagram(service: ServiceDefinition) -> str:
    """``service`` as a Mermaid ``stateDiagram-v2``; what every service has beside is left out."""
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{_label(state.label)}" as {state.key}' for state in service.states]
    lines.append(f"    [*] --> {service.start.key}")
    for action in _own_actions(service):
        for source in service.sources_of(action):
            for outcome in action.outcomes:
                target = source if outcome.to == SAME_STATE else outcome.to
                lines.append(f"    {source} --> {target}: {_label(action.label)}")
    lines += [f"    {state.key} --> [*]" for state in service.states if state.is_end]
    return "\n".join(dict.fromkeys(lines)) + "\n"


def _label(text: Text) -> str:
    """The English label without the marks that mean something to Mermaid."""
    return text.en.translate(str.maketrans('":;', "',,"))


def service_page(service: ServiceDefinition) -> str:
    """The Markdown page of ``service``."""
    sections = [
        f"# {service.code} · {service.label.en} · {service.label.ar}",
        _HEAD,
        _about(service),
        f"```mermaid\n{state_diagram(service)}```",
        "## States",
        _table(
            ("State", "بالعربية", "English", "Waits on", "Department", "Staff act within"),
            (_state_row(service, state) for state in service.states),
        ),
        "## Actions",
        "Actions that every service has (claiming, notes, printing, refunds) are not listed.",
        _table(
            ("Action", "بالعربية", "English", "From", "To, and what happens", "Who may", "Needs"),
            (_action_row(service, action) for action in _own_actions(service)),
        ),
        "## Fields",
        _table(
            ("Field", "بالعربية", "English", "Kind", "Asked", "Required"),
            (
                (_code(f.key), f.label.ar, f.label.en, f.kind.value, sentence(f.shown), sentence(f.required))
                for f in service.fields
            ),
        ),
        "## Attachments",
        _table(
            ("Attachment", "بالعربية", "English", "Asked", "Required"),
            (
                (_code(a.key), a.label.ar, a.label.en, sentence(a.shown), sentence(a.required))
                for a in service.attachments
            ),
        ),
        "## Deadlines",
        _table(
            ("Deadline", "بالعربية", "English", "In", "Length", "Counts from", "Then", "Setting"),
            (_deadline_row(deadline) for deadline in service.deadlines),
        ),
        "## Messages",
        "Parts: of the wording as it stands, before its placeholders are filled.",
        _table(
            ("Message", "Sent", "Wording", "Parts"),
            (
                (_code(m.key), f"{m.label.en} · {m.label.ar}", m.wording, str(sms_parts(m.wording)))
                for m in service.messages
            ),
        ),
        "## Letters",
        _table(
            ("Letter", "بالعربية", "English", "Text"),
            (
                (_code(x.key), x.label.ar, x.label.en, _lines(_template(t, when) for t, when in x.templates))
                for x in service.letters
            ),
        ),
        "## Fees and refunds",
        _fee(service.fee) if service.fee else "The service is free of charge.",
        _table(
            ("Refund", "بالعربية", "English", "Kept", "Setting"),
            (
                (_code(r.key), r.reason.ar, r.reason.en, f"{r.percent_kept} %", _code(r.setting))
                for r in service.refunds
            ),
        ),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def index_page(services: Iterable[ServiceDefinition]) -> str:
    """The list of the services' pages."""
    rows = (
        (f"[{s.code}]({s.code}.md)", s.label.ar, s.label.en, _code(s.department), str(len(s.states)))
        for s in services
    )
    table = _table(("Service", "بالعربية", "English", "Department", "States"), rows)
    return f"# Services\n\n{_HEAD}\n\n{table}\n"


def pages(services: Iterable[ServiceDefinition]) -> dict[str, str]:
    """Every page by its file name."""
    known = tuple(services)
    return {"README.md": index_page(known), **{f"{s.code}.md": service_page(s) for s in known}}


def sentence(condition: Condition) -> str:
    """``condition`` as a person reads it."""
    match condition:
        case Always():
            return "always"
        case Never():
            return "never"
        case Is(name, values):
            return f"`{name}` is " + " or ".join(_code(value) for value in values)
        case Holds(name):
            return f"`{name}`"
        case Done(action, times):
            return f"`{action}` was done" + (f" {times} times" if times > 1 else "")
        case NotPast(name):
            return f"`{name}` is not past"
        case AtLeast(name, than):
            return f"`{name}` reaches `{than}`"
        case Not(part):
            return f"not ({sentence(part)})" if isinstance(part, All | Any) else f"not {sentence(part)}"
        case All(parts):
            return " and ".join(_inner(part) for part in parts)
        case Any(parts):
            return " or ".join(_inner(part) for part in parts)
    raise TypeError(f"no sentence for {type(condition).__name__}")


def _inner(part: Condition) -> str:
    return f"({sentence(part)})" if isinstance(part, All | Any) else sentence(part)


def _own_actions(service: ServiceDefinition) -> Iterator[Action]:
    return (action for action in service.actions if action.key not in FRAME_KEYS)


def _about(service: ServiceDefinition) -> str:
    first, last = service.target_days
    lines = [
        f"Version {service.version} of the definition. Owned by `{service.department}`.",
        "Applicants: " + ", ".join(kind.value for kind in service.applicants) + ".",
        f"Target: {first} to {last} working days of the municipality's own time.",
    ]
    if service.on_submission:
        lines.append("On submission: " + ", ".join(_effect(effect) for effect in service.on_submission) + ".")
    lines += [f"Rule: {check.text.en} {check.text.ar}" for check in service.checks]
    return "\n".join(f"- {line}" for line in lines)


def _state_row(service: ServiceDefinition, state: State) -> Sequence[str]:
    within = ""
    if state.target:
        within = f"the target ({service.target_days[1]} working days)"
    elif state.due_in is not None:
        within = f"{state.due_in} working day{'s' if state.due_in != 1 else ''}"
    department = "" if state.is_end else "hosting" if state.handler is Handler.HOST else "owner"
    name = _code(state.key) + (" (start)" if state.start else "") + (" (documents)" if state.uploads else "")
    return name, state.label.ar, state.label.en, _WAITS_ON[state.waits_on], department, within


def _action_row(service: ServiceDefinition, action: Action) -> Sequence[str]:
    return (
        _code(action.key),
        action.label.ar,
        action.label.en,
        _lines(_code(source) for source in service.sources_of(action)),
        _lines(_outcome(outcome, position) for position, outcome in enumerate(action.outcomes)),
        _who(action),
        _lines(_needs(action)),
    )


def _outcome(outcome: Outcome, position: int) -> str:
    to = "stays" if outcome.to == SAME_STATE else f"→ {_code(outcome.to)}"
    if not isinstance(outcome.when, Always):
        to = f"if {sentence(outcome.when)}: {to}"
    elif position:
        to = f"otherwise: {to}"
    return ", ".join((to, *(_effect(effect) for effect in outcome.effects)))


def _effect(effect: EffectSpec) -> str:
    if effect.kind is EffectKind.SET_FIELDS:
        fields, shift = (_names(effect.data.get(part)) for part in ("fields", "shift"))
        return f"sets {fields}" + (f", moves {shift} alike" if shift else "") + _where(effect.when)
    if effect.kind is EffectKind.PAYMENT:
        return f"payment {_code(effect.key)} with message {_code(str(effect.data['message']))}"
    kind = effect.kind.value.replace("_", " ")
    return (f"{kind} {_code(effect.key)}" if effect.key else kind) + _where(effect.when)


def _names(value: object) -> str:
    return ", ".join(_code(str(item)) for item in value) if isinstance(value, list | tuple) else ""


def _where(condition: Condition) -> str:
    return "" if isinstance(condition, Always) else f" if {sentence(condition)}"


def _who(action: Action) -> str:
    if action.trigger is not Trigger.PERSON:
        return _TRIGGERS[action.trigger]
    who = [_JOBS[job] for job in action.by if job is not Job.WORKER]
    if action.portal:
        who.append("the applicant, through the portal")
    text = ", ".join(who)
    if action.shared:
        text += " (also of the owning and the hosting department)"
    if action.authority:
        text += f", with the authority `{action.authority}`"
    if action.not_by_actor_of:
        text += ", not whoever did " + _names(action.not_by_actor_of)
    return text


def _needs(action: Action) -> Iterator[str]:
    if not isinstance(action.shown, Always):
        yield f"offered if {sentence(action.shown)}"
    for requirement in action.requires:
        yield f"{sentence(requirement.condition)}"
    if action.inputs:
        yield "input: " + ", ".join(_code(field.key) for field in action.inputs)


def _deadline_row(deadline: DeadlineDef) -> Sequence[str]:
    if deadline.unit not in _UNITS:
        start = "beginning" if deadline.unit is Unit.DATE_START else "end"
        length = f"the {start} of the day"
        counts = f"field {_code(deadline.from_field)}" if deadline.from_field else "the occasion's date"
    else:
        length = f"{deadline.amount} {_UNITS[deadline.unit]}"
        counts = f"the gateway's acceptance of message {_code(deadline.from_message)}"
    return (
        _code(deadline.key), deadline.label.ar, deadline.label.en, _code(deadline.state),
        length, counts, _code(deadline.action), _code(deadline.setting),
    )  # fmt: skip


def _template(template: str, when: Condition) -> str:
    return _code(template) + _where(when)


def _fee(fee: FeeDef) -> str:
    label: Text = fee.label
    carried = (
        f"the fee {_code(fee.code)}" if fee.code else f"the fee of the course in {_code(fee.course_field)}"
    )
    return f"{label.en} · {label.ar}: {carried}, as it is on the day of submission; owed{_where(fee.when)}."


def _code(name: str) -> str:
    return f"`{name}`" if name else ""


def _lines(parts: Iterable[str]) -> str:
    return "<br>".join(parts)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; nothing where there are no rows."""
    body = [
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in rows
    ]
    if not body:
        return ""
    return "\n".join(["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads), *body])


def write_pages(folder: Path) -> None:
    """Writes the pages of every service into ``folder``, and takes away those of services no longer there."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = pages(load().values())
    for path in folder.glob("*.md"):
        if path.name not in wanted and _HEAD in path.read_text("utf-8"):
            path.unlink()
    for name, text in wanted.items():
        (folder / name).write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m desktop.workflows.diagram DIR")
    write_pages(Path(sys.argv[1]))
