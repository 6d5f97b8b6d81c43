"""invexplorer: a desktop laboratory for vision as inverse graphics."""

import os

# Read when torch is imported: what Apple's GPU can't do yet, the processor does.
os.environ.setdefault("PYTORCH_ENABLE_MPS_FALLBACK", "1")

__version__ = "0.1.0"
