"""Letters and keys to test with."""

from __future__ import annotations

import pytest

from desktop.letters.issue import IssuedLetter, issue
from desktop.letters.signing import KeyPair
from tests.letters.letters import approval


@pytest.fixture(scope="session")
def keys() -> KeyPair:
    return KeyPair.generate()


@pytest.fixture(scope="session")
def issued(keys: KeyPair) -> IssuedLetter:
    return issue(approval(), keys.private)
