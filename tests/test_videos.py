"""Addresses of videos: which video each is of, and where its picture stands."""

import pytest

from feedtool.videos import thumbnail_of, video_of

ID = "dQw4w9WgXcQ"
ADDRESSES = [
    f"https://www.youtube.com/watch?v={ID}",
    f"https://www.youtube.com/watch?list=PL1&v={ID}&t=10s",
    f"https://youtube.com/watch/?v={ID}",
    f"https://m.youtube.com/watch?v={ID}#comments",
    f"https://music.youtube.com/watch?v={ID}",
    f"http://youtu.be/{ID}?si=abc",
    f"https://www.youtube.com/shorts/{ID}",
    f"https://www.youtube.com/live/{ID}?feature=share",
    f"https://www.youtube.com/embed/{ID}/",
    f"https://www.youtube-nocookie.com/embed/{ID}",
]


@pytest.mark.parametrize("url", ADDRESSES)
def test_every_address_of_a_video_leads_to_its_picture(url: str) -> None:
    assert video_of(url) == ID
    assert thumbnail_of(url) == f"https://i.ytimg.com/vi/{ID}/hqdefault.jpg"


@pytest.mark.parametrize(
    "url",
    [
        "https://www.youtube.com/",
        "https://www.youtube.com/watch",
        "https://www.youtube.com/watch?v=",
        "https://www.youtube.com/watch?v=too-short",
        f"https://www.youtube.com/watch?v={ID}x",
        f"https://www.youtube.com/watch?v={ID[:-1]}/",
        "https://www.youtube.com/playlist?list=PL1",
        "https://www.youtube.com/embed/videoseries?list=PL1",
        "https://www.youtube.com/@channel/live",
        "https://www.youtube.com/channel/UC12345678901",
        f"https://youtu.be/a/{ID}",
        f"https://youtube.example/watch?v={ID}",
        f"https://www.youtube.com.example/watch?v={ID}",
        f"https://example.org/?u=https://youtu.be/{ID}",
    ],
)
def test_what_is_no_video_has_no_picture(url: str) -> None:
    assert thumbnail_of(url) is None
