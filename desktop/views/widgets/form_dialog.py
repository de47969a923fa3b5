"""A few fields, a verb and a way back; it stays open until what was typed is accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.base.errors import Refusal
from desktop.views.i18n import tr_
from desktop.views.widgets.basics import button, column, label, row
from desktop.views.widgets.form_fields import FieldView, Value
from desktop.views.widgets.form_view import FormView


class FormDialog(QDialog):
    """``on_yes`` is told the values; whoever listens calls :meth:`accept` or :meth:`show_refusal`."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        explanation: str,
        verb: str,
        fields: Iterable[FieldView],
        on_yes: Callable[[Mapping[str, Value]], None],
        *,
        kind: str = "primary",
        columns: int = 1,
    ) -> None:
        super().__init__(parent)
        self._on_yes = on_yes
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(520)
        self.form = FormView(fields, columns)
        self.yes = button(verb, self._ask, kind=kind, name="yes")
        self.back = button(tr_("Diwan", "Go back"), self.reject, name="back")
        words = column(label(title, "heading", wrap=True), gap=6)
        if explanation:
            words.addWidget(label(explanation, "label", wrap=True))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 20)
        layout.setSpacing(16)
        layout.addLayout(words)
        layout.addWidget(self.form)
        layout.addStretch(1)
        layout.addLayout(row(None, self.back, self.yes))
        self.yes.setDefault(True)

    def show_refusal(self, refusal: Refusal) -> None:
        """Says what is wrong, under the fields; nothing that was typed is lost."""
        self.yes.setEnabled(True)
        self.form.show_refusal(refusal)

    def take_failure(self, error: Exception) -> None:
        """For the runner: a refusal is shown here, the window shows the rest."""
        self.yes.setEnabled(True)
        if isinstance(error, Refusal):
            self.form.show_refusal(error)

    def _ask(self) -> None:
        self.form.clear_problems()
        self.yes.setEnabled(False)
        self._on_yes(self.form.values())
