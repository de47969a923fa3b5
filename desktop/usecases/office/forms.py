"""What is typed into a form of the administration, judged field by field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from desktop.base.clock import numeric_date
from desktop.base.errors import Problem, Refusal
from desktop.base.money import dinars, parse_dinars
from desktop.base.text import Text, ascii_digits, cleaned, ltr
from desktop.models.office_changes import office_changes
from desktop.models.records.case import ChangeSet
from desktop.usecases.session import Office, Session

_CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")
_PHONE = re.compile(r"\+?[0-9]{7,14}")
REQUIRED = Text("هذا الحقل مطلوب.", "This field is required.")


class Form:
    """Collects every problem of one form, so that all of them are told at once (COM-01)."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []

    def wrong(self, field: str, code: str, ar: str, en: str) -> None:
        """Adds a problem with ``field``."""
        self._problems.append(Problem(field, code, Text(ar, en)))

    def line(self, field: str, typed: str, *, limit: int = 160, required: bool = True) -> str:
        """One line of text, cleaned."""
        plain = cleaned(typed)
        if required and not plain:
            self._problems.append(Problem(field, "required", REQUIRED))
        elif len(plain) > limit:
            self.wrong(field, "too_long", f"أطول من {limit} حرفاً.", f"Longer than {limit} characters.")
        return plain

    def code(self, field: str, typed: str, *, limit: int = 40) -> str:
        """A code that tables refer by: small Latin letters, digits and underscores."""
        plain = self.line(field, typed, limit=limit)
        if plain and not _CODE.fullmatch(plain):
            self.wrong(
                field,
                "code",
                "رمز غير صالح؛ أحرف لاتينية صغيرة وأرقام وشرطة سفلية.",
                "Not a code; small Latin letters, digits and underscores.",
            )
        return plain

    def both(self, ar: str, en: str, *, prefix: str = "name", limit: int = 160) -> tuple[str, str]:
        """A text in both languages, of which neither may be missing."""
        return self.line(f"{prefix}_ar", ar, limit=limit), self.line(f"{prefix}_en", en, limit=limit)

    def phone(self, field: str, typed: str) -> str:
        """A telephone number, or nothing."""
        plain = re.sub(r"[\s()-]", "", ascii_digits(cleaned(typed)))
        if plain and not _PHONE.fullmatch(plain):
            self.wrong(field, "phone", "رقم هاتف غير صالح.", "Not a telephone number.")
        return plain

    def amount(self, field: str, typed: str | Decimal) -> Decimal:
        """An amount above zero, in dinars; zero where it is wrong."""
        try:
            amount = dinars(typed) if isinstance(typed, Decimal) else parse_dinars(typed)
        except (ValueError, ArithmeticError):
            amount = Decimal(0)
        if amount <= 0:
            self.wrong(
                field,
                "money",
                "مبلغ غير صالح؛ أكبر من صفر وبثلاث منازل عشرية على الأكثر، مثل 100.000.",
                "Not an amount; above zero with at most three decimals, for example 100.000.",
            )
        return amount

    def not_past(self, field: str, day: date, today: date) -> None:
        """Refuses a day before today: what was decided under the old value stays as it was."""
        if day < today:
            self.wrong(
                field,
                "past",
                f"التاريخ في الماضي؛ أقرب تاريخ {ltr(numeric_date(today))}.",
                f"The date is in the past; the earliest is {numeric_date(today)}.",
            )

    def days(self, first: date, last: date | None, field: str) -> None:
        """Refuses an end before the beginning."""
        if last is not None and last < first:
            self.wrong(field, "before_start", "قبل تاريخ البداية.", "The date is before the first day.")

    def done(self) -> None:
        """Raises ``Refusal`` with every problem found."""
        if self._problems:
            raise Refusal(self._problems)


def current(session: Session) -> Office:
    """The account and the reference data as of now."""
    with session.database.reading() as connection:
        return session.office(connection)


def change(
    session: Session, kind: str, subject: str, data: Mapping[str, object], **details: object
) -> ChangeSet:
    """Carries one change out, audited; ``kind`` is what the views watch (``reference``, ``staff``)."""
    with session.database.writing() as connection:
        actor = session.office(connection).actor
        changes = office_changes(session.database, connection, actor)
        number = changes.office(subject, data, session.workstation)
    return ChangeSet(frozenset({kind}), details={"event": number, **details})
