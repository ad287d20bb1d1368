"""An entry as those know it who read the feed."""

import pytest

from feedtool.rendering.published import Published


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        (Published("urn:uuid:1", "The mill", "https://a.example/1"), "'The mill' (https://a.example/1)"),
        (Published("urn:uuid:1", "The mill"), "'The mill' (urn:uuid:1)"),
        (Published("urn:uuid:1", None, "https://a.example/1"), "https://a.example/1"),
        (Published("urn:uuid:1"), "urn:uuid:1"),
    ],
)
def test_an_entry_is_named_by_its_title_and_its_link(entry: Published, name: str) -> None:
    assert entry.name == name
