"""What an entry attaches: the first sound or film that it plays, else its picture, once something is known of it."""

import pytest

from feedtool.entries.attach import LONGEST_TYPE, attachable, attached, with_enclosure
from feedtool.entries.entry import Enclosure
from feedtool.html.images import Image
from tests.making import entry

PICTURE = Image("https://i.example/a.png", "")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('<p>a</p><audio controls="" src="https://s.example/a.mp3?x=1&amp;y=2"></audio>', "https://s.example/a.mp3?x=1&y=2"),
        ('<video poster="https://i.example/p.png"><source src="https://s.example/a.mp4"></video>', "https://s.example/a.mp4"),
        ('<picture><source srcset="https://i.example/b.webp"><img src="https://i.example/b.png"></picture>', PICTURE.url),
        ('<audio title="one &gt; two src=&quot;x&quot;"></audio>', PICTURE.url),
        ("<p>a</p>", PICTURE.url),
    ],
)  # fmt: skip
def test_a_sound_or_a_film_is_attached_before_the_picture(content: str, expected: str) -> None:
    assert attachable(entry(content=content, image=PICTURE)) == expected


def test_an_entry_that_shows_and_plays_nothing_attaches_nothing() -> None:
    assert attachable(entry(content="<p>a</p>", image=None)) is None
    assert with_enclosure(entry(image=None), attached(PICTURE.url, "image/png", 70)).enclosure is None


def test_only_the_file_of_which_something_is_known_is_attached() -> None:
    one = entry(content="<p>a</p>", image=PICTURE)
    known = attached(PICTURE.url, "image/png", 70)
    assert with_enclosure(one, known).enclosure == Enclosure(PICTURE.url, "image/png", 70)
    assert with_enclosure(entry(image=Image("https://i.example/b.png", "")), known).enclosure is None
    assert with_enclosure(one, None).enclosure is None


def test_a_type_for_which_no_room_is_kept_is_not_attached() -> None:
    assert attached(PICTURE.url, "x" * (LONGEST_TYPE + 1), 70) is None
