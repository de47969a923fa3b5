"""Contrast of every text on every ground, in both themes, also as the stylesheet combines them."""

from __future__ import annotations

import re

import pytest

from desktop.views.assets import asset
from desktop.views.palette import DARK, LIGHT, PALETTES, Palette, Tone, contrast, readable_pairs

LEAST = 4.5
BOTH = pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES.keys())
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")


def test_contrast_is_computed_as_wcag_defines_it() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#ffffff") == pytest.approx(1)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@BOTH
def test_every_text_is_readable(palette: Palette) -> None:
    faint = {name: contrast(pair.ink, pair.ground) for name, pair in readable_pairs(palette)}
    assert len(faint) > 40
    assert not {name: ratio for name, ratio in faint.items() if ratio < LEAST}


@BOTH
def test_the_stylesheet_puts_readable_inks_on_its_grounds(palette: Palette) -> None:
    """A rule with both is checked as it is; one with an ink alone, on every ground it may lie on."""
    tokens = palette.tokens()
    plain = [tokens[name] for name in ("window", "surface", "sunken")]
    checked = 0
    for selector, body in _rules():
        if ":disabled" in selector:
            continue
        ink = re.search(r"(?:^|[;\s])color: \$\{(\w+)\}", body)
        ground = re.search(r"background(?:-color)?: \$\{(\w+)\}", body)
        if ink is None:
            continue
        on_plate = ink[1] == "on_plate"
        grounds = [tokens[ground[1]]] if ground else [tokens["plate"]] if on_plate else plain
        for one in grounds:
            checked += 1
            assert contrast(tokens[ink[1]], one) >= LEAST, selector
    assert checked > 60


def test_a_ground_never_comes_without_its_ink() -> None:
    """A coloured ground under inherited ink would escape the check above."""
    neutral = {"window", "surface", "sunken", "hover", "selection"}
    for selector, body in _rules():
        ground = re.search(r"background(?:-color)?: \$\{(\w+)\}", body)
        words = not any(part in selector for part in ("::", "chunk", 'role="line"', "indicator"))
        if ground and words and ground[1] not in neutral:
            assert re.search(r"(?:^|[;\s])color: ", body), selector


def test_each_theme_is_one() -> None:
    assert LIGHT.tokens().keys() == DARK.tokens().keys()
    assert len({LIGHT.tone(tone) for tone in Tone}) == len(Tone)


def _rules() -> list[tuple[str, str]]:
    text = re.sub(r"/\*.*?\*/", "", asset("style", "diwan.qss").read_text("utf-8"), flags=re.DOTALL)
    text = re.sub(r"\$\{(\w+)\}", r"$<\1>", text)
    return [
        (selector.strip(), re.sub(r"\$<(\w+)>", r"${\1}", body)) for selector, body in _RULE.findall(text)
    ]
