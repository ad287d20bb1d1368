"""What articles link to, and where: the branch that leads to the checker."""
