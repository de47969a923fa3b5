"""Batches: order, refusals among them, progress, cancelling, all cores, flat memory."""

from __future__ import annotations

import subprocess
import sys
import tracemalloc
from collections.abc import Iterator

import pytest

from desktop.base.errors import Refusal
from desktop.letters.content import LetterContent
from desktop.letters.issue import IssuedLetter, issue, issue_many
from desktop.letters.render import render, render_many
from desktop.letters.signing import KeyPair
from desktop.letters.verification import State, verify_pdf
from tests.letters.letters import approval


def letters(count: int) -> list[LetterContent]:
    return [approval(serial=f"م/{number}") for number in range(count)]


def test_a_batch_gives_what_single_letters_give_in_their_order() -> None:
    batch = letters(5)
    drawn = list(render_many(batch))
    assert [one.index for one in drawn] == [0, 1, 2, 3, 4]
    assert [one.pdf for one in drawn] == [render(content) for content in batch]


def test_processes_give_the_same_bytes() -> None:
    batch = letters(40)
    assert [one.pdf for one in render_many(batch, processes=2)] == [render(content) for content in batch]


@pytest.mark.parametrize("processes", [1, 2])
def test_a_refused_letter_does_not_stop_the_others(processes: int) -> None:
    batch = [approval(), approval(subject="漢"), approval()]
    drawn = list(render_many(batch, processes=processes))
    assert [one.pdf is None for one in drawn] == [False, True, False]
    with pytest.raises(Refusal) as refusal:
        drawn[1].bytes_or_refusal()
    assert refusal.value.problems[0].field == "subject"
    assert drawn[0].bytes_or_refusal() == drawn[2].bytes_or_refusal()


def test_progress_is_told_and_cancelling_ends_the_batch() -> None:
    done: list[int] = []
    drawn = list(render_many(letters(10), progress=done.append, cancelled=lambda: len(done) >= 3))
    assert done == [1, 2, 3]
    assert len(drawn) == 3


def test_cancelling_ends_a_batch_on_several_processes() -> None:
    done: list[int] = []
    drawn = list(
        render_many(letters(200), processes=2, progress=done.append, cancelled=lambda: len(done) >= 3)
    )
    assert len(drawn) == 3


def test_a_cancelled_batch_draws_nothing() -> None:
    assert len(list(render_many(letters(3), cancelled=lambda: True))) <= 1


def test_letters_are_taken_only_as_they_are_needed() -> None:
    taken: list[int] = []

    def endless() -> Iterator[LetterContent]:
        number = 0
        while True:
            taken.append(number)
            yield approval(serial=str(number))
            number += 1

    batch = render_many(endless(), processes=1)
    next(batch)
    next(batch)
    assert len(taken) <= 3


@pytest.mark.clause("COM-11")
@pytest.mark.parametrize("processes", [1, 2])
def test_a_batch_is_signed_and_sealed_and_the_refused_are_told_in_their_place(processes: int) -> None:
    keys = KeyPair.generate()
    # The second cannot be drawn, the third and the last do not fit the code.
    long = "السيد/ة " + "عبدالرحمن " * 40
    batch = [
        approval(serial="1"), approval(subject="漢"), approval(addressee=long), approval(serial="4"),
        approval(addressee=long),
    ]  # fmt: skip
    issued = list(issue_many(batch, keys.private, processes=processes))
    kinds = [type(one) for one in issued]
    assert kinds == [IssuedLetter, Refusal, Refusal, IssuedLetter, Refusal]
    fourth = issued[3]
    assert isinstance(fourth, IssuedLetter)
    assert fourth == issue(batch[3], keys.private)
    assert verify_pdf(fourth.pdf, [keys.public]).state is State.GENUINE


def test_an_empty_batch_is_no_error() -> None:
    assert list(render_many([])) == []


@pytest.mark.heavy
def test_memory_stays_flat() -> None:
    def peak(first: int, count: int) -> int:
        tracemalloc.reset_peak()
        for _ in render_many((approval(serial=str(first + n)) for n in range(count)), processes=1):
            pass
        return tracemalloc.get_traced_memory()[1]

    tracemalloc.start()
    try:
        small = peak(0, 100)
        large = peak(1000, 1500)
    finally:
        tracemalloc.stop()
    assert large < small + 30_000_000


def test_threads_that_begin_at_once_share_the_fonts() -> None:
    """Two previews drawn at the same moment each read a font; a letter then mixed the two and broke."""
    script = (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "from threading import Barrier\n"
        "from desktop.letters.fonts import face\n"
        "gate = Barrier(4)\n"
        "def read(_):\n"
        "    gate.wait()\n"
        "    return id(face('regular')), id(face('bold'))\n"
        "with ThreadPoolExecutor(4) as pool:\n"
        "    assert len(set(pool.map(read, range(4)))) == 1\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)
