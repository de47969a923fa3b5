"""The key that seals letters: in the keyring, or in a file that only the signer can read (COM-11)."""

from __future__ import annotations

import os
from pathlib import Path

from desktop.base import secrets
from desktop.base.errors import Refusal
from desktop.letters.signing import KeyPair, PrivateKey

_IN_KEYRING = "letter-signing-key"


def key_file(data_folder: Path) -> Path:
    """Where the private key lies when no keyring keeps it."""
    return data_folder / "keys" / "signing.pem"


def load_signing_key(data_folder: Path) -> PrivateKey | None:
    """The signing key of this machine, or ``None`` if it has none.

    Raises ``Refusal`` where the key's file can be read by others.
    """
    kept = secrets.remembered(_IN_KEYRING)
    if kept is not None:
        return PrivateKey.from_pem(kept.encode())
    path = key_file(data_folder)
    if not path.exists():
        return None
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise Refusal.one(
            "key_exposed",
            f"ملف مفتاح التوقيع {path} مقروء لغير صاحبه؛ احصر صلاحياته (chmod 600).",
            f"The signing key's file {path} can be read by others; restrict it (chmod 600).",
        )
    return PrivateKey.from_pem(path.read_bytes())


def init_signing_key(data_folder: Path, *, keyring: bool = False) -> PrivateKey:
    """Makes a new key pair and keeps the private half; an existing one is refused, never replaced.

    ``keyring`` keeps it in the system's keyring instead of a file.
    """
    if load_signing_key(data_folder) is not None:
        raise Refusal.one(
            "key_exists",
            "يوجد مفتاح توقيع على هذا الجهاز؛ استخدم تدوير المفاتيح لاستبداله.",
            "This machine has a signing key; rotate it to replace it.",
        )
    return _keep(KeyPair.generate().private, data_folder, keyring=keyring)


def rotate_signing_key(data_folder: Path, *, keyring: bool = False) -> PrivateKey:
    """Replaces the signing key; letters sealed with the old one verify with its public half, which stays."""
    remove_signing_key(data_folder)
    return _keep(KeyPair.generate().private, data_folder, keyring=keyring)


def remove_signing_key(data_folder: Path) -> None:
    """Forgets the private key of this machine, if it has one."""
    path = key_file(data_folder)
    if path.exists():
        path.unlink()
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
    secrets.forget(_IN_KEYRING)


def _keep(key: PrivateKey, data_folder: Path, *, keyring: bool) -> PrivateKey:
    if keyring:
        secrets.remember(_IN_KEYRING, key.to_pem().decode())
        return key
    path = key_file(data_folder)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(key.to_pem())
        _give_to_owner(data_folder, path.parent, path)
    except OSError as error:
        raise Refusal.one(
            "unwritable",
            f"تعذّرت كتابة مفتاح توقيع الكتب في {path}: {error.strerror}.",
            f"The key that seals letters cannot be written to {path}: {error.strerror}.",
            field="--data",
        ) from error
    return key


def _give_to_owner(data_folder: Path, *made: Path) -> None:
    """Root prepares a server, but the worker's account seals: what root made is whoever's folder it is in."""
    if os.name == "posix" and os.geteuid() == 0:
        owner = data_folder.stat()
        for path in made:
            os.chown(path, owner.st_uid, owner.st_gid)
