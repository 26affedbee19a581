"""Building of reports on the workers of a Dask cluster; the Dask modules are imported only for ``--dask``."""
