"""Where the executable begins."""

import sys

from kalima.start import main

sys.exit(main())
