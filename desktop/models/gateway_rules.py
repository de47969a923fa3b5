"""What may be kept of a gateway in an embedded database: the counterpart of ``app.change_gateway``.

The whole of the settings is judged by the program (``desktop.gateways.settings``); the database keeps what
would harm: an address that is not encrypted, and secrets, which everybody who works here could read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from desktop.models import refusals

GATEWAYS = ("sms", "payments", "portal", "registers")
_ADDRESS = re.compile(
    r"(https://[^\s/@?#]+|http://(localhost|127\.[0-9.]+|\[::1\])(:[0-9]+)?)(/[^\s@?#]*)?", re.ASCII
)
_CREDENTIAL = re.compile(r"[A-Za-z0-9._-]{0,60}")
_SECRET = re.compile(r"pass|pwd|secret|token|credential|api.?key", re.IGNORECASE)


def require_gateway(name: str, settings: Mapping[str, object]) -> None:
    """Refuses, naming the field, settings that the database does not keep."""
    if name not in GATEWAYS:
        raise refusals.invalid("gateway")
    if not _ADDRESS.fullmatch(_text(settings.get("address"))):
        raise refusals.invalid("address")
    if not _CREDENTIAL.fullmatch(_text(settings.get("credential", ""))):
        raise refusals.invalid("credential")
    constants = settings.get("constants", {})
    if not isinstance(constants, Mapping) or any(is_secret(str(key)) for key in constants):
        raise refusals.invalid("constants")


def is_secret(name: str) -> bool:
    """Whether a value under ``name`` is one that nobody but the worker should know."""
    return bool(_SECRET.search(name))


def _text(value: object) -> str:
    return value if isinstance(value, str) else "\n"
