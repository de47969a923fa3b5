"""Ending the desk from outside: Ctrl+C in the terminal, or the system going down."""

from __future__ import annotations

import signal
import socket

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication


def quit_on_signals(app: QApplication) -> None:
    """Ends the event loop, and so the program in order, on SIGINT and SIGTERM.

    Python looks at signals between its own instructions, and while Qt waits for events there are none: a
    byte on a socket wakes it.
    """
    sent, received = socket.socketpair()
    sent.setblocking(False)
    received.setblocking(False)
    signal.set_wakeup_fd(sent.fileno())
    notifier = QSocketNotifier(received.fileno(), QSocketNotifier.Type.Read, app)

    def wake() -> None:
        received.recv(64)

    notifier.activated.connect(lambda *_: wake())
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: app.quit())
    # Both ends live as long as the application does.
    app.setProperty("signals", (sent, received))
