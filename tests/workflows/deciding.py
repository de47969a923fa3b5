"""Asking the engine, and the embedded database's judge, about a case file built by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import pytest

from desktop.base.errors import Refusal
from desktop.models.records.case import (
    CaseFile,
)
from desktop.models.records.people import Actor
from desktop.models.records.plan import StepPlan
from desktop.models.records.reference import Reference
from desktop.workflows.engine import decide, offers
from desktop.workflows.keeper import DefinitionKeeper
from desktop.workflows.registry import load
from tests.workflows.builders import (
    CLERK,
    NOW,
    REFERENCE,
    TRN,
    attachment,
    situation,
)

CERTIFICATE = attachment(1, "certificate")


def plan_of(
    file: CaseFile,
    action: str,
    actor: Actor = CLERK,
    inputs: Mapping[str, object] | None = None,
    *,
    now: datetime = NOW,
    reference: Reference = REFERENCE,
) -> StepPlan:
    return decide(situation(file, actor, now=now, reference=reference), action, inputs or {})


def effects(plan: StepPlan) -> list[tuple[str, str]]:
    return [(effect.kind.value, effect.key) for effect in plan.effects]


def refusal(
    file: CaseFile, action: str, actor: Actor = CLERK, inputs: Mapping[str, object] | None = None
) -> Refusal:
    with pytest.raises(Refusal) as caught:
        plan_of(file, action, actor, inputs)
    return caught.value


def listed(file: CaseFile, actor: Actor = CLERK, **given: object) -> dict[str, bool]:
    """The service's own buttons that the actor sees, and whether each can be pressed."""
    frame = {action.key for action in TRN.actions if action.shared and not action.portal}
    found = offers(replace(situation(file, actor), **given))  # type: ignore[arg-type]
    return {offer.action.key: offer.enabled for offer in found if offer.action.key not in frame}


def kept(
    file: CaseFile, plan: StepPlan, actor: Actor, reference: Reference = REFERENCE
) -> tuple[object, ...]:
    """What the embedded database's judge derives from the plan's effects."""
    return DefinitionKeeper(load()).check_step(file, reference, actor, NOW, plan).effects
