"""The command ``diwan``: the desk by default, and everything that scripts and support need."""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Sequence

from desktop import __version__
from desktop.base.errors import DiwanError
from desktop.base.logs import clean_stream_handlers
from desktop.cli.output import print_fault
from desktop.cli.parser import parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; faults are one sentence in Arabic and English, and exit status 2."""
    _write_utf8()
    options = parser(__version__).parse_args(arguments)
    logging.basicConfig(
        level=logging.DEBUG if options.debug else logging.INFO if options.verbose else logging.ERROR,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )
    clean_stream_handlers()
    try:
        return int(options.run(options))
    except DiwanError as error:
        if options.debug:
            raise
        print_fault(error)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 141
    except Exception as error:
        if options.debug:
            raise
        name = type(error).__name__
        print(
            f"diwan: خطأ داخلي في البرنامج ({name})؛ أعد الأمر مع ‎--debug | "
            f"internal error ({name}: {error}); run again with --debug",
            file=sys.stderr,
        )
        return 2


def _write_utf8() -> None:
    """Arabic and JSON go out as UTF-8 whatever the terminal's or the system's own encoding is."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
