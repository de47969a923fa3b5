"""Asking the municipality's registers about an application (CTR-01), and loading those kept here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path

from desktop.base.clock import amman_date
from desktop.base.errors import Outage, Problem, Refusal
from desktop.base.text import Text
from desktop.gateways.registers import Column, EmbeddedRegisters, Entry, Layout, LoadReport, Registers
from desktop.models.lookups import count_lookup, forget_lookup
from desktop.models.records.people import Applicant
from desktop.models.records.reference import Reference
from desktop.usecases.session import Session
from desktop.usecases.stored_gateways import StoredRegisters
from desktop.workflows.definition import RegisterColumn, RegisterDef, ServiceDefinition
from desktop.workflows.fields import Field, FieldKind
from desktop.workflows.validation import Application, clean_fields, validate
from desktop.workflows.values import clean_value, code_of, shown_value

IDENTITY = "identity"
"""The column of a register that holds the applicant's own number."""

TOO_MANY = Text(
    "تكررت المحاولات غير الصحيحة؛ أعد المحاولة غداً.",
    "Too many wrong attempts; try again tomorrow.",
)


def answers_for(session: Session, document: Mapping[str, object]) -> dict[str, object]:
    """What the registers of the service say of an application, for the fields that nobody types.

    Nothing is asked until the rest of the application is right. Raises ``Refusal`` where a register has no
    such entry, which does not tell what was wrong, or after too many guesses; ``Outage`` where it is silent.
    """
    service = session.registry.named(str(document.get("service", "")))
    if not service.registers:
        return {}
    with session.database.reading() as connection:
        office = session.office(connection)
    today = amman_date(office.now)
    application = validate(service, document, office.reference, today)
    found: dict[str, object] = {}
    for register in service.registers:
        if not register.is_list and all(key in application.payload for key in register.find_by):
            guessers = _guessers(register, application.payload, application.applicant)
            entry = _found(session, register, given_to(register, application), guessers, today)
            found |= written(service, register, entry)
    return found


def _require_standing(service: ServiceDefinition, facts: Mapping[str, object]) -> None:
    """Refuses on the spot what a register says is not good enough, and says why (LIC-01)."""
    filled = {field.key for field in service.fields if field.filled}
    wrong = [
        Problem(f"fields.{check.field}", "check", check.text)
        for check in service.checks
        if filled & set(check.condition.names()) <= facts.keys()
        and filled & set(check.condition.names())
        and not check.condition.holds(facts)
    ]
    if wrong:
        raise Refusal(wrong)


def look_up(
    session: Session, code: str, values: Mapping[str, object], identity: str = ""
) -> tuple[tuple[Text, Text], ...]:
    """What the service's registers say of ``values`` before there is an application: labels and values.

    For the counter, where the clerk reads it to the visitor. Nothing is asked until what finds an entry is
    there; a register of the applicant's own entries needs their ``identity``. Claims are told one by one
    (LIC-04). Raises as ``answers_for``, and ``Refusal`` where what is found is not good enough (LIC-01).
    """
    service = session.registry.named(code)
    with session.database.reading() as connection:
        office = session.office(connection)
    today = amman_date(office.now)
    told: list[tuple[Text, Text]] = []
    facts: dict[str, object] = {"today": today.isoformat()}
    for register in service.registers:
        fields = [field for field in service.fields if field.key in register.find_by]
        given = {field.key: values.get(field.key) for field in fields}
        clean, problems = clean_fields(fields, given, {}, office.reference, today, "fields.")
        known = not problems and len(clean) == len(fields)
        if not known or (register.of_applicant and not (register.is_list and identity)):
            continue
        plain = {key: str(value) for key, value in clean.items()}
        if register.is_list:
            owned = {**plain, IDENTITY: code_of(identity)} if register.of_applicant else plain
            told += [_told(service, register, entry) for entry in entries_of(session, register, owned)]
            continue
        entry = _found(session, register, plain, _guessers(register, plain, None), today)
        answers = written(service, register, entry)
        facts |= answers
        told += [
            (field.label, shown_value(field, answers[field.key], office.reference, {}))
            for field in service.fields
            if field.key in answers
        ]
    _require_standing(service, facts)
    return tuple(told)


def _told(service: ServiceDefinition, register: RegisterDef, entry: Entry) -> tuple[Text, Text]:
    """One entry of a list as a line: what it is, and how much."""
    inputs = listed_inputs(service, register, entry)
    fields = service.action(register.listed).inputs
    shown = [
        shown_value(field, inputs[field.key], Reference(), {})
        for field in fields
        if field.key in inputs and field.key != register.entry
    ]
    return (register.label, Text(" · ".join(s.ar for s in shown), " · ".join(s.en for s in shown)))


def listed_inputs(service: ServiceDefinition, register: RegisterDef, entry: Entry) -> dict[str, object]:
    """What an entry of a list gives to the action that is done for it; ``Outage`` for nonsense."""
    found: dict[str, object] = {}
    for field in service.action(register.listed).inputs:
        value, problem = clean_value(field, entry.get(field.key, ""), Reference(), {}, field.key)
        if problem is not None or (value is None and field.required.holds({})):
            raise _nonsense(register, field)
        if value is not None:
            found[field.key] = value
    return found


def entries_of(session: Session, register: RegisterDef, given: Mapping[str, str]) -> tuple[Entry, ...]:
    """All entries of a list; ``Outage`` where it does not answer or none is set up."""
    return _set_up(session, register).find_all(register.key, given)


def given_to(register: RegisterDef, application: Application) -> dict[str, str]:
    """What the register is asked for."""
    return asked_for(register, application.payload, application.applicant)


def asked_for(register: RegisterDef, payload: Mapping[str, object], applicant: Applicant) -> dict[str, str]:
    """The values that together name the entry of an application."""
    given = {key: str(payload[key]) for key in register.find_by}
    return {**given, IDENTITY: applicant.identity} if register.of_applicant else given


def written(service: ServiceDefinition, register: RegisterDef, entry: Entry | None) -> dict[str, object]:
    """The fields that an entry fills; ``None`` stands for one that is gone. ``Outage`` for nonsense."""
    found: dict[str, object] = {}
    for field in service.fields:
        if field.key not in register.fills:
            continue
        raw = register.absent.get(field.key, "") if entry is None else entry.get(field.key, "")
        value, problem = clean_value(field, raw, Reference(), {}, field.key)
        if problem is not None:
            raise _nonsense(register, field)
        if value is not None:
            found[field.key] = value
    return found


def entry_of(session: Session, register: RegisterDef, given: Mapping[str, str]) -> Entry | None:
    """The register's entry; ``Outage`` where it does not answer or none is set up."""
    return _set_up(session, register).find(register.key, given)


def _set_up(session: Session, register: RegisterDef) -> Registers:
    if session.registers is None:
        raise Outage(
            Text(f"{register.label.ar}: السجل غير مُعدّ.", f"{register.label.en}: the register is not set up.")
        )
    return session.registers


def _nonsense(register: RegisterDef, field: Field) -> Outage:
    return Outage(
        Text(
            f"{register.label.ar}: أجاب السجل بقيمة غير مفهومة في «{field.label.ar}».",
            f"{register.label.en}: the register answered nonsense in '{field.label.en}'.",
        )
    )


def _guessers(
    register: RegisterDef, payload: Mapping[str, object], applicant: Applicant | None
) -> tuple[str, ...]:
    """Whose wrong guesses are counted: what is guessed about, and who guesses."""
    about = f"entry {payload[register.find_by[0]]}"
    return (about, f"applicant {applicant.identity}") if applicant else (about,)


def _found(
    session: Session,
    register: RegisterDef,
    given: Mapping[str, str],
    guessers: tuple[str, ...],
    today: date,
) -> Entry:
    """The entry; counted as a guess before the register is asked, taken back where it was none."""
    counted: list[str] = []
    with session.database.writing() as connection:
        counted += [
            who for who in guessers if count_lookup(connection, register.key, who, today, register.attempts)
        ]
    entry: Entry | None = None
    wrong = False
    try:
        if len(counted) < len(guessers):
            raise _said(register, "too_many_attempts", TOO_MANY)
        entry = entry_of(session, register, given)
        wrong = entry is None
    finally:
        if not wrong:
            with session.database.writing() as connection:
                for who in counted:
                    forget_lookup(connection, register.key, who, today)
    if entry is None:
        raise _said(register, "not_found", register.unknown)
    return entry


def _said(register: RegisterDef, code: str, text: Text) -> Refusal:
    """The same sentence at every field that was asked with: it does not say which was wrong."""
    return Refusal([Problem(f"fields.{key}", code, text) for key in register.find_by])


def layout_of(register: RegisterDef) -> Layout:
    """The register as a file is read for it; a cell is judged as a field of its column's kind."""
    columns = tuple(
        Column(
            column.key,
            (column.label.ar, column.label.en),
            column.required,
            {
                shown: choice.value
                for choice in column.choices
                for shown in (choice.value, choice.label.ar, choice.label.en)
            }
            if column.choices
            else None,
            None if column.kind is FieldKind.TEXT else partial(_read, column),
        )
        for column in register.columns
    )
    if register.is_list:
        return Layout(register.key, columns, (register.entry,), may_be_empty=True)
    keys = (*register.find_by, *((IDENTITY,) if register.of_applicant else ()))
    return Layout(register.key, columns, keys)


def _read(column: RegisterColumn, cell: str) -> str | None:
    field = Field(column.key, column.label, column.kind)
    value, problem = clean_value(field, cell, Reference(), {}, column.key)
    return None if problem is not None or value is None else str(value)


def load_register(session: Session, key: str, file: Path) -> LoadReport:
    """Replaces the register ``key`` that is kept here by the rows of a CSV or XLSX file.

    Tells of every row that was not taken. Only an administrator may; a register that is asked over HTTP is
    not loaded.
    """
    with session.database.reading() as connection:
        actor = session.office(connection).actor
    if not actor.is_admin:
        raise Refusal.one(
            "not_allowed",
            "تحميل السجلات لمدير النظام وحده.",
            "Only an administrator loads registers.",
        )
    found = {one.key: one for service in session.registry.values() for one in service.registers}
    if key not in found:
        raise Refusal.one(
            "unknown_register",
            f"سجل غير معروف؛ السجلات: {'، '.join(found)}.",
            f"Unknown register; there are: {', '.join(found)}.",
            field="register",
        )
    kept = (
        session.registers.in_force() if isinstance(session.registers, StoredRegisters) else session.registers
    )
    if not isinstance(kept, EmbeddedRegisters):
        raise Refusal.one(
            "not_kept_here",
            "هذا السجل يُسأل عبر الشبكة ولا يُحمّل من ملف.",
            "This register is asked over the network and not loaded from a file.",
            field="register",
        )
    return kept.load(layout_of(found[key]), file)
