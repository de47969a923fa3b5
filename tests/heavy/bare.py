"""A bare Debian 12 in a folder: what a package finds on a computer that has nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
# What belongs to the package manager, to the machine or to people is no trace of a program.
_NOT_COMPARED = (
    "proc",
    "dev",
    "sys",
    "run",
    "tmp",
    "home",
    "root",
    "var/cache",
    "var/lib/apt",
    "var/lib/dpkg",
    "var/log",
)
_MADE_ANEW = (
    "/etc/ld.so.cache",
    "/etc/mailcap",
    "/var/lib/systemd",
    "/etc/passwd",
    "/etc/group",
    "/etc/shadow",
    "/etc/gshadow",
)


class BareDebian:
    """Debian 12 without anything that is not needed to install packages; everything of it goes at the end.

    ``BARE_DEBIAN_TAR`` names a packed one; else debootstrap makes it.
    """

    def __init__(self, folder: Path) -> None:
        self.root = folder / "debian"
        self._mounted: list[Path] = []

    def __enter__(self) -> Self:
        self.root.mkdir()
        packed = os.environ.get("BARE_DEBIAN_TAR")
        if packed:
            subprocess.run(["tar", "-C", self.root, "-xf", packed], check=True)
        else:
            subprocess.run(
                ["debootstrap", "--variant=minbase", "bookworm", self.root], check=True, capture_output=True
            )
        self._same_sources()
        for name, options in (
            ("proc", ["--bind", "/proc"]),
            ("dev", ["--bind", "/dev"]),
            ("dev/shm", ["-t", "tmpfs", "tmpfs"]),
        ):
            subprocess.run(["mount", *options, self.root / name], check=True)
            self._mounted.append(self.root / name)
        self("apt-get update -qq")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for path in reversed(self._mounted):
            subprocess.run(["umount", "-l", path], check=True)
        shutil.rmtree(self.root, ignore_errors=True)

    def _same_sources(self) -> None:
        """Packages come from where this machine's come, through its own proxies and certificates."""
        for name in ("etc/resolv.conf", "etc/hosts"):
            shutil.copy(f"/{name}", self.root / name)
        for name in ("etc/apt/sources.list.d", "etc/apt/apt.conf.d", "etc/ssl/certs"):
            shutil.copytree(f"/{name}", self.root / name, dirs_exist_ok=True)
        listed = Path("/etc/apt/sources.list")
        (self.root / "etc/apt/sources.list").write_text(
            listed.read_text("utf-8") if listed.exists() else "", "utf-8"
        )

    def __call__(self, command: str, *, seconds: float = 300, check: bool = True, **environment: str) -> str:
        """Runs a shell command as root in it, with an empty environment; returns what it printed."""
        done = subprocess.run(
            self.command(command, **environment), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, check=False, encoding="utf-8", errors="replace", timeout=seconds,
        )  # fmt: skip
        if check and done.returncode:
            raise AssertionError(f"{command}\nexit status {done.returncode}\n{done.stdout[-3000:]}")
        return done.stdout

    def command(self, command: str, **environment: str) -> list[str]:
        """The same as a command to be started."""
        given = {
            "PATH": _PATH,
            "HOME": "/root",
            "LANG": "C.UTF-8",
            "DEBIAN_FRONTEND": "noninteractive",
            **environment,
        }
        pairs = [f"{name}={value}" for name, value in given.items()]
        return ["env", "-i", *pairs, "chroot", str(self.root), "bash", "-c", command]

    def install(self, *packages: str) -> None:
        """Installs packages with what they depend on, and no more."""
        self(f"apt-get install -y -qq --no-install-recommends {' '.join(packages)}", seconds=600)

    def files(self) -> set[str]:
        """Every file and folder that a program may leave behind."""
        pruned = " ".join(f"-path /{name} -prune -o" for name in _NOT_COMPARED)
        listed = self(f"find / -xdev {pruned} -print").splitlines()
        return {name for name in listed if not name.startswith(_MADE_ANEW)}
