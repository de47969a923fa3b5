"""The commands and their options. A command's code is imported when it is run, so that all start quickly."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable

Run = Callable[[argparse.Namespace], int]


def _runs(module: str, function: str) -> Run:
    def run(options: argparse.Namespace) -> int:
        found: Run = getattr(importlib.import_module(f"desktop.{module}"), function)
        return found(options)

    return run


def parser(version: str) -> argparse.ArgumentParser:
    """The whole command line."""
    common = argparse.ArgumentParser(add_help=False)
    group = common.add_argument_group("workplace")
    group.add_argument("--db", metavar="URL", help="sqlite:///FILE or postgresql://HOST/NAME")
    group.add_argument("--data", metavar="DIR", help="data folder (default: DIWAN_DATA or the user's own)")
    group.add_argument("--at", metavar="TIME", help="set the clock, on an embedded database only")
    group.add_argument("--debug", action="store_true", help="show the traceback of a fault")
    group.add_argument("--verbose", action="store_true", help="log what is done")
    account = argparse.ArgumentParser(add_help=False)
    account.add_argument("--as", dest="login", metavar="USER", help="the account to work as")

    top = argparse.ArgumentParser(prog="diwan", description="ديوان · Diwan", parents=[common])
    top.add_argument("--version", action="version", version=f"diwan {version}")
    top.set_defaults(run=_runs("app", "gui"), lang="", theme="", login="")
    commands = top.add_subparsers(metavar="COMMAND")

    def command(name: str, text: str, run: Run, *, accounts: bool = True) -> argparse.ArgumentParser:
        added = commands.add_parser(
            name, help=text, description=text, parents=[_quiet(common), *([account] if accounts else [])]
        )
        added.set_defaults(run=run)
        return added

    desk = command("gui", "open the desk (the default)", _runs("app", "gui"))
    demo = command("demo", "open the desk on a demo database", _runs("app", "demo"))
    for added in (desk, demo):
        added.add_argument("--lang", choices=("ar", "en"), default="")
        added.add_argument("--theme", choices=("light", "dark"), default="")
    demo.add_argument("--fill-only", action="store_true", help="make the demo database and end")
    tour = command(
        "tour", "drive the desk through a day and save pictures", _runs("app", "tour"), accounts=False
    )
    tour.add_argument("folder", metavar="DIR")
    tour.add_argument("--lang", choices=("ar", "en"), default="ar")
    tour.add_argument("--theme", choices=("light", "dark"), default="light")

    worker = command(
        "worker",
        "run deadlines, messages, payments, the portal's inbox",
        _runs("cli.office_commands", "worker"),
    )
    worker.add_argument("--once", action="store_true", help="do what is due and end")
    intake = command(
        "intake",
        "take an application (JSON file, or - for standard input)",
        _runs("cli.case_commands", "intake"),
    )
    intake.add_argument("file", metavar="FILE")
    intake.add_argument("--json", action="store_true")
    schema = command(
        "schema", "print the JSON Schema of a service's application", _runs("cli.case_commands", "schema")
    )
    schema.add_argument("service", metavar="SERVICE")
    case = command("case", "show a case", _runs("cli.case_commands", "case"))
    case.add_argument("reference", metavar="REF")
    case.add_argument("--json", action="store_true")
    act = command("act", "do an action on a case", _runs("cli.case_commands", "act_command"))
    act.add_argument("reference", metavar="REF")
    act.add_argument("action", metavar="ACTION")
    act.add_argument("--input", metavar="JSON", help="the action's inputs, as a JSON object")
    act.add_argument("--attach", metavar="SLOT=FILE", action="append", help="a document to add first")
    act.add_argument(
        "--version", type=int, metavar="N", help="refuse if the case has moved on from version N"
    )
    outbox = command("outbox", "list the messages", _runs("cli.case_commands", "outbox"))
    outbox.add_argument("reference", metavar="REF", nargs="?")
    outbox.add_argument("--json", action="store_true")
    letter = command("letter", "write a case's letter to a PDF file", _runs("cli.case_commands", "letter"))
    letter.add_argument("reference", metavar="REF")
    letter.add_argument("kind", metavar="KIND", nargs="?", default="", help="its kind or serial number")
    letter.add_argument("--output", metavar="FILE")
    verify = command("verify", "say whether a letter is genuine", _runs("cli.verify_command", "verify"))
    verify.add_argument("subject", metavar="FILE.pdf|TEXT", nargs="?")
    verify.add_argument("--image", metavar="PNG")
    verify.add_argument(
        "--key", metavar="FILE", action="append", help="a public key; then no database is asked"
    )
    verify.add_argument("--json", action="store_true")
    pay = command(
        "pay", "report a payment to the embedded gateway", _runs("cli.office_commands", "pay"), accounts=False
    )
    pay.add_argument("number", metavar="NUMBER")
    pay.add_argument("amount", metavar="AMOUNT")
    pay.add_argument("--id", metavar="ID", help="the gateway's own id of the payment")
    pay.add_argument("--paid-at", metavar="TIME")
    command("audit", "check the record's chains and the books", _runs("cli.office_commands", "audit_command"))
    keys = command(
        "keys",
        "make, rotate or show the key that seals letters",
        _runs("cli.office_commands", "keys"),
        accounts=False,
    )
    keys.add_argument("what", choices=("init", "rotate", "show"))
    keys.add_argument("--keyring", action="store_true", help="keep it in the system's keyring, not in a file")
    keys.add_argument("--output", metavar="FILE", help="write the public half to a file")
    database = command(
        "db", "make or upgrade a database", _runs("cli.database_command", "database"), accounts=False
    )
    database.add_argument("what", choices=("init", "upgrade", "check"))
    database.add_argument("--admin-login", metavar="LOGIN", help="the first administrator")
    database.add_argument("--worker-login", metavar="LOGIN", default="diwan_worker")
    database.add_argument("--portal-login", metavar="LOGIN", default="diwan_portal")
    return top


def _quiet(common: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """The common options for a command, so that given before its name they are kept."""
    copy = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    group = copy.add_argument_group("workplace")
    for action in common._actions:
        kind = {"action": "store_true"} if action.nargs == 0 else {"metavar": action.metavar}
        group.add_argument(*action.option_strings, help=action.help, **kind)
    return copy
