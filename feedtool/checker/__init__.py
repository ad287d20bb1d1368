"""Verdicts: what is asked, of whom, when, and what the answers mean."""
