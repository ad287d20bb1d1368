from hypothesis import given
from hypothesis import strategies as st

from feedtool.judge.platforms import question_for
from feedtool.judge.target import Target
from feedtool.judge.verdict import NO_PAST, Past, Verdict
from feedtool.links.proxies import read_proxied
from feedtool.parts.packing import pack_target, read_target

OWN = {"images.example": "weserv"}
MOMENTS = st.none() | st.integers(0, 2**50)
PASTS = st.just(NO_PAST) | st.builds(
    Past,
    st.sampled_from(Verdict),
    st.text(max_size=9),
    MOMENTS,
    MOMENTS,
    st.integers(0, 30),
    MOMENTS,
    last_ok_ms=MOMENTS,
)
URLS = st.sampled_from(
    [
        "https://a.example/story?q=%E6%9F%A5",
        "https://images.weserv.nl/?url=ssl:a.example/x.png&default=1",
        "https://images.example/?url=a.example/x.png",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    ]
)


@given(URLS, st.booleans(), st.frozensets(st.text(max_size=5)), PASTS, st.none() | st.text())
def test_a_target_comes_back_as_it_was(
    url: str, image: bool, fragments: frozenset[str], past: Past, title: str | None
) -> None:
    target = Target(url, image, read_proxied(url, OWN), fragments, past, None if image else question_for(url), title)
    assert read_target(pack_target(target), OWN) == target


def test_a_plain_target_takes_little_more_than_its_address() -> None:
    url = "https://a.example/2020/01/02/a-story-of-some-length"
    assert len(pack_target(Target(url))) < len(url) + 12
