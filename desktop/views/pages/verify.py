"""Verifying a letter: its code's text, its file, or a picture of it; the verdict large (COM-11, VER-01)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.base.errors import Refusal
from desktop.base.text import cleaned
from desktop.usecases.verification import Standing, Verification, verify_letter
from desktop.views import shown, theme
from desktop.views.actions import ActionSpec
from desktop.views.desk import Desk, Session
from desktop.views.i18n import said, tr_
from desktop.views.icons import pixmap
from desktop.views.page import Page, Section, page
from desktop.views.palette import Tone
from desktop.views.widgets.basics import button, column, label, row
from desktop.views.widgets.cards import Card, Fact, KeyValues
from desktop.views.widgets.states import LoadingOverlay

MOST_BYTES = 50_000_000
_TONES = {
    Standing.GENUINE: Tone.GOOD,
    Standing.ALTERED: Tone.DANGER,
    Standing.UNKNOWN: Tone.WARNING,
    Standing.WITHDRAWN: Tone.DANGER,
    Standing.SUPERSEDED: Tone.WARNING,
}
_SIGNS = {
    Standing.GENUINE: "shield-check",
    Standing.ALTERED: "shield-x",
    Standing.UNKNOWN: "shield-question-mark",
    Standing.WITHDRAWN: "shield-x",
    Standing.SUPERSEDED: "history",
}


@page
class VerifyPage(Page):
    """Takes what a scanner types, what is pasted, chosen or dropped."""

    page_id = "verify"
    icon = "shield-check"
    section = Section.WORK
    order = 80

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setAcceptDrops(True)
        self.code = _CodeEdit(self.verify_text)
        self.verdict = VerdictCard()
        self._loading = LoadingOverlay(self.verdict)
        source = Card(tr_("Diwan", "The letter to verify"))
        naming = label(tr_("Diwan", "Scan the code, or paste its text"), "label")
        naming.setBuddy(self.code)
        self.ask = button(tr_("Diwan", "Verify the code"), self.verify_text, kind="primary")
        choose = button(tr_("Diwan", "Open a PDF or a picture…"), self.choose_file, icon_name="paperclip")
        hint = label(tr_("Diwan", "Or drop the file anywhere on this page."), "caption")
        source.body.addLayout(column(naming, self.code, gap=6))
        source.body.addLayout(row(self.ask, choose, hint, None))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(source)
        layout.addWidget(self.verdict)
        layout.addStretch(1)
        source.setMaximumWidth(900)
        self.verdict.setMaximumWidth(900)

    @classmethod
    def title(cls) -> str:
        return tr_("Diwan", "Verify a letter")

    @classmethod
    def may_show(cls, session: Session) -> bool:
        return bool(session.abilities)

    def commands(self) -> tuple[ActionSpec, ...]:
        opening = tr_("Diwan", "Open a PDF or a picture…")
        return (ActionSpec("verify.open", opening, "paperclip", self.choose_file, "Ctrl+O"),)

    def shown(self, argument: str) -> None:
        del argument
        self.code.setFocus()

    def verify_text(self) -> None:
        """Judges what stands in the field."""
        text = cleaned(self.code.toPlainText())
        if text:
            self._judge(text)

    def verify_file(self, path: Path) -> None:
        """Judges a file by its content."""
        self._judge(path)

    def choose_file(self) -> None:
        """Asks for a file."""
        kinds = tr_("Diwan", "Documents and pictures") + " (*.pdf *.png *.jpg *.jpeg *.tif *.tiff)"
        dialog = QFileDialog(self, tr_("Diwan", "Open a PDF or a picture…"), "", kinds)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda chosen: self.verify_file(Path(chosen)))
        dialog.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.verify_file(path)

    def _judge(self, subject: str | Path) -> None:
        services = self.desk.services
        self._loading.start()

        def judge() -> Verification:
            return verify_letter(services, subject if isinstance(subject, str) else _bytes_of(subject))

        name = subject.name if isinstance(subject, Path) else ""
        self.desk.runner.submit(judge, partial(self._show, name), self._fail, key="verify", owner=self)

    def _show(self, name: str, found: Verification) -> None:
        self._loading.stop()
        self.verdict.show_verdict(found, name)

    def _fail(self, error: Exception) -> None:
        self._loading.stop()
        if isinstance(error, Refusal):
            self.verdict.show_sentence(said(error.text))


class VerdictCard(Card):
    """A word, a sign and a colour that nobody mistakes, and what the letter says where it is proved."""

    def __init__(self) -> None:
        super().__init__()
        self._sign = _Sign()
        self.word = label("", "title", wrap=True)
        self.sentence = label("", "label", wrap=True, selectable=True)
        self.source = label("", "caption")
        self.facts = KeyValues(2)
        words = column(self.word, self.sentence, self.source, gap=6)
        line = row(self._sign, words, gap=20)
        line.setStretch(1, 1)
        line.setAlignment(self._sign, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(line)
        self.body.addWidget(self.facts)
        self.hide()

    def show_verdict(self, found: Verification, name: str) -> None:
        """Shows the verdict; ``name`` is the file's, empty for a code."""
        self.word.setText(_word(found.standing))
        self.setAccessibleName(self.word.plain())
        self.sentence.setText(said(found.text))
        self.source.setText(shown.name(name) if name else tr_("Diwan", "From the code"))
        self._sign.show_standing(found.standing)
        self.facts.setVisible(found.facts is not None)
        if found.facts is not None:
            self.facts.show_facts(
                (
                    Fact(tr_("Diwan", "Letter number"), shown.identifier(found.facts.serial)),
                    Fact(tr_("Diwan", "Date"), shown.day(found.facts.issued_on)),
                    Fact(tr_("Diwan", "To"), shown.name(found.facts.addressee)),
                    Fact(tr_("Diwan", "Application"), shown.identifier(found.facts.reference)),
                    Fact(tr_("Diwan", "Compared"), _compared(found)),
                    Fact(tr_("Diwan", "Key"), shown.identifier(found.key_id or "")),
                )
            )
        self.show()

    def show_sentence(self, sentence: str) -> None:
        """Says why nothing could be judged."""
        self.word.setText(tr_("Diwan", "Nothing was judged"))
        self.sentence.setText(sentence)
        self.source.setText("")
        self._sign.show_standing(Standing.UNKNOWN)
        self.facts.hide()
        self.show()


class _CodeEdit(QPlainTextEdit):
    """Takes what a hand scanner types: it ends with Enter, which asks at once."""

    def __init__(self, ask: Callable[[], None]) -> None:
        super().__init__()
        self._ask = ask
        self.setFixedHeight(84)
        self.setTabChangesFocus(True)
        # A code is Latin capitals whatever the desk's language.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setPlaceholderText("DIWAN1")
        self.setAccessibleName(tr_("Diwan", "Scan the code, or paste its text"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._ask()
        else:
            super().keyPressEvent(event)


class _Sign(QWidget):
    _SIZE = 88

    def __init__(self) -> None:
        super().__init__()
        self._standing = Standing.UNKNOWN
        self.setFixedSize(QSize(self._SIZE, self._SIZE))

    def show_standing(self, standing: Standing) -> None:
        self._standing = standing
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        pair = theme.current().tone(_TONES[self._standing])
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(pair.ground))
        painter.drawEllipse(QRectF(self.rect()))
        drawn = pixmap(_SIGNS[self._standing], 44, pair.ink, self.devicePixelRatioF())
        painter.drawPixmap((self._SIZE - 44) // 2, (self._SIZE - 44) // 2, drawn)
        painter.end()


def _word(standing: Standing) -> str:
    return {
        Standing.GENUINE: tr_("Diwan", "Genuine"),
        Standing.ALTERED: tr_("Diwan", "Altered"),
        Standing.UNKNOWN: tr_("Diwan", "Not known"),
        Standing.WITHDRAWN: tr_("Diwan", "Withdrawn", "letter"),
        Standing.SUPERSEDED: tr_("Diwan", "Replaced by a newer letter"),
    }[standing]


def _compared(found: Verification) -> str:
    if found.whole:
        return tr_("Diwan", "the whole letter")
    return tr_("Diwan", "the code only: compare these with the paper")


def _bytes_of(path: Path) -> bytes:
    """On a worker thread; refuses what is too large or cannot be read."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Refusal.one("too_large", "الملف كبير جدًا.", "The file is too large.", field="file")
        return path.read_bytes()
    except OSError as error:
        raise Refusal.one(
            "unreadable", "تعذّرت قراءة الملف.", "The file cannot be read.", field="file"
        ) from error


def _dropped(event: QDropEvent) -> Path | None:
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
