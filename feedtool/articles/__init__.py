"""Articles as they were written: the trunk both branches grow from."""
