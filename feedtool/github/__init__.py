"""What is particular to GitHub: the one issue that is kept, and what a step of a workflow is told."""
