"""Python's own housekeeping, out of the way of the window."""

from __future__ import annotations

import gc
import sys

_SWITCH_SECONDS = 0.0005
_YOUNG, _MIDDLE, _OLD = 10_000, 20, 50
_STARTING = 200_000


def hold() -> None:
    """Searches hardly for garbage while the program loads: nothing of what it is made of is ever let go."""
    gc.set_threshold(_STARTING, _MIDDLE, _OLD)


def calm() -> None:
    """Has threads give way ten times sooner, and never searches what the desk is made of for garbage again.

    A worker thread that turns rows into text otherwise keeps the window waiting for five milliseconds at a
    time, and a full collection over everything that was imported takes far more than a frame.
    """
    sys.setswitchinterval(_SWITCH_SECONDS)
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
