"""A workstation that nobody set up: where it works is asked, tried, kept, and then the desk begins."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QSettings, Signal
from PySide6.QtWidgets import QApplication

from desktop.app.beginning import Beginning, FirstStart, nobody_set_up
from desktop.base import secrets
from desktop.base.config import Config, load_config
from desktop.models import install
from desktop.models.install import NewLogin
from desktop.views.first_start import Connection, FirstStartWindow
from desktop.views.preferences import Preferences
from tests.app.conftest import until
from tests.support.tls import ELSEWHERE, Authority, SecuredPostgres
from tests.views.walk import nameless, without_arabic

LOGIN, PASSWORD = "majed_b", "a-long-Passw0rd"


class Begun(QObject):
    """Stands for the program that begins afterwards."""

    connection_asked = Signal()

    def __init__(self, config: Config, held: Connection | None) -> None:
        super().__init__()
        self.config, self.held, self.ended = config, held, False

    def end(self) -> None:
        self.ended = True


class Start:
    """A first start and what came of it."""

    def __init__(self, app: QApplication, config: Config, preferences: Preferences) -> None:
        self.begun: list[Begun] = []
        self.beginning = Beginning(app, config, preferences, self._make)
        self.beginning.start()

    def _make(self, config: Config, held: Connection | None) -> tuple[Callable[[], None], QObject]:
        begun = Begun(config, held)
        self.begun.append(begun)
        return begun.end, begun

    @property
    def first(self) -> FirstStart:
        assert self.beginning.first is not None
        return self.beginning.first

    @property
    def window(self) -> FirstStartWindow:
        assert self.first.window is not None
        return self.first.window

    def connect(self, **values: object) -> None:
        """Types and presses the button."""
        known = self.window.typed()
        given = {name: getattr(known, name) for name in Connection.__slots__}
        self.window.fill(Connection(**{**given, **values}))
        self.window.go.click()
        until(lambda: self.beginning.first is None or not self.first.runner.busy)


@pytest.fixture
def bare(tmp_path: Path) -> Config:
    """Settings that say nothing of a database."""
    return load_config(tmp_path / "data")


@pytest.fixture
def start(qapp: QApplication, tmp_path: Path, bare: Config) -> Iterator[Start]:
    preferences = Preferences(QSettings(str(tmp_path / "desk.ini"), QSettings.Format.IniFormat))
    started = Start(qapp, bare, preferences)
    until(lambda: not started.first.runner.busy)
    yield started
    started.beginning.close()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.mark.postgres
@pytest.mark.allow_hosts(["127.0.0.1", ELSEWHERE])
def test_faults_are_told_and_mended_until_the_desk_begins(start: Start, tmp_path: Path, bare: Config) -> None:
    authority = Authority(tmp_path)
    with SecuredPostgres() as server:
        url = server.create_database("diwan")
        install.prepare(url, administrator=NewLogin(LOGIN, "ماجد", "Majed", PASSWORD))
        server.present(authority.certificate(ELSEWHERE))
        window = start.window
        start.connect()
        assert window.banner.sentence == "اكتب اسم الدخول وكلمة السر."
        start.connect(host="not a host", port="x", login=LOGIN, password="wrong")
        assert "5432" in window.form.box("port").error.plain()
        assert window.form.box("host").error.plain()
        start.connect(host=ELSEWHERE, port=str(server.port))
        assert "شهادة الجذر" in window.banner.sentence
        assert list(window.steps.states.values()) == ["held", "held", "held", "failed", "open", "open"]
        start.connect(certificate=str(authority.file))
        assert "كلمة السر غير صحيحة" in window.banner.sentence
        assert list(window.steps.states.values())[4] == "failed"
        assert not (bare.data_folder / "diwan.toml").exists(), "nothing is kept before it holds"
        assert start.begun == []
        start.connect(password=PASSWORD, remember=True)
        until(lambda: bool(start.begun))
    begun = start.begun[0]
    assert begun.held is not None
    assert (begun.config.database, begun.held.login) == (
        f"postgresql://{ELSEWHERE}:{server.port}/diwan",
        LOGIN,
    )
    assert Path(begun.config.certificate).read_bytes() == authority.file.read_bytes()
    assert secrets.remembered(LOGIN) == PASSWORD
    kept = [path for path in bare.data_folder.rglob("*") if path.is_file()]
    assert all(PASSWORD.encode() not in path.read_bytes() for path in kept)
    # And back, with what stands in the settings.
    begun.connection_asked.emit()
    until(lambda: start.beginning.first is not None)
    assert begun.ended
    assert start.window.typed().host == ELSEWHERE
    start.window.given_up.emit()
    until(lambda: len(start.begun) == 2)


def test_without_a_keyring_it_says_what_happens(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "available", lambda: False)
    start.first.start()
    until(lambda: not start.first.runner.busy)
    assert not start.window.remember.isEnabled()
    assert not start.window.no_keyring.isHidden()
    assert "لا تُحفظ كلمة السر" in start.window.no_keyring.plain()


def test_a_desk_alone_begins_on_a_file_of_its_own(start: Start, bare: Config) -> None:
    start.window.alone.setChecked(True)
    start.window.begin.click()
    until(lambda: bool(start.begun))
    assert start.begun[0].config.is_embedded
    assert load_config(bare.data_folder).database.startswith("sqlite:///")
    assert not nobody_set_up(load_config(bare.data_folder))


def test_what_was_typed_outlives_another_language_and_theme(start: Start) -> None:
    start.window.fill(Connection(host="db.example", login="rana", password="secret"))
    start.window._switch_theme()
    start.window._switch_language("en")
    until(lambda: "server" in start.window.together.text())
    typed = start.window.typed()
    assert (typed.host, typed.login, typed.password) == ("db.example", "rana", "secret")


def test_everything_has_a_name_and_its_arabic(start: Start) -> None:
    assert not nameless(start.window)
    assert [text for text in without_arabic(start.window) if text not in ("English", "5432", "diwan")] == []


def test_settings_of_the_machine_ask_nobody(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = tmp_path / "machine.toml"
    machine.write_text("database = 'postgresql://db.amman.example/diwan'\ncertificate = '/etc/ca.pem'\n")
    monkeypatch.setenv("DIWAN_SETTINGS", str(machine))
    config = load_config(tmp_path / "data")
    assert not nobody_set_up(config)
    assert config.certificate == "/etc/ca.pem"
    preferences = Preferences(QSettings(str(tmp_path / "desk.ini"), QSettings.Format.IniFormat))
    started = Start(qapp, config, preferences)
    assert started.begun[0].config.database == "postgresql://db.amman.example/diwan"
    started.beginning.close()
    assert started.begun[0].ended
