"""Importing this reads fonts and code: for the server process from which a batch's workers are forked."""

from __future__ import annotations

from desktop.letters.fonts import face
from desktop.letters.render import render

__all__ = ["render"]

face("regular").font.prepare()
face("bold").font.prepare()
