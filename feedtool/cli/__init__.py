"""The command line: argv, screen and clock."""
