"""Asking the municipality's registers about an application (CTR-01), and loading those kept here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from desktop.base.clock import amman_date
from desktop.base.errors import Outage, Problem, Refusal
from desktop.base.text import Text
from desktop.gateways.registers import Column, EmbeddedRegisters, Entry, Layout, LoadReport
from desktop.models.lookups import count_lookup, forget_lookup
from desktop.models.records.people import Applicant
from desktop.models.records.reference import Reference
from desktop.usecases.session import Session
from desktop.workflows.definition import RegisterDef, ServiceDefinition
from desktop.workflows.validation import Application, clean_fields, validate
from desktop.workflows.values import clean_value, shown_value

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
        if all(key in application.payload for key in register.find_by):
            guessers = _guessers(register, application.payload, application.applicant)
            entry = _found(session, register, given_to(register, application), guessers, today)
            found |= written(service, register, entry)
    return found


def look_up(session: Session, code: str, values: Mapping[str, object]) -> tuple[tuple[Text, Text], ...]:
    """What the service's registers say of ``values`` before there is an application: labels and values.

    For the counter, where the clerk reads it to the visitor. Nothing is asked until what finds an entry is
    there; registers of the applicant's own entries are asked at submission only. Raises as ``answers_for``.
    """
    service = session.registry.named(code)
    with session.database.reading() as connection:
        office = session.office(connection)
    today = amman_date(office.now)
    told = []
    for register in service.registers:
        fields = [field for field in service.fields if field.key in register.find_by]
        given = {field.key: values.get(field.key) for field in fields}
        clean, problems = clean_fields(fields, given, {}, office.reference, today, "fields.")
        if register.of_applicant or problems or len(clean) < len(fields):
            continue
        plain = {key: str(value) for key, value in clean.items()}
        entry = _found(session, register, plain, _guessers(register, plain, None), today)
        answers = written(service, register, entry)
        told += [
            (field.label, shown_value(field, answers[field.key], office.reference, {}))
            for field in service.fields
            if field.key in answers
        ]
    return tuple(told)


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
            raise Outage(
                Text(
                    f"{register.label.ar}: أجاب السجل بقيمة غير مفهومة في «{field.label.ar}».",
                    f"{register.label.en}: the register answered nonsense in '{field.label.en}'.",
                )
            )
        if value is not None:
            found[field.key] = value
    return found


def entry_of(session: Session, register: RegisterDef, given: Mapping[str, str]) -> Entry | None:
    """The register's entry; ``Outage`` where it does not answer or none is set up."""
    if session.registers is None:
        raise Outage(
            Text(f"{register.label.ar}: السجل غير مُعدّ.", f"{register.label.en}: the register is not set up.")
        )
    return session.registers.find(register.key, given)


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
    """The register as a file is read for it."""
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
        )
        for column in register.columns
    )
    keys = (*register.find_by, *((IDENTITY,) if register.of_applicant else ()))
    return Layout(register.key, columns, keys)


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
    if not isinstance(session.registers, EmbeddedRegisters):
        raise Refusal.one(
            "not_kept_here",
            "هذا السجل يُسأل عبر الشبكة ولا يُحمّل من ملف.",
            "This register is asked over the network and not loaded from a file.",
            field="register",
        )
    return session.registers.load(layout_of(found[key]), file)
