"""A run in parts: each process asks some of the sites, and no site is asked by two at a time."""
