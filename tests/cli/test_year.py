"""A year of the training service, played with commands and ``--at``."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.cli.conftest import Cli
from tests.usecases.scene import application, nominated

IT = {"hosting_department": "it"}


@pytest.mark.timeout(300)
@pytest.mark.clause("TRN-07", "TRN-12", "TRN-13", "COM-08")
@pytest.mark.parametrize("months", [3, pytest.param(12, marks=pytest.mark.heavy)])
def test_months_are_played_in_a_loop_of_commands(cli: Cli, months: int) -> None:
    day = date(2027, 1, 3)
    references: dict[str, str] = {}
    for month in range(1, months + 1):
        cli.at = f"{day}T09:00"
        period = {"period_from": str(day + timedelta(days=14)), "period_to": str(day + timedelta(days=20))}
        paid = month % 3 == 0
        document = application(fields=period) if paid else nominated(fields={**period, **IT})
        reference = cli.intake(document)
        references[reference] = "paid" if paid else "free"
        (paper,) = cli.case(reference)["attachments"]
        cli.act(reference, "judge", "rana", attachment_id=paper["attachment_id"], verdict="accepted")
        if paid:
            cli.act(reference, "refer", "rana")
            cli.act(reference, "agree", "lina")
            cli.work()
            cli("pay", cli.case(reference)["payment_requests"][0]["number"], "200")
        else:
            cli.act(reference, "approve", "rana")
        cli.work()
        cli.at = f"{period['period_from']}T08:00"
        cli.work()
        if paid:
            assert cli.act(reference, "record_absent", "lina")["state"] == "absent"
            cli.work()
        cli.at = f"{day + timedelta(days=26)}T08:00"
        cli.work()
        case = cli.case(reference)
        assert case["state"] == ("cancelled" if paid else "report_ready")
        if paid:
            refund = case["refunds"][0]["refund_id"]
            cli.act(reference, "refund_propose", "rana", refund_id=refund, remark="غياب")
            approve = ("act", reference, "refund_approve", "--input", f'{{"refund_id": {refund}}}')
            cli.refusal(*approve, login="samir")
            assert cli(*approve, login="huda").status == 0
            cli.act(reference, "refund_pay", "rana", refund_id=refund, payout_reference=f"V-{month}")
        else:
            handed = {"received_by": "س", "identity_paper": "national_id", "identity_number": "1"}
            assert cli.act(reference, "hand_over_report", "rana", **handed)["state"] == "completed"
        day += timedelta(days=28)
    assert [reference[9:15] for reference in references] == [f"{n:06d}" for n in range(1, months + 1)]
    found = cli("audit").json
    assert (found["passed"], found["cases"]) == (True, months)
    paid_for = months // 3
    assert found["ledger"] == {
        "received": f"{200 * paid_for}.000", "earned": f"{50 * paid_for}.000",
        "refunded": f"{150 * paid_for}.000",
        "to_be_refunded": "0.000", "unsettled": "0.000",
    }  # fmt: skip
