"""Seeds as the configuration wants them read: with the zone for all, and what a folder has of its own."""

from dataclasses import replace

from feedtool.articles.article import Article, Seed
from feedtool.articles.load import load_seed
from feedtool.articles.read import SeedFile
from feedtool.config.keys import Config


def load(file: SeedFile, config: Config) -> Seed:
    """Return what a seed file says, with its folder's author where it names none, and its folder's source."""
    seed = load_seed(file, zone=config.zone)
    if not isinstance(seed, Article) or not config.folders:
        return seed
    own = config.folder_of(seed.path)
    return replace(
        seed,
        authors=seed.authors or ((own.author,) if own.author else ()),
        source=own.source or seed.source,
    )


def language_of(path: str, config: Config) -> str:
    """Return the language of an article: its folder's, else that of all."""
    return config.folder_of(path).language or config.language
