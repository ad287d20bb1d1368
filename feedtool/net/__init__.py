"""The network: requests and their answers, all through one guard. It knows URLs and errors, nothing else."""
