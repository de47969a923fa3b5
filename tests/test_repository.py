"""What the tree itself promises: sizes, pins, hashes, links, and nothing that belongs to one machine."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest

import desktop

ROOT = Path(__file__).parent.parent
MAX_LINES = 400
MAX_METHODS = 25

# A file may be longer only with a reason.
LONG_FILES = {
    "desktop/models/migrations/versions/0001_every_table.py": "drafted by the migration tool, read as one",
    "desktop/app/tour/scenes.py": "one day told from morning to evening, scene after scene",
    "desktop/workflows/catalogue/crs.py": "a service is one file of data, read from top to bottom",
    "desktop/workflows/catalogue/exm.py": "a service is one file of data, read from top to bottom",
    "desktop/workflows/catalogue/lic.py": "a service is one file of data, read from top to bottom",
    "desktop/workflows/catalogue/trn.py": "a service is one file of data, read from top to bottom",
}

LARGE_CLASSES = {
    "desktop/views/pages/templates.py: TemplatesPage": "one editor: calls of the desk, a slot an answer",
    "desktop/views/pages/counter.py: CounterPage": "one form: calls of the desk and of Qt, a slot an answer",
}

_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)
_PATH_OF_A_MACHINE = re.compile(r"(?<![\w.])/(?:root|work|Users)/\w|/home/(?!\$|\{|<)\w+/")
_PACKAGE_HOST = re.compile(r"\b(?:pypi|pythonhosted|npmjs|deb\.debian|security\.debian)\.(?:org|com)\b")
# Spelt so that this file does not find itself.
_UNFINISHED = re.compile(r"\b(?:TO[D]O|FI[X]ME|XX[X])\b")
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


@cache
def files() -> tuple[Path, ...]:
    """The project's files: those that git keeps or would; without git, all but what is generated."""
    command = [
        "git",
        "-c",
        "safe.directory=*",
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]
    if shutil.which("git") and (ROOT / ".git").exists():
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode("utf-8")
        names = [name for name in listed.split("\0") if name]
    else:
        generated = (".venv/", ".git/", "build/", "dist/", "tour/")
        paths = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
        names = [
            path.as_posix()
            for path in paths
            if not path.as_posix().startswith(generated)
            and not any(
                part == "__pycache__" or part.endswith(("_cache", ".egg-info", ".hypothesis"))
                for part in path.parts
            )
        ]
    return tuple(sorted(ROOT / name for name in names if (ROOT / name).is_file()))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def texts() -> list[tuple[str, str]]:
    """Each text file's name and content."""
    found = []
    for path in files():
        content = path.read_bytes()
        if b"\0" not in content[:4096]:
            found.append((name_of(path), content.decode("utf-8", "replace")))
    return found


def offences(pattern: re.Pattern[str]) -> list[str]:
    """Every line of a text file in which ``pattern`` is found."""
    return [
        f"{name}:{number}: {line.strip()[:120]}"
        for name, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def sources() -> list[Path]:
    return [path for path in files() if path.suffix == ".py" and name_of(path).startswith("desktop/")]


def locked(name: str) -> dict[str, str]:
    """The pinned version of each package in a lock file, by its normalised name."""
    text = (ROOT / "requirements" / name).read_text("utf-8")
    return {normalised(package): version for package, version in _LOCKED.findall(text)}


def normalised(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


@cache
def project() -> dict[str, object]:
    table: dict[str, object] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return table


def test_the_tree_is_seen() -> None:
    """Guards the checks below against passing over nothing."""
    assert {"run", "test", ".ci/run", "desktop/base/errors.py"} <= {name_of(path) for path in files()}


def test_files_stay_short_enough_to_read() -> None:
    lengths = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in sources()}
    assert not {name: n for name, n in lengths.items() if n > MAX_LINES and name not in LONG_FILES}
    assert not {name for name in LONG_FILES if lengths.get(name, 0) <= MAX_LINES}, "no longer an exception"


def test_classes_stay_small() -> None:
    def methods(node: ast.ClassDef) -> int:
        return sum(isinstance(member, ast.FunctionDef | ast.AsyncFunctionDef) for member in node.body)

    large = {
        f"{name_of(path)}: {node.name}": methods(node)
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef) and methods(node) > MAX_METHODS
    }
    assert not {name: n for name, n in large.items() if name not in LARGE_CLASSES}
    assert not LARGE_CLASSES.keys() - large.keys(), "no longer an exception"


def test_only_the_views_and_the_composition_root_import_qt() -> None:
    importing = re.compile(r"^\s*(?:from|import) (?:PySide6|shiboken6)\b", re.MULTILINE)
    assert not [
        name_of(path)
        for path in sources()
        if importing.search(path.read_text("utf-8"))
        and not name_of(path).startswith(("desktop/views/", "desktop/app/"))
    ]


def test_no_part_of_qt_decides_the_licence_of_the_program() -> None:
    """QtCharts, QtGraphs and their like are under the GPL alone (docs/adr/0007)."""
    found = [
        name
        for name, content in texts()
        if name.startswith(("desktop/", "benchmarks/"))
        and re.search(
            r"import .*\b(?:QtCharts|QtGraphs|QtDataVisualization)\b|PySide6\.Qt(?:Charts|Graphs)", content
        )
    ]
    assert not found


def test_nothing_names_a_place_on_one_machine() -> None:
    assert not offences(_PATH_OF_A_MACHINE)


def test_nothing_names_a_package_registry() -> None:
    assert not offences(_PACKAGE_HOST)


def test_nothing_is_left_unfinished() -> None:
    assert not offences(_UNFINISHED)


@pytest.mark.parametrize("name", ["build.txt", "run.txt", "dev.txt", "installers.txt"])
def test_every_locked_package_has_one_version_and_its_hashes(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text("utf-8").replace("\\\n", " ")
    entries = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert entries
    for entry in entries:
        assert _LOCKED.match(entry), entry
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry), entry
    names = [normalised(package) for package, _ in _LOCKED.findall(text)]
    assert len(names) == len(set(names))


def test_the_tests_run_on_the_versions_that_are_delivered() -> None:
    run, dev = locked("run.txt"), locked("dev.txt")
    assert {package: dev.get(package) for package in run} == run


def test_all_that_is_asked_for_is_locked() -> None:
    wanted = list(project()["dependencies"])  # type: ignore[call-overload]
    assert not {_name(line) for line in wanted} - locked("run.txt").keys()
    in_files = {"dev.in": "dev.txt", "build.in": "build.txt"}
    for source, lock in in_files.items():
        lines = (ROOT / "requirements" / source).read_text("utf-8").splitlines()
        assert not {_name(line) for line in lines if line and not line.startswith("#")} - locked(lock).keys()


def _name(requirement: str) -> str:
    return normalised(re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0])


def test_qt_is_pinned_to_the_version_that_does_not_abort() -> None:
    assert "PySide6==6.11.3" in project()["dependencies"]  # type: ignore[operator]
    for lock in ("run.txt", "dev.txt"):
        qt = {package: version for package, version in locked(lock).items() if "pyside6" in package}
        assert qt
        assert set(qt.values()) == {"6.11.3"}


def test_the_version_is_said_in_one_place() -> None:
    """The program says it; what is written for people is held to it."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert "version" not in told["project"]
    assert told["project"]["dynamic"] == ["version"]
    assert told["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "desktop.__version__"}
    for name in ("CHANGELOG.md", "resources/help/ar/whats_new.md", "resources/help/en/whats_new.md"):
        newest = re.search(r"^## (\d+\.\d+\.\d+)", (ROOT / name).read_text("utf-8"), re.MULTILINE)
        assert newest is not None
        assert newest.group(1) == desktop.__version__, name
    windows = (ROOT / "docs" / "windows.md").read_text("utf-8")
    assert set(re.findall(r"(?:diwan-|VERSION=)(\d+\.\d+\.\d+)", windows)) == {desktop.__version__}


@pytest.mark.parametrize("script", ["run", "test", ".ci/run", "requirements/environment.sh"])
def test_shell_scripts_are_sound(script: str) -> None:
    path = ROOT / script
    done = subprocess.run(["bash", "-n", path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    if not script.endswith(".sh"):
        assert path.stat().st_mode & 0o111, "not executable"
        assert path.read_text("utf-8").startswith("#!/usr/bin/env bash\n")


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    for path in files():
        if path.suffix != ".md":
            continue
        for target in _LINK.findall(path.read_text("utf-8")):
            place = target.partition("#")[0]
            if place and "://" not in place and not place.startswith("mailto:"):
                broken += [] if (path.parent / place).exists() else [f"{name_of(path)}: {target}"]
    assert not broken
