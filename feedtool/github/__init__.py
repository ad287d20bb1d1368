"""What is particular to GitHub: its API, and the one issue about links that is kept there."""
