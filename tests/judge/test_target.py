"""The address that is asked for a target."""

from feedtool.judge.target import Target


def test_a_target_is_asked_by_its_question_where_it_has_one() -> None:
    assert Target("https://a.example/").address == "https://a.example/"
    assert Target("https://a.example/", question="https://ask.example/?a").address == "https://ask.example/?a"
