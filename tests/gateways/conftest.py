"""Fixtures for the gateways' tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.base.clock import FixedClock
from tests.gateways.provider import Provider, serving


@pytest.fixture
def provider(tmp_path: Path, clock: FixedClock) -> Iterator[Provider]:
    """A provider that runs on loopback and works."""
    with serving(Provider(tmp_path / "provider", clock)) as running:
        yield running
