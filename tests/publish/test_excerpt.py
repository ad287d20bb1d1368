"""The first words of a text, without addresses."""

import pytest

from feedtool.publish.excerpt import excerpt_of


@pytest.mark.parametrize(
    ("summary", "excerpt"),
    [
        ("订阅https://t.me/spam多谢", "订阅 多谢"),
        ("看 https://a.example/x?y=1#z 。好", "看。好"),
        ("Write to news.desk+tips@mail.example.org, or call", "Write to, or call"),
        ("加群（https://t.me/spam）看", "加群 看"),
        ("see www.spam.example/x and t.me/spam now", "see and now"),
        ("https://a.example/aaaaaaaaaaaaaaaaaaaa…", ""),
        ("正文。======== 频道：https://a.example/x", "正文。 频道"),
        ("支持 － － － － － 正文——还有", "支持 正文——还有"),
    ],
)
def test_addresses_are_taken_out(summary: str, excerpt: str) -> None:
    assert excerpt_of(summary, 140) == excerpt


@pytest.mark.parametrize(
    "summary",
    [
        "一段普通的文字 。就是这样",
        "3.5/4 of them, and/or e.g. this",
        "at 5 p.m./6 p.m.",
        "@writer said a.b c",
        "Node.js 与 U.S.A.",
    ],
)
def test_what_is_no_address_stays_as_it_is(summary: str) -> None:
    assert excerpt_of(summary, 140) == summary


def test_it_is_shortened_after_addresses_went() -> None:
    assert excerpt_of("https://a.example/" + "x" * 200 + " 正文" * 40, 20) == " ".join(["正文"] * 6) + "…"
