"""The feeds served on this machine, to try them in a reader."""
