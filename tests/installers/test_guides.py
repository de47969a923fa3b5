"""The guides say what the program does: their commands are its commands, in both languages the same."""

from __future__ import annotations

import argparse
import importlib.util
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

from desktop import __version__
from desktop.cli.parser import parser

ROOT = Path(__file__).parents[2]
GUIDES = ROOT / "docs" / "guides"
ENGLISH = (GUIDES / "officer.en.md").read_text("utf-8")
ARABIC = (GUIDES / "officer.ar.md").read_text("utf-8")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

# What an IT officer looks for, by the heading under which it stands.
SUBJECTS = (
    "Install", "Prepare the database", "The key that seals letters", "Start the worker", "Encryption",
    "Gateways", "One desk by hand", "Thirty desks", "People", "Backups", "Restore", "Upgrade",
    "A second machine for the worker, and a standby", "When the way to the server is wrong", "Monitoring",
    "Personal data", "Removal",
)  # fmt: skip


def spoken() -> list[str]:
    """Each line of the guide that calls the program, from its name on."""
    lines = [line for _, block in _BLOCK.findall(ENGLISH) for line in block.splitlines()]
    found = [re.search(r"(?:^|-- |' )diwan (?=[a-z])(.*)", line.lstrip("#$ ")) for line in lines]
    return sorted({match.group(1) for match in found if match and "apt-get" not in match.string})


def test_the_two_languages_give_the_same_commands() -> None:
    assert _BLOCK.findall(ARABIC) == _BLOCK.findall(ENGLISH)
    assert len(_BLOCK.findall(ENGLISH)) > 25
    headings = [re.findall(r"^(#+) ", text, re.MULTILINE) for text in (ENGLISH, ARABIC)]
    assert headings[0] == headings[1]
    tables = [len(re.findall(r"^\| ", text, re.MULTILINE)) for text in (ENGLISH, ARABIC)]
    assert tables[0] == tables[1]


def test_every_subject_has_its_heading() -> None:
    assert set(SUBJECTS) <= set(re.findall(r"^#+ (.*)$", ENGLISH, re.MULTILINE))


@pytest.mark.parametrize("line", spoken())
def test_a_command_of_the_guide_is_one_that_the_program_takes(line: str) -> None:
    options = parser(__version__).parse_args(shlex.split(line))
    assert isinstance(options, argparse.Namespace)
    assert callable(options.run)


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="needs shellcheck")
def test_what_the_guide_has_people_type_is_sound(tmp_path: Path) -> None:
    typed = "\n".join(
        re.sub(r"^[#$] ", "", block, flags=re.M) for kind, block in _BLOCK.findall(ENGLISH) if kind == "sh"
    )
    # A line that fails is seen by whoever typed it.
    script = tmp_path / "guide.sh"
    script.write_text(f"#!/bin/bash\n{typed}", "utf-8")
    done = subprocess.run(
        ["shellcheck", "-e", "SC2164", script], capture_output=True, check=False, encoding="utf-8"
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_the_files_that_the_guide_names_are_those_of_the_packages() -> None:
    assert f"diwan_{__version__}_amd64.deb" in ENGLISH
    assert f"diwan-{__version__}-setup.exe" in ENGLISH
    server = (ROOT / "installers" / "linux" / "server" / "server.toml").read_text("utf-8")
    for name in ("/etc/diwan/server.toml", "/var/lib/diwan", "/etc/diwan/credentials", "/var/backups/diwan"):
        assert name in ENGLISH
    assert 'data = "/var/lib/diwan"' in server


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    """``docs/guides/build.py``."""
    spec = importlib.util.spec_from_file_location("guides_build", GUIDES / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.gui
def test_the_clerks_manual_has_every_text_of_the_desk_and_only_pictures_that_the_tour_makes(
    generator: ModuleType, tmp_path: Path
) -> None:
    from desktop.app.tour.scenes import CAPTIONS

    captions = {name: caption.ar for name, caption in CAPTIONS.items()}
    for number, name in enumerate(captions, 1):
        (tmp_path / f"{number:02d}-{name}.png").touch()
    book = generator.clerk_manual(tmp_path, captions)
    help_folder = ROOT / "resources" / "help"
    for key in (help_folder / "contents.txt").read_text("utf-8").split():
        title = (help_folder / "ar" / f"{key}.md").read_text("utf-8").partition("\n")[0]
        assert f"\n#{title}\n" in book
    shown = [name for names in generator.PICTURES.values() for name in names]
    assert len(shown) == len(set(shown))
    assert set(shown) <= set(captions)
    assert set(generator.PICTURES) <= set((help_folder / "contents.txt").read_text("utf-8").split())
    assert book.count("# ديوان: دليل الموظف") == 1


def test_the_fonts_of_the_guides_are_the_programs_own(generator: ModuleType) -> None:
    assert all((generator.FONTS / face).is_file() for face in generator.FACES)


def test_a_typed_line_that_is_folded_is_seen_to_be_one(generator: ModuleType) -> None:
    """Each line is one of its own, and no option is broken in two; copied, it is what was written."""
    typed = "# openssl req -x509 -newkey ec -subj &quot;/CN=Diwan root&quot;\n$ diwan settings"
    colours = typed.replace("# openssl", '<span class="c1"># openssl</span>')
    page = generator.lines_kept(f"<p>a-b</p><pre><span></span>{colours}\n</pre>")
    lines = re.findall(r'<span class="line">(.*?)</span>(?=<span class="line">|</pre>)', page)
    assert [re.sub(r"</?span[^>]*>", "", line) for line in lines] == typed.split("\n")
    assert '<span class="word">-newkey</span>' in page
    assert page.startswith("<p>a-b</p>")
