"""One module a command; each shows its whole flow on a page and returns its result; `feedtool.cli` prints it."""
