"""Short forms of the effects that a service's outcomes have."""

from __future__ import annotations

from desktop.models.records.plan import EffectKind
from desktop.workflows.conditions import ALWAYS, Condition
from desktop.workflows.definition import EffectSpec


def message(key: str, when: Condition = ALWAYS) -> EffectSpec:
    """Send the SMS ``key``."""
    return EffectSpec(EffectKind.MESSAGE, key, when)


def deadline(key: str, when: Condition = ALWAYS) -> EffectSpec:
    """Start the deadline ``key``."""
    return EffectSpec(EffectKind.DEADLINE, key, when)


def payment(key: str, message_key: str) -> EffectSpec:
    """Ask for the service's fee; the SMS ``message_key`` goes out once the e-payment number is known."""
    return EffectSpec(EffectKind.PAYMENT, key, ALWAYS, {"message": message_key})


def close_payments() -> EffectSpec:
    """Take back payment requests that are still open."""
    return EffectSpec(EffectKind.CLOSE_PAYMENTS)


def close_letters() -> EffectSpec:
    """Withdraw the letters that are in force: a case that ends without effect leaves none (COM-11)."""
    return EffectSpec(EffectKind.CLOSE_LETTERS)


def letter(key: str, when: Condition = ALWAYS, *, by_hand: bool = False) -> EffectSpec:
    """Issue the letter ``key``; an earlier one of the same kind is superseded.

    ``by_hand`` keeps it off the portal: it is given to the applicant in person.
    """
    return EffectSpec(EffectKind.LETTER, key, when, {"by_hand": True} if by_hand else {})


def refund(key: str, when: Condition = ALWAYS) -> EffectSpec:
    """Open the refund ``key`` of what was paid."""
    return EffectSpec(EffectKind.REFUND, key, when)


def set_fields(*keys: str, shift: tuple[str, ...] = ()) -> EffectSpec:
    """Replace the fields ``keys`` by the action's inputs of the same keys.

    The dates in ``shift`` move by as many days as the first of ``keys`` did.
    """
    return EffectSpec(EffectKind.SET_FIELDS, "", ALWAYS, {"fields": list(keys), "shift": list(shift)})


TO_ACTOR = "actor"
"""The key of an assignment to whoever does the action."""


def assign_to_actor() -> EffectSpec:
    """Give the case, where nobody holds it, to whoever asks for something: the answer comes back to them."""
    return EffectSpec(EffectKind.ASSIGN, TO_ACTOR)


def new_round() -> EffectSpec:
    """Begin the next review round of the attachments (COM-14)."""
    return EffectSpec(EffectKind.NEW_ROUND)
