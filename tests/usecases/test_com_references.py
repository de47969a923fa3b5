"""COM-02: a reference survives the telephone."""

from __future__ import annotations

import pytest

from desktop.models.reference_numbers import case_reference, parse_reference
from desktop.usecases.queues import search
from tests.usecases.scene import EmbeddedOffice, application

pytest_plugins = ["tests.usecases.places"]


@pytest.mark.clause("COM-02")
def test_it_is_found_however_it_is_typed(embedded_office: EmbeddedOffice) -> None:
    reference = embedded_office.submit(application()).reference
    arabic = reference.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    for typed in (
        reference, reference.lower(), reference.replace("-", ""), reference.replace("-", " "),
        reference.replace("-", "/"), f"  {reference}\n", arabic, f"\u2067{arabic}\u2069",
    ):  # fmt: skip
        assert parse_reference(typed) == reference
        (found,) = search(embedded_office.session("rana"), typed)
        assert found.reference == reference


@pytest.mark.clause("COM-02")
def test_every_single_wrong_digit_is_noticed() -> None:
    reference = case_reference("TRN", 2026, 123)
    assert reference[:-1] == "TRN-2026-000123-"
    for place, digit in enumerate(reference):
        for other in "0123456789":
            if digit.isdigit() and other != digit:
                assert parse_reference(reference[:place] + other + reference[place + 1 :]) is None


@pytest.mark.clause("COM-02")
@pytest.mark.parametrize("typed", ["", "TRN", "TRN-2026-123-0", "TRN-2026-0000012-34", "12345678901"])
def test_what_is_no_reference_is_none(typed: str) -> None:
    assert parse_reference(typed) is None
