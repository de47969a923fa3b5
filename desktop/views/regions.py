"""F6: from one part of the window to the next, for those who work without a mouse."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def step_region(regions: tuple[QWidget, ...], by: int) -> None:
    """Goes to the first place that takes the keyboard in the region ``by`` further than the present one."""
    focus = QApplication.focusWidget()
    here = next(
        (place for place, one in enumerate(regions) if focus is not None and one.isAncestorOf(focus)), -1
    )
    for further in range(1, len(regions) + 1):
        place = (here + by * further) % len(regions) if here >= 0 else (further - 1) % len(regions)
        target = first_place(regions[place])
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)
            return


def first_place(region: QWidget) -> QWidget | None:
    """The first widget of ``region`` that Tab would reach; a chosen line of a list before others."""
    places = [one for one in tab_order(region) if region.isAncestorOf(one)]
    chosen = (one for one in places if getattr(one, "isChecked", lambda: False)())
    return next(chosen, places[0] if places else None)


def tab_order(root: QWidget) -> list[QWidget]:
    """What Tab reaches from ``root`` on, once round the window, in its order."""
    found = []
    one = root.nextInFocusChain()
    while one is not None and one is not root:
        takes = one.focusPolicy() & Qt.FocusPolicy.TabFocus.value
        if takes and one.isVisible() and one.isEnabled() and one.focusProxy() is None:
            found.append(one)
        one = one.nextInFocusChain()
    return found
