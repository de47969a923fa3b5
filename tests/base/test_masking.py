"""Lists show the end of a national number only."""

from __future__ import annotations

import pytest

from desktop.base.masking import masked


@pytest.mark.parametrize(
    ("number", "seen"),
    [("9889542916", "••••••2916"), ("A1234567", "••••4567"), ("1234", "••••"), ("7", "•"), ("", "")],
)
def test_only_the_end_is_seen(number: str, seen: str) -> None:
    assert masked(number) == seen
