"""Numbers that name a person, as lists show them: enough to tell two people apart, no more."""

from __future__ import annotations

MASK = "•"
_SHOWN = 4


def masked(identity: str) -> str:
    """The last four characters of a national number or the like; the whole stands on the case's own page."""
    if len(identity) <= _SHOWN:
        return MASK * len(identity)
    return MASK * (len(identity) - _SHOWN) + identity[-_SHOWN:]
