"""Repositories of Git to begin an archive in."""

import subprocess


def repository(branch: str = "main", remote: str = "https://github.com/octo/archive") -> None:
    """Make the working directory a repository with a remote."""
    subprocess.run(["git", "init", "--quiet", "--initial-branch", branch], check=True)
    subprocess.run(["git", "remote", "add", "origin", remote], check=True)
