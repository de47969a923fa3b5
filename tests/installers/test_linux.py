"""The Linux packages' parts: menu entries, metadata, icon, man page, units, control files, scripts."""

from __future__ import annotations

import argparse
import re
import shlex
import shutil
import subprocess
from configparser import RawConfigParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from desktop import __version__
from desktop.base.config import load_config
from desktop.cli.parser import parser

ROOT = Path(__file__).parents[2]
LINUX = ROOT / "installers" / "linux"
UNITS = ROOT / "installers" / "systemd"
ENTRIES = ("diwan.desktop", "diwan-link.desktop")

# What a service gives up, so that whoever gets into it gets no further.
HARDENED = {
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "ProtectKernelTunables": "yes",
    "ProtectKernelModules": "yes",
    "ProtectControlGroups": "yes",
    "RestrictNamespaces": "yes",
    "RestrictSUIDSGID": "yes",
    "LockPersonality": "yes",
    "MemoryDenyWriteExecute": "yes",
    "RestrictAddressFamilies": "AF_UNIX AF_INET AF_INET6",
    "UMask": "0077",
}


def run(*command: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, check=False, encoding="utf-8", cwd=cwd)


def commands() -> dict[str, argparse.ArgumentParser]:
    """The program's commands by name."""
    (found,) = (a for a in parser(__version__)._actions if isinstance(a, argparse._SubParsersAction))
    return dict(found.choices)


def read(path: Path) -> RawConfigParser:
    found = RawConfigParser(strict=False, delimiters=("=",), interpolation=None)
    found.optionxform = str  # type: ignore[assignment,method-assign]
    found.read_string(path.read_text("utf-8"))
    return found


@pytest.mark.parametrize("name", ENTRIES)
def test_a_menu_entry_starts_a_command_that_there_is(name: str) -> None:
    entry = read(LINUX / name)["Desktop Entry"]
    program, command, *_ = shlex.split(entry["Exec"])
    assert (program, entry["Icon"], entry["Terminal"]) == ("diwan", "diwan", "false")
    assert command in commands()
    assert entry["Name[ar]"]
    if shutil.which("desktop-file-validate"):
        done = run("desktop-file-validate", LINUX / name)
        assert (done.returncode, done.stdout) == (0, "")


def test_links_are_opened_by_the_program() -> None:
    entry = read(LINUX / "diwan-link.desktop")["Desktop Entry"]
    assert entry["MimeType"] == "x-scheme-handler/diwan;"
    assert entry["Exec"] == "diwan open %u"
    assert entry["NoDisplay"] == "true"


def test_the_metadata_names_the_entry_the_icon_and_both_languages(tmp_path: Path) -> None:
    source = LINUX / "jo.gov.ammancity.Diwan.metainfo.xml"
    component = ElementTree.parse(source).getroot()
    assert component.findtext("launchable") == "diwan.desktop"
    assert component.findtext("icon") == "diwan"
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert {name.get(lang) for name in component.findall("name")} == {None, "ar"}
    if shutil.which("appstreamcli"):
        text = source.read_text("utf-8").replace("@VERSION@", __version__).replace("@DATE@", "2026-11-22")
        (tmp_path / source.name).write_text(text, "utf-8")
        (tmp_path / "diwan.desktop").write_bytes((LINUX / "diwan.desktop").read_bytes())
        done = run("appstreamcli", "validate", "--no-net", "--explain", tmp_path / source.name)
        assert " E: " not in done.stdout, done.stdout


def test_the_icon_is_our_own_drawing_with_its_licence() -> None:
    drawing = (LINUX / "diwan.svg").read_text("utf-8")
    assert ElementTree.fromstring(drawing).get("viewBox") == "0 0 128 128"
    assert "SPDX-License-Identifier: CC0-1.0" in drawing
    assert not re.search(r"href|<image|<script", drawing)


def test_the_man_page_names_every_command_and_every_common_option() -> None:
    page = (LINUX / "diwan.man").read_text("utf-8")
    plain = re.sub(r"\\f[A-Z]", "", page.replace("\\-", "-"))
    heads = set(re.findall(r'^\.(?:B|BI|BR|RB) "?([a-z]+)', plain, re.MULTILINE))
    assert set(commands()) <= heads
    for option in ("--db", "--data", "--at", "--as", "--verbose", "--debug"):
        assert option in plain
    (what,) = (a for a in commands()["db"]._actions if a.dest == "what")
    assert all(f"db {choice}" in plain for choice in what.choices or ())
    if shutil.which("man"):
        done = run("man", "--warnings", "-E", "UTF-8", "-l", LINUX / "diwan.man")
        assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", ["diwan-worker@.service", "diwan-backup.service"])
def test_a_service_is_hardened_and_runs_a_command_that_there_is(name: str) -> None:
    service = read(UNITS / name)["Service"]
    for setting, value in HARDENED.items():
        assert service.get(setting) == value, setting
    program, *words = shlex.split(service["ExecStart"])
    assert program == "/usr/sbin/diwan"
    spoken = [re.sub(r"\$\{\w+_KEEP\}", "30", word) for word in words]
    assert parser(__version__).parse_args(spoken).run


def test_two_workers_can_run_and_the_backup_runs_every_night() -> None:
    worker = read(UNITS / "diwan-worker@.service")
    assert worker["Service"]["User"] == "diwan_worker"
    assert worker["Service"]["Restart"] == "always"
    assert worker["Unit"]["StartLimitIntervalSec"] == "0"
    timer = read(UNITS / "diwan-backup.timer")["Timer"]
    assert "Asia/Amman" in timer["OnCalendar"]
    assert timer["Persistent"] == "true"
    assert "ReadWritePaths" in read(UNITS / "diwan-backup.service")["Service"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd")
def test_systemd_understands_the_units_and_finds_little_exposed(tmp_path: Path) -> None:
    names = []
    for unit in UNITS.iterdir():
        # The program is not installed here, and the pages of its manual are not.
        text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", unit.read_text("utf-8"), flags=re.MULTILINE)
        text = re.sub(r"^Documentation=.*\n", "", text, flags=re.MULTILINE)
        names.append(unit.name.replace("@.", "@2."))
        (tmp_path / names[-1]).write_text(text, "utf-8")
        (tmp_path / unit.name).write_text(text, "utf-8")
    done = run("systemd-analyze", "verify", *(f"./{name}" for name in names), cwd=tmp_path)
    ours = [line for line in done.stderr.splitlines() if "diwan" in line]
    assert (done.returncode, ours) == (0, [])
    for name, most in (("diwan-worker@2.service", "15"), ("diwan-backup.service", "25")):
        judged = run(
            "systemd-analyze", "security", "--offline=true", f"--threshold={most}", f"./{name}", cwd=tmp_path
        )
        assert judged.returncode == 0, judged.stdout[-300:]


@pytest.mark.parametrize(
    "script",
    [
        "build-deb",
        "build-guides",
        "build-windows",
        "environment.sh",
        *(f"linux/server/{name}" for name in ("diwan", "postinst", "prerm", "postrm")),
    ],
)
def test_a_script_is_well_formed(script: str) -> None:
    path = ROOT / "installers" / script
    shell = "sh" if path.read_text("utf-8").startswith("#!/bin/sh") else "bash"
    assert run(shell, "-n", path).stderr == ""
    if path.suffix != ".sh":
        assert path.stat().st_mode & 0o111
    if shutil.which("shellcheck"):
        done = run("shellcheck", "-x", "-e", "SC1091,SC2034", path.relative_to(ROOT), cwd=ROOT)
        assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="needs dpkg")
@pytest.mark.parametrize(("part", "package"), [("desk", "diwan"), ("server", "diwan-server")])
def test_the_control_file_is_one_that_dpkg_takes(tmp_path: Path, part: str, package: str) -> None:
    told = run(ROOT / "installers" / "build-deb", "control", part)
    assert told.returncode == 0, told.stderr
    (tmp_path / "p" / "DEBIAN").mkdir(parents=True)
    (tmp_path / "p" / "DEBIAN" / "control").write_text(told.stdout, "utf-8")
    built = run("dpkg-deb", "--build", tmp_path / "p", tmp_path / "p.deb")
    assert built.returncode == 0, built.stderr
    assert "warning" not in built.stderr
    fields = run("dpkg-deb", "-f", tmp_path / "p.deb", "Package", "Version", "Depends", "Description").stdout
    assert f"Package: {package}\n" in fields
    assert f"Version: {__version__}\n" in fields
    # What is not found by looking at libraries.
    wanted = ("xkb-data", "fontconfig-config") if part == "desk" else ("adduser", "postgresql-client")
    assert all(name in fields for name in wanted)
    assert all(len(line) <= 100 for line in fields.splitlines() if line.startswith(" "))


def test_the_servers_settings_are_settings_that_the_program_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (LINUX / "server" / "server.toml").read_text("utf-8")
    path = tmp_path / "server.toml"
    path.write_text(text, "utf-8")
    monkeypatch.setenv("DIWAN_SETTINGS", str(path))
    found = load_config()
    assert (found.database, found.data_folder) == ("postgresql://diwan_worker@/diwan", Path("/var/lib/diwan"))
    assert not found.gateways, "they stand in the database"
    # What is commented out is right for a worker on another machine.
    elsewhere = text.replace('\ndatabase = "', '\n# was "')
    path.write_text(re.sub(r"^# (?=database =|certificate =)", "", elsewhere, flags=re.MULTILINE), "utf-8")
    found = load_config()
    assert found.database == "postgresql://diwan_worker@db.municipality.example/diwan"
    assert found.certificate == "/etc/diwan/root.pem"
