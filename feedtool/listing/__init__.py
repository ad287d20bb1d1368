"""What was understood of each file, as a row."""
