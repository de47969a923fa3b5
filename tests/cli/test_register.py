"""``diwan register``: a list from its keepers, with every row that was not taken."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Cli

HEAD = "رقم المقاول,رقم التصريح,سنة التصريح,اسم المقاول,حالة التصريح\n"


def test_a_register_is_loaded_and_bad_rows_are_told(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "permits.csv"
    path.write_text(HEAD + "C-1,7,2025,شركة,ساري المفعول\nC-2,,2025,شركة,موقوف\n", "utf-8")
    found = cli("register", "contractor_permits", str(path), "--as", "majed", "--json")
    report = json.loads(found.out)
    assert (found.status, report["entries"]) == (1, 1)
    assert [row["line"] for row in report["bad"]] == [3]
    told = cli("register", "contractor_permits", str(path), "--as", "majed").out
    assert "permit_number is empty" in told
    refused = cli("register", "contractor_permits", str(path), "--as", "rana")
    assert refused.status == 2
