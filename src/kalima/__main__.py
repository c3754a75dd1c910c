"""``python -m kalima`` is the same program as the ``kalima`` command and the frozen file."""

import sys

from kalima.start import main

if __name__ == "__main__":
    sys.exit(main())
