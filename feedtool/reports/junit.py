"""A check as JUnit XML: a test case for every link. Broken is a failure; what could not be judged is skipped."""

from collections.abc import Iterator
from functools import lru_cache

from feedtool.judge.verdict import Result, Verdict
from feedtool.reports.escape import for_xml
from feedtool.reports.summary import Summary
from feedtool.reports.wording import describe_places, places_of

_TOLD = frozenset(
    (Verdict.UNREACHABLE, Verdict.BLOCKED, Verdict.SKIPPED, Verdict.BROKEN)
)  # as skipped, where they are no findings


def render(summary: Summary) -> Iterator[str]:
    """Yield one suite. A network that could not be used is an error of a case of its own."""
    tests, failures, skipped, errors = summary.counts.verdicts.total(), summary.counts.findings.total(), 0, 0
    skipped = sum(summary.counts.verdicts[verdict] for verdict in _TOLD) - failures
    if summary.network is not None:
        tests, failures, skipped, errors = 1, 0, 0, 1
    counts = f'tests="{tests}" failures="{failures}" errors="{errors}" skipped="{skipped}"'
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites {counts}>\n<testsuite name="links" {counts}>\n'
    if summary.network is not None:
        reason, detail = for_xml(summary.network.reason), for_xml(summary.network.detail)
        yield f'<testcase classname="network" name="network">\n<error type={reason} message={detail}/>\n</testcase>\n'
    else:
        for result in summary.results():
            yield _case(result)
    yield "</testsuite>\n</testsuites>\n"


def _case(result: Result) -> str:
    judgement, places = result.judgement, places_of(result)
    path = _known_xml(places[0].path if places else "links")
    place = f' file={path} line="{places[0].line}"' if places else ""
    case = f"<testcase classname={path} name={for_xml(result.url)}{place}"
    if not result.finding and judgement.verdict not in _TOLD:
        return f"{case}/>\n"  # most links
    message = judgement.detail + (f"; in {''.join(describe_places(places))}" if places else "")
    if result.finding:
        return f"{case}>\n<failure type={for_xml(judgement.reason)} message={for_xml(message)}/>\n</testcase>\n"
    return f"{case}>\n<skipped message={for_xml(f'{judgement.reason}: {message}')}/>\n</testcase>\n"


_known_xml = lru_cache(4096)(for_xml)  # of what many links have
