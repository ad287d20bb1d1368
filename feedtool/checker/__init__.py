"""Asks: which targets, in which order, at which pace."""
