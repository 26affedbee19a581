"""Reports made on other machines: jobs that carry their inputs, given out through a Dask scheduler.

Imported only where a cluster is asked for, and where a worker is asked for something.
"""
