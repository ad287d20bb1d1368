"""An edition that is folded into another → its row: into which, and why."""

from feedtool.articles.read import read_seed
from feedtool.config.keys import Config
from feedtool.dates import format_rfc3339, from_epoch_ms
from feedtool.entries.select import Folded, Lost, Same
from feedtool.listing.rows import FoldedRow

_SAME = {
    Same.LINK: "the same link",
    Same.ENCODING: "the same link, percent-encoded twice",
    Same.ID: "the same id",
    Same.ARTICLE: "the same title, authors, date and site",
    Same.THIRD: "both are editions of a third",
}
_LOST = {
    Lost.NO_TEXT: "this one has no text of its own",
    Lost.OLDER: "the other was updated later",
    Lost.SHORTER: "the other has more text",
    Lost.FEWER_PICTURES: "the other has more pictures",
    Lost.PATH: "as good as the other, whose path comes first",
}


def folded_row(one: Folded, config: Config) -> FoldedRow:
    """Return the row of an edition that is folded; its title is read again."""
    seed = read_seed(one.edition.seed, zone=config.zone)
    return FoldedRow(
        {
            "path": one.edition.path,
            "title": seed.title,
            "link": one.edition.link,
            "published": format_rfc3339(from_epoch_ms(one.edition.published_ms)),
            "updated": format_rfc3339(from_epoch_ms(one.edition.updated_ms)),
            "into": one.into.path,
            "id": one.into.id,
            "same": one.same.value,
            "lost": one.lost.value,
            "reason": f"{_SAME[one.same]}; {_LOST[one.lost]}",
        }
    )
