"""The keys of the actions that a case offers: always the same ones for the same place in the bar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desktop.workflows.definition import Tone
from desktop.workflows.engine import Offer

_COMMON = {
    "claim": "Ctrl+J",
    "release": "Ctrl+Shift+J",
    "hand_over": "Ctrl+Shift+H",
    "note": "Ctrl+M",
    "amend_mobile": "Ctrl+Shift+M",
}
MAIN = "Ctrl+Return"


def shortcuts_of(offers: Sequence[Offer]) -> Mapping[str, str]:
    """A key for each of ``offers``.

    The first primary action has ``Ctrl+Enter``, the calm ones Ctrl with a digit in their order, the grave
    ones Ctrl+Shift with a digit, so that no slip of one key refuses an application.
    """
    found: dict[str, str] = {}
    calm = grave = 0
    for offer in offers:
        key = offer.action.key
        if key in _COMMON:
            found[key] = _COMMON[key]
        elif offer.action.tone is Tone.PRIMARY and MAIN not in found.values():
            found[key] = MAIN
        elif offer.action.tone is Tone.DANGER:
            grave += 1
            found[key] = f"Ctrl+Shift+{grave}"
        else:
            calm += 1
            found[key] = f"Ctrl+{calm}"
    return found
