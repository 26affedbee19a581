"""Build reports on the workers of a Dask cluster. Imported only where ``--dask`` asks for one."""
