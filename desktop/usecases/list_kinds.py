"""The lists over an occasion that services print: their names, and what their wordings may name."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.base.text import Text
from desktop.usecases.letter_values import Placeholder


@dataclass(frozen=True, slots=True)
class ListKind:
    """A list that a service prints: its template's kind, its name, and what its wording may name.

    ``values`` hold for the whole list, ``of_rows`` for one row, ``spread`` for what there are several of,
    each with a column of its own.
    """

    template: str
    label: Text
    service: str
    values: tuple[Placeholder, ...]
    of_rows: tuple[Placeholder, ...]
    spread: tuple[Placeholder, ...] = ()

    def placeholders(self) -> dict[str, Placeholder]:
        """Everything that the wording may name, with ``row`` and ``row_count``, which every list has."""
        return {one.name: one for one in (*self.values, *self.of_rows, *self.spread, *_COUNTED)}


def _named(*rows: tuple[str, str, str, str]) -> tuple[Placeholder, ...]:
    return tuple(Placeholder(name, Text(ar, en), sample) for name, ar, en, sample in rows)


_COUNTED = _named(
    ("row", "رقم السطر", "Number of the row", "1"),
    ("row_count", "عدد الأسطر", "Number of rows", "3"),
)
_PERSON = _named(
    ("name", "الاسم", "Name", "لمى محمد عبدالرحمن العبّادي"),
    ("identity", "إثبات الشخصية", "Identity", "9912345678"),
    ("phone", "الهاتف", "Telephone", "0791234567"),
    ("case_reference", "الرقم المرجعي للطلب", "Reference of the application", "CRS-2026-000123-7"),
)
_SESSION = _named(
    ("exam_title", "اسم الامتحان", "Exam", "ICDL Base"),
    ("session_at", "موعد الجلسة", "Date and time of the session", "22/11/2026 - 10:00"),
    ("place", "المكان", "Place", "المحطة المعرفية - رأس العين"),
    ("awarding_body", "الجهة المانحة", "Awarding body", "المجلس البريطاني"),
    ("pass_mark", "علامة النجاح", "Pass mark", "60"),
    ("passed_count", "عدد الناجحين", "How many passed", "2"),
    ("failed_count", "عدد الراسبين والغائبين", "How many failed or were absent", "1"),
    ("note", "ملاحظة", "Note", "تُعتمد النتائج بعد تدقيقها."),
)
_RESULT = _named(
    ("score", "العلامة", "Score", "85"),
    ("outcome", "النتيجة", "Result", "ناجح/ة"),
)

LISTS = (
    ListKind(
        "course_attendance",
        Text("كشف حضور دورة", "Attendance sheet of a course"),
        "CRS",
        _named(
            ("course_title", "اسم الدورة", "Course", "نظم المعلومات الجغرافية – المستوى المتقدم"),
            ("period", "مدة الدورة", "Days", "من 22/11/2026 ولغاية 24/11/2026"),
            ("hours", "وقت الدورة", "Hours", "09:00 - 13:00"),
            ("place", "المكان", "Place", "قاعة التدريب الرئيسية"),
            ("trainer", "المدرّب", "Trainer", "المهندس خالد الزعبي"),
        ),
        _PERSON,
        _named(("day", "يوم الدورة", "Day of the course", "الأحد\n22/11")),
    ),
    ListKind(
        "exam_attendance",
        Text("كشف حضور جلسة امتحان", "Attendance sheet of an exam"),
        "EXM",
        _SESSION,
        _PERSON,
    ),
    ListKind(
        "exam_results",
        Text("كشف نتائج امتحان", "List of an exam's results"),
        "EXM",
        _SESSION,
        (*_PERSON, *_RESULT),
    ),
    ListKind(
        "inspection_round",
        Text("كشف جولة تفتيش", "Sheet of an inspection round"),
        "LIC",
        _named(
            ("inspector", "اسم المفتش", "Inspector", "سامر نايف الفاعوري"),
            ("round_day", "يوم الجولة", "Day of the round", "الأحد 22/11/2026"),
            ("district", "المنطقة", "District", "منطقة العبدلي"),
        ),
        (
            *_PERSON,
            *_named(
                ("time", "الوقت", "Time", "09:30"),
                ("profession", "المهنة", "Profession", "مطعم شعبي"),
                ("licence_number", "رقم الرخصة", "Licence number", "L-2024-00318"),
                ("address", "العنوان", "Address", "شارع الملك حسين، بناية 12/أ"),
            ),
        ),
    ),
)
