"""One module a command; each shows its whole flow on a page. They return what to print, `feedtool.cli` prints it."""
