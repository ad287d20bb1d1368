"""Everything a user can choose: declared once, read from a file, checked."""
