"""One check as a run: its options, its state, what it gathers, and where its reports go."""
