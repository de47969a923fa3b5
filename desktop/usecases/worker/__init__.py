"""What runs by itself: seals, payment numbers, notices, the outbox, deadlines, the portal's inbox."""

from desktop.usecases.worker.rounds import Gateways, Report, run_once, run_round

__all__ = ["Gateways", "Report", "run_once", "run_round"]
