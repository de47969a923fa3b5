"""Passwords and credentials, in the system's keyring or nowhere."""

from __future__ import annotations

import keyring
from keyring.errors import KeyringError

from desktop.base.errors import Outage
from desktop.base.text import Text

SERVICE = "diwan"


def remembered(name: str) -> str | None:
    """The secret kept under ``name``; ``None`` where there is none or no keyring is open."""
    try:
        return keyring.get_password(SERVICE, name)
    except KeyringError:
        return None


def remember(name: str, secret: str) -> None:
    """Keeps ``secret`` under ``name``; raises ``Outage`` where no keyring is open."""
    try:
        keyring.set_password(SERVICE, name, secret)
    except KeyringError as error:
        raise Outage(
            Text(
                ar="لا تتوفر حافظة كلمات سر مفتوحة على هذا الجهاز؛ لن تُحفظ كلمة السر.",
                en="No unlocked keyring on this workstation; the password is not kept.",
            )
        ) from error


def forget(name: str) -> None:
    """Removes the secret kept under ``name``, if any."""
    try:
        keyring.delete_password(SERVICE, name)
    except KeyringError:
        return


def available() -> bool:
    """Whether a secret could be kept here."""
    try:
        keyring.get_password(SERVICE, "probe")
    except KeyringError:
        return False
    return getattr(keyring.get_keyring(), "priority", 0) > 0
