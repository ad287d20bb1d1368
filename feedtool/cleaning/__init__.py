"""A body as it stands in an article → content fit for a feed."""
