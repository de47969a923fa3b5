"""The commands and their options. A command's code is imported when it is run, so that all start quickly."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable
from typing import Protocol

Run = Callable[[argparse.Namespace], int]
_DATABASE = (
    "init", "upgrade", "check", "backup", "restore", "move", "archive", "put-away", "bring-back",
    "documents",
)  # fmt: skip


class _Commands(Protocol):
    def __call__(
        self, name: str, text: str, runs: str, *, account: bool = True
    ) -> argparse.ArgumentParser: ...


def parser(version: str) -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(prog="diwan", description="ديوان · Diwan")
    top.add_argument("--version", action="version", version=f"diwan {version}")
    _workplace(top, None)
    top.set_defaults(run=_run_of("app:gui"), lang="", theme="", login="")
    commands = top.add_subparsers(metavar="COMMAND")

    def command(name: str, text: str, runs: str, *, account: bool = True) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text)
        # What stands before the command's name is kept where it is not said again after it.
        _workplace(added, argparse.SUPPRESS)
        if account:
            added.add_argument(
                "--as", dest="login", metavar="USER", default="", help="the account to work as"
            )
        added.set_defaults(run=_run_of(runs))
        return added

    _desk(command)
    _cases(command)
    _letters(command)
    _office(command)
    return top


def _run_of(place: str) -> Run:
    module, _, function = place.partition(":")

    def run(options: argparse.Namespace) -> int:
        found: Run = getattr(importlib.import_module(f"desktop.{module}"), function)
        return found(options)

    return run


def _workplace(to: argparse.ArgumentParser, default: str | None) -> None:
    group = to.add_argument_group("workplace")
    group.add_argument(
        "--db", metavar="URL", default=default, help="sqlite:///FILE or postgresql://HOST/NAME"
    )
    group.add_argument(
        "--data", metavar="DIR", default=default, help="data folder (else DIWAN_DATA, else the user's own)"
    )
    group.add_argument(
        "--at", metavar="TIME", default=default, help="set the clock, on an embedded database only"
    )
    flag = default if default is not None else False
    group.add_argument("--debug", action="store_true", default=flag, help="show the traceback of a fault")
    group.add_argument("--verbose", action="store_true", default=flag, help="log what is done")


def _desk(command: _Commands) -> None:
    desk = command("gui", "open the desk (the default)", "app:gui")
    demo = command("demo", "open the desk on a demo database", "app:demo")
    link = command("open", "show an application in the desk: diwan://case/REF", "app:open_link")
    link.add_argument("url", metavar="URL")
    for added in (desk, demo, link):
        added.add_argument("--lang", choices=("ar", "en"), default="")
        added.add_argument("--theme", choices=("light", "dark"), default="")
    demo.add_argument("--fill-only", action="store_true", help="make the demo database and end")
    tour = command("tour", "drive the desk through a day and save pictures", "app:tour", account=False)
    tour.add_argument("folder", metavar="DIR")
    tour.add_argument("--lang", choices=("ar", "en"), default="ar")
    tour.add_argument("--theme", choices=("light", "dark"), default="light")


def _cases(command: _Commands) -> None:
    intake = command(
        "intake", "take an application (a JSON file, or - for standard input)", "cli.case_commands:intake"
    )
    intake.add_argument("file", metavar="FILE")
    intake.add_argument("--json", action="store_true")
    schema = command("schema", "print the JSON Schema of a service's application", "cli.case_commands:schema")
    schema.add_argument("service", metavar="SERVICE")
    case = command("case", "show a case", "cli.case_commands:case")
    case.add_argument("reference", metavar="REF")
    case.add_argument("--json", action="store_true")
    act = command("act", "do an action on a case", "cli.case_commands:act_command")
    act.add_argument("reference", metavar="REF")
    act.add_argument("action", metavar="ACTION")
    act.add_argument("--input", metavar="JSON", help="the action's inputs, as a JSON object")
    act.add_argument("--attach", metavar="SLOT=FILE", action="append", help="a document to add first")
    act.add_argument(
        "--version", type=int, metavar="N", help="refuse if the case has moved on from version N"
    )
    outbox = command("outbox", "list the messages", "cli.case_commands:outbox")
    outbox.add_argument("reference", metavar="REF", nargs="?")
    outbox.add_argument("--json", action="store_true")


def _letters(command: _Commands) -> None:
    letter = command("letter", "write a case's letter to a PDF file", "cli.case_commands:letter")
    letter.add_argument("reference", metavar="REF")
    letter.add_argument("kind", metavar="KIND", nargs="?", default="", help="its kind or serial number")
    letter.add_argument("--output", metavar="FILE")
    verify = command("verify", "say whether a letter is genuine", "cli.verify_command:verify")
    verify.add_argument("subject", metavar="FILE.pdf|TEXT", nargs="?")
    verify.add_argument("--image", metavar="PNG")
    verify.add_argument("--key", metavar="FILE", action="append", help="a public key; no database is asked")
    verify.add_argument("--json", action="store_true")
    keys = command(
        "keys", "make, rotate or show the key that seals letters", "cli.office_commands:keys", account=False
    )
    keys.add_argument("what", choices=("init", "rotate", "show"))
    keys.add_argument("--keyring", action="store_true", help="keep it in the system's keyring, not in a file")
    keys.add_argument("--output", metavar="FILE", help="write the public half to a file")


def _office(command: _Commands) -> None:
    worker = command(
        "worker", "run deadlines, messages, payments, the portal's inbox", "cli.office_commands:worker"
    )
    worker.add_argument("--once", action="store_true", help="do what is due and end")
    pay = command("pay", "report a payment to the embedded gateway", "cli.office_commands:pay", account=False)
    pay.add_argument("number", metavar="NUMBER")
    pay.add_argument("amount", metavar="AMOUNT")
    pay.add_argument("--id", metavar="ID", help="the gateway's own id of the payment")
    pay.add_argument("--paid-at", metavar="TIME")
    register = command(
        "register", "load a register from a CSV or XLSX file", "cli.office_commands:register_command"
    )
    register.add_argument("register", metavar="REGISTER")
    register.add_argument("file", metavar="FILE")
    register.add_argument("--json", action="store_true")
    command("audit", "check the record's chains and the books", "cli.office_commands:audit_command")
    simulation = command(
        "simulate", "play applications of every service and check the invariants",
        "cli.simulate_command:simulate_command", account=False,
    )  # fmt: skip
    simulation.add_argument("--cases", type=int, metavar="N", default=300)
    simulation.add_argument("--seed", type=int, metavar="S", default=1)
    simulation.add_argument(
        "--jobs", type=int, metavar="J", default=0, help="processes (else one a processor)"
    )
    simulation.add_argument("--json", action="store_true")
    _upkeep(command)
    database = command(
        "db", "make, upgrade, check, back up, restore, move or archive a database",
        "cli.database_command:database", account=False,
    )  # fmt: skip
    database.add_argument("what", choices=_DATABASE)
    database.add_argument(
        "file",
        metavar="FILE",
        nargs="?",
        help="backup: a folder or new file; restore, check: a backup; move: the single desk's database;"
        " put-away: a new file; bring-back: a year's file",
    )
    database.add_argument(
        "--keep", type=int, metavar="N", default=0, help="backup: leave only the newest N in the folder"
    )
    database.add_argument(
        "--year", type=int, metavar="YEAR", default=0, help="archive, put-away: cases closed in that year"
    )
    database.add_argument(
        "--to", choices=("store", "database"), help="documents: move them there; else they are compared"
    )
    database.add_argument(
        "--sweep", action="store_true", help="documents: remove from the store what no application wants"
    )
    database.add_argument("--plan", action="store_true", help="init: say what would be done, and do nothing")
    database.add_argument("--yes", action="store_true", help="init: do it without asking")
    database.add_argument(
        "--no-key", action="store_true", help="init: make no key that seals letters; another machine has it"
    )
    database.add_argument("--admin-login", metavar="LOGIN", help="the first administrator")
    database.add_argument("--worker-login", metavar="LOGIN", default="diwan_worker")
    database.add_argument("--portal-login", metavar="LOGIN", default="diwan_portal")


def _upkeep(command: _Commands) -> None:
    health = command("health", "tell how the machinery does, for monitoring", "cli.upkeep_commands:health")
    health.add_argument("--json", action="store_true")
    health.add_argument("--full", action="store_true", help="check the chain of every record")
    settings = command(
        "settings",
        "show or change the settings that all desks and workers share",
        "cli.settings_command:settings",
    )
    settings.add_argument(
        "what", choices=("show", "set", "load", "drop", "secret"), nargs="?", default="show"
    )
    settings.add_argument(
        "name",
        metavar="NAME|FILE|GATEWAY",
        nargs="?",
        help="a setting; a TOML file of gateways; a gateway; a secret's name",
    )
    settings.add_argument("value", metavar="VALUE", nargs="?", help="set: the new value")
    settings.add_argument(
        "--from", dest="first", metavar="DAY", default="", help="set: from this day on, else today"
    )
    settings.add_argument("--json", action="store_true")
    retention = command(
        "retention", "tell, or take out, personal data whose time is over", "cli.upkeep_commands:retention"
    )
    which = retention.add_mutually_exclusive_group()
    which.add_argument("--plan", action="store_true", help="say what is due, and do nothing (the default)")
    which.add_argument(
        "--run", dest="do_it", action="store_true", help="do it now; the worker does it every hour"
    )
    seen = command("accesses", "who saw which application", "cli.upkeep_commands:accesses_command")
    seen.add_argument("reference", metavar="REF", nargs="?")
    seen.add_argument("--who", metavar="USER", default="")
    seen.add_argument("--from", dest="first", metavar="DAY", default="", help="else thirty days ago")
    seen.add_argument("--to", dest="last", metavar="DAY", default="", help="else today")
