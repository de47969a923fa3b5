"""Links to an application: what is taken for one, and the way to the desk that runs already."""

from __future__ import annotations

import socket
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.__main__ import main
from desktop.app.links import LinkListener, address, hand_over, reference_of
from desktop.base.config import Config
from desktop.base.errors import Refusal
from tests.app.conftest import MakeProgram, sign_in, until

REFERENCE = "TRN-2026-000061-5"
LINK = f"diwan://case/{REFERENCE}"


@pytest.mark.parametrize("link", [LINK, f"{LINK}/"])
def test_a_link_is_a_reference(link: str) -> None:
    assert reference_of(link) == REFERENCE


@pytest.mark.parametrize(
    "link",
    [
        "",
        REFERENCE,
        "diwan://case/",
        "diwan://case/TRN-2026-000061-6",
        "diwan://case/trn-2026-000061-5",
        f"{LINK}?as=admin",
        f"{LINK}#x",
        f"{LINK}/../x",
        f"{LINK}\n",
        f" {LINK}",
        f"DIWAN://case/{REFERENCE}",
        f"diwan://user@case/{REFERENCE}",
        f"diwan://cases/{REFERENCE}",
        f"https://case/{REFERENCE}",
        "diwan://case/TRN-٢٠٢٦-000061-5",
        "diwan://case/" + "A" * 10_000,
        "--help",
    ],
)
def test_nothing_else_is_a_link(link: str) -> None:
    with pytest.raises(Refusal) as refusal:
        reference_of(link)
    assert refusal.value.problems[0].field == "url"


@pytest.fixture
def listener(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[LinkListener]:
    # The path of a socket is limited to 107 bytes, a test's own folder's is not.
    with tempfile.TemporaryDirectory(prefix="d-") as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        made = LinkListener()
        yield made
        made.close()


def handed(qtbot: QtBot, link: str) -> bool:
    """Hands ``link`` over as another process would, while this one answers."""
    outcome: list[bool] = []
    other = threading.Thread(target=lambda: outcome.append(hand_over(link)))
    other.start()
    qtbot.waitUntil(lambda: not other.is_alive())
    other.join()
    return outcome[0]


def test_the_desk_that_runs_takes_the_link(qtbot: QtBot, listener: LinkListener) -> None:
    taken: list[str] = []
    listener.asked.connect(taken.append)
    assert not hand_over(LINK), "no desk runs yet"
    assert listener.listen()
    assert Path(address()).stat().st_mode & 0o077 == 0, "nobody else reaches it"
    assert handed(qtbot, LINK)
    assert not handed(qtbot, "diwan://case/TRN-2026-000061-6")
    assert not handed(qtbot, "x" * 100_000)
    assert taken == [REFERENCE]
    second = LinkListener()
    assert not second.listen(), "the first goes on"
    assert handed(qtbot, LINK)
    assert taken == [REFERENCE] * 2
    listener.close()
    assert not hand_over(LINK)


def test_a_socket_that_a_killed_desk_left_is_no_hindrance(qtbot: QtBot, listener: LinkListener) -> None:
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(address())
    assert listener.listen()
    assert handed(qtbot, LINK)


def test_a_link_waits_for_the_sign_in_and_then_opens_the_application(
    make_program: MakeProgram, staffed: Config
) -> None:
    program = make_program(staffed)
    program.show_case(REFERENCE)
    sign_in(program, "rana")
    assert program.workplace is not None
    pages = program.workplace.window.pages
    until(lambda: pages.place == ("case", REFERENCE))
    pages.go_to("queue")
    program.show_case(REFERENCE)
    until(lambda: pages.place == ("case", REFERENCE))
    until(lambda: not program.runner.busy)


def test_a_wrong_link_opens_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["open", "diwan://case/TRN-2026-000061-6"]) == 2
    assert "url: " in capsys.readouterr().err
