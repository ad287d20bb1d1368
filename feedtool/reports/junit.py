"""A check as JUnit XML: a test case for every link. Broken is a failure; what could not be judged is skipped."""

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from typing import TextIO

from feedtool.errors import OutputError
from feedtool.judge.verdict import Result, Verdict
from feedtool.reports.escape import for_xml
from feedtool.reports.summary import Summary
from feedtool.reports.wording import describe_places, places_of

_TOLD = frozenset(
    (Verdict.UNREACHABLE, Verdict.BLOCKED, Verdict.SKIPPED, Verdict.BROKEN)
)  # as skipped, where they are no findings
_COUNTED = "tests", "failures", "skipped"
_PIECE = 65_536  # characters


def render(summary: Summary) -> Iterator[str]:
    """Yield one suite. A network that could not be used is an error of a case of its own.

    The counts stand before the cases, which wait in a temporary file meanwhile: results are gone through once.
    """
    if summary.network is not None:
        reason, detail = for_xml(summary.network.reason), for_xml(summary.network.detail)
        error = f'<testcase classname="network" name="network">\n<error type={reason} message={detail}/>\n</testcase>\n'
        yield from _suite((error,), tests=1, errors=1)
        return
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="backslashreplace", newline="") as cases:
        try:
            counts = _write_cases(summary, cases)
        except OSError as error:
            what = error.strerror or error
            raise OutputError(f"{tempfile.gettempdir()}: no room for the cases of a JUnit report: {what}") from error
        yield from _suite(iter(partial(cases.read, _PIECE), ""), **counts)


def _write_cases(summary: Summary, file: TextIO) -> dict[str, int]:
    """Write the cases into a file that is read next; return the counts of a suite."""
    counts: Counter[str] = Counter(dict.fromkeys(_COUNTED, 0))
    for part in summary.in_parts(_cases):
        numbers, _, cases = part.partition("\n")
        counts.update(dict(zip(_COUNTED, map(int, numbers.split()), strict=True)))
        file.write(cases)
    file.seek(0)
    return counts


def _cases(results: Iterable[Result]) -> str:
    """Return the cases of some results, after a line with the numbers of what is counted of them."""
    cases, failures, skipped = [], 0, 0
    for result in results:
        cases.append(_case(result))
        failures += result.finding
        skipped += _is_skipped(result)
    return f"{len(cases)} {failures} {skipped}\n{''.join(cases)}"


def _suite(cases: Iterable[str], *, tests: int, failures: int = 0, errors: int = 0, skipped: int = 0) -> Iterator[str]:
    counts = f'tests="{tests}" failures="{failures}" errors="{errors}" skipped="{skipped}"'
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites {counts}>\n<testsuite name="links" {counts}>\n'
    yield from cases
    yield "</testsuite>\n</testsuites>\n"


def _is_skipped(result: Result) -> bool:
    return not result.finding and result.judgement.verdict in _TOLD


def _case(result: Result) -> str:
    judgement, places = result.judgement, places_of(result)
    path = _known_xml(places[0].path if places else "links")
    place = f' file={path} line="{places[0].line}"' if places else ""
    case = f"<testcase classname={path} name={for_xml(result.url)}{place}"
    if not (result.finding or _is_skipped(result)):
        return f"{case}/>\n"  # most links
    message = judgement.detail + (f"; in {''.join(describe_places(places))}" if places else "")
    if result.finding:
        return f"{case}>\n<failure type={for_xml(judgement.reason)} message={for_xml(message)}/>\n</testcase>\n"
    return f"{case}>\n<skipped message={for_xml(f'{judgement.reason}: {message}')}/>\n</testcase>\n"


_known_xml = lru_cache(4096)(for_xml)  # of what many links have
