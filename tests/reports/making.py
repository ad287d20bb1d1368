"""Results made by hand, and texts that try to be more than text."""

from collections.abc import Sequence
from typing import Any

from feedtool.judge.verdict import Judgement, Outcome, Past, ProxyLeg, Result, Source, Verdict
from feedtool.net.exchange import Hop
from feedtool.reports.summary import Summary, summarise

DAY_MS = 86_400_000
NOW_MS = 1_795_321_980_000  # 2026-11-22

HOSTILE = (
    "::error::pwned", "\n::stop-commands::x", "  ::set-output name=a::b", "##[error]pwned", "a ##[group]b",
    "%0A::error::x", "\r\n::add-mask::x", "::error file=a.md,line=1::x", "a\x85::warning::b", "a\u2028::warning::b",
    "![x](https://evil.example/p.png)", "[x](https://evil.example/)", "[x](javascript:alert(1))", "](https://evil.example)",
    "<https://evil.example>", "www.evil.example", "https://evil.example/bare", "`code` [x](y)", "``` \n[x](y)", "`", "``", " ` ",
    "| a | b |\n|---|---|", "# heading", "- item", "1. item", "> quote", "***", "---", "[ref]: https://evil.example",
    "@octocat", "#1", "GH-1", "octocat/hello#1", "&lt;b&gt;", "&#60;img src=x&#62;", "\\[x](y)", "a\\", "<!-- x -->",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>', "'><b>", "</style><script>x</script>",
    "</title><script>x</script>", "{{ 7*7 }}", "{% raw %}", "<![CDATA[", "]]>", "&xxe;", "<!DOCTYPE x>", "\x00", "\ufffe\uffff",
    "=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1", '=HYPERLINK("https://evil.example","x")', "\uff1d1",
    'a","=1', "a;=1", "a\n=1", '"', "'=1", "=cmd|' /C calc'!A0",
    "\x1b[31mred", "\x1b]8;;https://evil.example\x07x", "\x9b31m", "\u202eevil", "\u2066x", "a\u200bb", "\ufeff", "\x07", "\x08",
    "\x7f", "\ud800", "a\tb", "x" * 5000, "", " ", "標題 😀", "{0}", "[x](1)", "%s %d", "${{ secrets.TOKEN }}", "$(id)", "`id`",
)  # fmt: skip


def result(
    url: str = "https://news.example/story",
    verdict: Verdict = Verdict.BROKEN,
    reason: str = "http-404",
    *,
    detail: str = "the page is not there (404); find another source",
    places: Sequence[tuple[str, int, int, str]] = (("seeds/a.md", 7, 3, "a story"),),
    past: Past | None = None,
    **more: Any,
) -> Result:
    seen = Outcome(Judgement(verdict, reason, detail), {}, 404, url, (), NOW_MS, 12, 2)
    sources = tuple(Source(*place) for place in places)
    return Result(url, Judgement(verdict, reason, detail, more.pop("suggestion", None)), more.pop("kind", "link"),
                  sources, more.pop("seen", seen), more.pop("proxy", None), past or Past(), **more)  # fmt: skip


def hostile(text: str) -> list[Result]:
    """Return results that have a text everywhere a text can be, one of each verdict."""
    url = f"https://news.example/{text}"
    return [
        result(
            address,
            verdict,
            reason,
            detail=text,
            suggestion=text,
            places=((f"seeds/{text}.md", 3, 1, text), (text, 1, 1, text)),
            seen=Outcome(Judgement(verdict, reason, text), {}, 200, text, (Hop(301, text),), NOW_MS),
            proxy=ProxyLeg("weserv", text, Verdict.BROKEN),
        )
        for verdict, reason in (
            (Verdict.BROKEN, "http-404"),
            (Verdict.UNREACHABLE, "timeout-read"),
            (Verdict.MOVED, "moved"),
            (Verdict.BLOCKED, "http-403"),
            (Verdict.SKIPPED, "excluded"),
            (Verdict.OK, "tls-incomplete"),
        )
        for address in (url, text)
    ]


def summary(*results: Result, **more: Any) -> Summary:
    return summarise(lambda: iter(results), **more)
