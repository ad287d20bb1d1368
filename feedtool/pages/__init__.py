"""What kind of page a server answered with: a story, a refusal, a missing page, or one that leads elsewhere."""
