"""Articles that were chosen, and the whole archive, made into documents: on all cores, and only what must change."""
