"""One step on the central database: one call of one function, which keeps the rules itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, TextClause, create_engine, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import NullPool

from desktop.base.clock import utc
from desktop.base.errors import Outage, Refusal
from desktop.base.text import Text
from desktop.models import refusals
from desktop.models.connecting import fault_of
from desktop.models.records.occasion import OccasionResult
from desktop.models.records.plan import NewAttachment, OpenPlan, StepPlan, StepResult, canonical_json
from desktop.models.tables.applications import ONE_SUBJECT

_OPEN = text("SELECT app.open_case(CAST(:plan AS jsonb), CAST(:contents AS bytea[]), CAST(:meta AS jsonb))")
_STEP = text("SELECT app.step(CAST(:plan AS jsonb))")
_ATTACH = text(
    "SELECT app.attach(:case_id, :version, :workstation, CAST(:contents AS bytea[]), CAST(:meta AS jsonb))"
)
_TAKE_BACK = text("SELECT app.take_back(:case_id, :version, :attachment_id, :workstation)")
_OFFICE = text("SELECT app.office(:subject, CAST(:data AS jsonb), :workstation)")
_OCCASION = text(
    "SELECT app.occasion(:action, CAST(:id AS bigint), CAST(:version AS integer), CAST(:data AS jsonb),"
    " :workstation)"
)
_CREATE_STAFF = text("SELECT app.create_staff(:login, :name_ar, :name_en, :verifier, :workstation)")
_SET_PASSWORD = text("SELECT app.set_password(:login, :verifier, :workstation)")
_NOW = text("SELECT app.now()")

_LOGIN = re.compile(r"[a-z][a-z0-9_.]{1,40}")

# Locked, cancelled by a time limit, given up for another transaction, no room left: the same request may
# succeed later.
_PASSING = frozenset(
    {"40001", "40P01", "55P03", "57014", "57P01", "57P02", "57P03", "25P03"}
    | {"53000", "53100", "53200", "53300", "53400", "58030"}
)


class CentralSteps:
    """Carries plans out in the open transaction of ``connection``, as the account that is logged in."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def now(self) -> datetime:
        """The server's time, in UTC."""
        with refused("now"):
            found: datetime = self._connection.execute(_NOW).scalar_one()
        return utc(found)

    def open_case(self, plan: OpenPlan) -> StepResult:
        """Opens a case with the next reference (COM-02); the same submission key again opens nothing."""
        return self._result(
            "submit",
            _OPEN,
            plan=json.dumps(plan.as_json()),
            contents=[item.content for item in plan.attachments],
            meta=_meta(plan.attachments),
        )

    def step(self, plan: StepPlan) -> StepResult:
        """Carries one step out in one round trip; raises the refusals of ``desktop.models.refusals``."""
        return self._result(plan.action, _STEP, plan=json.dumps(plan.as_json()))

    def attach(
        self, case_id: int, expected_version: int, items: Sequence[NewAttachment], workstation: str
    ) -> StepResult:
        """Adds documents; each becomes the newest version in its slot, older ones are kept (COM-14)."""
        return self._result(
            "attach",
            _ATTACH,
            case_id=case_id,
            version=expected_version,
            workstation=workstation,
            contents=[item.content for item in items],
            meta=_meta(items),
        )

    def take_back(
        self, case_id: int, expected_version: int, attachment_id: int, workstation: str
    ) -> StepResult:
        """Takes the account's own verdict on a document back; it has none again."""
        return self._result(
            "take_back",
            _TAKE_BACK,
            case_id=case_id,
            version=expected_version,
            attachment_id=attachment_id,
            workstation=workstation,
        )

    def office(self, subject: str, data: Mapping[str, object], workstation: str) -> int:
        """Changes reference data, audited; returns the number of the office's event."""
        with refused(subject):
            number: int = self._connection.execute(
                _OFFICE, {"subject": subject, "data": canonical_json(data), "workstation": workstation}
            ).scalar_one()
        return number

    def _result(self, action: str, statement: TextClause, **values: object) -> StepResult:
        with refused(action):
            row = self._connection.execute(statement, values).scalar_one()
        return StepResult(row["case_id"], row["reference"], row["version"], row["state"])


class CentralOccasions:
    """Changes occasions in the open transaction of ``connection``, as the account that is logged in."""

    def __init__(self, connection: Connection, workstation: str) -> None:
        self._connection = connection
        self._workstation = workstation

    def occasion(
        self, action: str, occasion_id: int | None, expected_version: int | None, data: Mapping[str, object]
    ) -> OccasionResult:
        """Carries one change out with all that it does to the cases; see docs/adr/0006."""
        values = {
            "action": action,
            "id": occasion_id,
            "version": expected_version,
            "data": canonical_json(data),
            "workstation": self._workstation,
        }
        with refused(action):
            row = self._connection.execute(_OCCASION, values).scalar_one()
        return OccasionResult(row["id"], row["version"], row["state"], tuple(row["cases"]))


class CentralAccounts:
    """The logins of the central database; a password is made unreadable before it leaves this desk."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def create_staff(self, login: str, name: Text, password: str, workstation: str) -> int:
        """Makes a login without any job yet (administrators); returns the number of the office's event.

        ``login`` is small ASCII letters, digits, dots and underscores; ``Refusal`` names the field.
        """
        if not _LOGIN.fullmatch(login):
            raise refusals.invalid("login")
        return self._called(
            "create_staff",
            _CREATE_STAFF,
            login=login,
            name_ar=name.ar,
            name_en=name.en,
            verifier=verifier(self._connection, login, password),
            workstation=workstation,
        )

    def set_password(self, login: str, password: str, workstation: str) -> int:
        """Changes one's own password, or anybody's (administrators)."""
        secret = verifier(self._connection, login, password)
        return self._called(
            "set_password", _SET_PASSWORD, login=login, verifier=secret, workstation=workstation
        )

    def _called(self, action: str, statement: TextClause, **values: str) -> int:
        with refused(action):
            number: int = self._connection.execute(statement, values).scalar_one()
        return number


def verifier(connection: Connection, login: str, password: str) -> str:
    """The SCRAM-SHA-256 verifier of ``password``, which is all that the server ever gets."""
    driver = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("the connection was given back")
    made: bytes = driver.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256")
    return made.decode()


def _meta(items: Sequence[NewAttachment]) -> str:
    return json.dumps(
        [
            {"slot": i.slot, "filename": i.filename, "media_type": i.media_type, "sha256": i.sha256}
            for i in items
        ]
    )


@contextmanager
def refused(action: str) -> Iterator[None]:
    """Turns what the database refuses into Diwan's refusals, and lost connections into ``Outage``."""
    try:
        yield
    except DBAPIError as error:
        raise _meaning(error, action) or error from error


def _meaning(error: DBAPIError, action: str) -> Exception | None:
    code = getattr(error.orig, "sqlstate", None)
    detail = getattr(getattr(error.orig, "diag", None), "message_detail", None) or ""
    constraint = getattr(getattr(error.orig, "diag", None), "constraint_name", None) or ""
    known = _refusal(code, detail, action, constraint)
    if known is not None:
        return known
    lost = code is None and isinstance(error, OperationalError)
    if error.connection_invalidated or lost or code in _PASSING or (code or "").startswith("08"):
        return Outage(
            Text(
                ar="قاعدة البيانات لا تستجيب الآن؛ حاول مرة أخرى. لم يضع ما كتبته.",
                en="The database does not answer now; try again. What you typed is kept.",
            )
        )
    return None


def _refusal(code: str | None, detail: str, action: str, constraint: str = "") -> Refusal | None:
    match code:
        case "DW404":
            return refusals.no_such_case()
        case "DW409":
            return refusals.stale(json.loads(detail))
        case "DW403":
            return refusals.not_allowed(detail or action)
        case "42501":
            return refusals.not_allowed(action)
        case "DWREQ":
            return refusals.requirement(action)
        case "DWOUT":
            return refusals.wrong_outcome(action)
        case "DWEFF":
            return refusals.wrong_effects(action)
        case "DW4EY":
            return refusals.four_eyes()
        case "DWAUT":
            return refusals.no_authority()
        case "DWSUM":
            return refusals.not_enough()
        case "DWAWY":
            return refusals.put_away(detail)
        case "DWFUL":
            return refusals.full()
        case "DWINV":
            return refusals.invalid(detail)
        case "23505" if constraint == ONE_SUBJECT:
            return refusals.requirement(action)
        # A character or a number that the server cannot hold.
        case "22P05" | "22021" | "22003":
            return refusals.invalid("data")
    return None


def require_password(address: URL, password: str) -> None:
    """Asks the server whether ``password`` is the one of the account in ``address``; refuses where not."""
    engine = create_engine(address.set(password=password), poolclass=NullPool, hide_parameters=True)
    try:
        with engine.connect():
            return
    except OperationalError as error:
        lost = Outage(Text("لا يجيب الخادم.", "The server does not answer."))
        raise fault_of(str(error.orig)) or lost from error
    finally:
        engine.dispose()
