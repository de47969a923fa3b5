"""Where the packed program begins."""

import multiprocessing
import sys

from desktop.__main__ import main

if __name__ == "__main__":
    # A helper process (letters drawn on all cores) is this program again, with other arguments.
    multiprocessing.freeze_support()
    sys.exit(main())
