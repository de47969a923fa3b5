"""Where faults go: the log, and a dialog for the person."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

logger = logging.getLogger("diwan")
qt_logger = logging.getLogger("diwan.qt")

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_HARMLESS = ("does not support propagateSizeHints",)


class Uncaught(QObject):
    """Takes what nobody caught, in any thread, writes it down and tells it on the GUI thread."""

    met = Signal(object)
    """The exception."""

    def __init__(self, show: Callable[[BaseException], object]) -> None:
        super().__init__()
        self._before = sys.excepthook, threading.excepthook
        self.met.connect(show)
        sys.excepthook = self._take
        threading.excepthook = self._take_of_thread
        qInstallMessageHandler(_take_of_qt)

    def close(self) -> None:
        """Leaves things as they were before."""
        sys.excepthook, threading.excepthook = self._before
        qInstallMessageHandler(None)

    def _take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        logger.error("nobody caught this", exc_info=(kind, error, trace))
        self.met.emit(error)

    def _take_of_thread(self, met: threading.ExceptHookArgs) -> None:
        if met.exc_value is not None:
            self._take(met.exc_type, met.exc_value, met.exc_traceback)


def _take_of_qt(kind: QtMsgType, _context: QMessageLogContext, message: str | None) -> None:
    text = message or ""
    if not any(part in text for part in _HARMLESS):
        qt_logger.log(_LEVELS.get(kind, logging.WARNING), "%s", text)
