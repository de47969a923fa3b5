"""The program from sign-in to sign-out: one database, one person at a time."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QWidget

from desktop.app.calm import calm
from desktop.app.faults import Uncaught
from desktop.app.later import Later
from desktop.app.opening import Door
from desktop.base import secrets
from desktop.base.clock import Clock
from desktop.base.config import Config
from desktop.base.errors import Outage, Refusal
from desktop.models.records.people import Actor, Job
from desktop.views.dress import dress
from desktop.views.preferences import Preferences
from desktop.views.runner import Runner
from desktop.views.shell.bug_dialog import BugDialog
from desktop.views.sign_in import DEMO_DATABASE, OWN_DATABASE, Attempt, FirstAccount, SignInWindow
from desktop.views.sign_in_parts import Account

if TYPE_CHECKING:
    # What the desk is made of is loaded while the sign-in shows already.
    from desktop.app.opening import Entered
    from desktop.app.rounds import Rounds
    from desktop.views.desk import Desk, Session
    from desktop.views.workplace import Workplace

logger = logging.getLogger(__name__)

CASE_PAGE = "case"


class Program(QObject):
    """Shows the sign-in, then the desk, then the sign-in again.

    ``own_rounds`` has the worker's rounds run inside the program on an embedded database; ``strict`` makes
    a statement from the GUI thread a fault instead of a line in the log; ``greets`` has the tour or the news
    shown to whoever signs in, and Python's housekeeping put out of the way.
    """

    connection_asked = Signal()
    """Somebody at the sign-in wants another database, or another way to it."""

    def __init__(
        self,
        app: QApplication,
        config: Config,
        clock: Clock,
        preferences: Preferences,
        *,
        accounts: tuple[Account, ...] = (),
        strict: bool = False,
        own_rounds: bool = True,
        greets: bool = False,
    ) -> None:
        super().__init__()
        self._app = app
        self._config = config
        self._clock = clock
        self._preferences = preferences
        self._accounts = accounts
        self._own_rounds = own_rounds and config.is_embedded
        self._greets = greets
        self._door = Door(config, clock, demo=bool(accounts), strict=strict)
        self._faults = Uncaught(self._show_bug)
        self.runner = Runner()
        self.runner.bug_met.connect(self._show_early_bug)
        self._later = Later(self.runner)
        self._later.keyring_found.connect(self._take_keyring)
        self._later.pages_loaded.connect(lambda: self.desk.pages_loaded.emit() if self.desk else None)
        self.sign_in: SignInWindow | None = None
        self.workplace: Workplace | None = None
        self.desk: Desk | None = None
        self.entered: Entered | None = None
        self._rounds: Rounds | None = None
        self._first_needed = False
        self._keyring = False
        self._wanted = ""

    def start(self, login: str = "") -> None:
        """Shows the sign-in and opens the database behind it."""
        if login:
            self._preferences.last_login = login
        self._show_sign_in()
        self._prepare()

    def show_case(self, reference: str) -> None:
        """Opens the application ``reference`` of a link: now, or once somebody has signed in."""
        window = self.workplace.window if self.workplace else self.sign_in
        if window is not None:
            window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
            window.activateWindow()
        if self.desk is not None:
            self.desk.go(CASE_PAGE, reference)
        else:
            self._wanted = reference

    def close(self) -> None:
        """Ends the work under way and gives the database back."""
        self._leave()
        self.runner.close()
        self._door.close()
        for window in (self.sign_in, self.workplace.window if self.workplace else None):
            if window is not None:
                window.hide()
                window.deleteLater()
        self.sign_in = self.workplace = self.desk = None
        self._faults.close()

    # Signing in

    def _show_sign_in(self, attempt: Attempt | None = None) -> None:
        old = self.sign_in
        dress(self._app, self._preferences)
        window = self.sign_in = SignInWindow(self._preferences, self._named(), self._accounts)
        window.setWindowIcon(QIcon.fromTheme("diwan"))
        window.sign_in_asked.connect(self._enter)
        window.first_asked.connect(self._make_first)
        window.connection_asked.connect(self.connection_asked)
        # The window that asks is still running its own handler: it is replaced after that.
        window.rebuild_asked.connect(lambda: QTimer.singleShot(0, self, self._redress))
        window.set_keyring(self._keyring, told=False)
        if attempt is not None:
            window.fill(attempt.login, attempt.password)
        if self._first_needed:
            window.ask_first_account()
        if old is not None:
            window.setGeometry(old.geometry())
        window.show()
        _let_go(old)

    def _redress(self) -> None:
        if self.sign_in is not None:
            self._show_sign_in(self.sign_in.attempt())

    def _prepare(self) -> None:
        if self.sign_in is not None:
            self.sign_in.clear_messages()
            self.sign_in.set_busy(True)
            if self._accounts and not (self._config.data_folder / "diwan.db").exists():
                self.sign_in.say_filling()

        def prepare() -> bool:
            # Loads what reads a queue; what shows one is Qt's, and is loaded on the window's own thread.
            from desktop.usecases import casework, queues

            del casework, queues
            return self._door.prepare()

        self.runner.submit(prepare, self._take_prepared, self._refuse(self._prepare), key="door")

    def _take_prepared(self, first_needed: bool) -> None:
        from desktop.app import finding
        from desktop.views import pages, workplace

        del finding, workplace
        pages.load_first()
        self._first_needed = first_needed
        if self.sign_in is not None:
            self.sign_in.clear_messages()
            self.sign_in.set_busy(False)
            if first_needed:
                self.sign_in.ask_first_account()
        self._later.begin()

    def _take_keyring(self, available: bool) -> None:
        self._keyring = available
        if self.sign_in is not None:
            self.sign_in.set_keyring(available)
        login = self._preferences.last_login
        if available and login:
            self.runner.submit(lambda: secrets.remembered(self._kept_under(login)), self._take_kept)

    def _take_kept(self, password: str | None) -> None:
        window = self.sign_in
        if password and window is not None and not window.attempt().password:
            window.fill(self._preferences.last_login, password)
            window.remember.setChecked(True)

    def _make_first(self, account: FirstAccount) -> None:
        def make() -> Entered:
            self._door.make_first(account.login, account.name_ar, account.name_en, account.password)
            return self._door.enter(account.login, account.password)

        self._submit_entering(make, lambda: self._make_first(account))

    def _enter(self, attempt: Attempt) -> None:
        keeping, name = self._keyring, self._kept_under(attempt.login)

        def enter() -> Entered:
            entered = self._door.enter(attempt.login, attempt.password)
            if attempt.remember:
                secrets.remember(name, attempt.password)
            elif keeping:
                secrets.forget(name)
            return entered

        self._submit_entering(enter, lambda: self._enter(attempt))

    def _submit_entering(self, work: Callable[[], Entered], again: Callable[[], None]) -> None:
        def enter() -> Entered:
            entered = work()
            if not entered.queues or self._wanted:
                # Another page than the queue is seen first.
                from desktop.views import pages

                pages.load_all()
            return entered

        self._later.hold()
        if self.sign_in is not None:
            self.sign_in.set_busy(True)
        self.runner.submit(enter, self._take_entered, self._refuse(again), key="door")

    def _refuse(self, again: Callable[[], None]) -> Callable[[Exception], None]:
        def refuse(error: Exception) -> None:
            window = self.sign_in
            if window is None:
                return
            window.set_busy(False)
            self._later.begin()
            if isinstance(error, Outage):
                window.show_outage(error, again)
            elif isinstance(error, Refusal):
                window.show_refusal(error)

        return refuse

    # At the desk

    def _take_entered(self, entered: Entered) -> None:
        from desktop.app.finding import finder_of
        from desktop.views import pages
        from desktop.views.desk import Desk
        from desktop.views.workplace import Workplace

        self.entered = entered
        self._first_needed = False
        self._preferences.last_login = entered.actor.login
        session = self._session_of(entered)
        _follow(self._preferences, self.runner, entered)
        desk = self.desk = Desk(self.runner, session, self._preferences, self._clock, entered.session)
        # Before the window is made anew in another language: names are shown in it.
        desk.rebuild_asked.connect(lambda: setattr(desk, "session", self._session_of(entered)))
        desk.sign_out_asked.connect(self._ask_sign_out)
        self.runner.bug_met.disconnect(self._show_early_bug)
        desk.load_pages = pages.load_all
        workplace = self.workplace = Workplace(self._app, desk, finder_of(desk, entered.session))
        workplace.open()
        if not self._accounts:
            from desktop.views.watching import Watch

            Watch(desk, entered.password_ends)
        if self._greets:
            calm()
            if not self._wanted:
                workplace.greet()
        if self._own_rounds:
            self._start_rounds(entered, desk)
        self._later.begin()
        _let_go(self.sign_in)
        self.sign_in = None
        if self._wanted:
            wanted, self._wanted = self._wanted, ""
            self.show_case(wanted)

    def _session_of(self, entered: Entered) -> Session:
        """Who is signed in, in the language chosen."""
        from desktop.views.desk import Session

        return Session(
            entered.actor.login,
            entered.name.in_language(self._preferences.language),
            self._named(),
            abilities_of(entered.actor),
            entered.queues,
            self._config.database_url,
        )

    def _start_rounds(self, entered: Entered, desk: Desk) -> None:
        from desktop.app.rounds import Rounds
        from desktop.views.casework.pulse import ELSEWHERE

        rounds = self._rounds = Rounds(entered.workplace)
        rounds.changed.connect(desk.announce)
        rounds.failed.connect(self._show_bug)
        # What somebody else did is no work for these rounds; and a round is itself heard as a change.
        desk.changed.connect(lambda kinds: rounds.wake() if kinds - {ELSEWHERE} else None)
        rounds.start()

    def _ask_sign_out(self) -> None:
        # The window that asks is still running its own handler.
        QTimer.singleShot(0, self, self._sign_out)

    def _sign_out(self) -> None:
        if self.workplace is not None and self.workplace.window.pages.can_close(self._signed_out):
            self._signed_out()

    def _signed_out(self) -> None:
        if self.workplace is None:
            return
        window = self.workplace.window
        self._leave()
        self._show_sign_in()
        self.runner.bug_met.connect(self._show_early_bug)
        if self.sign_in is not None:
            self.sign_in.set_keyring(self._keyring)
        _let_go(window)
        self.workplace.deleteLater()
        self.workplace = self.desk = None

    def _leave(self) -> None:
        if self.desk is not None:
            self.desk.left.emit()
        if self._rounds is not None:
            self._rounds.stop()
            self._rounds = None
        if self.entered is not None:
            self._door.leave(self.entered.workplace)
            self.entered = None

    # Faults and names

    def _show_bug(self, error: BaseException) -> None:
        if self.workplace is not None:
            self.workplace.window.faults.show_bug(error)
        else:
            self._show_early_bug(error)

    def _show_early_bug(self, error: BaseException) -> None:
        if self.sign_in is not None:
            BugDialog(self.sign_in, error).open()

    def _named(self) -> str:
        """The database as people know it."""
        if self._config.is_embedded:
            name = DEMO_DATABASE if self._accounts else OWN_DATABASE
            return name.in_language(self._preferences.language)
        url = urlsplit(self._config.database_url)
        return f"{url.path.removeprefix('/')} @ {url.hostname or 'localhost'}"

    def _kept_under(self, login: str) -> str:
        """The keyring's name for a password; on the central database, the one the command line reads."""
        return f"{login}@{self._config.database_url}" if self._config.is_embedded else login


def abilities_of(actor: Actor) -> frozenset[str]:
    """What decides which pages are offered; see :class:`desktop.views.desk.Session`."""
    jobs = {grant.job for grant in actor.grants}
    if Job.SUPERVISOR in jobs:
        jobs.add(Job.CLERK)
    return frozenset(job.value for job in jobs) | actor.authorities


def _follow(preferences: Preferences, runner: Runner, entered: Entered) -> None:
    """The person's columns are as they left them, at whichever workstation that was."""
    from desktop.usecases.preferences import keep_preference

    def keep(name: str, value: str) -> None:
        runner.submit(
            lambda: keep_preference(entered.session, name, value), _nothing, _not_kept, key=f"keep-{name}"
        )

    preferences.follow(entered.actor.login, entered.kept, keep)


def _nothing(_result: object) -> None:
    """Nothing is left to do."""


def _not_kept(error: Exception) -> None:
    """It stays on this workstation; an outage is told by the window."""
    if isinstance(error, Refusal):
        logger.warning("a preference was not kept: %s", error.text.en)


def _let_go(window: QWidget | None) -> None:
    if window is not None:
        window.hide()
        window.deleteLater()
