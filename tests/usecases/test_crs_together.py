"""Many processes at one offering: nothing happens twice, no seat is given twice (CRS-14)."""

from __future__ import annotations

import pytest

from desktop.usecases import occasions
from tests.usecases.courses import Offered
from tests.usecases.hands import Hands
from tests.usecases.scene import Office, Scene

pytest_plugins = ("tests.usecases.places",)

CLERKS = ("maha", "samer", "nour")


def seats(offered: Offered) -> tuple[list[int], list[str]]:
    """The seats that are held and the states of those who have a place, in the order of arrival."""
    opened = occasions.open_occasion(offered.office.session("maha"), offered.number)
    assert [one.place.number for one in opened.holders] == list(range(1, len(opened.holders) + 1))
    assert opened.occasion.taken == len(opened.seated) <= opened.occasion.maximum
    return sorted(one.place.seat or 0 for one in opened.seated), [one.case.state for one in opened.held]


@pytest.mark.clause("CRS-14")
def test_the_last_two_arrive_in_the_same_instant(office: Office) -> None:
    with Hands(office) as hands:
        for _ in range(3):
            offered = Offered(office, minimum=3, maximum=3)
            first = offered.apply()
            arrivals = [
                {"task": "submit", "login": login, "documents": [offered.document()]} for login in CLERKS[:2]
            ]
            hands.together(*arrivals)
            assert seats(offered) == ([1, 2, 3], ["confirmed"] * 3)
            assert first.sent() == ["accepted", "confirmed"]
            opened = occasions.open_occasion(office.session("maha"), offered.number)
            for holder in opened.held:
                record = Scene(office, holder.case.reference).file.events
                assert [event.action for event in record] == ["submit", "arrived", "minimum_reached"]


@pytest.mark.clause("CRS-02")
def test_everybody_hears_each_new_date_while_others_work_on_the_same_cases(office: Office) -> None:
    offered = Offered(office, minimum=2, maximum=6)
    scenes = offered.filled(6)
    cases = [scene.file.case.case_id for scene in scenes]
    dates = [f"2026-12-{day}T10:00:00+03:00" for day in ("08", "09", "10", "13")]
    with Hands(office) as hands:
        hands.together(
            {"task": "move", "login": "maha", "occasion": offered.number, "dates": dates},
            {"task": "act", "login": "samer", "action": "claim", "cases": cases[:4]},
            {"task": "act", "login": "nour", "action": "withdraw", "cases": cases[4:]},
        )
    for scene in scenes[:4]:
        assert scene.sent().count("postponed") == 4
        assert "13/12/2026" in scene.message("postponed").text
    assert seats(offered) == ([1, 2, 3, 4], ["confirmed"] * 4)
    office.assert_books()


@pytest.mark.clause("CRS-14")
def test_no_seat_above_the_maximum_however_many_come_and_go(office: Office) -> None:
    offered = Offered(office, minimum=6, maximum=8)
    leaving = [scene.file.case.case_id for scene in offered.filled(4)]
    with Hands(office) as hands:
        hands.together(
            *(
                {"task": "submit", "login": login, "documents": [offered.document() for _ in range(3)]}
                for login in CLERKS
            ),
            {"task": "act", "login": "nour", "action": "withdraw", "cases": leaving[:2]},
            {"task": "act", "login": "samer", "action": "withdraw", "cases": leaving[2:]},
        )
    held, states = seats(offered)
    assert held == list(range(1, 9))
    # Thirteen came, four left, eight have a seat and one waits.
    assert states == ["confirmed"] * 8 + ["waiting"]
    office.assert_books()
