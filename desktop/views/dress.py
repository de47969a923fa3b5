"""Puts language, digits and theme on the application; needs nothing of the desk: sign-in shows at once."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop.views import i18n, shown, theme
from desktop.views.preferences import Preferences
from desktop.views.qtfix import PlainClipboard


def dress(app: QApplication, preferences: Preferences) -> None:
    """Puts the person's language, digits and theme on the application; windows are made afterwards."""
    i18n.install(app, preferences.language)
    shown.use_arabic_digits(preferences.arabic_digits)
    theme.apply(app, preferences.theme)
    if app.findChild(PlainClipboard) is None:
        PlainClipboard(QGuiApplication.clipboard(), app)
