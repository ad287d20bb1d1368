"""Summaries of a check, one module for each format."""
