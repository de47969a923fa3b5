"""Refuses a Qt that would abort in the middle of the day's work.

PySide6 6.12 drops a reference to ``None`` with every setter call; on Python before 3.12, where ``None``
is counted, the program aborts after about 5,000 of them. Qt itself is not needed to find out.
"""

from __future__ import annotations

import sys

from desktop.base.errors import Refusal

_FIRST_BROKEN = (6, 12)
_FIRST_IMMUNE_PYTHON = (3, 12)


def check(
    qt: tuple[int, ...] | None = None, python: tuple[int, ...] = (sys.version_info[0], sys.version_info[1])
) -> None:
    """Raises ``Refusal`` (code ``qt-version``) where this PySide6 cannot be trusted on this Python.

    To be called before the first widget is made. ``qt`` is the installed PySide6's version unless given.
    """
    version = installed() if qt is None else qt
    if version[:2] < _FIRST_BROKEN or python[:2] >= _FIRST_IMMUNE_PYTHON:
        return
    found, running = ".".join(map(str, version)), ".".join(map(str, python))
    raise Refusal.one(
        "qt-version",
        ar=f"لا تعمل PySide6 {found} مع Python {running}؛ "
        "ثبّت PySide6 6.11.3 كما في ملف الأقفال، أو استعمل Python 3.12.",
        en=f"PySide6 {found} aborts on Python {running}; "
        "install the locked PySide6 6.11.3, or use Python 3.12.",
    )


def installed() -> tuple[int, ...]:
    """The version of the PySide6 that an import finds, such as ``(6, 11, 3)``."""
    import PySide6

    return tuple(int(part) for part in PySide6.__version__.split(".")[:3])
