"""A print service for machines that have none: scripts that keep what they are given.

No test here has seen a real printer; what CUPS makes of the file and its options is CUPS's.
"""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from desktop.views.printers import PrintTarget

OFFICE = PrintTarget("office-2")


class PrintService:
    """Answers ``lp``, ``lpstat`` and ``lpoptions``: ``jobs`` are what it got, ``said`` the last options."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder / "service"
        self.folder.mkdir()
        taken = f'n=$(ls "{self.folder}" | grep -c pdf$); cp "$last" "{self.folder}/job-$n.pdf"'
        self.program("lp", f'printf "%s\\n" "$@" > {self.folder}/said', "for last; do :; done", taken)
        self.program(
            "lpstat",
            '[ "$1" = -e ] && printf "old-printer\\noffice-2\\n"',
            '[ "$1" = -d ] && echo "system default destination: office-2"',
            "exit 0",
        )
        self.program(
            "lpoptions",
            '[ "$2" = office-2 ] || exit 1',
            'echo "PageSize/Media Size: *A4 Letter"',
            'echo "InputSlot/Media Source: *Auto Tray1 Lower"',
            'echo "Duplex/2-Sided Printing: *None DuplexNoTumble"',
        )
        monkeypatch.setenv("PATH", f"{self.folder}:/usr/bin:/bin")

    def program(self, name: str, *lines: str) -> None:
        """Puts a command in place."""
        file = self.folder / name
        file.write_text("\n".join(("#!/bin/sh", *lines)))
        file.chmod(file.stat().st_mode | stat.S_IXUSR)

    @property
    def jobs(self) -> list[Path]:
        return sorted(self.folder.glob("job-*.pdf"))

    @property
    def said(self) -> list[str]:
        return (self.folder / "said").read_text().splitlines()
