"""The language of the desk: Arabic first, English complete.

Source sentences stand in the code in English, ``tr_("Diwan", "Refresh")``; ``resources/i18n/ar.ts`` has
the Arabic, ``en.ts`` the English plurals, ``qt_ar.ts`` what Qt's own Arabic lacks or says wrongly. The
labels of services come as :class:`~desktop.base.text.Text` and are read with :func:`said`.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from desktop.base.text import Text
from desktop.views import qm
from desktop.views.assets import asset

tr_ = QCoreApplication.translate
"""``tr_("Diwan", source)`` or ``tr_("Diwan", "%n case(s)", None, n)``; the context is always written out.

``lupdate`` reads the arguments as they stand: no variables and no f-strings (a test refuses them).
"""

LANGUAGES = {"ar": "العربية", "en": "English"}
"""Each language by its own name, which is how one offers to switch to it."""
_DIRECTIONS = {"ar": Qt.LayoutDirection.RightToLeft, "en": Qt.LayoutDirection.LeftToRight}
# Of the Arabic locales with Latin digits, ar_AE writes 1,234.500 as Jordan does; ar_JO has Arabic-Indic.
_LOCALES = {"ar": "ar_AE", "en": "en_GB"}
_CATALOGUES = {"ar": ("ar.ts", "qt_ar.ts"), "en": ("en.ts",)}


class _Language:
    """The translators in force; Qt keeps no reference to them, nor to their bytes."""

    def __init__(self) -> None:
        self.code = "ar"
        self.translators: list[QTranslator] = []
        self.compiled = b""


_current = _Language()


def install(app: QApplication, code: str) -> None:
    """Puts the desk into Arabic (``"ar"``) or English (``"en"``); windows are made anew afterwards."""
    if code not in LANGUAGES:
        raise ValueError(f"not a language of the desk: {code!r}")
    for translator in _current.translators:
        app.removeTranslator(translator)
    _current.code = code
    _current.compiled = _compiled(code)
    _current.translators = _translators(code, _current.compiled)
    for translator in _current.translators:
        app.installTranslator(translator)
    QLocale.setDefault(QLocale(_LOCALES[code]))
    app.setLayoutDirection(_DIRECTIONS[code])


def language() -> str:
    """The language in force, ``"ar"`` or ``"en"``."""
    return _current.code


def said(text: Text) -> str:
    """``text`` in the language in force."""
    return text.in_language(_current.code)


@cache
def _compiled(code: str) -> bytes:
    return qm.compiled(code, *(asset("i18n", name) for name in _CATALOGUES[code]))


def _translators(code: str, catalogue: bytes) -> list[QTranslator]:
    """Qt's own first, ours after it: the one installed last is asked first."""
    made: list[QTranslator] = []
    if code == "ar":
        own = QTranslator()
        # Some Linux packages of Qt leave it out; our catalogue still stands alone then.
        if own.load("qtbase_ar", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            made.append(own)
    ours = QTranslator()
    ours.load(catalogue)
    made.append(ours)
    return made
