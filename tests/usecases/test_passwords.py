"""How long a password holds is a setting; the server keeps it, an embedded database reminds."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import text

from desktop.base.clock import utc
from desktop.base.errors import Refusal
from desktop.usecases import office
from desktop.usecases.session import password_ends, password_warning
from tests.models.databases import password_of
from tests.usecases.conftest import ADMIN, SUNDAY, CentralBureau, EmbeddedBureau

TODAY = date(2026, 11, 22)
NEW = "Another-2345"


def ends_on_the_server(bureau: CentralBureau, login: str) -> datetime | None:
    asked = (
        "SELECT CASE WHEN isfinite(rolvaliduntil) THEN rolvaliduntil END FROM pg_roles WHERE rolname = :login"
    )
    with bureau.place.connected() as connection:
        found: datetime | None = connection.execute(text(asked), {"login": login}).scalar_one()
    return found and utc(found)


@pytest.mark.postgres
def test_the_server_lets_nobody_in_after_the_days_of_the_setting(central_bureau: CentralBureau) -> None:
    bureau, admin = central_bureau, central_bureau.session(ADMIN)
    try:
        assert ends_on_the_server(bureau, "jumana") is None, (
            "for ever, unless the municipality says otherwise"
        )
        office.change_setting(admin, "password.valid_days", "90", TODAY)
        assert ends_on_the_server(bureau, "jumana") is None, (
            "a password that was given keeps what was promised"
        )
        office.reset_password(admin, "jumana", NEW)
        assert ends_on_the_server(bureau, "jumana") == utc(SUNDAY) + timedelta(days=90)
        office.create_staff(admin, "new.clerk", "جديد", "New", NEW)
        assert ends_on_the_server(bureau, "new.clerk") == utc(SUNDAY) + timedelta(days=90)
        office.change_setting(admin, "password.valid_days", "0", TODAY)
        office.reset_password(admin, "jumana", NEW)
        assert ends_on_the_server(bureau, "jumana") is None
    finally:
        # A login is the whole server's: other tests use it too.
        office.reset_password(admin, "jumana", password_of("jumana"))


def test_an_embedded_database_reminds_in_time(embedded_bureau: EmbeddedBureau) -> None:
    bureau, admin = embedded_bureau, embedded_bureau.session(ADMIN)
    tamer = bureau.session("tamer")
    assert password_ends(tamer) is None
    office.change_setting(admin, "password.valid_days", "30", TODAY)
    assert password_ends(tamer) == utc(SUNDAY) + timedelta(days=30)
    assert password_warning(tamer) is None
    bureau.clock.advance(timedelta(days=17))
    assert password_warning(tamer) == utc(SUNDAY) + timedelta(days=30)
    office.change_setting(admin, "password.warn_days", "5", bureau.clock.now().date())
    assert password_warning(tamer) is None
    office.change_password(tamer, password_of("tamer"), NEW)
    assert password_ends(tamer) == utc(SUNDAY) + timedelta(days=47)


@pytest.mark.parametrize(
    ("name", "value"),
    [("password.valid_days", "731"), ("password.valid_days", "-1"), ("password.warn_days", "0")],
)
def test_periods_that_make_no_sense_are_refused(
    embedded_bureau: EmbeddedBureau, name: str, value: str
) -> None:
    with pytest.raises(Refusal) as caught:
        office.change_setting(embedded_bureau.session(ADMIN), name, value, TODAY)
    assert caught.value.problems[0].field == "value"
