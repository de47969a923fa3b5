"""The demo's applications as the portal sends them, and the working days that they fall on."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from desktop.base.clock import AMMAN, amman, amman_date, numeric_date, utc
from desktop.usecases.demo import papers, people
from desktop.usecases.demo.stories import STORIES
from desktop.workflows.calendar import WorkingCalendar

_OPENS, _CLOSES = time(8, 30), time(14, 45)


class WorkingDays:
    """The working days around ``now``, counted backwards from the last one on which work has begun."""

    def __init__(self, now: datetime, calendar: WorkingCalendar) -> None:
        self._now = utc(now)
        self._calendar = calendar
        day = amman_date(now)
        if amman(now).time() < time(9, 30):
            day -= timedelta(days=1)
        while not calendar.is_working_day(day):
            day -= timedelta(days=1)
        self._last = day

    def date_of(self, number: int) -> date:
        """The ``number``-th working day before the last one; a negative number lies ahead."""
        day, way = self._last, -1 if number > 0 else 1
        for _ in range(abs(number)):
            day += timedelta(days=way)
            while not self._calendar.is_working_day(day):
                day += timedelta(days=way)
        return day

    def moment(self, number: int, share: float) -> datetime:
        """The moment after ``share`` (0 to 1) of that day's work; never after the present."""
        day = self.date_of(number)
        opens = datetime.combine(day, _OPENS, AMMAN)
        closes = min(datetime.combine(day, _CLOSES, AMMAN), amman(self._now) - timedelta(minutes=2))
        return utc(opens + (closes - opens) * share)


class Applications:
    """Makes the application of each story; deterministic for a present and a ``chance``."""

    def __init__(self, days: WorkingDays, chance: random.Random) -> None:
        self._days = days
        self._random = chance

    def document(self, index: int, now: datetime) -> dict[str, object]:
        """The application of story ``index`` as the portal sends it at ``now``."""
        story = STORIES[index]
        name = people.NAMES[index % len(people.NAMES)]
        individual = _is_individual(index)
        starts = max(self._days.date_of(story.starts), amman_date(now))
        subjects = people.SUBJECTS[story.host]
        fields: dict[str, object] = {
            "kind": story.kind,
            "category": "individual" if individual else "nominated",
            "hosting_department": story.host,
            "period_from": starts.isoformat(),
            "period_to": (starts + timedelta(days=story.lasts)).isoformat(),
        }
        if story.course:
            fields["course"] = story.course
        else:
            fields["subject"] = subjects[index % len(subjects)]
        body_kind, body = people.BODIES[index % len(people.BODIES)]
        if story.from_ministry:
            body_kind, body = "public_works", people.MINISTRY
            fields["trainee_name"] = name
        if not individual:
            fields |= {
                "nominee": "delegate" if story.kind == "facilitation" or story.from_ministry else "student",
                "nominating_kind": body_kind,
                "nominating_body": body,
            }
        return {
            "service": "TRN",
            "submission_key": f"demo-{index:03d}",
            "applicant": self._applicant(index, name, ministry=story.from_ministry),
            "fields": fields,
            "attachments": [self.paper(index, now)],
        }

    def _applicant(self, index: int, name: str, *, ministry: bool) -> dict[str, object]:
        mobile = f"07{'987'[index % 3]}{self._random.randint(1_000_000, 9_999_999)}"
        if ministry:
            return {
                "kind": "government",
                "name": people.MINISTRY,
                "registration_number": "GOV-0117",
                "mobile": mobile,
            }
        born = self._random.randint(1996, 2006)
        prefix = f"9{born % 100:02d}" if born < 2000 else f"{born}"[:4]
        number = f"{prefix}{self._random.randint(10**9, 10**10 - 1)}"[:10]
        return {"kind": "citizen", "name": name, "national_number": number, "mobile": mobile}

    def paper(self, index: int, now: datetime, *, corrected: bool = False) -> Mapping[str, object]:
        """The document that the application needs; a bad one where it will be rejected."""
        story, individual = STORIES[index], _is_individual(index)
        name = people.NAMES[index % len(people.NAMES)]
        why = next((str(s.data["reason_code"]) for s in story.steps if s.does == "reject"), "")
        unclear = why == "unclear" and not corrected
        kind: papers.Kind = ("jpeg", "pdf", "png")[index % 3]
        year = amman_date(now).year
        if individual and index % 4 == 1:
            content = papers.marks_sheet(name, year - index % 4, kind=kind)
            stem = "كشف علامات التوجيهي"
        elif individual:
            degree = "شهادة الدبلوم المتوسط" if index % 7 == 2 else "شهادة البكالوريوس"
            school = people.BODIES[index % 7][1]
            subject = people.SUBJECTS["gis"][index % 2]
            content = papers.certificate(
                name, degree, subject, school, year - index % 4, kind=kind, unclear=unclear
            )
            stem = "صورة الشهادة"
        else:
            body = people.MINISTRY if story.from_ministry else people.BODIES[index % len(people.BODIES)][1]
            subjects = people.SUBJECTS[story.host]
            content = papers.official_letter(
                body,
                name,
                subjects[index % len(subjects)],
                f"ت/{index + 14}/{year}",
                numeric_date(amman_date(now) - timedelta(days=3)),
                kind=kind,
                stamped=corrected or why != "not_stamped",
                signed=corrected or why != "not_signed",
                unclear=unclear,
            )
            stem = "كتاب الجهة المنسبة"
        slot = "certificate" if individual else "official_letter"
        stem = f"{stem} - مصوّب" if corrected else stem
        return {"slot": slot, "filename": papers.file_name(stem, kind), "content": content}


def _is_individual(index: int) -> bool:
    """Whether the applicant applies alone: for a GIS course always, elsewhere now and then."""
    story = STORIES[index]
    return bool(story.course) or (index % 5 == 3 and story.host != "gis" and not story.from_ministry)
