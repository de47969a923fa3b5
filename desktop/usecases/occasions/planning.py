"""What the planning page asks for in one reading, and the results of level exams for many at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from desktop.base.errors import Problem, Refusal
from desktop.base.text import Text
from desktop.models.queries.case_files import case_by_id
from desktop.models.queries.occasions import OccasionFilter
from desktop.models.records.case import ChangeSet
from desktop.models.records.occasion import OccasionState
from desktop.models.records.plan import EffectKind
from desktop.usecases.cases import act_in, opened_in
from desktop.usecases.occasions.view import Offering, offerings
from desktop.usecases.session import Office, Session
from desktop.workflows.definition import Action, ServiceDefinition
from desktop.workflows.values import choices_of

_PAST = timedelta(days=120)
"""How far back what was held or called off is listed."""


@dataclass(frozen=True, slots=True)
class Planning:
    """A service's occasions, what new ones can be about, and the data in force."""

    service: ServiceDefinition
    offerings: tuple[Offering, ...]
    subjects: tuple[tuple[str, Text], ...]
    office: Office

    def offering(self, occasion_id: int) -> Offering | None:
        """The occasion of that number, if it is listed."""
        return next((one for one in self.offerings if one.occasion.occasion_id == occasion_id), None)


def planning(session: Session, code: str, *, past: bool = False) -> Planning:
    """The occasions of the service ``code`` that are ahead, or, ``past``, those held and called off."""
    service = session.registry.named(code)
    with session.database.reading() as connection:
        office = session.office(connection)
    rules = service.occasion
    if rules is None:
        raise Refusal.one("not_scheduled", "لا مواعيد لهذه الخدمة.", "This service schedules nothing.")
    states = tuple(s for s in OccasionState if (s is OccasionState.OPEN) is not past)
    begin = office.now - _PAST if past else None
    found = offerings(session, OccasionFilter(kind=rules.kind, states=states, begin=begin))
    field = next((one for one in service.fields if one.key == rules.subject_field), None)
    choices = choices_of(field, office.reference, {}) if field else ()
    mine = [one for one in choices if office.reference.courses[one.value].department == service.department]
    return Planning(
        service,
        tuple(reversed(found)) if past else found,
        tuple((one.value, one.label) for one in mine if office.reference.courses[one.value].maximum > 0),
        office,
    )


def waiting_for_staff(session: Session) -> dict[str, int]:
    """How many occasions of each service wait for a decision: under their minimum again, or their day came.

    By the service's code; what stands on its day without a lack waits to be recorded as held.
    """
    found: dict[str, int] = {}
    for one in offerings(session, OccasionFilter(states=(OccasionState.OPEN,))):
        waits = one.short or one.occasion.came_at is not None
        found[one.service.code] = found.get(one.service.code, 0) + waits
    return found


def level_action(service: ServiceDefinition) -> Action | None:
    """The action that enters a level exam's result, where the service has one."""
    for action in service.actions:
        kinds = {effect.kind for outcome in action.outcomes for effect in outcome.effects}
        if EffectKind.LEVEL_RESULT in kinds:
            return action
    return None


def enter_levels(session: Session, scores: Mapping[int, str]) -> ChangeSet:
    """Enters the scores of several cases' level exams; all of them or, where one is wrong, none.

    Raises ``Refusal`` naming ``score.<case>`` for each that is wrong.
    """
    problems: list[Problem] = []
    with session.database.writing() as connection:
        for case_id, score in scores.items():
            opened = opened_in(session, connection, case_by_id(connection, case_id))
            action = level_action(opened.service)
            try:
                if action is None:
                    raise Refusal.one("not_scheduled", "لا امتحان مستوى.", "There is no level exam.")
                act_in(session, connection, opened, action.key, {"score": score})
            except Refusal as refusal:
                problems += [Problem(f"score.{case_id}", one.code, one.text) for one in refusal.problems]
        if problems:
            raise Refusal(problems)
    kinds = frozenset({"case", "occasion", "message", "payment", "deadline"})
    return ChangeSet(kinds, frozenset(scores))
