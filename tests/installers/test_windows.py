"""The Windows installer's script compiles here, in both languages, around the packed folder's list."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desktop import __version__

WINDOWS = Path(__file__).parents[2] / "installers" / "windows"
FILES = {
    "diwan.exe": 3_000,
    "diwanw.exe": 3_000,
    "_internal/python311.dll": 1_000,
    "_internal/resources/fonts/amiri/Amiri-Regular.ttf": 500,
    "_internal/resources/i18n/ar.ts": 100,
}


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A packed program of a few files, and what ``payload.py`` makes of it."""
    folder = tmp_path_factory.mktemp("windows")
    for name, size in FILES.items():
        path = folder / "packed" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * size)
    command = [sys.executable, str(WINDOWS / "payload.py"), str(folder / "packed"), str(folder / "build")]
    subprocess.run(command, check=True, capture_output=True)
    return folder / "build"


@pytest.mark.gui
def test_every_file_is_installed_and_removed_and_folders_last(build: Path) -> None:
    installed = (build / "files.nsh").read_text("utf-8-sig")
    removed = (build / "remove.nsh").read_text("utf-8-sig").splitlines()
    assert [line.rpartition("/packed/")[2][:-1] for line in installed.splitlines() if "File " in line] == [
        "diwan.exe",
        "diwanw.exe",
        "_internal/python311.dll",
        "_internal/resources/fonts/amiri/Amiri-Regular.ttf",
        "_internal/resources/i18n/ar.ts",
    ]
    named = [line.removeprefix('Delete "$INSTDIR\\')[:-1] for line in removed if line.startswith("Delete")]
    assert {name.replace("\\", "/") for name in named} == set(FILES)
    folders = [line for line in removed if line.startswith("RMDir")]
    assert folders[0].endswith('amiri"')
    assert folders[-1] == 'RMDir "$INSTDIR\\_internal"'
    assert not any("/r" in line for line in removed), "nothing is removed that was not installed"


@pytest.mark.gui
def test_the_icon_has_every_size(build: Path) -> None:
    from PIL import Image

    with Image.open(build / "diwan.ico") as icon:
        assert {(16, 16), (32, 32), (48, 48), (256, 256)} <= icon.info["sizes"]
        assert len(icon.convert("RGB").getcolors(maxcolors=1_000_000) or ()) > 5, "it is a drawing"


def test_every_sentence_is_in_both_languages() -> None:
    script = (WINDOWS / "diwan.nsi").read_text("utf-8")
    texts: dict[str, dict[str, str]] = {}
    for name, language, text in re.findall(
        r'^LangString (\w+) \$\{LANG_(\w+)\} "(.*)"$', script, re.MULTILINE
    ):
        texts.setdefault(name, {})[language] = text
    assert len(texts) >= 5
    for name, found in texts.items():
        assert set(found) == {"ARABIC", "ENGLISH"}, name
        assert re.search("[ء-ي]", found["ARABIC"]), name
    assert set(re.findall(r"\$\((\w+)\)", script)) <= set(texts)


@pytest.mark.gui
@pytest.mark.skipif(shutil.which("makensis") is None, reason="needs makensis (package nsis)")
def test_the_installer_compiles_without_a_warning(build: Path) -> None:
    done = subprocess.run(
        [
            "makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", f"-DVERSION={__version__}", f"-DBUILD={build}",
            str(WINDOWS / "diwan.nsi"),
        ],
        capture_output=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    setup = (build / f"diwan-{__version__}-setup.exe").read_bytes()
    assert setup[:2] == b"MZ"
    assert len(setup) > 50_000
