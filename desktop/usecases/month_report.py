"""A month as tables: the same ones on the desk, on paper and in a spreadsheet (:mod:`.month_files`)."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal

from desktop.base.clock import LEVANTINE_MONTHS, amman_date, numeric_date
from desktop.base.masking import masked
from desktop.base.money import ZERO, format_dinars
from desktop.base.text import Text
from desktop.models.queries.overview import days
from desktop.models.records.case import Case
from desktop.usecases.overview import Load, Month, Overview
from desktop.workflows.definition import Closing
from desktop.workflows.registry import Registry

Value = Text | str | int | float | Decimal
"""A cell: words, an identifier, a count, days with one decimal, dinars."""

ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_TOTAL = Text("المجموع", "Total")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of the report; with ``total`` the last row sums the others. ``keys`` name the rows."""

    key: str
    title: Text
    headers: tuple[Text, ...]
    rows: tuple[tuple[Value, ...], ...]
    keys: tuple[str, ...] = ()
    total: bool = False
    note: Text | None = None


def month_name(month: Month) -> Text:
    """``تشرين الثاني 2026``."""
    place = month.first.month - 1
    return Text(
        f"{LEVANTINE_MONTHS[place]} {month.first.year}", f"{ENGLISH_MONTHS[place]} {month.first.year}"
    )


def sheets(month: Month, registry: Registry) -> tuple[Sheet, ...]:
    """The report's tables, the services first."""
    return (
        services_sheet(month),
        clerks_sheet(month),
        departments_sheet(month.overview),
        stuck_sheet(month.overview, registry),
        money_sheet(month),
        late_sheet(month, registry),
    )


def services_sheet(month: Month) -> Sheet:
    """What came in and what was closed, service by service."""
    came: Counter[str] = Counter()
    ended: Counter[tuple[str, str]] = Counter()
    seconds: defaultdict[str, float] = defaultdict(float)
    for flow in month.flows:
        if flow.closed:
            ended[flow.service, flow.outcome] += flow.count
            seconds[flow.service] += flow.seconds
        else:
            came[flow.service] += flow.count
    codes = sorted({*came, *(code for code, _ in ended)})

    def line(name: Text, of: list[str]) -> tuple[Value, ...]:
        kinds = {kind: sum(ended[code, kind] for code in of) for kind in (c.value for c in Closing)}
        closed = sum(count for (code, _), count in ended.items() if code in of)
        done, refused = kinds[Closing.COMPLETED.value], kinds[Closing.REFUSED.value]
        mean = round(days(sum(seconds[code] for code in of), closed), 1)
        return (
            name,
            sum(came[code] for code in of),
            closed,
            done,
            refused,
            closed - done - refused,
            mean,
        )

    rows = [line(month.services.get(code, Text(code, code)), [code]) for code in codes]
    return Sheet(
        "services",
        Text("الخدمات", "Services"),
        (
            Text("الخدمة", "Service"),
            Text("وردت", "Received"),
            Text("أُغلقت", "Closed"),
            Text("أُنجزت", "Completed"),
            Text("رُفضت", "Refused"),
            Text("أُلغيت أو سُحبت", "Cancelled or withdrawn"),
            Text("معدل الأيام حتى الإغلاق", "Mean days to closing"),
        ),
        (*rows, line(_TOTAL, codes)) if rows else (),
        (*codes, ""),
        total=bool(rows),
        note=Text(
            "تُحسب الأيام من تقديم الطلب إلى إغلاقه، أيامًا تقويمية.",
            "Days run from submission to closing, calendar days.",
        ),
    )


def clerks_sheet(month: Month) -> Sheet:
    """What each person did in the month, and what they hold now."""
    holds = {load.key: load for load in month.overview.clerks if load.key}
    did = {one.login: one for one in month.handled}
    rows: list[tuple[Value, ...]] = []
    keys = sorted({*holds, *did}, key=lambda login: (-(did[login].steps if login in did else 0), login))
    for login in keys:
        held, done = holds.get(login), did.get(login)
        rows.append(
            (
                month.names.get(login, Text(login, login)),
                done.cases if done else 0,
                done.steps if done else 0,
                held.count if held else 0,
                held.late if held else 0,
                round(held.mean_days, 1) if held else 0.0,
            )
        )
    return Sheet(
        "clerks",
        Text("الموظفون", "Staff"),
        (
            Text("الموظف", "Member of staff"),
            Text("طلبات عمل عليها", "Applications handled"),
            Text("إجراءات", "Steps"),
            Text("بعهدته الآن", "Holds now"),
            Text("منها متأخر", "Of them late"),
            Text("معدل الانتظار بالأيام", "Mean wait in days"),
        ),
        tuple(rows),
        tuple(keys),
    )


def holders_sheet(overview: Overview) -> Sheet:
    """Who holds what waits for staff, and how long it has waited."""
    return Sheet(
        "holders",
        Text("من بعهدته", "Who holds it"),
        (
            Text("الموظف", "Member of staff"),
            Text("بعهدته", "Holds"),
            Text("منها متأخر", "Of them late"),
            Text("معدل الانتظار بالأيام", "Mean wait in days"),
            Text("أطول انتظار بالأيام", "Longest wait in days"),
        ),
        tuple(_waiting(load) for load in overview.clerks),
        tuple(load.key for load in overview.clerks),
    )


def departments_sheet(overview: Overview) -> Sheet:
    """Open applications that wait for staff, by the department that must act."""
    return Sheet(
        "departments",
        Text("الدوائر الآن", "Departments now"),
        (
            Text("الدائرة", "Department"),
            Text("بانتظارها", "Wait for it"),
            Text("متأخرة", "Late"),
            Text("معدل الانتظار بالأيام", "Mean wait in days"),
            Text("أطول انتظار بالأيام", "Longest wait in days"),
        ),
        tuple(_waiting(load) for load in overview.departments),
        tuple(load.key for load in overview.departments),
    )


def stuck_sheet(overview: Overview, registry: Registry) -> Sheet:
    """Where the late ones stand."""
    loads = overview.stuck
    names = {load.key: load.name for load in overview.departments}
    return Sheet(
        "stuck",
        Text("أين تقف المتأخرة", "Where late ones stand"),
        (
            Text("المرحلة", "Stage"),
            Text("الخدمة", "Service"),
            Text("الدائرة", "Department"),
            Text("عددها", "How many"),
            Text("أكثرها تأخرًا بالأيام", "Worst, in days"),
        ),
        tuple(
            (
                load.name,
                registry[load.service].label if load.service in registry else load.service,
                names.get(load.department, load.department),
                load.count,
                load.late_days,
            )
            for load in loads
        ),
        tuple(f"{load.key}|{load.department}" for load in loads),
    )


def money_sheet(month: Month) -> Sheet:
    """Fees settled and refunds paid out, service by service."""
    found = {(one.service, one.refunded): one for one in month.moneys}
    codes = sorted({one.service for one in month.moneys})

    def line(name: Text, of: list[str]) -> tuple[Value, ...]:
        paid = [found[code, False] for code in of if (code, False) in found]
        back = [found[code, True] for code in of if (code, True) in found]
        earned, returned = (sum((one.amount for one in part), ZERO) for part in (paid, back))
        return (
            name,
            sum(one.count for one in paid),
            earned,
            sum(one.count for one in back),
            returned,
            earned - returned,
        )

    rows = [line(month.services.get(code, Text(code, code)), [code]) for code in codes]
    return Sheet(
        "money",
        Text("الرسوم والمبالغ المستردة", "Fees and refunds"),
        (
            Text("الخدمة", "Service"),
            Text("رسوم مدفوعة", "Fees paid"),
            Text("مبلغها بالدينار", "Their sum in JOD"),
            Text("مبالغ رُدّت", "Refunds paid"),
            Text("مبلغها بالدينار", "Their sum in JOD"),
            Text("الصافي بالدينار", "Net in JOD"),
        ),
        (*rows, line(_TOTAL, codes)) if rows else (),
        (*codes, ""),
        total=bool(rows),
    )


def late_sheet(month: Month, registry: Registry) -> Sheet:
    """The late applications themselves, worst first."""
    names = {load.key: load.name for load in month.overview.departments}
    return Sheet(
        "late",
        Text("الطلبات المتأخرة", "Late applications"),
        (
            Text("الرقم المرجعي", "Reference"),
            Text("مقدم الطلب", "Applicant"),
            Text("الرقم الوطني أو المعرّف", "Identity number"),
            Text("المرحلة", "Stage"),
            Text("الدائرة", "Department"),
            Text("بعهدة", "With"),
            Text("استحق في", "Was due"),
        ),
        tuple(_late(case, month, registry, names) for case in month.late_cases),
        tuple(case.reference for case in month.late_cases),
    )


def written_value(value: Value, language: str) -> str:
    """A cell as it is read."""
    if isinstance(value, Text):
        return value.in_language(language)
    if isinstance(value, Decimal):
        return format_dinars(value)
    if isinstance(value, float):
        return f"{value:.1f}"
    return str(value)


def _waiting(load: Load) -> tuple[Value, ...]:
    return (load.name, load.count, load.late, round(load.mean_days, 1), load.longest_days)


def _late(case: Case, month: Month, registry: Registry, names: dict[str, Text]) -> tuple[Value, ...]:
    service = registry.get(case.service)
    states = {state.key: state.label for state in service.states} if service else {}
    holder = month.names.get(case.assignee or "")
    return (
        case.reference,
        case.applicant.name,
        masked(case.applicant.identity),
        states.get(case.state, case.state),
        names.get(case.department, case.department),
        holder or (case.assignee or Text("لم يستلمه أحد", "nobody")),
        numeric_date(amman_date(case.due_at)) if case.due_at else "",
    )
