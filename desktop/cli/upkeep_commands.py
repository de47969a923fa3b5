"""``diwan db backup|restore|move``, ``health``, ``retention``, ``accesses``: what keeps the office going."""

from __future__ import annotations

import argparse
import sys
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy.engine import URL

from desktop.base.clock import amman, amman_date
from desktop.base.errors import Refusal
from desktop.cli.chosen import clock_of, config_of, named_file, working_login
from desktop.cli.output import print_json
from desktop.cli.workplace import open_workplace
from desktop.models.database import embedded_url
from desktop.usecases import backups
from desktop.usecases.access import accesses
from desktop.usecases.health import NEWEST, Pulse, pulse
from desktop.usecases.retention import plan_retention, retain

EVERYTHING = 2_000_000_000


def backup_command(options: argparse.Namespace, url: URL) -> int:
    """Backs the database up into a folder or a new file; prints what was made."""
    config = config_of(options)
    made = backups.back_up(url, named_file(options), clock_of(options, config), options.keep)
    print_json({"backup": made.backup, "at": made.at, "removed": made.removed})
    if config.documents:
        print(
            "diwan: المرفقات التي في المخزن ليست في هذه النسخة؛ انسخ المخزن أيضاً | documents that lie in the"
            " store are not in this backup: copy the store too",
            file=sys.stderr,
        )
    return 0


def restore_command(options: argparse.Namespace, url: URL) -> int:
    """Restores a backup into an empty database, or a file that is not there yet."""
    print_json(backups.bring_back(named_file(options), url))
    return 0


def check_command(options: argparse.Namespace) -> int:
    """Reads a backup whole and prints what it is."""
    print_json(backups.check(named_file(options)))
    return 0


def move_command(options: argparse.Namespace, url: URL) -> int:
    """Moves a single desk's database to the central one; prints the rows by table, all of them compared."""
    if url.get_backend_name() != "postgresql":
        raise Refusal.one(
            "central",
            "اذكر القاعدة المركزية بالخيار ‎--db postgresql://….",
            "Name the central database with --db postgresql://….",
            field="--db",
        )
    source = Path(options.file) if options.file else config_of(options).data_folder / "diwan.db"
    moved = backups.move(source, url)
    print_json(
        {"rows": moved.rows, "total": sum(moved.rows.values()), "waiting_for_a_password": moved.logins}
    )
    return 0


def embedded_target(options: argparse.Namespace) -> URL:
    """The embedded database that ``--db`` or the data folder names; nothing is opened."""
    config = config_of(options)
    return embedded_url(Path(config.database_url.removeprefix("sqlite:///")))


def health(options: argparse.Namespace) -> int:
    """Tells how the machinery does; exit status 0 well, 1 somebody should look, 2 at once."""
    with open_workplace(options, login=options.login or "") as workplace:
        seen = pulse(
            workplace.session(working_login(options)),
            workplace.config.data_folder,
            EVERYTHING if options.full else NEWEST,
        )
        if options.json:
            age = seen.at - seen.backup.at if seen.backup else None
            print_json(
                {
                    "status": ("well", "look", "at once")[seen.status],
                    "seen": seen,
                    "backup_age_hours": round(age.total_seconds() / 3600, 1) if age is not None else None,
                }
            )
        else:
            _tell(seen)
        return seen.status


def _tell(seen: Pulse) -> None:
    """One line a thing, the same words each time: for people and for ``grep``."""
    print(f"{('OK', 'WARNING', 'CRITICAL')[seen.status]}: {amman(seen.at):%Y-%m-%d %H:%M}")
    for trouble in seen.troubles:
        print(f"  ! {trouble.text.ar} | {trouble.text.en}")
    for name, waits in seen.queues.items():
        since = f" since {amman(waits.since):%Y-%m-%d %H:%M}" if waits.since else ""
        print(f"  {name}: {waits.number}{since}")
    kept = f"{amman(seen.backup.at):%Y-%m-%d %H:%M} {seen.backup.name}" if seen.backup else "never"
    print(f"  last good backup: {kept}")
    for beat in seen.workers:
        print(f"  worker {beat.name}: {amman(beat.at):%Y-%m-%d %H:%M:%S}, release {beat.release}")
    if seen.standby is not None and seen.standby.standby:
        behind = seen.standby.behind
        print(f"  standby: {'unknown' if behind is None else f'{behind.total_seconds():.0f} s'} behind")
    for gateway, address in seen.gateways.items():
        print(f"  gateway {gateway}: {address or 'files'}")
    free = f"{seen.disk_free / 1e9:.1f} GB" if seen.disk_free is not None else "not here"
    print(f"  tables {seen.tables_version}, clock off {seen.clock_off_seconds:.0f} s, disk free {free}")


def retention(options: argparse.Namespace) -> int:
    """Tells what personal data is due to go (``--plan``), or takes it out (``--run``)."""
    with open_workplace(options, login=options.login or "") as workplace:
        session = workplace.session(working_login(options))
        if options.do_it:
            done = retain(session)
            print_json({"done": done, "total": done.total})
            return 1 if done.skipped else 0
        found = plan_retention(session)
        print_json({"plan": found, "cases": len(found.cases), "letters": len(found.letters)})
        return 0


def accesses_command(options: argparse.Namespace) -> int:
    """Prints who saw which application; for administrators and whoever holds the authority for it."""
    with open_workplace(options, login=options.login or "") as workplace:
        session = workplace.session(working_login(options))
        today = amman_date(workplace.clock.now())
        first = _day(options.first) if options.first else today - timedelta(days=30)
        last = _day(options.last) if options.last else today
        print_json(accesses(session, options.reference or "", options.who or "", first, last))
        return 0


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise Refusal.one(
            "day", "تاريخ غير صالح؛ مثال: 2026-11-24.", "Not a day; write it as 2026-11-24.", field="--from"
        ) from error
