"""Where the packed program begins."""

import io
import multiprocessing
import sys

from desktop.__main__ import main


def started_without_a_console() -> int:
    """On Windows a program of the menu has no place to print to: its last words are shown in a box."""
    import ctypes

    said = io.StringIO()
    sys.stdout = sys.stderr = said
    status = main()
    if status and said.getvalue():
        warning, right_to_left = 0x30, 0x100000 | 0x80000
        ctypes.windll.user32.MessageBoxW(None, said.getvalue(), "ديوان", warning | right_to_left)
    return status


if __name__ == "__main__":
    # A helper process (letters drawn on all cores) is this program again, with other arguments.
    multiprocessing.freeze_support()
    sys.exit(main() if sys.stderr is not None else started_without_a_console())
