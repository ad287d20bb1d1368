"""The first step of judging: whether an answer is plainly fine, told by a few quick questions. Pure.

Most links are: 200, a page whose title names a story, nothing that leads elsewhere. For such a page every question of
`judge` would say `ok`, and most of them cost more than all that is asked here: the text of a page, what stands outside
its furniture, its prose. So this may say “no” whenever it pleases, and “yes” only where the full questions say `ok`; a
test holds it to that with every page that the other tests know.

Whether a page is the same at a made-up address is a question about its server, and is left to the run.
"""

from feedtool.http.exchange import Exchange
from feedtool.pages.kinds import is_surely_story
from feedtool.pages.page import Page

_CHALLENGES = frozenset(("cf-mitigated", "x-amzn-waf-action"))  # headers of protections
_READ = ("whole", "cap")


def prepare() -> None:
    """Make the patterns that the first page needs, which takes a tenth of a second."""
    is_surely_story(Page("<title>The story of a page that nobody asked for</title>", whole=True))


def is_plain(exchange: Exchange, page: Page | None) -> bool:
    """Return whether an exchange that ended at a page is surely fine: the link leads there, and to nowhere else."""
    response = exchange.response
    if page is None or response is None or exchange.redirects or exchange.failure is not None:
        return False
    if not 200 <= response.status < 300 or response.status == 204 or response.body_end not in _READ:
        return False
    if response.certificates_completed:
        return False
    for name, _ in response.headers:  # `any` takes twice the time, for every page
        if name in _CHALLENGES:
            return False
    return not page.may_lead_elsewhere and is_surely_story(page)
