"""What a person's desk remembers: language, theme, digits, geometry here; columns wherever they sit down."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Container, Mapping
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtGui import QGuiApplication

from desktop.views.i18n import LANGUAGES
from desktop.views.palette import PALETTES

_NAME = re.compile(r"[A-Za-z0-9_.-]{1,80}")
_LONGEST = 8000
FOLLOWING = frozenset({"columns", "order", "recent"})
"""Kinds of state that belong to the person and not to the workstation."""

Keep = Callable[[str, str], None]
"""Keeps a value under a name for the person signed in; must not wait."""


class Preferences:
    """Typed access to a ``QSettings``; a value that makes no sense counts as absent."""

    def __init__(self, store: QSettings) -> None:
        self._store = store
        self._asked: dict[str, str] = {}
        self._login = ""
        self._followed: dict[str, str] = {}
        self._keep: Keep | None = None

    def for_this_run(self, language: str = "", theme: str = "") -> None:
        """Shows the desk so until the person chooses otherwise; what was kept stays kept."""
        wanted = {"language": language, "theme": theme}
        self._asked = {key: value for key, value in wanted.items() if value}

    @classmethod
    def of_this_user(cls) -> Preferences:
        """Those of the person logged in to this workstation."""
        return cls(QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "diwan", "desk"))

    @property
    def language(self) -> str:
        """``"ar"`` or ``"en"``; Arabic where nothing was chosen."""
        return self._one_of("language", LANGUAGES) or "ar"

    @language.setter
    def language(self, code: str) -> None:
        self._asked.pop("language", None)
        self._store.setValue("language", code)

    @property
    def theme(self) -> str:
        """``"light"`` or ``"dark"``; the system's own where nothing was chosen."""
        chosen = self._one_of("theme", PALETTES)
        if chosen:
            return chosen
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return "dark" if dark else "light"

    @theme.setter
    def theme(self, name: str) -> None:
        self._asked.pop("theme", None)
        self._store.setValue("theme", name)

    @property
    def arabic_digits(self) -> bool:
        """Whether numbers are shown in Arabic-Indic digits; entry takes both in any case."""
        return str(self._store.value("arabic_digits", "false")).lower() == "true"

    @arabic_digits.setter
    def arabic_digits(self, wanted: bool) -> None:
        self._store.setValue("arabic_digits", "true" if wanted else "false")

    @property
    def last_login(self) -> str:
        """Who signed in here last; empty where nobody did."""
        return str(self._store.value("last_login", ""))

    @last_login.setter
    def last_login(self, login: str) -> None:
        self._store.setValue("last_login", login)

    @property
    def folder(self) -> Path:
        """Where this person's desk keeps files of its own, such as drafts."""
        return Path(self._store.fileName()).parent

    def follow(self, login: str, kept: Mapping[str, str], keep: Keep) -> None:
        """From now on the columns are ``login``'s, as ``kept`` on the database; ``keep`` keeps them."""
        self._login, self._followed, self._keep = login, dict(kept), keep

    def state(self, kind: str, name: str) -> QByteArray:
        """What was kept of a window, splitter or table; empty where nothing was."""
        followed = self._followed.get(f"{kind}.{name}")
        if kind in FOLLOWING and followed:
            try:
                return QByteArray(base64.b64decode(followed, validate=True))
            except ValueError:
                return QByteArray()
        kept = self._store.value(self._place(kind, name))
        return kept if isinstance(kept, QByteArray) else QByteArray()

    def keep_state(self, kind: str, name: str, state: QByteArray) -> None:
        """Keeps the state of the window, splitter or table ``name``."""
        self._store.setValue(self._place(kind, name), state)
        if kind in FOLLOWING and self._keep is not None and _NAME.fullmatch(f"{kind}.{name}"):
            value = base64.b64encode(state.data()).decode()
            if len(value) <= _LONGEST and value != self._followed.get(f"{kind}.{name}", ""):
                self._followed[f"{kind}.{name}"] = value
                self._keep(f"{kind}.{name}", value)

    def _place(self, kind: str, name: str) -> str:
        own = kind in FOLLOWING and self._login
        return f"people/{self._login}/{kind}/{name}" if own else f"{kind}/{name}"

    def _one_of(self, key: str, allowed: Container[str]) -> str:
        value = self._asked.get(key) or str(self._store.value(key, ""))
        return value if value in allowed else ""
