"""Entries rendered, each once: what a build makes of them, what earlier builds knew, and what is in place."""
