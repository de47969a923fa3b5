"""The printers of this workstation, their trays, and the one that a job goes to.

Asking for them can take seconds where a printer sleeps: for worker threads.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass

ONE_SIDE, BOTH_SIDES = "one-sided", "two-sided-long-edge"
_SOURCES = ("Upper", "Middle", "Lower", "Manual", "Envelope", "LargeCapacity")
_PATIENCE = 20
"""Seconds for the print service to answer."""
_TRAYS = re.compile(r"^(?:InputSlot|MediaSource|media-source)(?:/[^:]*)?:(.*)$", re.MULTILINE)
_TWO_SIDES = re.compile(r"^(?:Duplex|sides)(?:/[^:]*)?:.*(?:DuplexNoTumble|two-sided)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PrinterRecord:
    """A printer: the name by which the system knows it, its trays, and whether it prints both sides."""

    name: str
    trays: tuple[str, ...] = ()
    both_sides: bool = True


@dataclass(frozen=True, slots=True)
class PrintTarget:
    """Where a job goes; an empty ``tray`` leaves that to the printer. ``sides`` is one of the two above."""

    printer: str
    tray: str = ""
    sides: str = ONE_SIDE


def print_command() -> str:
    """The command that hands a PDF to the print service, which keeps its vectors; empty: there is none."""
    return "" if sys.platform == "win32" else shutil.which("lp") or ""


def find_printers() -> tuple[PrinterRecord, ...]:
    """The printers that this workstation can print on, the standard one first."""
    if not print_command():
        return _of_qt()
    names = _answer("lpstat", "-e").split()
    standard = _answer("lpstat", "-d").rpartition(":")[2].strip()
    names.sort(key=lambda name: name != standard)
    return tuple(_of_service(name) for name in names)


def _of_service(name: str) -> PrinterRecord:
    options = _answer("lpoptions", "-p", name, "-l")
    trays = _TRAYS.search(options)
    return PrinterRecord(
        name,
        tuple(tray.removeprefix("*") for tray in trays.group(1).split()) if trays else (),
        bool(_TWO_SIDES.search(options)),
    )


def _of_qt() -> tuple[PrinterRecord, ...]:
    # Which of the sources a printer has, Qt does not tell; a printer takes its own where it lacks one.
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    standard = QPrinterInfo.defaultPrinterName()
    found = sorted(QPrinterInfo.availablePrinters(), key=lambda one: one.printerName() != standard)
    return tuple(
        PrinterRecord(
            one.printerName(),
            _SOURCES,
            QPrinter.DuplexMode.DuplexLongSide in one.supportedDuplexModes(),
        )
        for one in found
    )


def _answer(command: str, *arguments: str) -> str:
    """What the print service says; nothing where it does not answer, for then it has no printers."""
    try:
        done = subprocess.run(
            [command, *arguments],
            capture_output=True,
            text=True,
            check=False,
            timeout=_PATIENCE,
            env={**os.environ, "LC_ALL": "C"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""
