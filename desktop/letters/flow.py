"""Pages from strips: blocks that are never cut, kept together where a reader expects it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Strip:
    """A part of the page that is never divided.

    ``draw`` gives the operators for its upper edge at a height in points. ``before`` is the space above it,
    dropped at the top of a page. ``keep`` binds it to the next strip. ``repeat`` is drawn above it where it
    opens a page: a table's header.
    """

    height: float
    draw: Callable[[float], str]
    before: float = 0.0
    keep: bool = False
    repeat: Strip | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A strip with the height of its upper edge on its page."""

    top: float
    strip: Strip


@dataclass(slots=True)
class Page:
    """What stands on one page and where its free space begins."""

    free: float
    placed: list[Placed] = field(default_factory=list)


def paginate(strips: Sequence[Strip], top: Callable[[int], float], bottom: float) -> list[Page]:
    """``strips`` on as few pages as needed; ``top`` gives the first free height of page 0, 1, …

    Strips bound by ``keep`` move together as long as they fit one page.
    """
    pages = [Page(top(0))]
    for group in _groups(strips):
        need = _height(group, first=not pages[-1].placed)
        if need > pages[-1].free - bottom and pages[-1].placed:
            following = Page(top(len(pages)))
            if _height(group, first=True) <= following.free - bottom:
                pages.append(following)
        for index, strip in enumerate(group):
            page = pages[-1]
            # Where a group is taller than a page, a strip still takes its neighbour along if it can, unless
            # the one before it already waits for it here.
            pair = group[index : index + 2]
            awaited = bool(index and page.placed and page.placed[-1].strip is group[index - 1])
            fits = _height(pair, first=True) <= top(len(pages)) - bottom
            together = pair if fits and not awaited else pair[:1]
            if page.placed and _height(together, first=False) > page.free - bottom:
                page = Page(top(len(pages)))
                pages.append(page)
            if not page.placed and strip.repeat is not None:
                _place(page, strip.repeat)
                page.free -= strip.height
                page.placed.append(Placed(page.free + strip.height, strip))
            else:
                _place(page, strip)
    return pages


def _place(page: Page, strip: Strip) -> None:
    start = page.free - (strip.before if page.placed else 0.0)
    page.placed.append(Placed(start, strip))
    page.free = start - strip.height


def _groups(strips: Sequence[Strip]) -> list[list[Strip]]:
    groups: list[list[Strip]] = []
    bound = False
    for strip in strips:
        if bound:
            groups[-1].append(strip)
        else:
            groups.append([strip])
        bound = strip.keep
    return groups


def _height(group: Sequence[Strip], *, first: bool) -> float:
    height = sum(strip.before + strip.height for strip in group)
    if first:
        head = group[0]
        height += -head.before + (head.repeat.height if head.repeat is not None else 0.0)
    return height
