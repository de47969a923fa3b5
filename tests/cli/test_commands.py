"""Each command: what it prints, what it refuses and how, and that it goes through the desk's permissions."""

from __future__ import annotations

import json
import sqlite3

import jsonschema
import pytest
from pypdf import PdfReader

from desktop.letters.signing import PublicKey
from tests.cli.conftest import Cli, assert_refused, is_refused
from tests.usecases.scene import application, nominated

LETTER = nominated(fields={"hosting_department": "it"})


def approved(cli: Cli) -> str:
    """The reference of an approved application."""
    reference = cli.intake(LETTER)
    (paper,) = cli.case(reference)["attachments"]
    cli.act(reference, "judge", "rana", attachment_id=paper["attachment_id"], verdict="accepted")
    cli.act(reference, "approve", "rana")
    cli.work()
    return reference


@pytest.mark.clause("COM-01", "COM-02")
def test_intake_prints_the_reference(cli: Cli) -> None:
    assert cli.intake(application()) == "TRN-2026-000001-1"
    found = cli("intake", cli.file("second.json", application()), "--json", login="rana").json
    assert found["state"] == "review"
    cases = [cli.case(reference) for reference in ("TRN-2026-000001-1", found["reference"])]
    assert [(c["submitted_via"], c["last_actor"]) for c in cases] == [
        ("portal", "diwan_worker"), ("counter", "rana"),
    ]  # fmt: skip


@pytest.mark.clause("COM-01")
def test_intake_says_every_error_by_field_in_both_languages(cli: Cli) -> None:
    bad = application(applicant={"mobile": "12"}, fields={"kind": "x", "period_to": "2026-12-01"})
    said = cli.refusal("intake", cli.file("bad.json", bad))
    fields = {line.removeprefix("diwan: ").split(":")[0] for line in said.splitlines()}
    assert {"applicant.mobile", "fields.kind"} <= fields
    assert cli("outbox", "--json").json == []


@pytest.mark.clause("COM-01")
def test_intake_reads_standard_input_whatever_the_terminals_encoding(cli: Cli) -> None:
    document = json.dumps(application(), ensure_ascii=False)
    for stdin in (document.encode(), b"\xef\xbb\xbf" + document.encode()):
        found = cli.program("intake", "-", "--at", "2026-11-22T09:00", stdin=stdin, PYTHONIOENCODING="ascii")
        assert (found.status, found.out[:4]) == (0, "TRN-"), found.err
    broken = cli.program("intake", "-", stdin="نص".encode("cp1256"))
    assert_refused(broken)


def test_arabic_goes_out_as_utf8_whatever_the_terminals_encoding(cli: Cli) -> None:
    reference = cli.intake(application())
    shown = cli.program("case", reference, "--json", PYTHONIOENCODING="ascii")
    assert (shown.status, json.loads(shown.out)["applicant"]["name"]) == (0, "سارة يوسف حدّاد")
    refused = cli.program("case", "TRN-1", PYTHONIOENCODING="cp1252")
    assert_refused(refused)


@pytest.mark.clause("COM-14")
def test_intake_takes_documents_that_lie_beside_the_application(cli: Cli) -> None:
    (cli.folder / "paper.dat").write_bytes(b"%PDF-1.7\nfrom a file")
    beside = [{"slot": "certificate", "path": "paper.dat"}]
    (paper,) = cli.case(cli.intake(application(attachments=beside)))["attachments"]
    assert (paper["filename"], paper["media_type"]) == ("paper.dat", "application/pdf")
    gone = cli.file("gone.json", application(attachments=[{"slot": "certificate", "path": "nowhere.pdf"}]))
    assert "attachments[0].path" in cli.refusal("intake", gone)


@pytest.mark.clause("COM-01")
def test_the_schema_is_valid_and_takes_what_the_intake_takes(cli: Cli) -> None:
    schema = cli("schema", "trn").json
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    assert list(validator.iter_errors(application())) == []
    assert list(validator.iter_errors(application(fields={"kind": "x"}))) != []
    assert "TRN" in cli.refusal("schema", "ABC")


def test_a_case_is_shown_for_people_and_for_programs(cli: Cli) -> None:
    reference = approved(cli)
    plain = cli("case", reference.replace("-", " ").lower(), login="lina")
    assert_refused(plain)
    shown = cli("case", reference.replace("-", " ").lower(), login="rana")
    assert shown.status == 0
    assert reference in shown.out
    assert "review -> approved" in shown.out
    case = cli.case(reference)
    assert (case["state"], case["late"], case["state_label"]["en"]) == (
        "approved", False, "Approved, not yet begun",
    )  # fmt: skip
    assert [e["action"] for e in case["events"]] == ["submit", "judge", "approve"]
    assert case["submitted_at"] == "2026-11-22T09:00:00+03:00"
    assert [m["state"] for m in case["messages"]] == ["sent", "sent"]
    assert case["letters"][0]["sealed"] is True


@pytest.mark.clause("COM-09", "COM-10")
def test_act_goes_through_the_same_permissions_and_versions(cli: Cli) -> None:
    reference = cli.intake(application())
    assert "not" in cli.refusal("act", reference, "agree", login="lina")
    done = cli.act(reference, "claim", "rana", "--version", "1")
    assert (done["version"], done["state"]) == (2, "review")
    said = cli.refusal("act", reference, "note", "--input", '{"text": "x"}', "--version", "1", login="omar")
    assert "rana was first" in said
    # Without an account a command is the portal's hand: it may do what an applicant may.
    cli.refusal("act", reference, "claim")
    assert cli.act(reference, "withdraw", "")["state"] == "withdrawn"


@pytest.mark.clause("TRN-05", "COM-14")
def test_act_adds_the_documents_that_it_is_given(cli: Cli) -> None:
    reference = cli.intake(application())
    (paper,) = cli.case(reference)["attachments"]
    reject = {"attachment_id": paper["attachment_id"], "verdict": "rejected", "reason_code": "unclear"}
    cli.act(reference, "judge", "rana", **reject)
    cli.act(reference, "request_correction", "rana")
    better = cli.folder / "better.pdf"
    better.write_bytes(b"%PDF-1.7\nbetter")
    cli.refusal("act", reference, "resubmit", "--attach", f"certificate={cli.folder / 'none.pdf'}")
    cli.refusal("act", reference, "resubmit", "--attach", str(better))
    assert cli.act(reference, "resubmit", "", "--attach", f"certificate={better}")["state"] == "review"
    assert [a["number"] for a in cli.case(reference)["attachments"]] == [1, 2]


IMPOSSIBLE = (
    ("case", "TRN-2026-000009-9"),
    ("case", "nonsense"),
    ("case", ""),
    ("act", "{ref}", "fly", "--as", "rana"),
    ("act", "{ref}", "claim", "--as", "ghost"),
    ("act", "{ref}", "claim", "--as", "rana", "--input", "{"),
    ("act", "{ref}", "claim", "--as", "rana", "--input", "[]"),
    ("act", "{ref}", "claim", "--as", "rana", "--input", '{"x": 1}'),
    ("act", "{ref}", "judge", "--as", "rana", "--input", '{"attachment_id": 99999999999999999999}'),
    ("act", "{ref}", "judge", "--as", "rana", "--input", '{"attachment_id": 1e9, "verdict": "accepted"}'),
    ("act", "{ref}", "settle_notice", "--as", "rana", "--input", '{"notice_id": "\u0663\u00b2"}'),
    ("act", "{ref}", "note", "--as", "rana", "--input", '{"text": {"a": NaN}}'),
    ("outbox", "--as", "ghost"),
    ("outbox", "TRN-1"),
    ("letter", "{ref}"),
    ("letter", "{ref}", "approval", "--as", "ghost"),
    ("pay", "123", "ten"),
    ("pay", "123", "-5"),
    ("pay", "123", "0"),
    ("pay", "123", "1.0005"),
    ("pay", " ", "5"),
    ("pay", "123", "5", "--paid-at", "yesterday"),
    ("worker", "--once", "--as", "rana"),
    ("--at", "soon", "worker", "--once"),
    ("--at", "0001-01-01T00:00+14:00", "worker", "--once"),
    ("--db", "postgresql://127.0.0.1:1/x", "--at", "2026-11-24T09:00", "worker", "--once"),
    ("--db", "nonsense", "audit"),
    ("keys", "init"),
    ("keys", "show", "--output", "/nowhere/at/all.pem"),
    ("intake", "/nowhere/at/all.json"),
    ("schema", ""),
)


def test_what_cannot_be_done_is_one_sentence_and_status_2(cli: Cli) -> None:
    reference = cli.intake(application())
    before = cli.case(reference)["events"]
    wrong = []
    for row in IMPOSSIBLE:
        found = cli(*(argument.replace("{ref}", reference) for argument in row))
        if not is_refused(found):
            wrong.append((row, found))
    assert wrong == []
    assert cli.case(reference)["events"] == before


def test_what_is_no_application_is_refused_without_a_traceback(cli: Cli) -> None:
    for content in ("", "{", "[1]", '"x"', "{}", '{"service": "XYZ"}', "\ufeff{", "[" * 9999):
        cli.refusal("intake", cli.file("odd.json", content))


def test_debug_shows_the_traceback(cli: Cli) -> None:
    found = cli.program("--debug", "case", "TRN-1")
    assert found.status == 1
    assert "Traceback" in found.err
    assert "Refusal" in found.err
    assert_refused(cli.program("case", "TRN-1"))


@pytest.mark.clause("COM-03", "COM-10")
def test_the_outbox_is_listed_by_department(cli: Cli) -> None:
    first, second = cli.intake(LETTER), cli.intake(application())
    found = cli("outbox", "--json").json
    assert [(m["reference"], m["state"]) for m in found] == [(first, "waiting"), (second, "waiting")]
    cli.work()
    (message,) = cli("outbox", second, "--json").json
    assert (message["state"], message["recipient"]) == ("sent", "+962791234567")
    assert [m["reference"] for m in cli("outbox", "--json", login="lina").json] == [second]
    assert first in cli("outbox").out
    (text,) = [
        p.read_text("utf-8")
        for p in (cli.folder / "gateways" / "sms").glob("*.txt")
        if second in p.read_text("utf-8")
    ]
    assert message["text"] in text


@pytest.mark.clause("COM-11", "VER-01")
def test_a_letter_is_written_and_verified_with_the_public_key_alone(cli: Cli) -> None:
    reference = approved(cli)
    target = cli.folder / "letter.pdf"
    assert cli("letter", reference, "--output", str(target)).out.strip() == str(target)
    assert len(PdfReader(target).pages) == 1
    key = cli.folder / "public.pem"
    shown = cli("keys", "show", "--output", str(key))
    assert shown.out == key.read_text()
    PublicKey.from_pem(key.read_bytes())
    assert cli("verify", str(target), "--key", str(key), "--json").json["standing"] == "genuine"
    cli.refusal("letter", reference, "completion")
    # After a new key the old letter is still proved by the old one, which the database keeps.
    assert cli("keys", "rotate").status == 0
    assert cli("keys", "show").out != shown.out
    assert cli("verify", str(target)).status == 0
    assert (cli.folder / "keys" / "signing.pem").stat().st_mode & 0o077 == 0


@pytest.mark.clause("COM-11")
def test_a_key_is_made_once(cli: Cli) -> None:
    (cli.folder / "keys" / "signing.pem").unlink()
    assert "keys init" in cli.refusal("keys", "show")
    made = cli("keys", "init")
    assert made.out.startswith("-----BEGIN PUBLIC KEY-----")
    cli.refusal("keys", "init")
    assert cli("keys", "show").out == made.out


@pytest.mark.clause("COM-11")
def test_a_key_that_others_can_read_is_not_used(cli: Cli) -> None:
    (cli.folder / "keys" / "signing.pem").chmod(0o644)
    assert "chmod 600" in cli.refusal("worker", "--once")


@pytest.mark.clause("COM-07")
def test_the_audit_names_the_case_and_the_event_and_ends_with_1(cli: Cli) -> None:
    reference = approved(cli)
    assert cli("audit").json["passed"] is True
    with sqlite3.connect(cli.folder / "diwan.db") as database:
        database.execute("UPDATE case_event SET actor = 'omar' WHERE number = 2")
    database.close()
    found = cli("audit")
    assert found.status == 1
    assert json.loads(found.out)["broken"] == [[reference, 2]]


@pytest.mark.clause("COM-08")
def test_a_payment_reported_twice_is_one(cli: Cli) -> None:
    reference = cli.intake(application())
    (paper,) = cli.case(reference)["attachments"]
    cli.act(reference, "judge", "rana", attachment_id=paper["attachment_id"], verdict="accepted")
    cli.act(reference, "refer", "rana")
    cli.act(reference, "agree", "lina")
    cli.work()
    number = cli.case(reference)["payment_requests"][0]["number"]
    for _ in range(2):
        assert cli("pay", number, "٢٠٠٫٠٠٠", "--id", "bank-7").json["amount"] == "200.000"
    cli.work()
    case = cli.case(reference)
    assert (case["state"], len(case["payment_notices"])) == ("approved", 1)


def test_options_stand_before_the_command_or_after_it(cli: Cli) -> None:
    cli.at = ""
    after = cli("worker", "--once", "--at", "2026-12-01T00:00")
    assert after.status == 0, after.err
    cli.at = "2026-11-30T09:00"
    assert cli.intake(application()).startswith("TRN-")


def test_the_version_and_the_help_are_shown(cli: Cli) -> None:
    assert cli("--version").out.startswith("diwan ")
    assert "intake" in cli("--help").out
    assert cli("no-such-command").status == 2
