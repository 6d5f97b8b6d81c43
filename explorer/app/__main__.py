"""`python -m explorer.app`: the window, without the command line around it."""

import sys
from pathlib import Path

from explorer.app.startup import run

sys.exit(run([Path(word) for word in sys.argv[1:]]))
