"""Seed file → Article: read and parse in one step, with what was wrong with bytes and text together."""

from dataclasses import replace
from datetime import tzinfo

from feedtool.articles.article import Seed, Skipped
from feedtool.articles.parse import parse_article
from feedtool.articles.read import SeedFile, read_seed


def load_seed(file: SeedFile, *, zone: tzinfo) -> Seed:
    """Return what a seed file says. Its content never raises; what is wrong with it is among its problems."""
    text = read_seed(file)
    if isinstance(text, Skipped):
        return text
    seed = parse_article(text.text, text.path, zone=zone)
    if isinstance(seed, Skipped) or not text.problems:
        return seed
    return replace(seed, problems=(*text.problems, *seed.problems))
