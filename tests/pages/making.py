"""Pages as a server sends them, and the exchanges that bring them."""

from feedtool.http.exchange import Exchange, Hop, Response
from feedtool.pages.kinds import PageKind, kind_of
from feedtool.pages.page import Page
from feedtool.pages.rule import Rule

HTML = (("content-type", "text/html; charset=utf-8"),)
URL = "https://a.example/2020/story.html"
WORDS = "The mill by the river turned again today and the miller told us why. "


def page(title: str = "A story", body: str = f"<p>{WORDS * 5}</p>") -> str:
    """Return the source of a page, with a story in it if nothing else is given."""
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{body}</body></html>"


def exchange(
    status: int = 200,
    body: str | bytes | None = None,
    *,
    headers: tuple[tuple[str, str], ...] = HTML,
    redirects: tuple[Hop, ...] = (),
    final: str | None = None,
    ended: str = "whole",
    url: str = URL,
) -> Exchange:
    """Return what came of asking for a URL: a page with a story in it if nothing else is given."""
    body = page() if body is None else body
    data = body.encode() if isinstance(body, str) else body
    return Exchange(url, final or url, redirects, Response(status, headers, data, ended))  # type: ignore[arg-type]


def assert_sees_its_example_alone(rule: Rule) -> None:
    """Assert that a rule is what tells of its example, and that nothing tells of its counter-example."""
    url = f"https://{rule.hosts[0] if rule.hosts else 'a.example'}/story"
    found = kind_of(Page(rule.example, whole=True), url)
    assert found == PageKind(rule.reason, rule.name)
    assert kind_of(Page(rule.counter, whole=True), url) is None


def read(body: str = "", *, title: str = "A story", head: str = "") -> Page:
    source = f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    return Page(source, whole=True)
