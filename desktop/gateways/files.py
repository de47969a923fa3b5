"""Files that several processes write at once, and that a kill at any moment leaves whole.

Nothing here takes a lock: what must happen once is the creation of a name, which the file system
does for exactly one of those who try.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from desktop.base.errors import Bug, Outage
from desktop.base.text import Text, ltr

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@contextmanager
def usable(folder: Path, name: Text) -> Iterator[None]:
    """Makes sure ``folder`` is there, and turns a fault of the file system into an ``Outage``."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise Outage(
            Text(
                ar=f"{name.ar}: تعذّر استعمال المجلد {ltr(str(folder))} ({error.strerror or error}).",
                en=f"{name.en}: the folder {folder} cannot be used ({error.strerror or error}).",
            )
        ) from error


def damaged(path: Path, name: Text) -> Outage:
    """The fault of a record that someone changed by hand until it could not be read."""
    return Outage(
        Text(
            ar=f"{name.ar}: الملف {ltr(str(path))} تالف ولا تمكن قراءته.",
            en=f"{name.en}: the file {path} is damaged and cannot be read.",
        )
    )


def publish(path: Path, content: str) -> bool:
    """Creates ``path`` with all of ``content`` at once; ``False`` where the name is already taken.

    Of several processes that publish the same name exactly one gets ``True``, and no reader ever sees
    a part of the content. Raises ``OSError``.
    """
    written = _written_beside(path, content)
    try:
        os.link(written, path)
    except FileExistsError:
        return False
    finally:
        written.unlink()
    return True


def replace(path: Path, content: str) -> None:
    """Writes ``path`` anew; readers see the old content or the new, never a mixture. Raises ``OSError``."""
    written = _written_beside(path, content)
    try:
        written.replace(path)
    except OSError:
        written.unlink(missing_ok=True)
        raise


def _written_beside(path: Path, content: str) -> Path:
    # The dot hides it from the readers of the folder, should a kill leave it behind.
    beside = path.with_name(f".{uuid.uuid4().hex}.tmp")
    with beside.open("x", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return beside


def link(existing: Path, new: Path) -> bool:
    """Gives ``existing`` the second name ``new``; ``False`` where that name is taken. Raises ``OSError``."""
    try:
        os.link(existing, new)
    except FileExistsError:
        return False
    return True


def first_bytes(path: Path, limit: int) -> tuple[bytes, bool]:
    """At most ``limit`` bytes of the file, and whether that is all of it. Raises ``OSError``."""
    with path.open("rb") as file:
        read = file.read(limit + 1)
    return read[:limit], len(read) <= limit


def as_text(raw: bytes) -> str:
    """``raw`` as UTF-8 without a byte order mark.

    Bytes that are no text, and NUL, which no database column takes, stand as ``\\xNN``: visible, and
    never valid JSON by accident.
    """
    return raw.decode("utf-8-sig", errors="backslashreplace").replace("\x00", "\\x00")


def digest(value: str) -> str:
    """The SHA-256 of ``value`` in hexadecimal."""
    return hashlib.sha256(value.encode("utf-8", errors="surrogatepass")).hexdigest()


def safe_name(key: str) -> str:
    """A file name that shows ``key`` as far as a file system allows, and differs whenever the key does."""
    return f"{_UNSAFE.sub('_', key)[:60]}-{digest(key)[:8]}"


def required_key(key: str) -> str:
    """``key``, where it can identify a request: one printable line. Raises ``Bug``."""
    if not key or not key.isprintable() or key != key.strip():
        raise Bug(f"not an idempotency key: {key!r}")
    return key


def dump(record: Mapping[str, object]) -> str:
    """``record`` as JSON for people: indented, Arabic as Arabic; dates and decimals as text."""
    return json.dumps(record, ensure_ascii=False, indent=2, default=str) + "\n"


def visible_json(folder: Path) -> list[Path]:
    """The JSON files in ``folder`` that are whole: not those still being written. Raises ``OSError``."""
    return [p for p in folder.iterdir() if p.suffix == ".json" and not p.name.startswith(".")]


def modified(path: Path) -> float:
    """The file's time of writing, in seconds since 1970; 0 for one that another process just moved."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0
