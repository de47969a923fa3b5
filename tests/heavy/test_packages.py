"""The packages in a bare Debian: built, installed, started, seen, removed; the server by the guide's lines.

    BARE_DEBIAN_TAR=bookworm.tar ./test --all tests/heavy/test_packages.py -s

prints size and time. ``BUILT_PACKAGES`` names a folder with packages that are built already,
``KEPT_PICTURES`` one for the picture.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from desktop import __version__
from tests.heavy.bare import BareDebian

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "guides" / "officer.en.md").read_text("utf-8")
MOST_MEGABYTES, MOST_PROCESSOR_SECONDS = 75, 1.5
"""The processor's own time counts: how long a shared machine takes says nothing."""
LINK = "diwan://case/TRN-2026-000061-5"
_TOOLS = ("debootstrap", "dpkg-deb", "objdump", "Xvfb", "xwininfo", "import")

pytestmark = [
    pytest.mark.heavy,
    pytest.mark.timeout(1500),
    pytest.mark.skipif(
        os.name != "posix" or os.geteuid() != 0 or not all(map(shutil.which, _TOOLS)),
        reason=f"needs root and {', '.join(_TOOLS)}",
    ),
]


@pytest.fixture(scope="module")
def packages() -> Path:
    """The folder with both packages."""
    built = os.environ.get("BUILT_PACKAGES")
    if built:
        return Path(built)
    subprocess.run([ROOT / "installers" / "build-deb"], check=True)
    return ROOT / "dist"


@pytest.fixture
def bare(tmp_path: Path, packages: Path) -> Iterator[BareDebian]:
    """A bare Debian with the packages in its folder ``/tmp``."""
    with BareDebian(tmp_path) as made:
        for package in packages.glob(f"*_{__version__}_*.deb"):
            shutil.copy(package, made.root / "tmp")
        yield made


@pytest.fixture
def display() -> Iterator[str]:
    """A screen that is not there; the bare system reaches it through the machine's network."""
    read, write = os.pipe()
    server = subprocess.Popen(
        # Whoever looks before the desk is there comes and goes: the screen must not begin anew each time.
        ["Xvfb", "-noreset", "-displayfd", str(write), "-screen", "0", "1440x900x24"], pass_fds=[write],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    # The number and the end of its line are written apart: who closes between the two ends the screen.
    with os.fdopen(read, encoding="ascii") as told:
        number = told.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait()


def until_painted(display: str, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    """Waits for a window on the screen that holds more than one colour."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert process.poll() is None, "the desk has ended"
        tree = subprocess.run(
            ["xwininfo", "-display", display, "-root", "-tree"], capture_output=True, check=False
        )
        if b'"diwan" "diwan"' in tree.stdout and colours(display) > 10:
            return
        time.sleep(0.02)
    pytest.fail("no window")


def colours(display: str) -> int:
    part = ["-window", "root", "-crop", "600x400+500+100", "-format", "%k", "info:"]
    seen = subprocess.run(["import", "-display", display, *part], capture_output=True, check=False)
    return int(seen.stdout or b"0")


def processor_seconds(process: subprocess.Popen[bytes]) -> float:
    """What a process has used of the processor so far."""
    fields = Path(f"/proc/{process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def end(process: subprocess.Popen[bytes]) -> None:
    """Ends a desk in order, through the group of processes that is its own."""
    os.killpg(process.pid, signal.SIGTERM)
    process.wait(90)


def test_the_desk_is_installed_started_seen_and_removed_without_a_trace(
    bare: BareDebian, display: str, tmp_path: Path
) -> None:
    package = next((bare.root / "tmp").glob("diwan_*.deb"))
    megabytes = package.stat().st_size / 1e6
    bare("useradd --create-home clerk")
    before = bare.files()
    bare.install(f"/tmp/{package.name}")
    assert bare("diwan --version").strip() == f"diwan {__version__}"
    installed = int(bare("du -sm /usr/lib/diwan").split()[0])
    as_clerk = f"setpriv --reuid clerk --regid clerk --clear-groups env HOME=/home/clerk DISPLAY={display}"
    seconds, worked = [], []
    for _ in range(3):
        began = time.monotonic()
        desk = subprocess.Popen(
            bare.command(f"exec {as_clerk} diwan"), start_new_session=True, stdout=subprocess.DEVNULL
        )
        until_painted(display, desk)
        seconds.append(time.monotonic() - began)
        worked.append(processor_seconds(desk))
        if len(seconds) < 3:
            end(desk)
    picture = Path(os.environ.get("KEPT_PICTURES") or tmp_path) / "bare-debian.png"
    subprocess.run(["import", "-display", display, "-window", "root", picture], check=True)
    print(
        f"\ndiwan: {megabytes:.0f} MB packed, {installed} MB installed; painted after {min(seconds):.2f} s,"
        f" {min(worked):.2f} s of them at work (load {os.getloadavg()[0]:.1f}); {picture}"
    )
    time.sleep(1)
    bare(f"{as_clerk} diwan open {LINK}", seconds=30)
    assert "url:" in bare(f"{as_clerk} diwan open {LINK[:-1]}6", seconds=30, check=False)
    end(desk)
    assert megabytes < MOST_MEGABYTES
    assert min(worked) < MOST_PROCESSOR_SECONDS
    data = bare.root / "home/clerk/.local/share/diwan"
    assert data.exists()
    bare("apt-get purge -y -qq diwan && apt-get autoremove --purge -y -qq")
    assert bare.files() - before == set()
    assert data.exists(), "people's data is theirs"


SHIM = r"""#!/bin/bash
# Stands for systemd, which does not run in a folder: does what the units say, by hand.
verb=$1; shift; [ "$1" = --now ] && shift
for unit in "$@"; do
    case $verb-$unit in
        *-postgresql) pg_ctlcluster 15 main "$verb" ;;
        start-diwan-backup.service)
            set -a; eval "$(sed -n 's/^Environment=//p' /usr/lib/systemd/system/$unit)"; set +a
            eval "$(sed -n 's/^ExecStart=//p' /usr/lib/systemd/system/$unit)" || exit ;;
    esac
done
"""


def lines_of(heading: str) -> list[str]:
    """The lines that root types under a heading of the guide, as they stand there."""
    section = re.search(rf"^##+ {re.escape(heading)}\n(.*?)(?=^##+ |\Z)", GUIDE, re.MULTILINE | re.DOTALL)
    assert section is not None, heading
    blocks = re.findall(r"^```sh\n(.*?)^```$", section.group(1), re.MULTILINE | re.DOTALL)
    return [line[2:] for block in blocks for line in block.splitlines() if line.startswith("# ")]


class Server:
    """A server that is made by the guide."""

    def __init__(self, bare: BareDebian) -> None:
        self.bare = bare
        self.ran: list[str] = []

    def follow(self, heading: str, *, without: str = r"journalctl|editor|--failed", **instead: str) -> str:
        """Types every line under ``heading``, but for those that ask somebody."""
        folder, said = "/tmp", ""
        for written in lines_of(heading):
            if re.search(without, written):
                continue
            line = written.replace("10.20.0.0/16", "127.0.0.0/8")
            for old, new in instead.items():
                line = line.replace(old, new)
            self.ran.append(line)
            if line.startswith("cd "):
                folder = line.removeprefix("cd ")
            else:
                said += self.bare(f"cd {folder} && {line}")
        return said


def test_a_server_is_made_kept_and_restored_by_the_guide_alone(bare: BareDebian) -> None:
    # Asking and a terminal are left out: the same lines stand there for a script.
    bare(
        'echo \'APT::Install-Recommends "false"; APT::Get::Assume-Yes "true";\' > /etc/apt/apt.conf.d/95test'
    )
    bare("cat > /usr/local/sbin/systemctl <<'END'\n" + SHIM + "END\nchmod +x /usr/local/sbin/systemctl")
    bare("echo '127.0.0.2 db.municipality.example' >> /etc/hosts")
    server = Server(bare)
    server.follow("Install", without="createuser")
    bare("pg_ctlcluster 15 main start || true")
    server.follow("Install", without="apt-get")
    try:
        planned = server.follow("Prepare the database", without=r"first\.admin$|check")
        assert "10. " in planned
        assert '"administrators": 1' in planned
        server.follow("The key that seals letters")
        server.follow("Start the worker")
        server.follow("Encryption")
        bare("install -D -m 0644 /etc/diwan/tls/root.pem /etc/diwan/root.pem")
        answer = bare(
            "diwan --db postgresql://db.municipality.example/diwan case TRN-2026-000061-5 --as first.admin",
            check=False, PGPASSWORD="a long password", DIWAN_SETTINGS="/etc/diwan/desk.toml",
        )  # fmt: skip
        assert "certificate" in answer, "an authority that nobody here trusts"
        bare("printf 'certificate = \"/etc/diwan/root.pem\"\\n' > /etc/diwan/desk.toml")
        answer = bare(
            "diwan --db postgresql://db.municipality.example/diwan case TRN-2026-000061-5 --as first.admin",
            check=False, PGPASSWORD="a long password", DIWAN_SETTINGS="/etc/diwan/desk.toml",
        )  # fmt: skip
        assert "No such case" in answer
        server.follow("Backups", without="db backup")
        kept = bare("ls /var/backups/diwan/*.backup").split()[0]
        server.follow("Restore", FILE=Path(kept).stem)
        # The restored database knows nothing of the backup that it came from.
        bare("systemctl start diwan-backup.service")
        watched = server.follow("Monitoring", without="systemctl|journalctl|health")
        assert '"passed": true' in watched
        told = bare("runuser -u diwan_worker -- diwan health --json", check=False)
        assert '"backup_age_hours": 0.' in told
        assert '"status": "at once"' not in told
        server.follow("Personal data")
        server.follow("Removal", without="purge diwan$|/etc/diwan$")
    finally:
        bare("pg_ctlcluster 15 main stop -m immediate", check=False)
    assert not (bare.root / "usr/lib/diwan-server").exists()
    assert not (bare.root / "etc/diwan/server.toml").exists()
    print("\n" + "\n".join(server.ran))


SSHD = "-o Port={port} -o ListenAddress=127.0.0.1 -o PidFile=/run/sshd.pid"


def typed_by_anybody(heading: str, first: str) -> str:
    """The block under ``heading`` that begins with ``first``, as a script."""
    section = re.search(rf"^##+ {re.escape(heading)}\n(.*?)(?=^##+ |\Z)", GUIDE, re.MULTILINE | re.DOTALL)
    assert section is not None
    blocks = re.findall(r"^```sh\n(.*?)^```$", section.group(1), re.MULTILINE | re.DOTALL)
    (found,) = (block for block in blocks if block.startswith(f"$ {first}"))
    return re.sub(r"^\$ |^(?=END$)", "", found, flags=re.MULTILINE)


def test_the_guides_loop_rolls_the_desk_out_to_two_computers(tmp_path: Path, packages: Path) -> None:
    """Over real ssh, from the officer's computer; a desk that does not answer does not stop the others."""
    names = ("hr-01", "hr-02")
    with ExitStack() as stack:
        desks = []
        for name in names:
            (tmp_path / name).mkdir()
            desks.append(stack.enter_context(BareDebian(tmp_path / name)))
        officer = desks[0]
        for number, desk in enumerate(desks):
            desk("echo 'APT::Install-Recommends \"false\";' > /etc/apt/apt.conf.d/95test")
            desk.install("openssh-server", "openssh-client")
            desk("mkdir -p /run/sshd ~root/.ssh && chmod 700 ~root/.ssh")
            if desk is officer:
                desk("ssh-keygen -q -t ed25519 -N '' -f ~root/.ssh/id_ed25519")
            key = (officer.root / "root/.ssh/id_ed25519.pub").read_text("ascii")
            (desk.root / "root/.ssh/authorized_keys").write_text(key, "ascii")
            desk("/usr/sbin/sshd " + SSHD.format(port=2201 + number))
            stack.callback(desk, "kill $(cat /run/sshd.pid)", check=False)
        hosts = (
            "".join(
                f"Host {name}\n  HostName 127.0.0.1\n  Port {2201 + number}\n  StrictHostKeyChecking no\n"
                for number, name in enumerate((names[0], "hr-gone", names[1]))
            )
            .replace("2202", "2299")
            .replace("2203", "2202")
        )
        (officer.root / "root/.ssh/config").write_text(hosts, "ascii")
        folder = officer.root / "root/rollout"
        folder.mkdir()
        shutil.copy(next(packages.glob(f"diwan_{__version__}_*.deb")), folder)
        (folder / "root.pem").write_text("a certificate\n", "ascii")
        (folder / "desks.txt").write_text("hr-01\nhr-gone\nhr-02\n", "ascii")
        said = officer(f"cd ~/rollout\n{typed_by_anybody('Thirty desks', 'cat')}")
        said += officer(f"cd ~/rollout\n{typed_by_anybody('Thirty desks', 'while')}", seconds=600)
        assert "Connection refused" in said
        assert (folder / "missed.txt").read_text("ascii") == "hr-gone\n"
        for desk in desks:
            assert desk("diwan --version").strip() == f"diwan {__version__}"
            assert desk("cat /etc/diwan/root.pem") == "a certificate\n"
            assert "postgresql://db.municipality.example/diwan" in desk("cat /etc/diwan/diwan.toml")
        # The desk finds its settings, and says what is wrong on the way.
        assert "cannot be resolved" in desks[1](
            "diwan case TRN-2026-000061-5 --as first.admin", check=False, PGPASSWORD="x"
        )
