"""What a build did."""

from feedtool.builds.built import Built
from feedtool.builds.leaving import Left
from feedtool.catalogue.catalogue import Catalogue
from feedtool.rendering.published import Published


def test_lost_are_the_entries_whose_article_is_gone_not_all_that_left() -> None:
    left = (
        Left(Published("https://a.example/1"), "its seed was removed", gone=True),
        Left(Published("https://a.example/2"), "too large", gone=False),
    )
    assert Built(Catalogue(), 1, 1, 0, 0, left=left).lost == 1
    assert Built(Catalogue(), 1, 1, 0, 0).lost == 0
