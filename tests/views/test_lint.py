"""Calls that would bring a corrected defect back, found in the code itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

VIEWS = Path(__file__).parents[2] / "desktop" / "views"

BANNED = {
    "setDisplayFormat": "reverses its sections in Arabic: qtfix.set_up_date_time",
    "selectRow": "selects nothing in Arabic: qtfix.select_row",
    "setCornerButtonEnabled": "qtfix.set_up_table does it",
    "setTabKeyNavigation": "qtfix.set_up_table does it",
    "setFirstDayOfWeek": "qtfix.set_up_calendar does it",
    "QDoubleSpinBox": "misreads money: MoneyEdit",
    "QMessageBox": "waits inside, and its verbs are Qt's: ConfirmDialog",
    "AlignLeft": "is not a logical side: AlignLeading",
    "AlignRight": "is not a logical side: AlignTrailing",
    "exec": "waits inside a dialog: open()",
}


def _sources() -> list[Path]:
    return [path for path in VIEWS.rglob("*.py") if path.name not in ("qtfix.py", "qt_guard.py")]


def _names(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr, node.lineno
        elif isinstance(node, ast.Name):
            yield node.id, node.lineno


def _translations(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "tr_":
            yield node


def banned_calls(source: str) -> list[str]:
    return [f"{line}: {name} {BANNED[name]}" for name, line in _names(ast.parse(source)) if name in BANNED]


def unfit_translations(source: str) -> list[str]:
    """Calls of ``tr_`` that ``lupdate`` cannot read: not two plain strings, or inside an f-string."""
    tree = ast.parse(source)
    inside = {
        id(call) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for call in _translations(node)
    }
    found = []
    for call in _translations(tree):
        plain = len(call.args) >= 2 and all(
            isinstance(one, ast.Constant) and isinstance(one.value, str) for one in call.args[:2]
        )
        named = plain and call.args[0].value == "Diwan"  # type: ignore[attr-defined]
        if not named or id(call) in inside:
            found.append(f"{call.lineno}: {ast.unparse(call)}")
    return found


@pytest.mark.parametrize("path", _sources(), ids=lambda path: path.relative_to(VIEWS).as_posix())
def test_the_code_keeps_to_the_corrections(path: Path) -> None:
    source = path.read_text("utf-8")
    assert not banned_calls(source)
    assert not unfit_translations(source)
    assert "import *" not in source, "star imports break the packaged program"


def test_the_lint_finds_what_it_looks_for() -> None:
    assert banned_calls("table.selectRow(3)\ndialog.exec()")
    assert unfit_translations('tr_("Diwan", f"{n} cases")')
    assert unfit_translations("tr_('Diwan', name)")
    assert unfit_translations("f\"{tr_('Diwan', 'x')}\"")
    assert unfit_translations('tr_("Other", "x")')
    assert not unfit_translations('tr_("Diwan", "%n case(s)", None, n)')


def test_the_window_stays_small() -> None:
    assert len((VIEWS / "main_window.py").read_text("utf-8").splitlines()) < 300
