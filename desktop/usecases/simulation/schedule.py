"""The departments that schedule: they plan, agree dates, record who came, pass results on.

From the definitions alone: a service that gathers, names its occasions or sends inspectors round is worked on
by the same hands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from desktop.base.clock import AMMAN, amman_date
from desktop.base.errors import Refusal
from desktop.models.queries.occasions import OccasionFilter, occasions_where
from desktop.models.records.occasion import Occasion, OccasionState
from desktop.usecases import occasions, results
from desktop.usecases.simulation.town import Town
from desktop.workflows.definition import OccasionDef, ServiceDefinition
from desktop.workflows.fields import Choice
from desktop.workflows.results import ABSENT, Mark
from desktop.workflows.values import choices_of

_SEATS = (2, 8)
_PEOPLE = ("ليث", "هبة", "سامي")
_ALIVE = (OccasionState.OPEN, OccasionState.HELD)


@dataclass
class Schedule:
    """Everybody who plans occasions, at work."""

    town: Town
    steps: int = 0
    refused: Counter[str] = field(default_factory=Counter)

    def morning(self, *, plans: bool) -> None:
        """A day's work on every occasion; ``plans``: new ones are planned for those who will apply."""
        if plans:
            self.town.look()
        for code in sorted(self.town.registry):
            service = self.town.registry[code]
            if service.occasion is not None:
                self._department(service, service.occasion, plans=plans)
        if plans:
            self.town.look()

    def _department(self, service: ServiceDefinition, rules: OccasionDef, *, plans: bool) -> None:
        first, second, _ = self.town.staff[service.department]
        wanted = OccasionFilter(kind=rules.kind, states=_ALIVE)
        with self.town.database.reading() as connection:
            alive = occasions_where(connection, self.town.worker, wanted)
        for one in alive:
            self._work_on(one, rules, first, second, few=not plans)
        if plans and not rules.gathers:
            self._plan_more(service, rules, first, alive)

    def _plan_more(
        self, service: ServiceDefinition, rules: OccasionDef, login: str, alive: tuple[Occasion, ...]
    ) -> None:
        ahead = self.town.now + timedelta(days=4)
        free = [
            one
            for one in alive
            if one.state is OccasionState.OPEN
            and one.starts_at is not None
            and one.starts_at > ahead
            and not one.is_full
        ]
        for subject in self._subjects(service, rules):
            if sum(one.subject == subject for one in free) < (1 if subject else 3):
                self._plan(service, rules, login, subject)

    def _subjects(self, service: ServiceDefinition, rules: OccasionDef) -> list[str]:
        subject = next((one for one in service.fields if one.key == rules.subject_field), None)
        if subject is None:
            return [""]
        return [choice.value for choice in choices_of(subject, self.town.reference, {})]

    def _plan(self, service: ServiceDefinition, rules: OccasionDef, login: str, subject: str) -> None:
        chance = self.town.chance
        maximum = chance.randint(*_SEATS)
        starts = self._moment(chance.randint(6, 14))
        districts = next((one.choices for one in service.fields if one.key == "district"), ())
        data: dict[str, object] = {
            "kind": rules.kind,
            "department": service.department,
            "subject": subject,
            "starts_at": starts.isoformat(),
            "ends_at": (starts + timedelta(hours=3)).isoformat(),
            "place": "القاعة الرئيسية",
            "person": chance.choice(_PEOPLE),
            "district": _one_of(districts, chance.random()),
            "minimum": chance.randint(0, maximum // 2) if rules.subject_field else 0,
            "maximum": maximum,
            "details": {},
        }
        self._try("plan", lambda: occasions.plan(self.town.session(login), data))

    def _moment(self, working_days: int) -> datetime:
        day: date = amman_date(self.town.now)
        for _ in range(working_days):
            day += timedelta(days=1)
            while not self.town.calendar.is_working_day(day):
                day += timedelta(days=1)
        return datetime.combine(day, time(self.town.chance.randint(8, 12)), AMMAN)

    def _work_on(self, one: Occasion, rules: OccasionDef, first: str, second: str, *, few: bool) -> None:
        chance = self.town.chance
        if one.state is OccasionState.HELD:
            if rules.marked:
                self._results(one, first, second)
            return
        if one.starts_at is None:
            # The date is agreed once there are enough; where no more will come, for those there are.
            share = 0.6 if one.reached_at is not None else 0.2 if few else 0.01
            if one.taken and chance.random() < share:
                self._date(one, first)
        elif one.starts_at > self.town.now:
            if chance.random() < 0.02:
                self._date(one, first)
            elif chance.random() < 0.01:
                session, number, version = self.town.session(first), one.occasion_id, one.version
                self._try("cancel", lambda: occasions.cancel(session, number, version, "تعذر الانعقاد"))
        elif chance.random() < 0.8:
            self._hold(one, first)

    def _date(self, one: Occasion, login: str) -> None:
        starts = self._moment(self.town.chance.randint(4, 9))
        self._try(
            "move",
            lambda: occasions.move(
                self.town.session(login), one.occasion_id, one.version, starts, place="القاعة الثانية"
            ),
        )

    def _hold(self, one: Occasion, login: str) -> None:
        opened = occasions.open_occasion(self.town.session(login), one.occasion_id)
        absent = [holder.case.case_id for holder in opened.seated if self.town.chance.random() < 0.12]
        self._try(
            "hold",
            lambda: occasions.hold(
                self.town.session(login), one.occasion_id, opened.occasion.version, absent
            ),
        )

    def _results(self, one: Occasion, first: str, second: str) -> None:
        maker, checker = self.town.session(first), self.town.session(second)
        sheet = results.open_sheet(maker, one.occasion_id)
        if sheet.missing or sheet.returned:
            marks = {row.candidate.case_id: self._mark(sheet) for row in sheet.rows}
            if marks:
                self._try("result", lambda: results.save(maker, sheet, marks))
        elif self.town.chance.random() < 0.1:
            self._try("return", lambda: results.give_back(checker, sheet, "سطر غير مطابق"))
        else:
            self._try("check", lambda: results.pass_on(checker, sheet))

    def _mark(self, sheet: results.Sheet) -> Mark:
        if self.town.chance.random() < 0.05:
            return ABSENT
        return Mark(Decimal(self.town.chance.randint(0, int(sheet.scale.maximum))))

    def _try(self, action: str, does: Callable[[], object]) -> None:
        try:
            does()
            self.steps += 1
        except Refusal as refusal:
            self.refused[f"occasion {action}: {refusal.code} {refusal.problems[0].field}"] += 1


def _one_of(choices: tuple[Choice, ...], share: float) -> str:
    return choices[int(share * len(choices))].value if choices else ""
