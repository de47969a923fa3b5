"""The manual's text: one Markdown file a page of the desk, in both languages, under ``resources/help``.

A file is named as its page (``queue.md``); ``contents.txt`` gives the order and names further ones. The
printed manual is made of the same files.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop.base.text import ltr
from desktop.views.assets import asset
from desktop.views.i18n import language

FIRST = "start"
NEWS = "whats_new"
_CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Topic:
    """One section: the page it explains, its title, its text as Markdown."""

    key: str
    title: str
    text: str


def topics() -> tuple[Topic, ...]:
    """Every section in the order of the manual, in the language in force."""
    keys = asset("help", "contents.txt").read_text("utf-8").split()
    return tuple(topic(key) for key in keys)


def topic(key: str) -> Topic:
    """The section ``key``; raises ``FileNotFoundError`` where there is none."""
    text = asset("help", language(), f"{key}.md").read_text("utf-8")
    return Topic(key, text.partition("\n")[0].removeprefix("# ").strip(), text)


def shown_text(markdown: str) -> str:
    """``markdown`` with each key isolated: its arrows and signs would change places in Arabic."""
    return _CODE.sub(lambda found: f"`{ltr(found[1])}`", markdown)


def newest_version() -> str:
    """The version that the newest news are about."""
    return next(
        line.removeprefix("## ").strip() for line in topic(NEWS).text.splitlines() if line.startswith("## ")
    )
