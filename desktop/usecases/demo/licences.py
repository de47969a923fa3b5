"""The demo's licences: applications in every state, bodies that answer or are late, rounds of this week."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import Decimal
from functools import partial

from desktop.usecases import inspections
from desktop.usecases.cases import act, open_case_by_id, submit
from desktop.usecases.demo.applications import WorkingDays
from desktop.usecases.inspections import at_hour
from desktop.usecases.letters import print_letter
from desktop.usecases.session import Session

PORTAL = ""
CLERK, SUPERVISOR = "yasmin", "tareq"
INSPECTORS = ("سامر نايف الفاعوري", "رلى حنا قعوار", "بلال عصام الزعبي")
Pay = Callable[[str, Decimal], None]


@dataclass(frozen=True, slots=True)
class PlannedRound:
    """A round planned on the ``planned``-th working day back for the ``day``-th (negative: ahead)."""

    planned: int
    day: int
    inspector: str
    district: str
    capacity: int
    hours: tuple[int, int] = (9, 12)


@dataclass(frozen=True, slots=True)
class Turn:
    """Something done on the ``day``-th working day before the present."""

    day: int
    who: str
    does: str
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Licence:
    """One application and what followed."""

    day: int
    name: str
    identity: str
    fields: Mapping[str, object]
    turns: tuple[Turn, ...] = ()
    who: str = PORTAL
    kind: str = "citizen"


ROUNDS = (
    PlannedRound(13, 11, INSPECTORS[0], "العبدلي", 4),
    PlannedRound(10, 7, INSPECTORS[1], "زهران", 4),
    PlannedRound(4, 0, INSPECTORS[0], "العبدلي", 4),
    PlannedRound(3, -1, INSPECTORS[1], "زهران", 3),
    PlannedRound(3, -1, INSPECTORS[0], "تلاع العلي وأم السماق وخلدا", 5, (10, 13)),
    PlannedRound(2, -2, INSPECTORS[2], "صويلح", 4),
    PlannedRound(2, -3, INSPECTORS[0], "بسمان", 3, (9, 11)),
    PlannedRound(2, -4, INSPECTORS[1], "العبدلي", 4),
)


def _fields(
    profession: str, licence: str, deed: str, name: str, address: str, permit: str = ""
) -> dict[str, object]:
    fields: dict[str, object] = {
        "purpose": "split", "licence_number": f"100-{licence}", "profession": profession, "trade_name": name,
        "deed_reference": f"SN-{deed}", "address": address,
    }  # fmt: skip
    return {**fields, "building_permit": permit} if permit else fields


def _accept(day: int) -> Turn:
    return Turn(day, CLERK, "accept")


def _granted(day: int, *bodies: str) -> tuple[Turn, ...]:
    return tuple(
        Turn(
            day, CLERK, "record_answer", {"body": body, "answer": "granted", "answer_reference": f"{n}/2026"}
        )
        for n, body in enumerate(bodies, start=118)
    )


def _booked(day: int, number: int) -> Turn:
    return Turn(day, CLERK, "book", {"round": number})


LICENCES = (
    Licence(
        16, "شركة دار الضيافة", "10077541",
        _fields("restaurant", "2202", "5502", "مطعم دار الضيافة", "شارع الملكة نور 14", "TR-771"),
        (
            _accept(15), *_granted(13, "food_drug", "tourism"), _booked(12, 0),
            Turn(11, CLERK, "record_conforming", {"remark": "المحل جاهز"}),
            *_granted(9, "civil_defence"), Turn(9, SUPERVISOR, "approve", {"valid_to": -260}),
            Turn(7, PORTAL, "pay"), Turn(6, CLERK, "print"),
        ),
        kind="business",
    ),
    Licence(
        14, "جمال نزار الكيلاني", "9740012236",
        _fields("car_repair", "2205", "5505", "كراج النخبة", "شارع وصفي التل 201", "TR-772"),
        (
            _accept(13), *_granted(12, "environment"), _booked(12, 0), Turn(11, CLERK, "record_conforming"),
            Turn(9, CLERK, "record_answer",
                 {"body": "civil_defence", "answer": "refused", "grounds": "لا يوجد مخرج ثانٍ للطوارئ"}),
        ),
    ),
    Licence(
        12, "مخابز السنابل", "10088213",
        _fields("bakery", "2203", "5503", "مخبز السنابل الفرعي", "شارع الرينبو 33", "TR-774"),
        (
            _accept(12), *_granted(9, "food_drug", "environment"), _booked(9, 1),
            Turn(7, CLERK, "record_not_conforming", {"faults": "extinguishers,ventilation,washing"}),
        ),
        kind="business",
    ),
    Licence(
        11, "سناء هاني الدجاني", "9812204417",
        _fields("barber", "2208", "5506", "صالون لمسة", "شارع المدينة المنورة 88"),
        (_accept(11), _booked(9, 1), Turn(7, CLERK, "record_conforming"),
         Turn(6, SUPERVISOR, "approve", {"valid_to": -260})),
    ),
    Licence(
        10, "مؤسسة الأفق للخدمات", "10091145",
        _fields("office", "2206", "5504", "مكتب الأفق للاستشارات", "الدوار الثالث، بناية 7"),
        (_accept(10), _booked(9, 1), Turn(7, CLERK, "record_conforming")),
        kind="business",
    ),
    Licence(
        9, "منى فوزي الحياري", "9861034471",
        _fields("grocery", "2201", "5501", "بقالة الياسمين 2", "جبل اللويبدة، شارع الباعونية 5"),
    ),
    Licence(
        8, "لارا ميشيل بجالي", "9792045518",
        _fields("pharmacy", "2204", "5508", "صيدلية الشفاء فرع بسمان", "شارع الأمير حسن 40"),
        (Turn(7, PORTAL, "pay"), Turn(6, CLERK, "accept")),
    ),
    Licence(
        7, "روضة البراعم", "10094478",
        _fields("kindergarten", "2207", "5507", "روضة البراعم صويلح", "حي الإرسال 12", "TR-773"),
        (_accept(7), *_granted(4, "education")),
        kind="business",
    ),
    Licence(
        6, "فراس عوني الحمود", "9880117720",
        _fields("grocery", "2201", "5507", "سوق الحمود", "شارع الملكة رانيا 120"),
        (_accept(6), _booked(4, 2)),
    ),
    Licence(
        6, "حسام راجي المعايطة", "9831140056",
        _fields("barber", "2208", "5502", "صالون الذوق", "شارع الملك حسين 61"),
        (_accept(5), _booked(4, 2)),
    ),
    Licence(
        5, "نبيل صبحي شاهين", "9753301187",
        _fields("office", "2206", "5509", "مكتب شاهين العقاري", "الحي الشرقي 9"),
        (_accept(4), _booked(2, 5)),
    ),
    Licence(
        5, "ورثة صالح البخيت", "10071120",
        _fields("barber", "2208", "5504", "صالون البخيت", "الدوار الثالث 15"),
        (_accept(4), _booked(3, 3)),
        kind="business",
    ),
    Licence(
        4, "حسام راجي المعايطة", "9831140056",
        _fields("grocery", "2201", "5503", "بقالة الرينبو", "شارع الرينبو 70"),
        (_accept(3), _booked(3, 3)),
    ),
    Licence(
        4, "جمال نزار الكيلاني", "9740012236",
        _fields("office", "2206", "5505", "مكتب الكيلاني", "شارع وصفي التل 90"),
        (_accept(3), _booked(3, 4)),
    ),
    Licence(
        3, "سناء هاني الدجاني", "9812204417",
        _fields("grocery", "2201", "5506", "تموينات خلدا", "شارع وصفي التل 310"),
        (_accept(2),),
    ),
    Licence(
        3, "فراس عوني الحمود", "9880117720",
        _fields("barber", "2208", "5507", "صالون الجامعة", "شارع الجامعة 4"),
        (_accept(2),),
    ),
    Licence(
        2, "دار الأزياء الراقية", "10099001",
        _fields("office", "2206", "5502", "مكتب دار الأزياء", "شارع الملكة نور 30"),
        (_accept(1),),
        kind="business",
    ),
    Licence(
        2, "نبيل صبحي شاهين", "9753301187",
        _fields("car_repair", "2205", "5509", "كراج شاهين", "طريق المطار 2", "TR-772"),
        (Turn(1, CLERK, "refuse", {"reason_code": "zoning"}),),
    ),
    Licence(
        2, "لارا ميشيل بجالي", "9792045518",
        _fields("office", "2206", "5506", "مكتب بجالي", "شارع المدينة المنورة 12"),
        (Turn(1, PORTAL, "withdraw", {"reason": "تغيير الموقع"}),),
    ),
    Licence(
        1, "هبة نادر عصفور", "9901177345",
        _fields("pharmacy", "2204", "5503", "صيدلية عصفور", "شارع الرينبو 18"),
        (Turn(1, CLERK, "claim"),),
        who=CLERK,
    ),
    Licence(
        1, "معتز فواز النسور", "9871150021",
        _fields("grocery", "2201", "5508", "بقالة النسور", "شارع الأمير حسن 8"),
    ),
)  # fmt: skip


def happenings(
    session: Callable[[str], Session], days: WorkingDays, pay: Pay
) -> Iterator[tuple[datetime, Callable[[], None]]]:
    """When each round is planned, each application sent in, and what is done on it, for the player."""
    made: dict[int, int] = {}
    for number, planned in enumerate(ROUNDS):
        yield (
            days.moment(planned.planned, 0.01 + 0.003 * number),
            partial(_plan, session, days, planned, number, made),
        )
    for index, licence in enumerate(LICENCES):
        opened: dict[str, int] = {}
        begin = 0.05 + 0.012 * index
        yield days.moment(licence.day, begin), partial(_send, session, licence, index, opened)
        times: dict[int, int] = {}
        for turn in licence.turns:
            times[turn.day] = times.get(turn.day, 0) + 1
            # After noon's round: what registers and the gateway say has come by then.
            moment = days.moment(turn.day, min(0.68 + 0.008 * index + 0.025 * times[turn.day], 0.99))
            yield moment, partial(_do, session, days, pay, turn, opened, made)


def _plan(
    session: Callable[[str], Session], days: WorkingDays, one: PlannedRound, number: int, made: dict[int, int]
) -> None:
    day = days.date_of(one.day)
    first, last = (at_hour(day, time(hour)) for hour in one.hours)
    changes = inspections.plan_round(session(CLERK), first, last, one.inspector, one.district, one.capacity)
    made[number] = int(str(changes.details["occasion"]))


def _send(session: Callable[[str], Session], licence: Licence, index: int, opened: dict[str, int]) -> None:
    number = "national_number" if licence.kind == "citizen" else "registration_number"
    document = {
        "service": "LIC",
        "submission_key": f"demo-licence-{index:03d}",
        "applicant": {
            "kind": licence.kind, "name": licence.name, number: licence.identity,
            "mobile": f"0779{int(licence.identity) % 10**6:06d}",
        },
        "fields": licence.fields,
        "attachments": [],
    }  # fmt: skip
    via = "counter" if licence.who else "portal"
    result, _ = submit(session(licence.who), document, via)
    opened["case"] = result.case_id


def _do(
    session: Callable[[str], Session],
    days: WorkingDays,
    pay: Pay,
    turn: Turn,
    opened: dict[str, int],
    made: Mapping[int, int],
) -> None:
    acting, case_id = session(turn.who), opened["case"]
    file = open_case_by_id(acting, case_id).file
    if turn.does == "pay":
        for request in file.requests:
            if request.number and request.is_open:
                pay(request.number, request.amount)
    elif turn.does == "book":
        inspections.book(acting, case_id, made[int(str(turn.data["round"]))])
    elif turn.does == "print":
        print_letter(acting, next(x for x in file.letters if x.kind == "licence"))
    else:
        inputs = dict(turn.data)
        if "valid_to" in inputs:
            inputs["valid_to"] = days.date_of(int(str(inputs["valid_to"]))).isoformat()
        act(acting, case_id, turn.does, inputs)
