"""Hands and eyes of the tour: signs in, opens pages, waits for answers, and takes pictures."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from PySide6.QtCore import QEventLoop, QPoint, QRect, QSettings, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop.app import application, demo_accounts
from desktop.app.opening import Entered
from desktop.app.program import Program
from desktop.base.clock import AMMAN, FixedClock
from desktop.base.config import Config
from desktop.base.errors import Bug
from desktop.cli.workplace import Workplace
from desktop.models.records.people import WORKER_LOGIN
from desktop.usecases.keys import key_file
from desktop.usecases.session import Session
from desktop.usecases.worker import Gateways, run_once
from desktop.views import pages
from desktop.views.main_window import MainWindow
from desktop.views.page import Page
from desktop.views.preferences import Preferences
from desktop.views.sign_in import SignInWindow
from desktop.views.widgets.toast import Toast

WIDTH, HEIGHT = 1440, 900
MORNING = datetime(2026, 11, 24, 9, 5, tzinfo=AMMAN)
_PATIENCE_SECONDS = 300.0
_SETTLE_MS = 25
# The key of made-up letters is no secret; a fixed one makes every tour's codes the same.
_SEED = b"a tour's letters prove nothing.."

T = TypeVar("T")


class Robot:
    """One program on a demo of its own, and the folder that the pictures go to."""

    def __init__(self, data: Path, pictures: Path, language: str, theme: str) -> None:
        self.clock = FixedClock(MORNING)
        self.folder = pictures
        self._app = application()
        self._app.setCursorFlashTime(0)
        _keep_key(data)
        preferences = Preferences(QSettings(str(data / "desk.ini"), QSettings.Format.IniFormat))
        preferences.language, preferences.theme = language, theme
        config = Config(data, f"sqlite:///{data / 'diwan.db'}", workstation="HR-07")
        self.accounts = {account.login: account for account in demo_accounts()}
        self.program = Program(
            self._app,
            config,
            self.clock,
            preferences,
            accounts=tuple(self.accounts.values()),
            strict=True,
            own_rounds=False,
        )
        self._faults: list[BaseException] = []
        self.program.runner.bug_met.connect(self._faults.append)
        self._gateways: Gateways | None = None
        # Pictures show the sidebar whole, however quick the hands are.
        pages.load_all()
        self.program.start()
        # Asked anew each time: the window may not be there yet.
        self.wait(lambda: self.sign_in_window().enter.isEnabled())  # noqa: PLW0108

    def close(self) -> None:
        """Ends the program."""
        self.program.close()
        self._app.processEvents()

    # Moving about

    def sign_in_window(self) -> SignInWindow:
        """The sign-in in view."""
        return _there(self.program.sign_in)

    def window(self) -> MainWindow:
        """The desk in view."""
        return _there(self.program.workplace).window

    def page(self, kind: type[PageT]) -> PageT:
        """The page in view, which must be a ``kind``."""
        found = self.window().pages.page()
        if not isinstance(found, kind):
            raise Bug(f"the tour expected {kind.__name__} and found {type(found).__name__}")
        return found

    def choose_account(self, login: str) -> None:
        """Clicks the card of a demo account."""
        next(card for card in self.sign_in_window().cards if card.account.login == login).click()
        self.settle()

    def sign_in(self, login: str) -> None:
        """Signs in; whoever is at the desk signs out before."""
        if self.program.workplace is not None:
            self.window().registry.action("sign-out").trigger()
            self.wait(lambda: self.program.sign_in is not None)
        self.choose_account(login)
        self.sign_in_window().enter.click()
        self.wait(lambda: self.program.workplace is not None)
        self.window().resize(WIDTH, HEIGHT)
        self.settle()

    def go(self, page_id: str, argument: str = "") -> None:
        """Opens a page."""
        _there(self.program.desk).go(page_id, argument)
        self.settle()

    def act(self, action_id: str) -> None:
        """Does an action of the window or the page, as its shortcut would."""
        self.window().registry.action(action_id).trigger()
        self.settle()

    def dialog(self) -> QDialog:
        """The dialog in front."""
        found = [
            one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()
        ]
        if not found:
            raise Bug("the tour expected a dialog and found none")
        return found[-1]

    # Behind the desk

    def session(self, login: str = WORKER_LOGIN) -> Session:
        """The use-cases in the name of ``login``."""
        return self._entered().session(login)

    def behind(self, work: Callable[[], T]) -> T:
        """What happens elsewhere meanwhile: at the portal, at the bank, at another desk."""
        found: list[T] = []
        failed: list[BaseException] = []

        def run() -> None:
            try:
                found.append(work())
            except BaseException as error:  # noqa: BLE001  raised again on the calling thread
                failed.append(error)

        thread = threading.Thread(target=run, name="tour")
        thread.start()
        self.wait(lambda: not thread.is_alive())
        if failed:
            raise failed[0]
        return found[0]

    def work(self) -> None:
        """Everything the worker has to do now; the desk is told."""
        gateways = self.gateways()
        self.behind(lambda: run_once(self.session(), gateways, "tour"))
        desk = self.program.desk
        if desk is not None:
            desk.announce(frozenset({"case", "message", "payment", "letter", "refund", "attachment"}))
        self.settle()

    def gateways(self) -> Gateways:
        """The demo's gateways."""
        if self._gateways is None:
            self._gateways = self.behind(self._entered().gateways)
        return self._gateways

    def pass_time(self, by: timedelta) -> None:
        """The clock goes on, and the worker does what fell due."""
        self.clock.advance(by)
        self.work()

    # Waiting and looking

    def settle(self) -> None:
        """Waits until nothing is under way and layouts are done."""
        runner = self.program.runner
        for _ in range(2):
            self.wait(lambda: not runner.busy)
            loop = QEventLoop()
            QTimer.singleShot(_SETTLE_MS, loop.quit)
            loop.exec()
        if self._faults:
            raise self._faults[0]

    def wait(self, until: Callable[[], bool]) -> None:
        """Lets events happen until ``until`` holds; ``Bug`` where it never does."""
        end = time.monotonic() + _PATIENCE_SECONDS
        while not until():
            if time.monotonic() > end:
                raise Bug("the tour waited in vain")
            self._app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            time.sleep(0.002)

    def picture(self, name: str, *, over: QDialog | None = None, toasts: bool = False) -> None:
        """Saves what a person sees: the window, or the window with a dialog over it."""
        window: QWidget = self.window() if self.program.workplace is not None else self.sign_in_window()
        window.resize(WIDTH, HEIGHT)
        if isinstance(window, MainWindow):
            window.status.tell_time()
        if not toasts:
            # They come and go by the wall's clock, which no two tours share.
            for toast in window.findChildren(Toast):
                toast.go()
        self.settle()
        drawn = window.grab().toImage()
        if over is not None:
            drawn = _laid_over(drawn, window, over)
        _fitted(drawn).save(str(self.folder / f"{name}.png"))

    def _entered(self) -> Workplace:
        entered: Entered = _there(self.program.entered)
        return entered.workplace


PageT = TypeVar("PageT", bound=Page)


def _there(found: T | None) -> T:
    if found is None:
        raise Bug("the tour is not where it thinks it is")
    return found


def _keep_key(data: Path) -> None:
    path = key_file(data)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = Ed25519PrivateKey.from_private_bytes(_SEED)
    path.touch(mode=0o600)
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def _laid_over(drawn: QImage, window: QWidget, dialog: QDialog) -> QImage:
    """The dialog in the middle of its window, on a veil."""
    ratio = drawn.devicePixelRatio()
    painter = QPainter(drawn)
    painter.fillRect(QRect(QPoint(0, 0), window.size()), QColor(0, 0, 0, 90))
    place = QRect(QPoint(0, 0), dialog.size())
    place.moveCenter(window.rect().center())
    painter.drawPixmap(place.topLeft(), dialog.grab())
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn


def _fitted(drawn: QImage) -> QImage:
    """1440 by 900 pixels, also where a display shows windows larger or smaller."""
    wanted = QSize(WIDTH, HEIGHT)
    drawn.setDevicePixelRatio(1)
    if drawn.size() == wanted:
        return drawn
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    return drawn.scaled(wanted, keep, smooth)
