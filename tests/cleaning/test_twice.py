"""A picture that stands twice in an article is shown once."""

import pytest

from feedtool.cleaning.twice import picture_key
from tests.cleaning.test_furniture import ARTICLE, cleaned


def figure(name: str, caption: str = "") -> str:
    return f'<figure><img src="/{name}">' + (f"<figcaption>{caption}</figcaption>" if caption else "") + "</figure>"


@pytest.mark.parametrize("between", ["", ARTICLE])
def test_of_two_pictures_that_are_the_same_the_first_stays(between: str) -> None:
    assert cleaned(f"{figure('a.png')}{between}{figure('a.png')}") == cleaned(f"{figure('a.png')}{between}")
    assert cleaned(f"{figure('a.png', 'c')}{between}{figure('a.png', 'c')}") == cleaned(
        f"{figure('a.png', 'c')}{between}"
    )


@pytest.mark.parametrize(
    ("small", "large"),
    [
        ("https://miro.medium.com/max/60/1*b.png", "https://miro.medium.com/max/1400/1*b.png"),
        ("https://miro.medium.com/v2/resize:fit:100/1*b.png", "https://miro.medium.com/v2/resize:fit:1400/1*b.png"),
        ("https://a.example/wp-content/uploads/b-300x200.png", "https://a.example/wp-content/uploads/b.png"),
        ("https://i0.wp.com/a.example/b.png?resize=300%2C200", "https://i0.wp.com/a.example/b.png?w=1100"),
        ("https://assets.matters.news/processed/144w/embed/b.webp", "https://assets.matters.news/embed/b.jpeg"),
    ],
)
def test_a_small_copy_gives_way_to_the_large_one_and_keeps_its_place(small: str, large: str) -> None:
    shown = f'<figure><img src="{{}}"><figcaption>c</figcaption></figure>{ARTICLE}'
    again = f'<img src="{large}">'
    html = cleaned(shown.format(small).replace("<img", '<img width="60" height="40"') + again)
    assert html == cleaned(shown.format(large))


def test_of_two_large_copies_the_first_stays() -> None:
    image = '<img src="https://miro.medium.com/max/{}/1*b.png">'
    assert cleaned(image.format(1400) + image.format(2800)) == cleaned(image.format(1400))
    assert cleaned(image.format(1400) + image.format(60)) == cleaned(image.format(1400))


def test_the_one_with_a_caption_stays() -> None:
    assert cleaned(f"{figure('a.png')}{ARTICLE}{figure('a.png', 'c')}") == cleaned(f"{ARTICLE}{figure('a.png', 'c')}")


def test_a_caption_in_small_print_or_behind_the_box_counts_too() -> None:
    small = '<img src="/a.png"><div><small>{}</small></div>'
    assert cleaned(small.format("one") + ARTICLE + small.format("two")).count("a.png") == 2
    behind = '<div><img src="/a.png"></div><div><figure><figcaption>{}</figcaption></figure></div>'
    assert cleaned(behind.format("one") + ARTICLE + behind.format("two")).count("a.png") == 2
    assert cleaned(behind.format("one") + ARTICLE + behind.format("one")).count("a.png") == 1


def test_pictures_with_different_captions_stay() -> None:
    html = cleaned(f"{figure('a.png', 'one')}{ARTICLE}{figure('a.png', 'two')}")
    assert html.count("a.png") == 2


def test_ornaments_between_parts_and_signs_in_a_line_stay() -> None:
    assert cleaned((figure("line.png") + ARTICLE) * 3).count("line.png") == 3
    assert cleaned('<p>Good <img src="/smile.png"> day <img src="/smile.png"></p>').count("smile.png") == 2


def test_three_copies_in_a_row_are_one_picture() -> None:
    assert cleaned(figure("a.png") * 3) == cleaned(figure("a.png"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/wp-content/uploads/2019/b.png", "https://a.example/wp-content/uploads/2019/b-300x200.png"),
        ("https://i0.wp.com/a.example/b.png?resize=1100%2C625&ssl=1", "https://a.example/b.png"),
        ("https://assets.matters.news/embed/b.jpeg", "https://assets.matters.news/processed/540w/embed/b.webp"),
        ("https://cdn-images-1.medium.com/max/1024/1*b.png", "https://cdn-images-1.medium.com/max/300/1*b.png"),
        ("https://p.example/sites/p/files/styles/large/public/b.jpg?itok=x", "https://p.example/sites/p/files/b.jpg"),
        ("http://a.example/b.png", "https://a.example/b.png"),
    ],
)
def test_sizes_of_a_picture_are_one_picture(one: str, other: str) -> None:
    assert picture_key(one) == picture_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/b-300x200.png", "https://a.example/b-400x300.png"),
        ("https://a.example/show?id=1", "https://a.example/show?id=2"),
        ("https://a.example/b.png", "https://other.example/b.png"),
        ("https://cdn-images-1.medium.com/max/1024/1*b.png", "https://cdn-images-1.medium.com/max/1024/1*c.png"),
    ],
)
def test_other_pictures_are_other_pictures(one: str, other: str) -> None:
    assert picture_key(one) != picture_key(other)
