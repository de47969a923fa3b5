"""What desks keep, count, hear and do in numbers: the same on both databases."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select

from desktop.base.errors import Outage, Refusal
from desktop.base.text import Text
from desktop.models.desk_rows import MOST_FILTERS, MOST_PREFERENCES
from desktop.models.records.people import Actor
from desktop.models.tables.applications import cases
from desktop.models.tables.desk import preference, saved_filter, tally
from desktop.usecases import many
from desktop.usecases.cases import act, act_in, take_back
from desktop.usecases.casework import list_cases, matching
from desktop.usecases.changes import hear_changes
from desktop.usecases.filters import (
    ME,
    NOBODY,
    PREFIX,
    FilterSpec,
    drop_filter,
    filter_counts,
    save_filter,
    saved_filters,
)
from desktop.usecases.many import Ending, Item, act_on_many, actions_for_all
from desktop.usecases.preferences import keep_preference, my_preferences
from desktop.usecases.queues import list_queue, queue_counts, recent_cases, search
from tests.usecases.scene import Office, Scene, application, nominated

pytest_plugins = ["tests.usecases.places"]

SOON = 10.0
"""Seconds within which word of a change must have come."""


def counted(office: Office, login: str) -> dict[str, int]:
    return {one.queue.key: one.count for one in queue_counts(office.session(login))}


def listed(
    office: Office, login: str, queue: str, spec: FilterSpec | None = None, **order: object
) -> list[str]:
    found: list[str] = []
    after = None
    while True:
        page = list_cases(office.session(login), queue, spec, after=after, limit=2, **order)  # type: ignore[arg-type]
        found += [case.reference for case in page.cases]
        after = page.after
        if after is None:
            return found


def applied(office: Office, *names: str) -> list[Scene]:
    return [office.submit(application(applicant={"name": name})) for name in names]


def actor_of(office: Office, login: str) -> Actor:
    session = office.session(login)
    with session.database.reading() as connection:
        return session.office(connection).actor


# Counts


def test_the_counts_are_those_of_the_lists_after_every_step(office: Office) -> None:
    first, second = office.submit(application()), office.submit(nominated())

    def agree() -> None:
        for login in ("rana", "omar", "huda", "badr"):
            shown = counted(office, login)
            for key in ("open", "waiting", "mine", "late"):
                assert shown[key] == len(listed(office, login, key)), (login, key)
            states = {key: count for key, count in shown.items() if "." in key}
            assert states == {key: len(listed(office, login, key)) for key in states}, login

    agree()
    first.asked_to_pay()
    agree()
    second.do("rana", "claim").rejected("rana")
    agree()
    second.corrected()
    office.later(days=30)
    agree()
    second.do("rana", "withdraw")
    agree()
    with office.administrator().connect() as connection:
        counts = connection.execute(select(func.sum(tally.c.cases))).scalar_one()
        there = select(func.count()).select_from(cases).where(cases.c.closed_at.is_(None))
        assert counts == connection.execute(there).scalar_one() == 1


def test_counts_are_summed_up_without_becoming_wrong(central_office: Office) -> None:
    scene = central_office.submit(application())
    with central_office.administrator().begin() as connection:
        connection.exec_driver_sql("SELECT setval('app.tally_id_seq', 250)")
    for _ in range(4):
        central_office.submit(nominated())
    scene.do("rana", "withdraw")
    with central_office.administrator().connect() as connection:
        rows = connection.execute(select(func.count()).select_from(tally)).scalar_one()
    assert rows < 7, "the rows before number 256 are one"
    assert counted(central_office, "rana")["open"] == 4


@pytest.mark.clause("COM-10")
def test_a_count_tells_nothing_of_other_departments(office: Office) -> None:
    office.submit(nominated())
    assert counted(office, "rana")["open"] == 1
    assert counted(office, "omar")["open"] == 0


# Lists


def test_handled_by_me_has_what_i_closed_the_latest_first(office: Office) -> None:
    old, mine, closed = applied(office, "سلمى", "هبة", "رامي")
    old.do("rana", "claim")
    office.later(days=8)
    mine.do("rana", "claim")
    closed.do("rana", "withdraw")
    assert listed(office, "rana", "handled") == [closed.reference, mine.reference]
    assert listed(office, "lina", "handled") == []


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize(
    "sort", ["applicant", "submitted", "due", "holder", "reference", "state", "identity", "waiting"]
)
def test_a_sorted_list_is_whole_over_its_pages(office: Office, sort: str, *, descending: bool) -> None:
    scenes = applied(office, "سلمى", "أحمد", "يزن", "أحمد", "هبة")
    scenes[1].do("rana", "claim")
    found = listed(office, "rana", "open", sort=sort, descending=descending)
    assert sorted(found) == sorted(scene.reference for scene in scenes)
    other = listed(office, "rana", "open", sort=sort, descending=not descending)
    assert found == other[::-1]
    if sort == "applicant" and not descending:
        assert found[:2] == [scenes[1].reference, scenes[3].reference]


def test_who_waits_longest_stands_first_where_it_is_sorted_by_waiting(office: Office) -> None:
    early, late = applied(office, "سلمى", "هبة")
    office.later(days=2)
    early.do("rana", "claim")
    # Being claimed is no new wait; being sent for a correction is.
    for one in early.file.current_attachments:
        early.do("rana", "judge", attachment_id=one.attachment_id, verdict="rejected", reason_code="unclear")
    early.do("rana", "request_correction")
    late.do("rana", "claim")
    found = listed(office, "rana", "open", sort="waiting")
    assert found == [late.reference, early.reference]


def test_a_list_is_narrowed_by_what_a_filter_asks(office: Office) -> None:
    first, second, third = applied(office, "سلمى", "هبة", "رامي")
    first.do("rana", "claim")
    second.do("lina", "claim")

    def found(spec: FilterSpec, queue: str = "open") -> set[str]:
        return set(listed(office, "rana", queue, spec))

    assert found(FilterSpec(holder=ME)) == {first.reference}
    assert found(FilterSpec(holder="lina")) == {second.reference}
    assert found(FilterSpec(holder=NOBODY)) == {third.reference}
    assert found(FilterSpec(text="هبه")) == {second.reference}
    assert found(FilterSpec(service="TRN", states=("review",), holder=ME)) == {first.reference}
    assert found(FilterSpec(waits="applicant")) == set()
    assert found(FilterSpec(holder="lina"), "mine") == set(), "a list is only narrowed, never widened"
    office.later(days=30)
    assert found(FilterSpec(late=True, holder=NOBODY)) == {third.reference}
    assert len(matching(office.session("rana"), "open", FilterSpec(late=True), 2)) == 2


def test_waiting_is_counted_from_the_state_and_not_from_the_last_touch(office: Office) -> None:
    (scene,) = applied(office, "سلمى")
    office.later(days=5)
    scene.do("rana", "claim").do("rana", "note", text="اتصلت به")
    page = list_cases(office.session("rana"), "open")
    (case,) = page.cases
    standing, held = page.standing[case.case_id], page.held[case.case_id]
    assert held - standing > timedelta(days=4)


# Search


def test_a_reference_is_found_as_it_is_read_over_the_telephone(office: Office) -> None:
    (scene,) = applied(office, "سلمى")
    service, year, number, check = scene.reference.split("-")
    short = str(int(number))
    heard = (
        f"{service}{year}{number}{check}".lower(),
        f"{service} {year} {short}",
        f"{year} {short} {check}",
        short,
        " ".join(f"{year}{number}{check}"),
        f"{short} {check}".translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
    )
    for typed in heard:
        assert [case.reference for case in search(office.session("rana"), typed)] == [scene.reference], typed
    wrong = str((int(check) + 1) % 10)
    assert search(office.session("rana"), f"{year} {short} {wrong}") == ()
    assert search(office.session("badr"), short) == (), "a number tells another department nothing"


def test_a_letter_is_found_by_its_serial_however_it_is_typed(office: Office) -> None:
    scene = office.submit(nominated())
    scene.do("rana", "claim").judge("rana").do("rana", "approve")
    serial = scene.file.letters[-1].serial
    prefix, year, number = serial.split("-")
    for typed in (serial, serial.lower(), f"{prefix} {year} {int(number)}", f"{prefix}{year}{number}"):
        assert [case.reference for case in search(office.session("rana"), typed)] == [scene.reference], typed


def test_recent_cases_are_only_those_still_seen(office: Office) -> None:
    first, second = applied(office, "سلمى", "هبة")
    wanted = (second.reference, "TRN-2026-999999-0", first.reference)
    found = recent_cases(office.session("rana"), wanted)
    assert [case.reference for case in found] == [second.reference, first.reference]
    assert recent_cases(office.session("badr"), wanted) == ()


# Preferences and filters


def test_preferences_follow_their_person_and_nobody_else(office: Office) -> None:
    rana = office.session("rana")
    keep_preference(rana, "columns.queue.mine", "W10=")
    keep_preference(rana, "columns.queue.mine", "WzFd")
    keep_preference(rana, "order.queue.mine", "ZHVl")
    assert my_preferences(rana) == {"columns.queue.mine": "WzFd", "order.queue.mine": "ZHVl"}
    assert my_preferences(office.session("lina")) == {}
    keep_preference(rana, "order.queue.mine", "")
    assert my_preferences(rana) == {"columns.queue.mine": "WzFd"}


@pytest.mark.parametrize(
    ("name", "value"), [("no spaces", "x"), ("", "x"), ("x" * 81, "x"), ("x", "x" * 8001)]
)
def test_a_preference_out_of_bounds_is_refused(office: Office, name: str, value: str) -> None:
    with pytest.raises(Refusal):
        keep_preference(office.session("rana"), name, value)


def test_nobody_fills_the_database_with_preferences(office: Office) -> None:
    rana = office.session("rana")
    rows = [{"login": "rana", "name": f"n{number}", "value": "x"} for number in range(MOST_PREFERENCES)]
    with office.administrator().begin() as connection:
        connection.execute(insert(preference), rows)
    with pytest.raises(Refusal):
        keep_preference(rana, "one.more", "x")
    keep_preference(rana, "n0", "changed")
    assert my_preferences(rana)["n0"] == "changed"


def test_a_filters_count_is_what_it_lists_and_one_by_words_has_none(office: Office) -> None:
    scenes = applied(office, "سلمى", "أحمد", "يزن")
    scenes[0].do("rana", "claim")
    scenes[1].do("rana", "withdraw")
    rana = office.session("rana")
    specs = {
        "open": FilterSpec(service="TRN"),
        "state": FilterSpec(states=("review",), waits="staff"),
        "nothing": FilterSpec(states=("refused",)),
        "mine": FilterSpec(holder=ME),
        "nobody": FilterSpec(holder=NOBODY, states=("review",)),
        "late": FilterSpec(late=True),
        "typed": FilterSpec(text="سلمى"),
        "closed": FilterSpec(which="closed"),
    }
    keys = {name: f"{PREFIX}{save_filter(rana, name, spec)}" for name, spec in specs.items()}
    for days in (0, 30):
        office.later(days=days)
        counts = filter_counts(rana)
        with rana.database.reading() as connection:
            there = rana.office(connection)
        for name, spec in specs.items():
            listed_ = list_queue(rana, spec.wanted(there.actor, there.now)).cases
            assert counts.get(keys[name]) == (None if name in ("typed", "closed") else len(listed_)), name


def test_filters_are_ones_own_until_they_are_shared(office: Office) -> None:
    rana, lina, omar, huda = (office.session(one) for one in ("rana", "lina", "omar", "huda"))
    own = save_filter(rana, " لي  وحدي ", FilterSpec(holder=ME))
    shared = save_filter(rana, "متأخرة لدينا", FilterSpec(late=True, sort="submitted"), "hr")
    assert {one.name: one.department for one in saved_filters(rana)} == {"لي وحدي": "", "متأخرة لدينا": "hr"}
    (seen,) = saved_filters(lina)
    assert (seen.filter_id, seen.spec, seen.may_drop) == (
        shared,
        FilterSpec(late=True, sort="submitted"),
        False,
    )
    assert saved_filters(omar) == ()
    with pytest.raises(Refusal):
        drop_filter(lina, shared)
    assert save_filter(rana, "لي وحدي", FilterSpec(holder=NOBODY)) == own, "the same name replaces it"
    (kept,) = (one for one in saved_filters(rana) if one.filter_id == own)
    assert kept.spec == FilterSpec(holder=NOBODY)
    drop_filter(huda, shared)
    with pytest.raises(Refusal):
        drop_filter(huda, own)
    drop_filter(rana, own)
    assert saved_filters(rana) == ()


@pytest.mark.parametrize(
    ("name", "department"), [("", ""), ("x" * 61, ""), ("mine", "gis"), ("mine", "nowhere")]
)
def test_a_filter_out_of_bounds_is_refused(office: Office, name: str, department: str) -> None:
    with pytest.raises(Refusal) as caught:
        save_filter(office.session("rana"), name, FilterSpec(), department)
    assert caught.value.problems[0].field in ("name", "department")


def test_a_person_keeps_only_so_many_filters(office: Office) -> None:
    rana = office.session("rana")
    rows = [
        {"owner": "rana", "name": f"filter {number}", "content": "{}", "saved_at": office.now()}
        for number in range(MOST_FILTERS)
    ]
    with office.administrator().begin() as connection:
        connection.execute(insert(saved_filter), rows)
    with pytest.raises(Refusal) as caught:
        save_filter(rana, "one more", FilterSpec())
    assert caught.value.problems[0].field == "filters"


# Many at once


def test_many_are_done_one_by_one_with_a_result_for_each(office: Office) -> None:
    ready, unread, held, moved = (office.submit(nominated()) for _ in range(4))
    ready.judge("rana")
    held.judge("lina").do("lina", "claim")
    items = [Item.of(scene.file.case) for scene in (ready, unread, held, moved)]
    moved.do("lina", "note", text="سبقتها")
    told: list[int] = []
    results = act_on_many(
        office.session("rana"),
        items,
        "approve",
        {},
        lambda done: told.append(done) or True,  # type: ignore[func-returns-value]
    )
    assert [one.ending for one in results] == [Ending.DONE, *[Ending.REFUSED] * 3]
    assert told == [1, 2, 3, 4]
    assert [scene.state for scene in (ready, unread, held, moved)] == ["approved", *["review"] * 3]
    assert held.file.case.assignee == "lina"
    words = [one.problem.ar if one.problem else "" for one in results]
    assert "lina" in words[2]
    assert "lina" in words[3]
    office.assert_books()


def test_many_are_stopped_and_the_rest_is_untouched(office: Office) -> None:
    scenes = applied(office, "سلمى", "هبة", "رامي")
    items = [Item.of(scene.file.case) for scene in scenes]
    results = act_on_many(office.session("rana"), items, "claim", {}, lambda done: done < 1)
    assert [one.ending for one in results] == [Ending.DONE, Ending.LEFT, Ending.LEFT]
    assert [scene.file.case.assignee for scene in scenes] == ["rana", None, None]


def test_a_lost_database_ends_it_and_says_which_were_left(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenes = applied(office, "سلمى", "هبة", "رامي")
    items = [Item.of(scene.file.case) for scene in scenes]
    real, calls = act_in, Counter[str]()

    def lost(*given: object) -> object:
        calls["act"] += 1
        if calls["act"] == 2:
            raise Outage(Text("انقطع", "lost"))
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(many, "act_in", lost)
    results = act_on_many(office.session("rana"), items, "claim", {})
    assert [one.ending for one in results] == [Ending.DONE, Ending.REFUSED, Ending.LEFT]


def test_what_can_be_done_with_many_fits_all_of_them(office: Office) -> None:
    review, paying = office.submit(nominated()), office.submit(application())
    paying.asked_to_pay()
    session = office.session("rana")
    actor = actor_of(office, "rana")
    both = [review.file.case, paying.file.case]
    keys = {one.key for one in actions_for_all(session.registry, actor, both)}
    assert {"claim", "release", "hand_over", "note"} <= keys
    assert "approve" not in keys
    assert "judge" not in keys, "what concerns one document is not for many"
    alone = {one.key for one in actions_for_all(session.registry, actor, both[:1])}
    assert "approve" in alone
    assert actions_for_all(session.registry, actor, []) == ()


def test_many_are_handed_to_a_colleague(office: Office) -> None:
    scenes = applied(office, "سلمى", "هبة")
    scenes[1].do("lina", "claim")
    items = [Item.of(scene.file.case) for scene in scenes]
    inputs = {"assignee": "lina", "reason": "إجازة"}
    results = act_on_many(office.session("rana"), items, "hand_over", inputs)
    assert results[0].ending is Ending.DONE
    assert scenes[0].file.case.assignee == "lina"


# Word of changes


class Ear:
    """Listens as a desk does, until it is closed."""

    def __init__(self, office: Office, login: str) -> None:
        self.left = threading.Event()
        self.heard = threading.Event()
        session = office.session(login)
        work = lambda: hear_changes(session, self.left, self.heard.set)  # noqa: E731
        self._thread = threading.Thread(target=work, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self.left.set()
        self._thread.join(SOON)
        assert not self._thread.is_alive()


def test_a_desk_hears_what_another_one_does(office: Office) -> None:
    (scene,) = applied(office, "سلمى")
    ear = Ear(office, "rana")
    try:
        for _ in range(20):
            # The first words may be said before the ear is there.
            act(office.session("lina"), scene.file.case.case_id, "note", {"text": "سمعت؟"})
            if ear.heard.wait(SOON / 20):
                break
        assert ear.heard.is_set()
    finally:
        ear.close()


@pytest.mark.postgres
@pytest.mark.clause("COM-10")
def test_a_desk_hears_nothing_of_other_departments(central_office: Office) -> None:
    scene = central_office.submit(nominated())
    ours, theirs = Ear(central_office, "rana"), Ear(central_office, "omar")
    try:
        for _ in range(20):
            act(central_office.session("lina"), scene.file.case.case_id, "note", {"text": "لنا"})
            if ours.heard.wait(SOON / 20):
                break
        assert ours.heard.is_set()
        assert not theirs.heard.wait(1.0)
    finally:
        ours.close()
        theirs.close()


@pytest.mark.postgres
def test_a_desk_listens_again_after_its_connection_was_cut(central_office: Office) -> None:
    (scene,) = applied(central_office, "سلمى")
    ear = Ear(central_office, "rana")
    cut = (
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        " WHERE usename = 'rana' AND query LIKE 'LISTEN%%'"
    )
    try:
        with central_office.administrator().connect() as connection:
            for _ in range(100):
                if connection.exec_driver_sql(cut).scalar_one():
                    break
                connection.rollback()
                ear.left.wait(0.05)
            else:
                pytest.fail("nobody listened")
        assert ear.heard.wait(SOON), "what was missed meanwhile is asked for"
        ear.heard.clear()
        for _ in range(20):
            act(central_office.session("lina"), scene.file.case.case_id, "note", {"text": "عدنا"})
            if ear.heard.wait(SOON / 20):
                break
        assert ear.heard.is_set()
    finally:
        ear.close()


# Undo


@pytest.mark.clause("COM-14")
def test_a_verdict_is_taken_back_before_anything_was_sent(office: Office) -> None:
    scene = office.submit(nominated()).judge("rana", "rejected", reason_code="unclear")
    (one,) = scene.file.current_attachments

    def back(login: str) -> None:
        case = scene.file.case
        take_back(office.session(login), case.case_id, one.attachment_id, case.version)

    with pytest.raises(Refusal):
        back("lina")
    back("rana")
    (one,) = scene.file.current_attachments
    assert (one.verdict, one.reason_code, one.judged_by, one.judged_at) == (None, "", "", None)
    assert scene.file.events[-1].action == "take_back"
    assert scene.refused("rana", "approve").code == "requirement"
    assert scene.refused("rana", "request_correction").code == "requirement"
    with pytest.raises(Refusal):
        back("rana")
    scene.judge("rana").do("rana", "approve")
    with pytest.raises(Refusal):
        back("rana")
    office.assert_books()


def test_a_verdict_that_went_out_stays(office: Office) -> None:
    scene = office.submit(nominated()).rejected("rana")
    (one,) = scene.file.current_attachments
    case = scene.file.case
    with pytest.raises(Refusal):
        take_back(office.session("rana"), case.case_id, one.attachment_id, case.version)
    with pytest.raises(Refusal) as caught:
        take_back(office.session("rana"), case.case_id, one.attachment_id, case.version - 1)
    assert caught.value.code in ("stale", "not_allowed")
    scene.corrected()
    case = scene.file.case
    with pytest.raises(Refusal):
        take_back(office.session("rana"), case.case_id, one.attachment_id, case.version)
