"""A counter application before it is submitted, kept on the workstation until it is (COM-01).

One draft for each person and database: a folder with ``draft.json`` and copies of the chosen files, so that
it survives a crash, a power cut and a removed memory stick.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from itertools import count
from pathlib import Path

from desktop.base.errors import Refusal

_FILE = "draft.json"
# Shared by all stores of the program: a window made anew has another page, and so another store.
_lock = threading.Lock()
_gone: set[str] = set()
_turns = count(1)
_newest: dict[str, int] = {}


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed, as typed; ``files`` are the chosen documents by slot."""

    key: str
    """Makes submitting it twice one application: it travels as the submission key."""
    service: str = ""
    applicant_kind: str = ""
    applicant: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, object] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed or chosen yet."""
        typed = [
            value for value in (*self.applicant.values(), *self.fields.values()) if value not in ("", None)
        ]
        return not typed and not self.files


class DraftStore:
    """The draft of ``login`` on the database ``place`` under ``folder``; for worker threads."""

    def __init__(self, folder: Path, login: str, place: str) -> None:
        mine = hashlib.sha256(f"{login}\n{place}".encode()).hexdigest()[:16]
        self._folder = folder / "drafts" / mine

    def load(self) -> Draft | None:
        """The draft as it was last kept; ``None`` where there is none or it cannot be read.

        Files that are gone are left out.
        """
        try:
            with _lock:
                kept = json.loads((self._folder / _FILE).read_text("utf-8"))
            draft = Draft(**kept)
        except (OSError, ValueError, TypeError):
            return None
        there = {slot: path for slot, path in draft.files.items() if Path(path).is_file()}
        return Draft(draft.key, draft.service, draft.applicant_kind, draft.applicant, draft.fields, there)

    def turn(self) -> int:
        """The number of what is saved next: what comes late of an earlier one is left out."""
        return next(_turns)

    def save(self, draft: Draft, turn: int) -> Draft:
        """Keeps ``draft`` with copies of its files; returns it with the copies' paths.

        A draft that was cleared meanwhile stays so. Raises ``OSError`` where the folder cannot be written.
        """
        with _lock:
            if draft.key in _gone or turn < _newest.get(draft.key, 0):
                return draft
            kept = self._save(draft)
            _newest[draft.key] = turn
            return kept

    def clear(self, key: str) -> None:
        """Forgets the draft ``key`` and its files for good."""
        with _lock:
            _gone.add(key)
            shutil.rmtree(self._folder, ignore_errors=True)

    def _save(self, draft: Draft) -> Draft:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        copies = {slot: str(self._copied(slot, Path(path))) for slot, path in draft.files.items()}
        for gone in self._folder.iterdir():
            if gone.is_dir() and gone.name not in copies:
                shutil.rmtree(gone, ignore_errors=True)
        kept = Draft(draft.key, draft.service, draft.applicant_kind, draft.applicant, draft.fields, copies)
        beside = self._folder / f"{_FILE}.new"
        with beside.open("w", encoding="utf-8") as written:
            json.dump(asdict(kept), written, ensure_ascii=False)
            written.flush()
            os.fsync(written.fileno())
        # Replaced in one go: a crash in the middle leaves the draft before.
        beside.replace(self._folder / _FILE)
        return kept

    def _copied(self, slot: str, path: Path) -> Path:
        inside = self._folder / slot
        copy = inside / path.name
        if path.parent == inside or not path.is_file():
            return path
        shutil.rmtree(inside, ignore_errors=True)
        inside.mkdir(parents=True)
        shutil.copyfile(path, copy)
        return copy


def document_of(draft: Draft) -> dict[str, object]:
    """The draft as the intake takes an application, with the files read; for worker threads.

    Raises ``Refusal`` naming the document whose file is gone.
    """
    attachments = []
    for slot, path in draft.files.items():
        try:
            content = Path(path).read_bytes()
        except OSError as error:
            raise Refusal.one(
                "unreadable",
                f"تعذّرت قراءة الملف {Path(path).name}؛ اختره من جديد.",
                f"The file {Path(path).name} cannot be read; choose it again.",
                field=f"attachments.{slot}",
            ) from error
        attachments.append({"slot": slot, "filename": Path(path).name, "content": content})
    return {
        "service": draft.service,
        "submission_key": draft.key,
        "applicant": {"kind": draft.applicant_kind, **draft.applicant},
        "fields": dict(draft.fields),
        "attachments": attachments,
    }
