"""The network: requests and what came back, all through one guard. It knows URLs and errors, nothing else."""
