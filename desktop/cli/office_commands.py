"""``diwan worker``, ``pay``, ``audit``, ``keys``, ``verify``, ``db``: the office behind the desks."""

from __future__ import annotations

import argparse
import json
import logging
import signal
import threading
from pathlib import Path

from desktop.base.errors import Refusal
from desktop.base.logs import keep_log
from desktop.base.money import parse_dinars
from desktop.cli.chosen import typed_moment, working_config, working_login
from desktop.cli.output import plain, print_json, write_file
from desktop.cli.workplace import open_workplace
from desktop.gateways.payments import EmbeddedPayments
from desktop.usecases.audit import audit
from desktop.usecases.keys import init_signing_key, load_signing_key, rotate_signing_key
from desktop.usecases.registers import load_register
from desktop.usecases.worker import run_once
from desktop.worker import work, worker_name


def worker(options: argparse.Namespace) -> int:
    """Runs deadlines, the outbox, payments and the portal's inbox; ``--once`` does what is due and ends."""
    with open_workplace(options, login=options.login or "") as workplace:
        session = workplace.session(working_login(options))
        gateways = workplace.current_gateways()
        # What cannot be used is said at the start, and ends it.
        at_first = gateways()
        if options.once:
            report = run_once(session, at_first, worker_name())
            found = {"done": report.counts, "outages": list(report.outages), "faults": list(report.faults)}
            print(json.dumps(found, ensure_ascii=False))
            return 1 if report.faults else 0
        keep_log(workplace.config.data_folder, "worker", level=logging.INFO)
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        work(session, gateways, stop)
        return 0


def pay(options: argparse.Namespace) -> int:
    """Reports a payment to the embedded payment gateway, as a bank would."""
    with open_workplace(options) as workplace:
        gateway = workplace.gateways().payments
        if not isinstance(gateway, EmbeddedPayments):
            raise Refusal.one(
                "pay",
                "الدفع من سطر الأوامر للبوابة المضمّنة فقط.",
                "Paying from the command line is for the embedded gateway only.",
            )
        try:
            amount = parse_dinars(options.amount)
        except ValueError as error:
            raise Refusal.one(
                "money",
                "مبلغ غير صالح؛ مثال: 100.000.",
                "Not an amount; for example 100.000.",
                field="amount",
            ) from error
        paid_at = typed_moment(options.paid_at, "--paid-at") if options.paid_at else workplace.clock.now()
        notice = gateway.pay(options.number, amount, gateway_id=options.id, paid_at=paid_at)
        print_json(notice)
        return 0


def register_command(options: argparse.Namespace) -> int:
    """Loads a register that is kept here; exit status 1 where rows were not taken, each of which is told."""
    with open_workplace(options, login=options.login or "") as workplace:
        session = workplace.session(working_login(options))
        report = load_register(session, options.register, Path(options.file))
    if options.json:
        print_json({"entries": report.entries, "bad": plain(report.bad)})
    else:
        for row in report.bad:
            print(f"{row.line}: {row.reason.ar} | {row.reason.en}")
        print(report.entries)
    return 1 if report.bad else 0


def audit_command(options: argparse.Namespace) -> int:
    """Checks every chain and the books; exit status 1 where something is wrong."""
    with open_workplace(options, login=options.login or "") as workplace:
        found = audit(workplace.session(working_login(options)))
        print_json({"passed": found.passed, **_as_dict(found)})
        return 0 if found.passed else 1


def _as_dict(found: object) -> dict[str, object]:
    value = plain(found)
    return value if isinstance(value, dict) else {}


def keys(options: argparse.Namespace) -> int:
    """Makes, rotates or shows the key that seals letters."""
    folder = working_config(options).data_folder
    if options.what == "init":
        key = init_signing_key(folder, keyring=options.keyring)
    elif options.what == "rotate":
        key = rotate_signing_key(folder, keyring=options.keyring)
    else:
        found = load_signing_key(folder)
        if found is None:
            raise Refusal.one(
                "no_key", "لا يوجد مفتاح توقيع.", "There is no signing key; run: diwan keys init."
            )
        key = found
    pem = key.public.to_pem().decode()
    if options.output:
        write_file(options.output, pem.encode())
    print(pem, end="")
    return 0
