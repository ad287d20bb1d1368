"""Language tags: what is one, how it is usually written, and what it names."""

import pytest

from feedtool.languages import language_tag, parts_of, right_tag


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("en", "en"),
        ("ZH-hans", "zh-Hans"),
        ("zh-hant-hk", "zh-Hant-HK"),
        ("es-419", "es-419"),
        ("zh-cmn-hans-cn", "zh-cmn-Hans-CN"),
        ("de-1996", "de-1996"),
        ("sl-nedis", "sl-nedis"),
        ("en-US-u-CA-gregory", "en-US-u-ca-gregory"),
        ("en-x-AB", "en-x-ab"),
        ("yue", "yue"),
    ],
)
def test_a_tag_comes_in_the_usual_case(written: str, tag: str) -> None:
    assert language_tag(written) == tag


@pytest.mark.parametrize(
    "written",
    ["", "cn", "JP", "zh_CN", "english", "zh-", "z", "zh--Hans", "中文", "en US", "zh-Hans-CN-Hans", "en-u", "a" * 400],
)
def test_what_is_no_tag_is_refused(written: str) -> None:
    assert language_tag(written) is None


@pytest.mark.parametrize(("written", "right"), [("cn", "zh-Hans"), ("zh_tw", "zh-TW"), ("english", "zh-Hans")])
def test_the_tag_that_was_meant_is_guessed(written: str, right: str) -> None:
    assert right_tag(written) == right


@pytest.mark.parametrize(
    ("tag", "parts"),
    [
        ("zh-HK", ("zh", "Hant")),
        ("zh-CN", ("zh", "Hans")),
        ("zh", ("zh", "")),
        ("zh-Hans-HK", ("zh", "Hans")),
        ("sr-Latn", ("sr", "Latn")),
        ("en-GB", ("en", "")),
        ("ZH-tw", ("zh", "Hant")),
    ],
)
def test_a_tag_names_a_language_and_perhaps_a_script(tag: str, parts: tuple[str, str]) -> None:
    assert parts_of(tag) == parts
