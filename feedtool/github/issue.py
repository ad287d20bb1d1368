"""One issue that tells which links are broken: found by a mark, changed in place, reopened, closed when all is well.

Nobody is told twice: a body that changes sends no mail, its title never changes, and there is never a second issue.
How GitHub is asked is left to `api`.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, Protocol

from feedtool.judge.verdict import Verdict
from feedtool.quick import quick
from feedtool.reports import markdown
from feedtool.reports.summary import Summary
from feedtool.reports.wording import LinkOf, nowhere

MARK = "<!-- feedtool: the one issue about links -->"
TITLE = "Broken links"
WELL = "All is well: no link is broken. This issue is opened again when a link breaks."
_BODY_BYTES = 60_000  # GitHub takes 65,536 characters
# Anyone can write the mark into an issue of their own: only those of people who may change the repository count.
_TRUSTED = frozenset(("OWNER", "MEMBER", "COLLABORATOR"))

State = Literal["open", "closed"]


@quick(frozen=True, slots=True)
class Issue:
    """An issue as it stands."""

    number: int
    state: State
    body: str


class Api(Protocol):
    """The calls that keeping an issue takes. Each raises OutputError if GitHub refuses or cannot be asked."""

    def issues(self, state: State) -> Iterator[Mapping[str, Any]]:
        """Yield the issues in this state, the oldest first."""

    def create(self, title: str, body: str) -> int:
        """Open an issue and return its number."""

    def change(self, number: int, fields: Mapping[str, str]) -> None:
        """Change some fields of an issue."""


def keep(api: Api, summary: Summary, link_of: LinkOf = nowhere) -> str:
    """Make the issue say what a check found, and return what was done, e.g. ``#7 reopened``.

    A check that was cut short or had no network changes nothing.
    """
    if summary.network is not None or not summary.complete:
        return "left as it is: the check could not tell"
    body = body_of(summary, link_of)
    well = not summary.counts.findings
    open_ones = list(_found(api, "open"))
    issue = open_ones[0] if open_ones else None
    if issue is None and not well:
        issue = next(_found(api, "closed"), None)
    if issue is None:
        return "none needed" if well else _open(api, body)
    for other in open_ones[1:]:  # a second issue is closed, however it was opened
        api.change(other.number, {"state": "closed", "state_reason": "not_planned"})
    state: State = "closed" if well else "open"
    if (issue.state, issue.body) == (state, body):
        return f"#{issue.number} is up to date already"
    fields = {"body": body}
    if issue.state != state:
        fields |= {"state": state, "state_reason": "completed" if well else "reopened"}
    api.change(issue.number, fields)
    done = "closed" if well else "brought up to date" if issue.state == "open" else "reopened"
    return f"#{issue.number} {done}"


def body_of(summary: Summary, link_of: LinkOf = nowhere) -> str:
    """Return the text of the issue: the links that make a check fail, or that there are none."""
    if not summary.counts.findings:
        return f"{MARK}\n{WELL}\n"
    verdicts = [verdict for verdict in Verdict if verdict in summary.policy.bad]
    pieces = markdown.render(summary, at_most=_BODY_BYTES, verdicts=verdicts, link_of=link_of)
    return f"{MARK}\n" + "".join(pieces)


def _open(api: Api, body: str) -> str:
    number = api.create(TITLE, body)
    first = next(_found(api, "open"), None)
    if first is not None and first.number < number:  # another run opened one at the same time: that one stays
        api.change(number, {"state": "closed", "state_reason": "not_planned"})
        return f"#{number} closed again: #{first.number} was opened at the same time"
    return f"#{number} opened"


def _found(api: Api, state: State) -> Iterator[Issue]:
    """Yield the issues with the mark, the oldest first."""
    for one in api.issues(state):
        if "pull_request" not in one and _body(one).startswith(MARK) and _is_trusted(one):
            yield Issue(int(one["number"]), state, _body(one))


def _body(issue: Mapping[str, Any]) -> str:
    return str(issue.get("body") or "").replace("\r\n", "\n")


def _is_trusted(issue: Mapping[str, Any]) -> bool:
    return issue.get("author_association") in _TRUSTED or (issue.get("user") or {}).get("type") == "Bot"
