"""A build as a whole: what it did, what left the feed by it, and whether it would change anything at all."""
