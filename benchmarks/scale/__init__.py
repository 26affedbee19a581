"""What many municipalities' reports cost, on one machine and on a cluster: ``python -m benchmarks.scale``."""
