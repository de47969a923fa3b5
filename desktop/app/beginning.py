"""From nothing to a program: on a workstation that nobody set up, where it works is asked first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from desktop.base import secrets
from desktop.base.config import Config, load_config
from desktop.base.errors import DiwanError, Refusal
from desktop.views.dress import dress
from desktop.views.first_start import Connection, FirstStartWindow
from desktop.views.i18n import said
from desktop.views.preferences import Preferences
from desktop.views.runner import Runner
from desktop.views.shell.bug_dialog import BugDialog


def nobody_set_up(config: Config) -> bool:
    """Whether no settings, no option and no database of its own say where this desk works."""
    return not config.database and not (config.data_folder / "diwan.db").exists()


class FirstStart(QObject):
    """Asks where this desk works, tries the way there, and keeps what holds."""

    done = Signal(object, object)
    """The settings (``Config``) to go on with, and the ``Connection`` that held; a desk alone has none."""
    given_up = Signal()
    _held = Signal(str)

    def __init__(
        self, app: QApplication, config: Config, preferences: Preferences, *, again: bool = False
    ) -> None:
        super().__init__()
        self._app = app
        self._config = config
        self._preferences = preferences
        self._again = again
        self._keyring = False
        self.runner = Runner()
        self.runner.bug_met.connect(self._show_bug)
        self.window: FirstStartWindow | None = None
        self._held.connect(lambda key: self.window.show_held(key) if self.window else None)

    def start(self) -> None:
        """Shows the window."""
        self._show(_present(self._config, self._preferences.last_login))
        self.runner.submit(secrets.available, self._take_keyring)

    def close(self) -> None:
        """Ends what is under way and lets the window go."""
        self.runner.close()
        if self.window is not None:
            self.window.hide()
            self.window.deleteLater()
            self.window = None

    def _show(self, given: Connection) -> None:
        from desktop.usecases.connection import LABELS

        old = self.window
        dress(self._app, self._preferences)
        steps = [(step.value, said(words)) for step, words in LABELS.items()]
        window = self.window = FirstStartWindow(self._preferences, steps, given, again=self._again)
        window.try_asked.connect(self._try)
        window.alone_asked.connect(self._alone)
        window.given_up.connect(self.given_up)
        # The window that asks is still running its own handler: it is replaced after that.
        window.rebuild_asked.connect(lambda: QTimer.singleShot(0, self, self._redress))
        window.set_keyring(self._keyring, told=self._keyring)
        if old is not None:
            window.setGeometry(old.geometry())
            old.hide()
            old.deleteLater()
        window.show()

    def _redress(self) -> None:
        if self.window is not None:
            self._show(self.window.typed())
            self._take_keyring(self._keyring)

    def _take_keyring(self, available: bool) -> None:
        self._keyring = available
        if self.window is not None:
            self.window.set_keyring(available)

    def _try(self, typed: Connection) -> None:
        folder = self._config.data_folder

        def work() -> Config:
            from desktop.usecases.connection import keep_connection, probe, target_of

            target = target_of(typed.host, typed.port, typed.database, typed.certificate)
            probe(target, typed.login, typed.password, lambda step: self._held.emit(step.value))
            keep_connection(folder, target)
            if typed.remember:
                secrets.remember(typed.login, typed.password)
            return load_config(folder)

        if self.window is not None:
            self.window.set_busy(True)
        self.runner.submit(work, lambda config: self.done.emit(config, typed), self._fail, key="way")

    def _alone(self) -> None:
        folder = self._config.data_folder

        def work() -> Config:
            from desktop.usecases.connection import keep_embedded

            keep_embedded(folder)
            return load_config(folder)

        self.runner.submit(work, lambda config: self.done.emit(config, None), self._fail, key="way")

    def _fail(self, error: Exception) -> None:
        if self.window is None:
            return
        if isinstance(error, DiwanError):
            field = error.problems[0].field if isinstance(error, Refusal) else getattr(error, "field", "")
            self.window.show_fault(error, str(field))
        else:
            self.window.set_busy(False)

    def _show_bug(self, error: BaseException) -> None:
        if self.window is not None:
            BugDialog(self.window, error).open()


class Beginning(QObject):
    """Runs the first start where it is needed, then whatever ``make`` makes of the settings.

    ``make`` starts a program and returns what ends it and what tells that another connection is wanted.
    """

    def __init__(
        self,
        app: QApplication,
        config: Config,
        preferences: Preferences,
        make: Callable[[Config, Connection | None], tuple[Callable[[], None], QObject]],
    ) -> None:
        super().__init__()
        self._app, self._preferences, self._make = app, preferences, make
        self._config = config
        self._end: Callable[[], None] = lambda: None
        self.first: FirstStart | None = None

    def start(self) -> None:
        """Asks first, or begins at once."""
        if nobody_set_up(self._config):
            self._ask(again=False)
        else:
            self._begin(self._config, None)

    def close(self) -> None:
        """Ends whatever runs."""
        self._let_first_go()
        self._end()
        self._end = lambda: None

    def _ask(self, *, again: bool) -> None:
        first = self.first = FirstStart(self._app, self._config, self._preferences, again=again)
        # What asks still runs its own handler: it is let go after that.
        first.done.connect(lambda *given: QTimer.singleShot(0, self, lambda: self._begin(*given)))
        first.given_up.connect(lambda: QTimer.singleShot(0, self, lambda: self._begin(self._config, None)))
        first.start()

    def _begin(self, config: Config, held: Connection | None) -> None:
        if held is not None:
            self._preferences.last_login = held.login
        # What this run was told by its options stays as it was told.
        self._config = replace(config, workstation=config.workstation or self._config.workstation)
        self._end, asking = self._make(self._config, held)
        asking.connection_asked.connect(lambda: QTimer.singleShot(0, self, self._again))  # type: ignore[attr-defined]
        self._let_first_go()

    def _again(self) -> None:
        self._ask(again=True)
        self._end()
        self._end = lambda: None

    def _let_first_go(self) -> None:
        if self.first is not None:
            self.first.close()
            self.first.deleteLater()
            self.first = None


def _present(config: Config, login: str) -> Connection:
    """What the settings say already, as the form shows it."""
    given = Connection(login=login, certificate=config.certificate)
    if config.is_embedded:
        return given
    url = urlsplit(config.database)
    return replace(
        given,
        host=url.hostname or "",
        port=str(url.port or 5432),
        database=unquote(url.path.removeprefix("/")),
    )
