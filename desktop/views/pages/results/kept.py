"""What was typed into a result sheet and is not saved yet, kept on the workstation (COM-01)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from desktop.gateways import files


class KeptResults:
    """The unsaved entries of ``login`` on ``database`` under ``folder``, by occasion; for worker threads."""

    def __init__(self, folder: Path, login: str, database: str) -> None:
        place = hashlib.sha256(f"{login}\n{database}".encode()).hexdigest()[:16]
        self._folder = folder / "drafts" / place / "results"

    def load(self, occasion_id: int) -> dict[int, str]:
        """What was typed, by case; empty where nothing was or it cannot be read."""
        try:
            kept = json.loads((self._folder / f"{occasion_id}.json").read_text("utf-8"))
            return {int(case_id): str(text) for case_id, text in kept.items()}
        except (OSError, ValueError, AttributeError):
            return {}

    def save(self, occasion_id: int, typed: Mapping[int, str]) -> None:
        """Keeps ``typed`` whole or not at all; forgets it where it is empty. Raises ``OSError``."""
        path = self._folder / f"{occasion_id}.json"
        if not typed:
            path.unlink(missing_ok=True)
            return
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        files.replace(path, json.dumps({str(key): text for key, text in typed.items()}, ensure_ascii=False))
