"""The typed form of a service. A service is one file of this data in ``catalogue/``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from desktop.base.text import Text
from desktop.models.records.case import WaitsOn
from desktop.models.records.occasion import OccasionEvent
from desktop.models.records.people import ApplicantKind, Job
from desktop.models.records.plan import EffectKind
from desktop.workflows.calendar import Unit
from desktop.workflows.conditions import ALWAYS, Condition
from desktop.workflows.fields import AttachmentSlot, Choice, Field, FieldKind

OPEN_STATES = "*"
"""As the only source: every state that is not an end."""
EVERY_STATE = "**"
"""As the only source: every state, ends included."""
SAME_STATE = "="
"""As a target: the state the case is in."""


class Handler(StrEnum):
    """Which department must act in a state."""

    OWNER = "owner"
    HOST = "host"


class Tone(StrEnum):
    """How an action's button looks."""

    PRIMARY = "primary"
    PLAIN = "plain"
    DANGER = "danger"


class Trigger(StrEnum):
    """What does an action: a person, a passed deadline, a settled payment, what a register answers, or what
    happens to the occasion that the case has a place on."""

    PERSON = "person"
    DEADLINE = "deadline"
    PAYMENT = "payment"
    REGISTER = "register"
    OCCASION = "occasion"


class Closing(StrEnum):
    """How a case ended."""

    COMPLETED = "completed"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class State:
    """A state; ``waits_on`` says whom, ``handler`` which department, ``closing`` makes it an end.

    ``target`` says whether the service's target time runs here (TRN-17); in other open states the due
    date is ``due_in`` working days after entry, where that is given.
    """

    key: str
    label: Text
    waits_on: WaitsOn
    start: bool = False
    closing: Closing | None = None
    handler: Handler = Handler.OWNER
    target: bool = False
    due_in: int | None = None
    uploads: bool = False

    @property
    def is_end(self) -> bool:
        return self.closing is not None


@dataclass(frozen=True, slots=True)
class EffectSpec:
    """An effect that an outcome has; ``key`` names its row in the definition (message, deadline…)."""

    kind: EffectKind
    key: str = ""
    when: Condition = ALWAYS
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where an action leads if ``when`` holds; the first outcome that holds is taken."""

    to: str
    effects: tuple[EffectSpec, ...] = ()
    when: Condition = ALWAYS


@dataclass(frozen=True, slots=True)
class Requirement:
    """What must hold before an action can be done, and the sentence that says it is missing."""

    condition: Condition
    text: Text


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can be done in ``sources`` by holders of ``by``; nobody by default.

    ``authority`` asks for more than a job (COM-16); ``not_by_actor_of`` names actions whose doer may not
    do this one (COM-10); ``portal`` lets the applicant do it through the portal.
    """

    key: str
    label: Text
    sources: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    by: tuple[Job, ...] = ()
    requires: tuple[Requirement, ...] = ()
    inputs: tuple[Field, ...] = ()
    shown: Condition = ALWAYS
    trigger: Trigger = Trigger.PERSON
    register: str = ""
    """The register whose answer does it; its inputs are what the register fills."""
    event: OccasionEvent | None = None
    """The event of the occasion that does it."""
    authority: str = ""
    not_by_actor_of: tuple[str, ...] = ()
    portal: bool = False
    shared: bool = False
    """Done also by the owning and the hosting department, wherever the case is."""
    tone: Tone = Tone.PLAIN
    listed: bool = True
    """Drawn as a button; actions on one row (a verdict, a refund) are drawn there instead."""


@dataclass(frozen=True, slots=True)
class MessageDef:
    """An SMS: when it is sent (for staff) and its Arabic wording with ``{placeholders}`` (COM-03)."""

    key: str
    label: Text
    wording: str


@dataclass(frozen=True, slots=True)
class DeadlineDef:
    """A window that runs by itself and then does ``action`` in the state ``state``.

    It counts from the gateway's acceptance of the message ``from_message`` (COM-04), or is the day in the
    field ``from_field``, or, ``from_occasion``, that of the case's occasion, which it follows. ``setting``
    names the reference setting that may change ``amount``.
    """

    key: str
    label: Text
    state: str
    action: str
    unit: Unit
    amount: int = 0
    setting: str = ""
    from_message: str = ""
    from_field: str = ""
    from_occasion: bool = False


@dataclass(frozen=True, slots=True)
class LetterDef:
    """A letter that an action issues.

    Its text is the first of ``templates`` (of the letters module) whose condition holds when it is sealed.
    """

    key: str
    label: Text
    templates: tuple[tuple[str, Condition], ...]


@dataclass(frozen=True, slots=True)
class RefundDef:
    """Why money goes back and how much is kept; ``setting`` may change ``percent_kept``."""

    key: str
    reason: Text
    percent_kept: int
    setting: str = ""


@dataclass(frozen=True, slots=True)
class FeeDef:
    """A fee: its code, or the course field whose course carries it; owed where ``when`` holds."""

    key: str
    label: Text
    when: Condition
    code: str = ""
    course_field: str = ""


@dataclass(frozen=True, slots=True)
class RegisterColumn:
    """What a register knows of each entry; a column of ``choices`` holds one of their values, any other what
    its ``kind`` takes."""

    key: str
    label: Text
    required: bool = True
    choices: tuple[Choice, ...] = ()
    kind: FieldKind = FieldKind.TEXT


@dataclass(frozen=True, slots=True)
class RegisterDef:
    """A register outside that knows what is applied for (CTR-01).

    Columns are named as the service's fields are. Those of ``find_by`` together find the entry, and with
    ``of_applicant`` its column ``identity`` must be the applicant's own number; where nothing is found
    ``unknown`` is said and not which of them was wrong. ``fills`` are the fields that it writes; asked again
    about an entry that is gone it writes ``absent``. ``attempts`` is how often a day a wrong guess is heard.

    A register that lists several entries about one thing (older claims, LIC-04) names the actions done for
    each that is ``listed`` and not yet on the case and for each that is ``gone``; both are told apart by the
    column ``entry``, and what it ``fills`` are the inputs of the first. It is asked by the worker alone.
    """

    key: str
    label: Text
    columns: tuple[RegisterColumn, ...]
    find_by: tuple[str, ...]
    fills: tuple[str, ...]
    unknown: Text
    absent: Mapping[str, str] = field(default_factory=dict)
    of_applicant: bool = False
    attempts: int = 5
    listed: str = ""
    gone: str = ""
    entry: str = ""

    @property
    def is_list(self) -> bool:
        return bool(self.listed)


@dataclass(frozen=True, slots=True)
class OccasionDef:
    """What a service schedules: offerings, sessions, rounds; see docs/adr/0006.

    ``kind`` belongs to this service alone. The subject's code is in the field ``subject_field``. A place is
    taken on the occasion that the field ``field`` names or, where it ``gathers``, on the first undated one of
    the subject with a free seat. Under its minimum at its date it is moved by ``postpone_days`` (0: never),
    which ``setting`` may change. ``details`` are further texts of an occasion.
    """

    kind: str
    label: Text
    subject_field: str = ""
    field: str = ""
    gathers: bool = False
    postpone_days: int = 0
    setting: str = ""
    details: tuple[Field, ...] = ()
    waits: bool = True
    """Whether whoever comes beyond the maximum waits; otherwise a full one is refused (LIC-08)."""
    working_days: bool = False
    """Planned on working days alone."""
    one_each: bool = False
    """Its person is at one of them at a time."""
    marked: bool = False
    """Results follow; until they are passed on, who was there can still be corrected (EXM-06)."""

    def as_json(self) -> dict[str, object]:
        """The form that is synced to the database."""
        return {
            "kind": self.kind,
            "subject_field": self.subject_field,
            "field": self.field,
            "gathers": self.gathers,
            "postpone_days": self.postpone_days,
            "setting": self.setting,
            "details": [one.key for one in self.details],
            "waits": self.waits,
            "working_days": self.working_days,
            "one_each": self.one_each,
            "marked": self.marked,
        }


@dataclass(frozen=True, slots=True)
class Check:
    """A rule over several fields of an application; ``field`` is the one that its error names."""

    field: str
    condition: Condition
    text: Text


@dataclass(frozen=True, slots=True, eq=False)
class ServiceDefinition:
    """One municipal service as data."""

    code: str
    version: int
    label: Text
    department: str
    applicants: tuple[ApplicantKind, ...]
    target_days: tuple[int, int]
    """Working days from submission to decision: the promise (from, to); the second is the due date."""
    fields: tuple[Field, ...]
    attachments: tuple[AttachmentSlot, ...]
    states: tuple[State, ...]
    actions: tuple[Action, ...]
    messages: tuple[MessageDef, ...]
    deadlines: tuple[DeadlineDef, ...] = ()
    letters: tuple[LetterDef, ...] = ()
    refunds: tuple[RefundDef, ...] = ()
    checks: tuple[Check, ...] = ()
    fee: FeeDef | None = None
    on_submission: tuple[EffectSpec, ...] = ()
    host_field: str = ""
    """The field that names the department of states handled by ``Handler.HOST``."""
    summary: tuple[str, ...] = ()
    """Fields shown in the queue beside the applicant's name."""
    registers: tuple[RegisterDef, ...] = ()
    subject: tuple[str, ...] = ()
    """Fields that name what only one case may be completed for (CTR-03); empty: no such limit."""
    occasion: OccasionDef | None = None

    @property
    def form_fields(self) -> tuple[Field, ...]:
        """The fields that an application gives; the others the program fills."""
        return tuple(one for one in self.fields if not one.filled)

    def register(self, key: str) -> RegisterDef:
        """The register ``key``; ``KeyError`` if the definition has none such."""
        for register in self.registers:
            if register.key == key:
                return register
        raise KeyError(key)

    @property
    def start(self) -> State:
        return next(state for state in self.states if state.start)

    def state(self, key: str) -> State:
        """The state ``key``; ``KeyError`` if the definition has none such."""
        for state in self.states:
            if state.key == key:
                return state
        raise KeyError(key)

    def action(self, key: str) -> Action:
        """The action ``key``, of the service or of the frame; ``KeyError`` if there is none."""
        for action in self.actions:
            if action.key == key:
                return action
        raise KeyError(key)

    def sources_of(self, action: Action) -> tuple[str, ...]:
        """The states that ``action`` can be done in, spelled out."""
        if action.sources == (EVERY_STATE,):
            return tuple(state.key for state in self.states)
        if action.sources == (OPEN_STATES,):
            return tuple(state.key for state in self.states if not state.is_end)
        return action.sources

    def actions_in(self, state: str) -> tuple[Action, ...]:
        """Every action whose sources include ``state``."""
        return tuple(action for action in self.actions if state in self.sources_of(action))
