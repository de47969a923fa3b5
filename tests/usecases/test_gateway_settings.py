"""The gateways' settings stand in the database, hold from the next round on, and never hold a secret."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from sqlalchemy import text

from desktop.base.config import Config
from desktop.base.errors import Outage, Refusal
from desktop.cli.workplace import Workplace
from desktop.gateways.sms import EmbeddedSms, HttpSms
from desktop.models.office_changes import office_changes
from desktop.usecases.gateway_settings import (
    as_toml,
    change_gateway,
    drop_gateway,
    list_gateways,
    typed_settings,
)
from desktop.usecases.office import office_events
from desktop.usecases.session import Session
from desktop.usecases.stored_gateways import StoredRegisters
from desktop.worker import work
from desktop.workflows.registry import load
from tests.support.guards import LogGuard
from tests.usecases.outside import KEY
from tests.usecases.scene import WORKER, Office, application

pytest_plugins = ["tests.usecases.places"]

ADMIN = "aida"
SMS = {"address": "https://sms.example/api", "credential": "sms-gateway", "constants": {"from": "GAM"}}


class _Answers(BaseHTTPRequestHandler):
    """Takes every message and answers every register with one entry."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(asked)  # type: ignore[attr-defined]
        answer = json.dumps({"id": f"m-{len(self.server.asked)}", "entry": {"name": "x"}}).encode()  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def provider() -> Iterator[ThreadingHTTPServer]:
    """A provider on loopback; ``asked`` is what it was sent."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    server.asked = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def workplace(office: Office, login: str = WORKER, **more: object) -> Workplace:
    config = Config(office.folder, gateways=more)
    return Workplace(config, office.clock, load(), office.database(login))


def past_the_program(session: Session, data: dict[str, object]) -> None:
    """What somebody with psql, or with an embedded database's rules alone, would send."""
    with session.database.writing() as connection:
        actor = session.office(connection).actor
        office_changes(session.database, connection, actor).office("gateway", data, "psql")


def test_a_change_holds_for_a_worker_that_runs(office: Office, provider: ThreadingHTTPServer) -> None:
    """The first message is written as a file, the next goes to the provider: nobody restarted anything."""
    admin, place = office.session(ADMIN), workplace(office)
    place.session(WORKER)
    current = place.current_gateways()
    assert isinstance(current().sms, EmbeddedSms)
    address = f"http://127.0.0.1:{provider.server_port}/api"
    changed = change_gateway(admin, "sms", {"address": address, "fields": {"accepted_at": ""}})
    assert changed.kinds == {"reference"}
    now = current().sms
    assert isinstance(now, HttpSms)
    assert now.send(to="+962791234567", text="مرحبا", idempotency_key="k-1").gateway_id == "m-1"
    assert current().sms is now, "made once, while nothing changes"
    drop_gateway(admin, "sms")
    assert isinstance(current().sms, EmbeddedSms)


def test_the_workers_loop_asks_for_the_gateways_at_each_round(office: Office, log_guard: LogGuard) -> None:
    log_guard.expect("wrong")
    asked, stop = [], threading.Event()

    def current() -> object:
        asked.append(1)
        if len(asked) == 1:
            raise Refusal.one("settings.wrong", "خطأ", "wrong", field="sms.ca_file")
        stop.set()
        return office.outside.gateways(KEY)

    office.submit(application())
    work(office.session(WORKER), current, stop, pause=0.01)  # type: ignore[arg-type]
    assert len(asked) == 2, "what cannot be used is said, and tried again"


def test_registers_are_asked_where_the_database_says(office: Office, provider: ThreadingHTTPServer) -> None:
    desk = workplace(office, "rana").session("rana").registers
    assert isinstance(desk, StoredRegisters)
    assert desk.find("contractor_permits", {"permit_number": "7"}) is None
    with pytest.raises(Outage):
        desk.find_all("property_claims", {"number": "7"})
    address = f"http://127.0.0.1:{provider.server_port}"
    change_gateway(office.session(ADMIN), "registers", {"address": address})
    assert desk.find("contractor_permits", {"permit_number": "7"}) == {"name": "x"}


def test_each_change_is_recorded_and_every_desk_sees_it(office: Office) -> None:
    change_gateway(office.session(ADMIN), "sms", SMS)
    (event, *_) = office_events(office.session(ADMIN)).events
    assert (event.actor, event.subject) == (ADMIN, "gateway")
    assert json.loads(event.data) == {"gateway": "sms", "settings": SMS}
    kept = {one.name: one for one in list_gateways(office.session("rana"))}
    assert kept["sms"].settings == SMS
    assert (kept["portal"].address, kept["sms"].credential) == ("", "sms-gateway")
    assert office_events(office.session(ADMIN)).broken_at is None


def test_only_an_administrator_changes_them(office: Office) -> None:
    for login in ("rana", "salma", WORKER):
        with pytest.raises(Refusal):
            change_gateway(office.session(login), "sms", SMS)
        # Nor past the program: the database judges again.
        session = office.session(login)
        with pytest.raises(Refusal):
            past_the_program(session, {"gateway": "sms", "settings": SMS})
    assert not any(one.settings for one in list_gateways(office.session("rana")))


@pytest.mark.parametrize(
    ("name", "settings", "field"),
    [
        ("pigeons", SMS, "gateway"),
        ("sms", {**SMS, "address": "http://sms.example"}, "sms.address"),
        ("sms", {**SMS, "adress": "x"}, "sms.adress"),
        ("sms", {**SMS, "constants": {"password": "12345"}}, "sms.constants.password"),
        ("sms", {**SMS, "constants": {"apiKey": "12345"}}, "sms.constants.apiKey"),
        ("sms", {**SMS, "ca_file": "root.pem"}, "sms.ca_file"),
        ("payments", {"address": "https://x", "amount_unit": "dollars"}, "payments.amount_unit"),
    ],
)
def test_what_is_wrong_is_told_by_its_name(
    office: Office, name: str, settings: dict[str, object], field: str
) -> None:
    with pytest.raises(Refusal) as caught:
        change_gateway(office.session(ADMIN), name, settings)
    assert [problem.field for problem in caught.value.problems] == [field]
    with pytest.raises(Refusal):
        drop_gateway(office.session(ADMIN), name)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"gateway": "pigeons", "settings": SMS}, "gateway"),
        ({"gateway": "sms", "removed": True}, "gateway"),
        ({"gateway": "sms", "settings": "x"}, "settings"),
        ({"gateway": "sms", "settings": {}}, "address"),
        ({"gateway": "sms", "settings": {"address": 1}}, "address"),
        ({"gateway": "sms", "settings": {"address": "ftp://x"}}, "address"),
        ({"gateway": "sms", "settings": {"address": "http://10.0.0.1/"}}, "address"),
        ({"gateway": "sms", "settings": {"address": "https://a:b@x"}}, "address"),
        ({"gateway": "sms", "settings": {"address": "https://x", "credential": "../x y"}}, "credential"),
        ({"gateway": "sms", "settings": {"address": "https://x", "constants": ["a"]}}, "constants"),
        ({"gateway": "sms", "settings": {"address": "https://x", "constants": {"PWD": "a"}}}, "constants"),
    ],
)
def test_both_databases_keep_out_what_would_harm(office: Office, data: dict[str, object], field: str) -> None:
    """What the program would not send is refused by the database itself, and leaves nothing behind."""
    with pytest.raises(Refusal) as caught:
        past_the_program(office.session(ADMIN), data)
    assert caught.value.problems[0].field == field


@pytest.mark.postgres
def test_nobody_writes_the_table_past_its_rules(central_office: Office) -> None:
    change_gateway(central_office.session(ADMIN), "sms", SMS)
    for login in (ADMIN, "rana", WORKER):
        for statement in (
            "UPDATE app.gateway_setting SET settings = '{}'",
            "DELETE FROM app.gateway_setting",
        ):
            with (
                central_office.database(login).engine.begin() as connection,
                pytest.raises(Exception, match="permission denied"),
            ):
                connection.execute(text(statement))


def test_a_settings_file_that_still_names_gateways_is_not_passed_over(office: Office) -> None:
    """An older worker's file would else be forgotten silently, and its messages written as files."""
    with pytest.raises(Refusal, match="diwan settings load"):
        workplace(office, sms={"address": "https://sms.example"}).gateways()


def test_what_is_shown_is_what_can_be_loaded_again() -> None:
    kept = {
        "read_timeout": 12.5, "refused_statuses": [400, 409], "path": "/v1",
        "fields": {"to": "to.number"}, "constants": {"a b": 'say "x"', "from": "بلدية"},
    }  # fmt: skip
    assert typed_settings(" https://x ", "", as_toml(kept)) == {**kept, "address": "https://x"}
    with pytest.raises(Refusal) as caught:
        typed_settings("https://x", "c", "no toml")
    assert caught.value.problems[0].field == "further"
