"""How long the GUI thread is not heard of, and what it was at: gaps in the firing of a timer of 1 ms."""

from __future__ import annotations

import bisect
import os
import sys
import threading
import time
from collections import Counter, deque
from typing import Any

FRAME_MS = 1000 / 60
BUCKETS = (2.0, 4.0, 8.0, FRAME_MS, 33.3, 50.0, 100.0, 250.0)
_EDGES = ("≤ 2", "≤ 4", "≤ 8", "≤ 16.7", "≤ 33", "≤ 50", "≤ 100", "≤ 250", "> 250")
_LOOKING_SECONDS = 0.004
_WORST = 12


class Pauses:
    """Of each gap over a frame: how much the thread computed, where, and how much it waited for a processor.

    The rest of such a gap is waiting for Python's lock, which a worker thread holds. That a processor is
    waited for is the fault of whatever else runs on the machine; only Linux tells.
    """

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.gaps: list[float] = []
        self.late: list[tuple[float, float, float, str, str]] = []
        self.doing = "start"
        self._last = self._computed = self._queued = 0.0
        self._schedule = -1
        self._seen: deque[tuple[float, str]] = deque(maxlen=4000)
        self._gui = threading.get_ident()
        self._over = threading.Event()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._fire)

    def start(self) -> None:
        """Begins to watch."""
        if sys.platform == "linux":
            self._schedule = os.open(f"/proc/self/task/{threading.get_native_id()}/schedstat", os.O_RDONLY)
        self._last, (self._computed, self._queued) = time.perf_counter(), self._spent()
        threading.Thread(target=self._look, name="looks", daemon=True).start()
        self._timer.start()

    def stop(self) -> None:
        """Ends watching."""
        self._timer.stop()
        self._over.set()

    def told(self) -> dict[str, Any]:
        """The histogram, the longest pause, and what was under way at the longest ones."""
        counts = [0] * (len(BUCKETS) + 1)
        for gap in self.gaps:
            counts[bisect.bisect_left(BUCKETS, gap)] += 1
        return {
            "counts": counts,
            "longest": max(self.gaps, default=0.0),
            "late": len(self.late),
            "late_ms": sum(one[0] for one in self.late),
            "computed_ms": sum(one[1] for one in self.late),
            "queued_ms": sum(one[2] for one in self.late),
            "longest_unqueued": max((one[0] - one[2] for one in self.late), default=0.0),
            "all": len(self.gaps),
            "worst": sorted(self.late, reverse=True)[:_WORST],
            "longest_own": max((one[1] for one in self.late), default=0.0),
        }

    def _fire(self) -> None:
        now, (computed, queued) = time.perf_counter(), self._spent()
        gap = (now - self._last) * 1000 - 1
        self.gaps.append(gap)
        if gap > FRAME_MS:
            seen = Counter(name for at, name in self._seen if self._last <= at <= now)
            names = ", ".join(name for name, _ in seen.most_common(3))
            self.late.append((gap, computed - self._computed, queued - self._queued, self.doing, names))
        self._last, self._computed, self._queued = now, computed, queued

    def _spent(self) -> tuple[float, float]:
        """Milliseconds that this thread has computed so far, and has waited for a processor."""
        if self._schedule < 0:
            return time.thread_time() * 1000, 0.0
        computed, queued, _slices = os.pread(self._schedule, 100, 0).split()
        return int(computed) / 1e6, int(queued) / 1e6

    def _look(self) -> None:
        """Notes, every few milliseconds, in which function of the desk the GUI thread is."""
        while not self._over.wait(_LOOKING_SECONDS):
            frame = sys._current_frames().get(self._gui)
            while frame is not None and "/desktop/" not in frame.f_code.co_filename:
                frame = frame.f_back
            if frame is not None:
                place = frame.f_code.co_filename.partition("/desktop/")[2].removesuffix(".py")
                self._seen.append((time.perf_counter(), f"{place}:{frame.f_code.co_name}"))


def histogram(name: str, told: dict[str, Any]) -> None:
    """Prints the pauses in their buckets."""
    print(f"\n{name}: {told['all']:,} firings, longest {told['longest']:.1f} ms, {told['late']} over a frame")
    for edge, count in zip(_EDGES, told["counts"], strict=True):
        print(f"  {edge:>7} ms {count:9,}  {'#' * min(60, round(60 * count / max(told['all'], 1)))}")


def worst(told: dict[str, Any]) -> None:
    """Prints what was under way at the longest pauses."""
    waited = told["late_ms"] - told["computed_ms"] - told["queued_ms"]
    print(
        f"\nOf {told['late_ms']:,.0f} ms of pauses it waited {told['queued_ms']:,.0f} for a processor"
        f" and {waited:,.0f} for Python's lock, and computed {told['computed_ms']:,.0f},"
        f" at most {told['longest_own']:.1f} at a time."
    )
    print(f"The longest without what it waited for a processor: {told['longest_unqueued']:.1f} ms.")
    for gap, computed, queued, doing, names in told["worst"]:
        print(f"  {gap:7.1f} ms, {computed:5.1f} computing, {queued:5.1f} queueing, at: {doing} ({names})")
