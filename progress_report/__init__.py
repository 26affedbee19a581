"""A fiscal-year progress report computed from tables, parameters and notebooks."""

import os

# A build forks, which a process with several threads must not: before numpy starts some.
os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"
