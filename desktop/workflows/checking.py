"""What makes a definition good; each fault is a sentence that names the row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from desktop.models.records.case import WaitsOn
from desktop.models.records.occasion import OccasionEvent
from desktop.models.records.people import Job
from desktop.models.records.plan import EffectKind
from desktop.workflows.calendar import Unit
from desktop.workflows.checking_occasions import occasion_faults
from desktop.workflows.conditions import ALWAYS, All, Any, Condition, Done, Not
from desktop.workflows.definition import (
    EVERY_STATE,
    OPEN_STATES,
    SAME_STATE,
    Action,
    EffectSpec,
    Handler,
    RegisterDef,
    ServiceDefinition,
    Trigger,
)
from desktop.workflows.effects import TO_ACTOR
from desktop.workflows.facts import FRAME_FACTS, INPUT
from desktop.workflows.fields import FieldKind
from desktop.workflows.frame import FRAME_KEYS
from desktop.workflows.occasions import texts_of
from desktop.workflows.traits import trait_names
from desktop.workflows.wording import FRAME_PLACEHOLDERS, placeholders, sent_by

_BY_ITSELF = (Trigger.DEADLINE, Trigger.REGISTER, Trigger.OCCASION)


_BY_STAFF = (OccasionEvent.DATED, OccasionEvent.HELD, OccasionEvent.RESULTS)
"""What staff do to all cases of an occasion at once."""
_ON_SUBMISSION = (EffectKind.MESSAGE, EffectKind.PAYMENT, EffectKind.DEADLINE, EffectKind.TAKE_PLACE)


def faults(service: ServiceDefinition) -> list[str]:
    """Everything wrong with ``service``, empty if it is good."""
    found = [
        *_unique(service),
        *_fields(service),
        *_states(service),
        *_actions(service),
        *_deadlines(service),
        *_registers(service),
        *occasion_faults(service),
    ]
    if found:
        return found
    return [*_graph(service), *_conditions(service), *_messages(service)]


def _unique(service: ServiceDefinition) -> Iterator[str]:
    groups: dict[str, Iterable[str]] = {
        "field": (f.key for f in service.fields),
        "attachment": (a.key for a in service.attachments),
        "state": (s.key for s in service.states),
        "action": (a.key for a in service.actions),
        "message": (m.key for m in service.messages),
        "deadline": (d.key for d in service.deadlines),
        "letter": (x.key for x in service.letters),
        "refund": (r.key for r in service.refunds),
        "register": (r.key for r in service.registers),
    }
    for name, keys in groups.items():
        for key, times in Counter(keys).items():
            if times > 1:
                yield f"{name} '{key}' is declared {times} times"


def _fields(service: ServiceDefinition) -> Iterator[str]:
    keys = [f.key for f in service.fields]
    named = {
        "host_field": [service.host_field],
        "summary": service.summary,
        "subject": service.subject,
        "check": [check.field for check in service.checks],
        "fee": [service.fee.course_field] if service.fee else [],
    }
    for row, names in named.items():
        for name in names:
            if name and name not in keys:
                yield f"{row}: unknown field '{name}'"
    if service.fee and bool(service.fee.code) == bool(service.fee.course_field):
        yield f"fee '{service.fee.key}': it has a code, or a course that carries it"
    for row, fields in (
        ("field", service.fields),
        *((f"action '{a.key}': input", a.inputs) for a in service.actions),
    ):
        for position, field in enumerate(fields):
            if field.kind is FieldKind.CHOICE and not field.choices and field.source is None:
                yield f"{row} '{field.key}': nothing can be chosen"
            if field.after and field.after not in {f.key for f in fields[:position]}:
                yield f"{row} '{field.key}': no field '{field.after}' before it"
            if bool(field.within_of) != bool(field.within_months):
                yield f"{row} '{field.key}': a limit in months needs the field it counts from"
            for other in (field.source_of, field.within_of):
                if other and other not in keys:
                    yield f"{row} '{field.key}': unknown field '{other}'"


def _states(service: ServiceDefinition) -> Iterator[str]:
    starts = [s.key for s in service.states if s.start]
    if len(starts) != 1:
        yield f"exactly one start state is needed, found {starts}"
    elif not service.start.target and service.start.waits_on is not WaitsOn.APPLICANT:
        yield f"state '{starts[0]}': the service's target must run in the start state"
    for state in service.states:
        if state.is_end != (state.waits_on is WaitsOn.NOBODY):
            yield f"state '{state.key}': an end waits on nobody, and only an end does"
        if state.handler is Handler.HOST and service.host_field not in {f.key for f in service.fields}:
            yield f"state '{state.key}': handled by the host, but the service has no host field"
    if not any(s.is_end for s in service.states):
        yield "no end state"


def _actions(service: ServiceDefinition) -> Iterator[str]:
    states = {s.key: s for s in service.states}
    for action in service.actions:
        row = f"action '{action.key}'"
        if not action.by:
            yield f"{row}: nobody may do it"
        if not action.outcomes:
            yield f"{row}: it leads nowhere"
        if action.trigger is not Trigger.PERSON and action.by != (Job.WORKER,):
            yield f"{row}: what runs by itself is done by the worker alone"
        if not set(action.sources) & {OPEN_STATES, EVERY_STATE}:
            for source in action.sources:
                if source not in states:
                    yield f"{row}: unknown source state '{source}'"
                elif states[source].is_end:
                    yield f"{row}: it leaves the end state '{source}'"
        for outcome in action.outcomes:
            if outcome.to != SAME_STATE and outcome.to not in states:
                yield f"{row}: unknown target state '{outcome.to}'"
            for effect in outcome.effects:
                yield from _effect(service, row, effect)
        keys = {a.key for a in service.actions}
        for other in action.not_by_actor_of:
            if other not in keys:
                yield f"{row}: not_by_actor_of names the unknown action '{other}'"
    for effect in service.on_submission:
        if effect.kind not in _ON_SUBMISSION:
            kinds = ", ".join(kind.value for kind in _ON_SUBMISSION)
            yield f"on_submission: only {kinds}, not {effect.kind.value} '{effect.key}'"
        yield from _effect(service, "on_submission", effect)


def _effect(service: ServiceDefinition, row: str, effect: EffectSpec) -> Iterator[str]:
    known = {
        EffectKind.MESSAGE: {m.key for m in service.messages},
        EffectKind.DEADLINE: {d.key for d in service.deadlines},
        EffectKind.LETTER: {x.key for x in service.letters},
        EffectKind.REFUND: {r.key for r in service.refunds},
        EffectKind.PAYMENT: {service.fee.key} if service.fee else set(),
        EffectKind.ASSIGN: {"", TO_ACTOR},
    }
    if effect.kind in known and effect.key not in known[effect.kind]:
        yield f"{row}: unknown {effect.kind.value} '{effect.key}'"
    asks = effect.kind in (EffectKind.PAYMENT, EffectKind.CLAIM)
    if asks and effect.data.get("message") not in known[EffectKind.MESSAGE]:
        yield f"{row}: payment '{effect.key}' has no message"
    if effect.kind is EffectKind.SET_FIELDS:
        fields = {f.key for f in service.fields}
        named = [*_strings(effect.data.get("fields")), *_strings(effect.data.get("shift"))]
        for key in named:
            if key not in fields:
                yield f"{row}: sets the unknown field '{key}'"


def _strings(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list | tuple) else []


def _deadlines(service: ServiceDefinition) -> Iterator[str]:
    actions = {a.key: a for a in service.actions}
    states = {s.key for s in service.states}
    for deadline in service.deadlines:
        row = f"deadline '{deadline.key}'"
        action = actions.get(deadline.action)
        if deadline.state not in states:
            yield f"{row}: unknown state '{deadline.state}'"
        elif action is None:
            yield f"{row}: it ends in the unknown action '{deadline.action}'"
        elif action.trigger is not Trigger.DEADLINE or deadline.state not in service.sources_of(action):
            yield f"{row}: '{deadline.action}' is not done by a deadline in '{deadline.state}'"
        dated = deadline.unit in (Unit.DATE_START, Unit.DATE_END)
        of_day = bool(deadline.from_field) + deadline.from_occasion
        if of_day > 1 or dated != bool(of_day) or dated == bool(deadline.from_message):
            yield f"{row}: a window counts from a message, a day comes from a field"
        if deadline.from_field and deadline.from_field not in {f.key for f in service.fields}:
            yield f"{row}: unknown field '{deadline.from_field}'"
        if not dated and deadline.amount < 1:
            yield f"{row}: a window has at least one day"
    used = {
        e.key for a in service.actions for o in a.outcomes for e in o.effects if e.kind is EffectKind.DEADLINE
    } | {e.key for e in service.on_submission if e.kind is EffectKind.DEADLINE}
    for deadline in service.deadlines:
        if deadline.key not in used:
            yield f"deadline '{deadline.key}': no action starts it"


def _registers(service: ServiceDefinition) -> Iterator[str]:
    fields = {f.key: f for f in service.fields}
    for register in service.registers:
        row = f"register '{register.key}'"
        columns = {c.key for c in register.columns}
        yield from _register_list(service, register)
        for key in (*register.find_by, *(() if register.is_list else register.fills)):
            if key not in fields or key not in columns:
                yield f"{row}: '{key}' is not both a field and a column"
            elif fields[key].filled != (key in register.fills):
                yield f"{row}: the field '{key}' is typed to find an entry, or filled from it"
        if not register.find_by:
            yield f"{row}: nothing finds an entry in it"
        if register.of_applicant and "identity" not in columns:
            yield f"{row}: it has no column for the applicant's number"
    known = {r.key: r for r in service.registers}
    for action in service.actions:
        if (action.trigger is Trigger.REGISTER) != (action.register in known):
            yield f"action '{action.key}': what a register does names the register, and nothing else does"
        elif action.register in known and {f.key for f in action.inputs} != _told(
            action, known[action.register]
        ):
            yield f"action '{action.key}': its inputs are not what the register fills"


def _told(action: Action, register: RegisterDef) -> set[str]:
    """What the register gives to ``action``."""
    if not register.is_list or action.key == register.listed:
        return set(register.fills)
    return {register.entry} if action.key == register.gone else set()


def _register_list(service: ServiceDefinition, register: RegisterDef) -> Iterator[str]:
    row = f"register '{register.key}'"
    if bool(register.listed) != bool(register.gone) or register.is_list != bool(register.entry):
        yield f"{row}: a list names what is done for an entry, for one that is gone, and the entry's column"
    if not register.is_list:
        return
    keys = {a.key for a in service.actions if a.register == register.key}
    for key in (register.listed, register.gone):
        if key not in keys:
            yield f"{row}: the action '{key}' is not the register's"
    for key in (register.entry, *register.fills):
        if key not in {c.key for c in register.columns}:
            yield f"{row}: no column '{key}'"
    if not keys - {register.listed, register.gone}:
        yield f"{row}: no action ends its asking"


def _graph(service: ServiceDefinition) -> Iterator[str]:
    moves: dict[str, set[str]] = {s.key: set() for s in service.states}
    for action in service.actions:
        for source in service.sources_of(action):
            moves[source] |= {source if o.to == SAME_STATE else o.to for o in action.outcomes}
    reached = _closure(moves, {service.start.key})
    backwards: dict[str, set[str]] = {key: set() for key in moves}
    for source, targets in moves.items():
        for target in targets:
            backwards[target].add(source)
    ending = _closure(backwards, {s.key for s in service.states if s.is_end})
    for state in service.states:
        if state.key not in reached:
            yield f"state '{state.key}' cannot be reached"
        if state.key not in ending:
            yield f"state '{state.key}' has no way to an end"
        own = [a for a in service.actions_in(state.key) if a.key not in FRAME_KEYS]
        if state.waits_on is WaitsOn.STAFF and not any(
            Job.CLERK in a.by or Job.SUPERVISOR in a.by or a.event in _BY_STAFF for a in own
        ):
            yield f"state '{state.key}' waits on staff, who can do nothing in it"
        if state.waits_on is WaitsOn.CLOCK and not any(a.trigger in _BY_ITSELF for a in own):
            yield f"state '{state.key}' waits on the clock, and no deadline or register ends it"


def _closure(moves: dict[str, set[str]], start: set[str]) -> set[str]:
    found, waiting = set(start), list(start)
    while waiting:
        for target in moves[waiting.pop()] - found:
            found.add(target)
            waiting.append(target)
    return found


def _conditions(service: ServiceDefinition) -> Iterator[str]:
    fields = {f.key for f in service.fields}
    actions = {a.key for a in service.actions}
    for row, condition in _form_conditions(service):
        for name in condition.names():
            if name not in fields | {"applicant_kind"} | trait_names(service.fields):
                yield f"{row}: unknown field '{name}' in its condition"
        if any(_done(condition)):
            yield f"{row}: its condition counts an action, before there is a case"
    for letter in service.letters:
        if not letter.templates or letter.templates[-1][1] != ALWAYS:
            yield f"letter '{letter.key}': where none of its conditions holds it has no text"
        for _, condition in letter.templates:
            for name in condition.names():
                if name not in fields | FRAME_FACTS | trait_names(service.fields):
                    yield f"letter '{letter.key}': unknown fact '{name}' in its condition"
    for action in service.actions:
        given = {INPUT + one.key for one in action.inputs}
        for condition in _conditions_of(action):
            # What is given can decide where an action leads, not whether it may be done.
            before = condition is action.shown or any(condition is r.condition for r in action.requires)
            for name in condition.names():
                told = fields | FRAME_FACTS | trait_names(service.fields)
                if name not in told | (set() if before else given):
                    yield f"action '{action.key}': unknown fact '{name}' in its condition"
            for done in _done(condition):
                if done not in actions:
                    yield f"action '{action.key}': its condition counts the unknown action '{done}'"


def _form_conditions(service: ServiceDefinition) -> Iterator[tuple[str, Condition]]:
    """Conditions that are read of an application before there is a case, and their rows."""
    for field in service.fields:
        yield from ((f"field '{field.key}'", condition) for condition in (field.shown, field.required))
    for slot in service.attachments:
        yield from ((f"attachment '{slot.key}'", condition) for condition in (slot.shown, slot.required))
    yield from ((f"check of '{check.field}'", check.condition) for check in service.checks)
    yield from (("on_submission", effect.when) for effect in service.on_submission)
    if service.fee:
        yield f"fee '{service.fee.key}'", service.fee.when


def _conditions_of(action: Action) -> Iterator[Condition]:
    yield action.shown
    yield from (requirement.condition for requirement in action.requires)
    for outcome in action.outcomes:
        yield outcome.when
        yield from (effect.when for effect in outcome.effects)


def _done(condition: Condition) -> Iterator[str]:
    if isinstance(condition, Done):
        yield condition.action
    elif isinstance(condition, Not):
        yield from _done(condition.part)
    elif isinstance(condition, All | Any):
        for part in condition.parts:
            yield from _done(part)


def _given_to(service: ServiceDefinition, message: str) -> set[str]:
    """The inputs that every action sending ``message`` has."""
    senders = [{f.key for f in a.inputs} for a in service.actions if message in sent_by(a)]
    return set.intersection(*senders) if senders else set()


def _messages(service: ServiceDefinition) -> Iterator[str]:
    known = FRAME_PLACEHOLDERS | {f.key for f in service.fields} | texts_of(service)
    used: set[str] = set()
    for action in service.actions:
        used |= sent_by(action)
    used |= {e.key for e in service.on_submission if e.kind is EffectKind.MESSAGE}
    used |= {str(e.data["message"]) for e in service.on_submission if e.kind is EffectKind.PAYMENT}
    windows = {d.from_message for d in service.deadlines}
    for message in service.messages:
        row = f"message '{message.key}'"
        try:
            names = placeholders(message.wording)
        except ValueError:
            yield f"{row}: its braces do not match"
            continue
        for name in sorted(names - known - _given_to(service, message.key)):
            yield f"{row}: unknown placeholder '{name}'"
        if "days" in names and message.key not in windows:
            yield f"{row}: names days, but no deadline counts from it"
        if message.key not in used:
            yield f"{row}: nothing sends it"
    for key in sorted(windows - {""} - {m.key for m in service.messages}):
        yield f"a deadline counts from the unknown message '{key}'"
