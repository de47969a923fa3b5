"""TRN from submission to the end of the period: the ways that go well."""

from __future__ import annotations

import pytest

from tests.usecases.scene import Office, application

pytest_plugins = ["tests.usecases.places"]


@pytest.mark.clause("TRN-04", "TRN-07", "TRN-10")
def test_smoke(office: Office) -> None:
    scene = office.submit(application())
    scene.work().begun()
    assert scene.state == "first_day"
    office.assert_books()
