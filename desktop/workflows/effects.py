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


def take_place(when: Condition = ALWAYS) -> EffectSpec:
    """Take a place on the occasion that the case names; see docs/adr/0006."""
    return EffectSpec(EffectKind.TAKE_PLACE, "", when)


def release_place(when: Condition = ALWAYS) -> EffectSpec:
    """Give the place back; whoever has waited longest gets the seat."""
    return EffectSpec(EffectKind.RELEASE_PLACE, "", when)


def level_result(when: Condition = ALWAYS) -> EffectSpec:
    """Record the input ``score`` as the person's result in the level exam of the subject."""
    return EffectSpec(EffectKind.LEVEL_RESULT, "", when)


def claim(message_key: str) -> EffectSpec:
    """Ask for the older claim in the action's inputs; the SMS ``message_key`` tells its e-payment number."""
    return EffectSpec(EffectKind.CLAIM, "", ALWAYS, {"message": message_key})


def close_claim() -> EffectSpec:
    """Take back the request for the claim in the input ``claim_number``."""
    return EffectSpec(EffectKind.CLOSE_CLAIM)


def ask_outside(field: str, stage: int, when: Condition = ALWAYS) -> EffectSpec:
    """Ask the bodies that the profession in ``field`` needs in ``stage``; before messages that name them."""
    return EffectSpec(EffectKind.ASK_OUTSIDE, "", when, {"field": field, "stage": stage})


def answer_outside() -> EffectSpec:
    """Record what the body in the input ``body`` answered: ``answer``, ``answer_reference``, ``grounds``."""
    return EffectSpec(EffectKind.ANSWER_OUTSIDE)


def chase_outside() -> EffectSpec:
    """Remind the bodies that are late; they have their days again."""
    return EffectSpec(EffectKind.CHASE_OUTSIDE)


def close_outside() -> EffectSpec:
    """What was asked outside is no longer needed."""
    return EffectSpec(EffectKind.CLOSE_OUTSIDE)


def new_round() -> EffectSpec:
    """Begin the next review round of the attachments (COM-14)."""
    return EffectSpec(EffectKind.NEW_ROUND)
