"""The network: requests and what came back, through one guard. Facts only."""
