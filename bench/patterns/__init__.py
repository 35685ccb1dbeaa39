"""How good the pattern engine is, on companies made up with known patterns in them."""

import os

# The engine's matrices are small; threads of the numeric library take ten times as long.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
