"""What subscribers know each article by, kept for ever in `feeds.lock`: its lines, and how they change."""
