"""Results made by hand, and texts that try to be more than text."""

from collections.abc import Iterable, Sequence
from typing import Any

from feedtool.http.exchange import Hop
from feedtool.judge.findings import Policy
from feedtool.judge.verdict import Judgement, Outcome, Past, ProxyLeg, Result, Run, Source, Verdict
from feedtool.reports.formats import render
from feedtool.reports.summary import Summary, Trend, summarise

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


def summary(*results: Result, strict: bool = False, **more: Any) -> Summary:
    policy = more.pop("policy", Policy(strict))
    return summarise(lambda: iter(results), policy=policy, **more)


def told(one: Summary) -> list[Result]:
    """Return all results of a summary, as a format is given them."""
    found: list[Result] = []

    def take(results: Iterable[Result]) -> str:
        found.extend(results)
        return ""

    assert not "".join(one.in_parts(take))
    return found


DOWN = Judgement(Verdict.UNREACHABLE, "network-down", "no host could be reached")


def text_of(one: Summary, form: str) -> str:
    return "".join(render(one, form))


def several() -> Summary:
    return summary(
        result("https://a.example/gone", places=[("seeds/a.md", 7, 3, "a"), ("seeds/b.md", 9, 1, "b")]),
        result("https://b.example/slow", Verdict.UNREACHABLE, "timeout-read", detail="no answer within 20 s"),
        result(
            "https://c.example/old",
            Verdict.MOVED,
            "moved",
            detail="write the new one",
            suggestion="https://c.example/new",
        ),
        result("https://d.example/wall", Verdict.BLOCKED, "http-403"),
        result("https://e.example/fine", Verdict.OK, "ok", detail=""),
        result("mailto:a@b.example", Verdict.SKIPPED, "scheme", seen=None),
    )


def remembered() -> Result:
    """Return a link that was not asked in this run, and is shown as it was seen the day before."""
    known = Outcome(Judgement(Verdict.MOVED, "moved", "write the new one", "https://a.example/new"), {}, 200,
                    "https://a.example/new", (), NOW_MS - DAY_MS)  # fmt: skip
    past = Past(Verdict.MOVED, "moved", NOW_MS - DAY_MS, NOW_MS - DAY_MS, 2)
    return result(verdict=Verdict.MOVED, reason="moved", detail="write the new one", suggestion="https://a.example/new",
                  seen=known, past=past, asked=False)  # fmt: skip


RUNS = tuple(
    Run(NOW_MS - (9 - day) * DAY_MS, day != 4, {"broken": day % 4, "unreachable": day % 3, "ok": 40})
    for day in range(10)
)


def full(**more: Any) -> Summary:
    moved = "https://c.example/new"
    return summary(
        result("https://a.example/gone", places=[("seeds/a.md", 7, 3, "a story"), ("seeds/b.md", 9, 1, "b")],
               past=Past(Verdict.BROKEN, "http-404", failures=3, failed_days=3, first_failed_ms=NOW_MS - 3 * DAY_MS,
                         last_ok_ms=NOW_MS - 4 * DAY_MS, checked_ms=NOW_MS)),
        result("https://b.example/" + "slow" * 60, Verdict.UNREACHABLE, "timeout-read", detail="no answer within 20 s",
               past=Past(Verdict.UNREACHABLE, "timeout-read", failures=2, failed_days=2, first_failed_ms=NOW_MS - DAY_MS),
               failed_days=(20779, 20780)),
        result("https://c.example/old", Verdict.MOVED, "moved", suggestion=moved,
               seen=Outcome(Judgement(Verdict.MOVED, "moved", ""), {}, 200, moved, (Hop(301, "https://c.example/old"),))),
        result("https://d.example/wall", Verdict.BLOCKED, "http-403"),
        result("https://images.weserv.nl/?url=e.example/a.png", Verdict.OK, "cached-origin-gone", kind="image",
               proxy=ProxyLeg("weserv", "http://e.example/a.png", Verdict.BROKEN)),
        *(result(f"https://f.example/{number}", Verdict.OK, "ok") for number in range(40)),
        trend=Trend(RUNS, {"https://f.example/1": Verdict.BROKEN, "https://gone.example/": Verdict.BROKEN,
                           "https://a.example/gone": Verdict.BROKEN, "https://d.example/wall": Verdict.BROKEN}, NOW_MS),
        title="芯片战档案", **more,
    )  # fmt: skip


def big() -> Summary:
    past = Past(
        Verdict.BROKEN, "http-404", failures=30, first_failed_ms=NOW_MS - 30 * DAY_MS, last_ok_ms=NOW_MS - 31 * DAY_MS
    )
    return summary(
        *(
            result(
                f"https://host{number % 400}.example/2026/11/a-story-with-a-name-of-the-usual-length-{number}.html",
                places=[
                    (f"seeds/2026/{number % 900}-很长的标题.md", 12, 5, "一个链接的文字"),
                    ("seeds/b.md", 3, 1, "x"),
                ],
                past=past,
            )
            for number in range(5000)
        ),
        trend=Trend(RUNS, {}),
    )
