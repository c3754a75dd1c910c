"""Where the executable begins."""

import sys

from kalima.cli import main

sys.exit(main())
