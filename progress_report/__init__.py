"""A fiscal-year progress report computed from tables, parameters and notebooks."""

import os

# A build forks, which requires a single thread: set before numpy starts some.
os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"
