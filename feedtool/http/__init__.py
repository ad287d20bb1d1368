"""HTTP/1.1 as values and bytes: what is asked and answered, written and read. Nothing is opened here."""
