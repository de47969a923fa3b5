"""Colours by meaning, light and dark; every widget and the stylesheet take theirs from here.

A test computes the contrast of every pair in :func:`readable_pairs`; a colour that text uses on a
ground that is not listed there is a defect.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from types import MappingProxyType


class Tone(StrEnum):
    """What a coloured thing says; never which colour it is."""

    NEUTRAL = "neutral"
    INFO = "info"
    GOOD = "good"
    WARNING = "warning"
    DANGER = "danger"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Pair:
    """Ink and the ground it stands on, as ``#rrggbb``."""

    ink: str
    ground: str


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme, as ``#rrggbb``.

    ``window`` is the canvas, ``surface`` what lies on it, ``sunken`` what is let into it (sidebar,
    table heads); ``text``, ``text_soft`` and ``text_faint`` are readable on all three.
    """

    name: str
    window: str
    surface: str
    sunken: str
    hover: str
    border: str
    control_border: str
    text: str
    text_soft: str
    text_faint: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_text: str
    selection: str
    danger: str
    danger_hover: str
    on_danger: str
    disabled: str
    shadow: str
    plate: str
    on_plate: str
    neutral: Pair
    info: Pair
    good: Pair
    warning: Pair
    danger_soft: Pair
    review: Pair

    def tone(self, tone: Tone) -> Pair:
        """Ink and ground of chips, banners and badges of this ``tone``."""
        return {
            Tone.NEUTRAL: self.neutral,
            Tone.INFO: self.info,
            Tone.GOOD: self.good,
            Tone.WARNING: self.warning,
            Tone.DANGER: self.danger_soft,
            Tone.REVIEW: self.review,
        }[tone]

    def tokens(self) -> Mapping[str, str]:
        """Every colour by the name the stylesheet uses: ``text``, ``info_ink``, ``info_ground``."""
        return _tokens(self)


@cache
def _tokens(palette: Palette) -> Mapping[str, str]:
    named: dict[str, str] = {}
    for field in fields(palette):
        value = getattr(palette, field.name)
        if isinstance(value, Pair):
            named[f"{field.name}_ink"] = value.ink
            named[f"{field.name}_ground"] = value.ground
        elif value.startswith("#"):
            named[field.name] = value
    return MappingProxyType(named)


LIGHT = Palette(
    name="light",
    window="#f5f6f4",
    surface="#ffffff",
    sunken="#eceeeb",
    hover="#f0f3f0",
    border="#dfe3de",
    control_border="#bcc5be",
    text="#17211d",
    text_soft="#46534d",
    text_faint="#5d6963",
    accent="#0b6156",
    accent_hover="#084c44",
    on_accent="#ffffff",
    accent_text="#0a574d",
    selection="#dcece8",
    danger="#b3261e",
    danger_hover="#8f1d17",
    on_danger="#ffffff",
    disabled="#98a29c",
    shadow="#0f1a16",
    plate="#1d2a25",
    on_plate="#f2f5f3",
    neutral=Pair("#414c47", "#e6e9e6"),
    info=Pair("#174b8a", "#e2edf9"),
    good=Pair("#1a5c31", "#dff0e3"),
    warning=Pair("#7a4a00", "#fbeed3"),
    danger_soft=Pair("#98201a", "#fce6e3"),
    review=Pair("#533896", "#ece7f8"),
)

DARK = Palette(
    name="dark",
    window="#121715",
    surface="#1a201d",
    sunken="#161b19",
    hover="#222a26",
    border="#2c3531",
    control_border="#4a5650",
    text="#e9eeeb",
    text_soft="#b6c1bb",
    text_faint="#98a49e",
    accent="#48b7a2",
    accent_hover="#66cab7",
    on_accent="#06211c",
    accent_text="#83d8c7",
    selection="#1d3d37",
    danger="#f0867d",
    danger_hover="#f6a49d",
    on_danger="#33100d",
    disabled="#66716b",
    shadow="#000000",
    plate="#35413c",
    on_plate="#f2f5f3",
    neutral=Pair("#c3ccc7", "#2b332f"),
    info=Pair("#9cc6f5", "#1b3049"),
    good=Pair("#91d6a6", "#1b3825"),
    warning=Pair("#efc37c", "#3d2d10"),
    danger_soft=Pair("#f6aaa4", "#47201d"),
    review=Pair("#c8b6f5", "#322752"),
)

PALETTES = {palette.name: palette for palette in (LIGHT, DARK)}


def readable_pairs(palette: Palette) -> Iterator[tuple[str, Pair]]:
    """Every ink on every ground that the program puts under it, with a name for messages."""
    grounds = {
        "window": palette.window,
        "surface": palette.surface,
        "sunken": palette.sunken,
        "hover": palette.hover,
        "selection": palette.selection,
    }
    inks = {
        "text": palette.text,
        "text_soft": palette.text_soft,
        "text_faint": palette.text_faint,
        "accent_text": palette.accent_text,
        "danger_soft": palette.danger_soft.ink,
        "warning": palette.warning.ink,
    }
    for ground_name, ground in grounds.items():
        for ink_name, ink in inks.items():
            yield f"{ink_name} on {ground_name}", Pair(ink, ground)
    yield "button", Pair(palette.on_accent, palette.accent)
    yield "button under the mouse", Pair(palette.on_accent, palette.accent_hover)
    yield "dangerous button", Pair(palette.on_danger, palette.danger)
    yield "dangerous button under the mouse", Pair(palette.on_danger, palette.danger_hover)
    yield "dangerous outline button", Pair(palette.danger, palette.surface)
    yield "tool tip or toast", Pair(palette.on_plate, palette.plate)
    for tone in Tone:
        yield f"chip {tone}", palette.tone(tone)
        yield f"text on {tone}", Pair(palette.text, palette.tone(tone).ground)


def contrast(one: str, other: str) -> float:
    """The contrast of two ``#rrggbb`` colours as WCAG 2 defines it, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
