"""The key that seals letters: made once, kept by its owner alone, and each fault is a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.base.errors import Refusal
from desktop.usecases.keys import init_signing_key, load_signing_key


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    made = init_signing_key(tmp_path)
    (file,) = (tmp_path / "keys").iterdir()
    assert file.stat().st_mode & 0o077 == 0
    kept = load_signing_key(tmp_path)
    assert kept is not None
    assert kept.to_pem() == made.to_pem()
    with pytest.raises(Refusal):
        init_signing_key(tmp_path)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("a file stands in the way", "utf-8")
    with pytest.raises(Refusal) as caught:
        init_signing_key(tmp_path)
    assert str(tmp_path / "keys") in caught.value.text.ar
    assert caught.value.problems[0].field == "--data"
