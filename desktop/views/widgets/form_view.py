"""A form drawn from a list of fields, with each problem under the field it names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.base.errors import Problem, Refusal
from desktop.views.i18n import said
from desktop.views.palette import Tone
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.form_fields import FieldBox, FieldView, Value


class FormView(QWidget):
    """Fields in one or more columns. What was typed stays, whatever is wrong with it (COM-01)."""

    edited = Signal(str)
    """The path of a field whose value changed."""

    def __init__(self, fields: Iterable[FieldView], columns: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self._banner = Banner()
        self._boxes: dict[str, FieldBox] = {}
        self._hidden: set[str] = set()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(16)
        for place in range(columns):
            self._grid.setColumnStretch(place, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self._banner)
        layout.addLayout(self._grid)
        for field in fields:
            if field.path in self._boxes:
                raise ValueError(f"two fields named {field.path!r}")
            # A widget shown without a parent would be a window of its own for a moment.
            box = FieldBox(field, self)
            box.changed.connect(self._edited)
            self._boxes[field.path] = box
        self._lay_out()

    def box(self, path: str) -> FieldBox:
        """The field at ``path``; ``KeyError`` where there is none."""
        return self._boxes[path]

    def first_widget(self) -> QWidget | None:
        """Where typing begins; ``None`` where no field is in view."""
        return next((box.widget for path, box in self._boxes.items() if path not in self._hidden), None)

    def values(self) -> dict[str, Value]:
        """What stands in the fields in view, by path: as typed where it could not be read."""
        return {path: box.value() for path, box in self._boxes.items() if path not in self._hidden}

    def set_values(self, values: Mapping[str, object]) -> None:
        """Fills the fields named; the others keep what they have."""
        for path, value in values.items():
            if path in self._boxes:
                self._boxes[path].set_value(value)

    def show_only(self, paths: Iterable[str]) -> None:
        """Leaves only ``paths`` in view; the others keep their values for when they return."""
        self._hidden = set(self._boxes) - set(paths)
        self._lay_out()

    def show_refusal(self, refusal: Refusal) -> None:
        """Puts each problem under its field and goes to the first."""
        self.show_problems(refusal.problems)

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Puts each problem under its field; those of no field in view stand above the form."""
        self.clear_problems()
        by_path: dict[str, list[str]] = {}
        loose: list[str] = []
        for problem in problems:
            path = self._nearest(problem.field)
            (by_path.setdefault(path, []) if path else loose).append(said(problem.text))
        for path, sentences in by_path.items():
            self._boxes[path].show_problem("\n".join(sentences))
        if loose:
            self._banner.say("\n".join(loose), Tone.DANGER)
        wrong = [path for path in self._boxes if path in by_path]
        if wrong:
            self._boxes[wrong[0]].widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear_problems(self) -> None:
        """Takes all problems away."""
        self._banner.hide()
        for box in self._boxes.values():
            box.show_problem("")

    @property
    def problems_above(self) -> str:
        """The sentences that belong to no field, or an empty text."""
        return "" if self._banner.isHidden() else self._banner.sentence

    def _nearest(self, path: str) -> str:
        """The field in view at ``path`` or the nearest one that holds it; empty where there is none."""
        while path:
            if path in self._boxes and path not in self._hidden:
                return path
            path = path.rpartition(".")[0]
        return ""

    def _edited(self, path: str) -> None:
        # A problem that is being put right no longer needs saying.
        self._boxes[path].show_problem("")
        self.edited.emit(path)

    def _lay_out(self) -> None:
        while self._grid.count():
            self._grid.takeAt(0)
        line = place = 0
        for path, box in self._boxes.items():
            if path in self._hidden:
                box.hide()
                continue
            span = self._columns if box.field.wide else 1
            if place + span > self._columns:
                line, place = line + 1, 0
            self._grid.addWidget(box, line, place, 1, span)
            box.show()
            place += span
