"""The file in which links are remembered: its tables, how it is opened and locked, and the values in it."""
