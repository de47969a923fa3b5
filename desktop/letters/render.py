"""Letters as PDF bytes, one by one or by the hundred on all processor cores."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from multiprocessing.context import BaseContext

from desktop.base.errors import Outage, Problem, Refusal
from desktop.base.text import Text
from desktop.letters.content import LetterContent
from desktop.letters.fonts import face
from desktop.letters.layout import composed
from desktop.letters.pdf import written

_CHUNK = 16
_WORTH_PROCESSES = 64
"""Starting processes takes as long as drawing this many letters here."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """The outcome for the letter at ``index`` of a batch: its bytes, or why there are none."""

    index: int
    pdf: bytes | None
    problems: tuple[Problem, ...] = ()

    def bytes_or_refusal(self) -> bytes:
        """The file; raises the ``Refusal`` where there is none."""
        if self.pdf is None:
            raise Refusal(self.problems)
        return self.pdf


_Outcome = tuple[bytes | None, tuple[Problem, ...]]


def render(content: LetterContent) -> bytes:
    """``content`` as a PDF file; equal contents give equal bytes.

    Raises ``Refusal`` naming the field and the character where the font lacks a glyph, and the field of a
    logo that cannot be read.
    """
    return written(composed(content))


def render_many(
    contents: Iterable[LetterContent],
    *,
    processes: int | None = None,
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[Rendered]:
    """The letters of a batch in their order; one that is refused does not stop the others.

    ``contents`` is read only as far ahead as the workers need, so that memory stays flat however many there
    are. ``progress`` is told after each letter how many are done. When ``cancelled`` says so, the batch ends
    after the letters already handed out. ``processes`` defaults to the number of cores; small batches are
    drawn in this process. Raises ``Outage`` where the system stops a worker.
    """
    workers = processes or os.cpu_count() or 1
    rest = iter(contents)
    first = list(islice(rest, _WORTH_PROCESSES if processes is None else 1))
    letters = chain(first, rest)
    parallel = workers > 1 and (processes is not None or len(first) == _WORTH_PROCESSES)
    outcomes = _on_all_cores(letters, workers, cancelled) if parallel else map(_outcome, letters)
    for index, (pdf, problems) in enumerate(outcomes):
        yield Rendered(index, pdf, problems)
        if progress is not None:
            progress(index + 1)
        if cancelled():
            break


def _on_all_cores(
    letters: Iterator[LetterContent], workers: int, cancelled: Callable[[], bool]
) -> Iterator[_Outcome]:
    pool = ProcessPoolExecutor(workers, _context(), initializer=_warm)
    waiting: deque[Future[list[_Outcome]]] = deque()
    try:
        while not cancelled():
            while len(waiting) < 2 * workers and (chunk := list(islice(letters, _CHUNK))):
                waiting.append(pool.submit(_outcomes, chunk))
            if not waiting:
                break
            yield from waiting.popleft().result()
    except BrokenProcessPool as error:
        raise Outage(
            Text(
                "أوقف النظام إحدى عمليات إعداد الكتب؛ أعيدوا المحاولة.",
                "The system stopped a process that prepares letters; please try again.",
            )
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


@cache
def _context() -> BaseContext:
    """How workers are started. A fork of this process, which may run threads or a window, might hang.

    Where the system can, they are forked from a server process that did nothing but read fonts and code: the
    first batch waits for it, each further one starts at once.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["desktop.letters.warm"])
    return context


def _warm() -> None:
    face("regular").font.prepare()
    face("bold").font.prepare()


def _outcomes(chunk: list[LetterContent]) -> list[_Outcome]:
    return [_outcome(content) for content in chunk]


def _outcome(content: LetterContent) -> _Outcome:
    try:
        return render(content), ()
    except Refusal as refusal:
        return None, refusal.problems
