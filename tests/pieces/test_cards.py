"""What is known of entries from build to build, and forgotten when their articles change."""

import pytest

from feedtool.config.keys import Config
from tests.pieces.test_shelf import IDS, config, opened

__all__ = ["config"]


def test_a_card_is_remembered_until_its_article_changes(config: Config) -> None:
    first = opened(config)
    first.shelf.learn_sizes(IDS)
    card = first.cards.of(IDS[0])
    assert card is not None
    assert (card.link, card.size_bytes > 0) == (IDS[0], True)
    first.cards.remember(None)
    first.shelf.close()
    second = opened(config)
    assert second.cards.of(IDS[0]) == card
    assert second.cards.is_of_last_build(IDS[0])
    file = config.seeds / "a0.md"
    file.write_text(file.read_text("utf-8").replace("<p>0</p>", "<p>another text</p>"), "utf-8")
    third = opened(config)
    assert third.cards.of(IDS[0]) is None
    assert third.cards.of(IDS[1]) is not None
    for one in (second, third):
        one.shelf.close()


def test_what_is_wrong_with_an_entry_is_told_in_later_builds_too(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedtool.cleaning.clean.out_of_bounds", lambda _source: "too much")
    told = []
    for _ in range(2):
        made = opened(config)
        made.shelf.learn_sizes(IDS[:1])
        told.append([problem.code for _, problem in made.catalogue.warnings])
        made.cards.remember(None)
        made.shelf.close()
    assert told == [["bounds"], ["bounds"]]
