"""Articles as a feed carries them: the branch that leads to the feeds."""
