"""Reading one table of settings, collecting everything that is wrong with it."""

from __future__ import annotations

import dataclasses
import ipaddress
import re
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import SplitResult, urlsplit

from desktop.base.errors import Problem, Refusal
from desktop.base.text import Text, ltr

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    _Names = TypeVar("_Names", bound=DataclassInstance)

_Choice = TypeVar("_Choice", bound=str)
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_PATH = re.compile(r"(/[A-Za-z0-9._~!$&'()*+,;=:@%-]*)*")
_LONGEST_SECONDS = 600
_LARGEST_RESPONSE = 1024**3


class SettingsReader:
    """One table of settings; ``where`` is its full name.

    Each reading method gives the default where the setting is missing. A wrong one is remembered as a
    problem, and ``finish`` raises them all together.
    """

    def __init__(self, data: object, where: str = "", problems: list[Problem] | None = None) -> None:
        self._where = where
        self._problems: list[Problem] = [] if problems is None else problems
        self._tables: list[SettingsReader] = []
        self._read: set[str] = set()
        self._data: Mapping[str, object] = {}
        if isinstance(data, Mapping):
            self._data = data
        else:
            self._wrong("", "يجب أن يكون جدولاً من الإعدادات", "must be a table of settings")

    def finish(self) -> None:
        """Raises ``Refusal`` with every problem of this table and those in it, unknown names included."""
        self._find_unknown()
        if self._problems:
            raise Refusal(self._problems)

    def table(self, name: str) -> SettingsReader:
        """The table ``name`` in this one; an empty one where it is missing."""
        reader = SettingsReader(self._take(name, {}), self._full(name), self._problems)
        self._tables.append(reader)
        return reader

    def text(self, name: str, default: str) -> str:
        """A setting of printable text of one line."""
        value = self._take(name, default)
        if isinstance(value, str) and value.isprintable():
            return value
        self._wrong(name, "يجب أن يكون نصاً من سطر واحد", "must be text of one line")
        return default

    def address(self, name: str) -> str:
        """Where a provider is: https, or http to this computer itself; no password, query or fragment."""
        value = self._take(name, "")
        try:
            parts = urlsplit(value if isinstance(value, str) else "")
            usable = bool(parts.hostname) and parts.port != 0
        except ValueError:
            usable = False
        if not usable or not isinstance(value, str) or parts.scheme not in ("https", "http"):
            self._wrong(
                name, "يجب أن يكون عنواناً يبدأ بـ https://", "must be an address beginning with https://"
            )
        elif parts.scheme == "http" and not is_loopback(parts):
            self._wrong(
                name,
                "يجب أن يكون الاتصال مشفّراً (https) إلا مع هذا الجهاز نفسه",
                "must be encrypted (https) except to this computer itself",
            )
        elif "@" in parts.netloc or parts.query or parts.fragment or not _PATH.fullmatch(parts.path):
            self._wrong(
                name,
                "يجب ألا يحتوي على كلمة سر أو معاملات؛ تُحفظ كلمة السر في حافظة كلمات السر",
                "must hold no password and no query; secrets are kept in the keyring",
            )
        else:
            return value.rstrip("/")
        return ""

    def path(self, name: str, default: str) -> str:
        """What follows the address: empty, or beginning with a slash."""
        value = self._take(name, default)
        if isinstance(value, str) and _PATH.fullmatch(value):
            return value
        self._wrong(name, "يجب أن يكون مساراً يبدأ بـ /", "must be a path beginning with /")
        return default

    def header(self, name: str, default: str, *, may_be_empty: bool = False) -> str:
        """The name of an HTTP header."""
        value = self._take(name, default)
        if isinstance(value, str) and (_HEADER.fullmatch(value) or (may_be_empty and not value)):
            return value
        self._wrong(name, "يجب أن يكون اسم ترويسة HTTP", "must be the name of an HTTP header")
        return default

    def seconds(self, name: str, default: float) -> float:
        """A time-out in seconds, above 0 and at most 600."""
        value = self._take(name, default)
        if isinstance(value, int | float | Decimal) and value is not True and 0 < value <= _LONGEST_SECONDS:
            return float(value)
        self._wrong(
            name,
            f"يجب أن يكون عدداً من الثواني بين 0 و{_LONGEST_SECONDS}",
            f"must be a number of seconds above 0 and at most {_LONGEST_SECONDS}",
        )
        return default

    def count(self, name: str, default: int) -> int:
        """A number of bytes, at least 1 and at most 1 GiB."""
        value = self._take(name, default)
        if isinstance(value, int) and value is not True and 0 < value <= _LARGEST_RESPONSE:
            return value
        self._wrong(
            name, "يجب أن يكون عدداً صحيحاً من البايتات", "must be a whole number of bytes, at most 1 GiB"
        )
        return default

    def statuses(self, name: str, default: tuple[int, ...]) -> tuple[int, ...]:
        """HTTP statuses from 400 to 499, other than those whose meaning is fixed."""
        value = self._take(name, list(default))
        fixed = (401, 403, 429)
        if isinstance(value, list | tuple) and all(
            isinstance(status, int) and 400 <= status <= 499 and status not in fixed for status in value
        ):
            return tuple(value)
        self._wrong(
            name,
            "يجب أن يكون قائمة من رموز HTTP بين 400 و499 عدا 401 و403 و429",
            "must be a list of HTTP statuses from 400 to 499, without 401, 403 and 429",
        )
        return default

    def choice(self, name: str, choices: tuple[_Choice, ...]) -> _Choice:
        """One of ``choices``; the first where the setting is missing."""
        value = self._take(name, choices[0])
        for choice in choices:
            if value == choice:
                return choice
        listed = ", ".join(choices)
        self._wrong(name, f"يجب أن يكون واحداً من: {ltr(listed)}", f"must be one of: {listed}")
        return choices[0]

    def file(self, name: str) -> Path | None:
        """A file that exists; ``None`` where the setting is missing."""
        value = self._take(name, None)
        if value is None:
            return None
        if isinstance(value, str) and value and Path(value).is_file():
            return Path(value)
        self._wrong(name, "يجب أن يكون ملفاً موجوداً", "must be a file that exists")
        return None

    def texts(self, name: str) -> Mapping[str, str]:
        """A table of texts under names of one's own choice."""
        inner = self.table(name)
        return {key: inner.text(key, "") for key in inner.present() if inner.is_field_name(key, key)}

    def names(self, name: str, default: _Names, *, may_be_empty: Collection[str]) -> _Names:
        """A table of field names over those of ``default``, a dataclass of texts."""
        inner = self.table(name)
        chosen: dict[str, str] = {}
        for each in dataclasses.fields(default):
            value = inner.text(each.name, getattr(default, each.name))
            if (not value and each.name in may_be_empty) or inner.is_field_name(each.name, value):
                chosen[each.name] = value
        return dataclasses.replace(default, **chosen)

    def present(self) -> tuple[str, ...]:
        """The names that stand in the table."""
        return tuple(map(str, self._data))

    def is_field_name(self, setting: str, value: str) -> bool:
        """Whether ``value`` can name a JSON field; where not, that is a problem of ``setting``."""
        if value and all(part.strip() for part in value.split(".")):
            return True
        self._wrong(
            setting,
            "يجب أن يكون اسم حقل، وتفصل النقاط بين مستوياته",
            "must be a field's name, with dots between its levels",
        )
        return False

    def apart(self, fields: Sequence[str]) -> None:
        """Makes sure that of the fields sent together none would overwrite another."""
        sent = [name for name in fields if name]
        for index, name in enumerate(sent):
            others = [*sent[:index], *sent[index + 1 :]]
            if any(other == name or other.startswith(f"{name}.") for other in others):
                self._wrong(
                    "fields",
                    f"يُرسل حقلان بالاسم نفسه {ltr(name)}",
                    f"two of the fields sent share the name {name}",
                )
                return

    def _take(self, name: str, default: object) -> object:
        self._read.add(name)
        return self._data.get(name, default)

    def _full(self, name: str) -> str:
        return ".".join(part for part in (self._where, name) if part)

    def _wrong(self, name: str, ar: str, en: str) -> None:
        setting = self._full(name)
        shown = setting or "gateways"
        self._problems.append(
            Problem(
                setting, "settings.wrong", Text(f"الإعداد {ltr(shown)} {ar}.", f"The setting {shown} {en}.")
            )
        )

    def _find_unknown(self) -> None:
        for name in self.present():
            if name not in self._read:
                self._wrong(name, "غير معروف", "is unknown")
        for table in self._tables:
            table._find_unknown()


def is_loopback(parts: SplitResult) -> bool:
    """Whether the address is on this computer, where nothing crosses a network."""
    host = parts.hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
