"""``diwan case``, ``act``, ``intake``, ``schema``, ``outbox``, ``letter``: one case at a time."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from desktop.base.errors import Refusal
from desktop.cli.chosen import working_login
from desktop.cli.output import plain, print_json, write_file
from desktop.cli.workplace import open_workplace
from desktop.usecases.access import looking
from desktop.usecases.cases import OpenCase, act, open_case, submit
from desktop.usecases.letters import read_letter
from desktop.usecases.queues import list_outbox
from desktop.workflows.schema import application_schema


def _text_of(name: str) -> str:
    try:
        # Whatever the terminal's own encoding is, JSON is UTF-8; editors on Windows put a mark before it.
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return raw.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal.one(
            "unreadable", f"تعذّرت قراءة الملف {name}.", f"Cannot read {name}: {error}.", field="file"
        ) from error


def _object(text: str, what: str) -> dict[str, object]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refusal.one("malformed", "ليس JSON صالحاً.", f"Not valid JSON: {error}.", field=what) from error
    if not isinstance(document, dict):
        raise Refusal.one("malformed", "يُتوقع كائن JSON.", "A JSON object is expected.", field=what)
    return document


def _with_files(document: dict[str, object], folder: Path) -> dict[str, object]:
    """``document`` with attachments that name a ``path`` read from beside the document."""
    items = document.get("attachments")
    if not isinstance(items, list):
        return document
    read: list[object] = []
    for index, item in enumerate(items):
        if not isinstance(item, Mapping) or "path" not in item or "content" in item:
            read.append(item)
            continue
        path = folder / str(item["path"])
        try:
            content = path.read_bytes()
        except OSError as error:
            raise Refusal.one(
                "unreadable",
                f"تعذّرت قراءة المرفق {path.name}.",
                f"Cannot read the attachment {path.name}.",
                field=f"attachments[{index}].path",
            ) from error
        rest = {key: value for key, value in item.items() if key != "path"}
        read.append({"filename": path.name, **rest, "content": content})
    return {**document, "attachments": read}


def intake(options: argparse.Namespace) -> int:
    """Takes an application as the portal sends it and prints its reference."""
    text = _text_of(options.file)
    folder = Path.cwd() if options.file == "-" else Path(options.file).resolve().parent
    document = _with_files(_object(text, "file"), folder)
    with open_workplace(options, login=options.login or "") as workplace:
        via = "counter" if options.login else "portal"
        result, _ = submit(workplace.session(working_login(options)), document, via)
        if options.json:
            print_json({"reference": result.reference, "state": result.state})
        else:
            print(result.reference)
        return 0


def schema(options: argparse.Namespace) -> int:
    """Prints the JSON Schema of a service's application."""
    with open_workplace(options) as workplace:
        service = workplace.registry.named(options.service)
        with workplace.database.reading() as connection:
            office = workplace.session(working_login(options)).office(connection)
        print_json(application_schema(service, office.reference))
        return 0


def case(options: argparse.Namespace) -> int:
    """Shows one case with all that hangs on it."""
    with open_workplace(options, login=options.login or "") as workplace:
        with looking(workplace.session(working_login(options))) as session:
            opened = open_case(session, options.reference)
        if options.json:
            print_json(case_document(opened))
        else:
            _print_case(opened)
        return 0


def case_document(opened: OpenCase) -> dict[str, object]:
    """An open case as one JSON document; the states' and actions' labels beside their keys."""
    file, service = opened.file, opened.service
    document = plain(file.case)
    if not isinstance(document, dict):
        raise TypeError("a case is an object")
    late = bool(
        file.case.due_at and file.case.due_at < opened.office.now and file.case.waits_on.value == "staff"
    )
    return {
        **document,
        "state_label": plain(service.state(file.case.state).label),
        "late": late,
        "actions": [
            {
                "action": offer.action.key,
                "label": plain(offer.action.label),
                "enabled": offer.enabled,
                "reason": plain(offer.reason) if offer.reason else None,
                "inputs": [field.key for field in offer.action.inputs],
            }
            for offer in opened.offers
        ],
        "attachments": plain(file.attachments),
        "events": plain(file.events),
        "messages": plain(file.messages),
        "deadlines": plain(file.deadlines),
        "payment_requests": plain(file.requests),
        "payment_notices": plain(file.notices),
        "refunds": plain(file.refunds),
        "letters": [
            {key: value for key, value in _fields(plain(letter)) if key not in ("content", "payload")}
            for letter in file.letters
        ],
    }


def _fields(value: object) -> list[tuple[str, object]]:
    return list(value.items()) if isinstance(value, dict) else []


def _print_case(opened: OpenCase) -> None:
    record, service = opened.file.case, opened.service
    print(f"{record.reference}  {service.state(record.state).label.ar}  ({record.state})")
    print(f"{record.applicant.name}  {record.applicant.mobile}")
    for event in opened.file.events:
        print(f"  {plain(event.at)}  {event.actor}  {event.action}  {event.from_state} -> {event.to_state}")


def act_command(options: argparse.Namespace) -> int:
    """Does an action on a case, as the account of ``--as``."""
    inputs = _object(options.input, "--input") if options.input else {}
    attachments: list[Mapping[str, object]] = []
    for given in options.attach or ():
        slot, _, path = given.partition("=")
        found = _with_files({"attachments": [{"slot": slot, "path": path}]}, Path.cwd())["attachments"]
        attachments += found if isinstance(found, list) else []
    with open_workplace(options, login=options.login or "") as workplace:
        session = workplace.session(working_login(options))
        opened = open_case(session, options.reference)
        changes = act(
            session,
            opened.file.case.case_id,
            options.action,
            inputs,
            expected_version=options.version,
            attachments=attachments,
        )
        print_json({**changes.details, "changed": sorted(changes.kinds)})
        return 0


def outbox(options: argparse.Namespace) -> int:
    """Lists the messages of the outbox, newest last."""
    with open_workplace(options, login=options.login or "") as workplace:
        session = workplace.session(working_login(options))
        case_id = open_case(session, options.reference).file.case.case_id if options.reference else None
        found = [
            {"reference": reference, **dict(_fields(plain(message)))}
            for reference, message in list_outbox(session, case_id)
        ]
        if options.json:
            print_json(found)
        else:
            for item in found:
                print(f"{item['reference']}  {item['state']}  {item['recipient']}  {item['text']}")
        return 0


def letter(options: argparse.Namespace) -> int:
    """Writes a case's sealed letter to a PDF file."""
    with open_workplace(options, login=options.login or "") as workplace:
        session = workplace.session(working_login(options))
        opened = open_case(session, options.reference)
        fitting = [
            x
            for x in opened.file.letters
            if options.kind in (x.kind, x.serial) or (not options.kind and x.state.value == "issued")
        ]
        if not fitting:
            raise Refusal.one(
                "no_letter",
                "لا يوجد كتاب بهذا الوصف على الطلب.",
                "The case has no such letter.",
                field="letter",
            )
        pdf = read_letter(session, fitting[-1].letter_id)
        print(write_file(options.output or f"{fitting[-1].serial}.pdf", pdf))
        return 0
