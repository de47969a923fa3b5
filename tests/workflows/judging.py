"""Asking the embedded database's judge about plans, good and crafted."""

from __future__ import annotations

import pytest

from desktop.base.errors import Refusal
from desktop.models.records.case import (
    CaseFile,
)
from desktop.models.records.people import Actor
from desktop.models.records.plan import Effect, EffectKind, StepPlan
from desktop.workflows.engine import decide
from desktop.workflows.keeper import DefinitionKeeper
from desktop.workflows.registry import load
from tests.workflows.builders import (
    CLERK,
    NOW,
    REFERENCE,
    attachment,
    case_file,
    situation,
)

KEEPER = DefinitionKeeper(load())
REVIEWED = case_file("review", attachments=(attachment(1, "certificate"),))


def plan(file: CaseFile, action: str, actor: Actor = CLERK, **inputs: object) -> StepPlan:
    return decide(situation(file, actor), action, inputs)


def crafted(
    file: CaseFile, action: str, to_state: str, *effects: EffectKind | Effect, **inputs: object
) -> StepPlan:
    """A plan that no engine made."""
    named = tuple(one if isinstance(one, Effect) else Effect(one) for one in effects)
    return StepPlan(1, 4, action, file.case.state, to_state, inputs=inputs, effects=named)


def refused(
    file: CaseFile, step: StepPlan, actor: Actor = CLERK, keeper: DefinitionKeeper = KEEPER
) -> tuple[str, str]:
    """The code and the field of the refusal."""
    with pytest.raises(Refusal) as caught:
        keeper.check_step(file, REFERENCE, actor, NOW, step)
    return caught.value.code, caught.value.problems[0].field


def made(file: CaseFile, step: StepPlan, actor: Actor = CLERK) -> tuple[object, ...]:
    return KEEPER.check_step(file, REFERENCE, actor, NOW, step).effects
