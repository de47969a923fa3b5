"""The composition root: settings become a database, use-cases and a window. The one place that sees all."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.clock import Clock, ShiftedClock, SystemClock
from desktop.base.config import Config
from desktop.base.errors import Refusal
from desktop.base.logs import keep_log
from desktop.cli.chosen import config_of, demo_of, moment_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from desktop.views.first_start import Connection
    from desktop.views.sign_in_parts import Account

_OWN_SCREEN = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs")


def gui(options: argparse.Namespace) -> int:
    """Opens the desk; exit status 2 where there is no display to open it on."""
    require_display()
    config = config_of(options)
    return _run(options, config, _clock(options, config))


def open_link(options: argparse.Namespace) -> int:
    """Shows the application of a ``diwan://`` link: in the desk that runs already, else in a new one."""
    require_display()
    _check_qt()
    from desktop.app.links import hand_over, reference_of

    reference = reference_of(options.url)
    if hand_over(options.url):
        return 0
    config = config_of(options)
    return _run(options, config, _clock(options, config), opens=reference)


def demo(options: argparse.Namespace) -> int:
    """Fills a demo database where there is none yet and opens the desk on it; ``--fill-only`` ends there."""
    config = demo_config(options)
    if not options.fill_only:
        require_display()
    clock = _clock(options, config)
    if not options.fill_only:
        return _run(options, config, clock, accounts=demo_accounts())
    from desktop.app.demo_data import fill_demo

    fill_demo(config, clock)
    print(config.data_folder)
    return 0


def tour(options: argparse.Namespace) -> int:
    """Drives the desk through a day on fresh demo data; pictures, letters and an index go to the folder."""
    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    _check_qt()
    from desktop.app.tour import make_tour

    pages = make_tour(Path(options.folder), options.lang, options.theme)
    print(pages)
    return 0


def demo_config(options: argparse.Namespace) -> Config:
    """The demo's settings: an embedded database in a folder of its own."""
    if options.db:
        raise Refusal.one(
            "demo",
            "للعرض التجريبي قاعدة بياناته الخاصة؛ احذف الخيار --db.",
            "The demo has a database of its own; leave --db out.",
            field="--db",
        )
    return demo_of(config_of(options))


def has_display() -> bool:
    """Whether a window can be shown here."""
    if os.environ.get("QT_QPA_PLATFORM", "").split(":")[0] in _OWN_SCREEN:
        return True
    on_display = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return on_display or not sys.platform.startswith("linux")


def require_display() -> None:
    """Raises ``Refusal`` where no window can be shown."""
    if not has_display():
        raise Refusal.one(
            "no_display",
            "لا توجد شاشة هنا (DISPLAY و WAYLAND_DISPLAY غير معرَّفين)؛ جرّب: diwan tour DIR.",
            "There is no display here (DISPLAY and WAYLAND_DISPLAY are not set); try: diwan tour DIR.",
        )


def _clock(options: argparse.Namespace, config: Config) -> Clock:
    """The desk's clock goes on from ``--at``."""
    at = moment_of(options, config)
    return ShiftedClock(at) if at else SystemClock()


def _check_qt() -> None:
    from desktop.views import qt_guard

    qt_guard.check()


def _run(
    options: argparse.Namespace,
    config: Config,
    clock: Clock,
    accounts: tuple[Account, ...] = (),
    opens: str = "",
) -> int:
    _check_qt()
    from desktop.app.calm import hold

    hold()
    from desktop.app.beginning import Beginning
    from desktop.app.links import LinkListener
    from desktop.app.program import Program
    from desktop.app.signals import quit_on_signals
    from desktop.views.preferences import Preferences

    keep_log(config.data_folder, "desk", level=logging.DEBUG if options.debug else logging.WARNING)
    app = application()
    quit_on_signals(app)
    preferences = Preferences.of_this_user()
    preferences.for_this_run(options.lang, options.theme)
    links = LinkListener()

    def make(chosen: Config, held: Connection | None) -> tuple[Callable[[], None], Program]:
        program = Program(
            app, chosen, clock, preferences, accounts=accounts, strict=options.debug, greets=True
        )
        program.start(options.login)
        if held is not None and program.sign_in is not None:
            program.sign_in.fill(held.login, held.password)
        if opens:
            program.show_case(opens)
        links.asked.connect(program.show_case)
        return program.close, program

    beginning = Beginning(app, config, preferences, make)
    beginning.start()
    links.listen()
    try:
        return app.exec()
    finally:
        links.close()
        beginning.close()


def demo_accounts() -> tuple[Account, ...]:
    """The accounts that a demo's sign-in offers."""
    from desktop.usecases.demo import ACCOUNTS, PASSWORD
    from desktop.views.sign_in_parts import Account

    return tuple(Account(one.login, one.name, one.role, PASSWORD) for one in ACCOUNTS)


def application() -> QApplication:
    """The one application of this process."""
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        raise TypeError("an application without windows runs already")
    app.setApplicationName("diwan")
    app.setApplicationDisplayName("ديوان")
    app.setDesktopFileName("diwan")
    return app
