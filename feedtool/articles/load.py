"""Seed file → Article: read and parse in one step, with what was wrong with bytes and text together."""

from dataclasses import replace
from datetime import tzinfo

from feedtool.articles.article import Seed, Skipped
from feedtool.articles.parse import parse_article
from feedtool.articles.read import SeedFile, SeedText, read_seed


def load_seed(file: SeedFile, *, zone: tzinfo) -> Seed:
    """Return what a seed file says. Its content never raises; what is wrong with it is among its problems."""
    return parse_seed(read_seed(file), zone=zone)


def parse_seed(text: SeedText | Skipped, *, zone: tzinfo) -> Seed:
    """Return what the text of a seed file says, with what was wrong with its bytes."""
    if isinstance(text, Skipped):
        return text
    seed = parse_article(text.text, text.path, zone=zone)
    if isinstance(seed, Skipped) or not text.problems:
        return seed
    return replace(seed, problems=(*text.problems, *seed.problems))
