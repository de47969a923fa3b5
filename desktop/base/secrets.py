"""Passwords and credentials: in the system's keyring at a desk, as systemd's credentials in a service.

A service has no keyring: systemd hands it its secrets as files that only it can read, see
``installers/systemd``. keyring is imported when it is asked: the sign-in shows before that.
"""

from __future__ import annotations

import os
from pathlib import Path

from desktop.base.errors import Outage
from desktop.base.text import Text

SERVICE = "diwan"
CREDENTIALS_VARIABLE = "CREDENTIALS_DIRECTORY"
"""Set by systemd; our files in it are named ``diwan_NAME``."""


def remembered(name: str) -> str | None:
    """The secret kept under ``name``; ``None`` where there is none or no keyring is open."""
    handed = _handed_over(name)
    if handed is not None:
        return handed
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, name)
    except KeyringError:
        return None


def remember(name: str, secret: str) -> None:
    """Keeps ``secret`` under ``name``; raises ``Outage`` where no keyring is open."""
    import keyring
    from keyring.errors import KeyringError

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
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.delete_password(SERVICE, name)
    except KeyringError:
        return


def available() -> bool:
    """Whether a secret could be kept here."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.get_password(SERVICE, "probe")
    except KeyringError:
        return False
    return getattr(keyring.get_keyring(), "priority", 0) > 0


def _handed_over(name: str) -> str | None:
    """What systemd handed this service under ``name``; an editor's last line end is no part of it."""
    folder = os.environ.get(CREDENTIALS_VARIABLE)
    if not folder or "/" in name:
        return None
    try:
        return (Path(folder) / f"{SERVICE}_{name}").read_text("utf-8").rstrip("\r\n")
    except OSError:
        return None
