"""Keeping what goes wrong with one item away from the others."""

from __future__ import annotations

import logging
from collections.abc import Callable

from desktop.base.errors import Outage, Refusal

log = logging.getLogger(__name__)


def apart(what: str, work: Callable[[], int], *, failed: Callable[[], None] | None = None) -> int:
    """How many items ``work`` dealt with: 0 where it was refused or broke off, which is logged.

    Refused means that another worker or a clerk was first. Anything else but an ``Outage`` is an error in
    the program or in the data; ``failed`` is then called, and the next item has its turn.
    """
    try:
        return work()
    except Refusal as refusal:
        log.info("%s: %s", what, refusal.text.en)
    except Outage:
        raise
    except Exception:
        log.exception("%s broke off", what)
        if failed is not None:
            failed()
    return 0
