"""When to ask what: servers and their turns, what waits, what is set aside."""
