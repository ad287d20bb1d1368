"""What is remembered of links from run to run."""
