"""Parts of a run asked by the workers of a Dask cluster: the one home of dask.distributed."""
