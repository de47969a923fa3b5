"""Where the files that ship with the program lie."""

from __future__ import annotations

from pathlib import Path

import resources

_ROOT = Path(resources.__file__).parent


def asset(*parts: str) -> Path:
    """The path of a file under ``resources/``; a missing one raises ``FileNotFoundError``."""
    path = _ROOT.joinpath(*parts)
    if not path.exists():
        raise FileNotFoundError(path)
    return path
