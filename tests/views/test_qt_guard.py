"""The pinned Qt survives a day's worth of widget calls, and one that does not is refused at start."""

from __future__ import annotations

import subprocess
import sys

import pytest

from desktop.base.errors import Refusal
from desktop.views import qt_guard

_CALLS = """
from PySide6.QtWidgets import QApplication, QLabel
application = QApplication([])
label = QLabel()
for number in range(20_000):
    label.setText(str(number))
    label.setEnabled(number % 2 == 0)
print(label.text())
"""


@pytest.mark.parametrize("python", [(3, 10), (3, 11)])
@pytest.mark.parametrize("qt", [(6, 12, 0), (6, 12, 1), (6, 13, 0), (7, 0, 0)])
def test_a_qt_that_aborts_on_this_python_is_refused(qt: tuple[int, ...], python: tuple[int, ...]) -> None:
    with pytest.raises(Refusal) as refused:
        qt_guard.check(qt, python)
    assert refused.value.code == "qt-version"
    for sentence in (refused.value.text.ar, refused.value.text.en):
        assert ".".join(map(str, qt)) in sentence
        assert "6.11.3" in sentence


@pytest.mark.parametrize(
    ("qt", "python"), [((6, 11, 3), (3, 11)), ((6, 12, 0), (3, 12)), ((6, 12, 0), (3, 13)), ((6, 9), (3, 11))]
)
def test_a_sound_pair_is_let_through(qt: tuple[int, ...], python: tuple[int, ...]) -> None:
    qt_guard.check(qt, python)


def test_the_installed_qt_is_the_pinned_one_and_let_through() -> None:
    assert qt_guard.installed() == (6, 11, 3)
    qt_guard.check()


def test_the_installed_qt_survives_20_000_widget_calls() -> None:
    done = subprocess.run([sys.executable, "-c", _CALLS], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "19999"
