"""The simulation of very large checks (`bench/simulate.py`): the real schedule, in parts, on a clock that jumps."""

import importlib.util
import re
import sys
from types import ModuleType
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.schedule.manner import Manner
from tests.conftest import ROOT
from tests.thorough import examples


def _loaded() -> ModuleType:
    spec = importlib.util.spec_from_file_location("simulate", ROOT / "bench" / "simulate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["simulate"] = module  # where its data classes look for their own names
    spec.loader.exec_module(module)
    return module


SIMULATE = _loaded()
Group, simulate = SIMULATE.Group, SIMULATE.simulate
MANNER = Manner()
ANSWERS = st.sampled_from([0.0, 0.05, 0.2, 1.0, None])
WEBS = st.lists(st.builds(Group, st.integers(1, 12), st.integers(1, 40), ANSWERS), min_size=1, max_size=4)


@examples(40)
@given(WEBS, st.integers(1, 5))
def test_every_link_is_asked_or_answered_for_in_one_part(web: list[object], parts: int) -> None:
    ran = simulate(web, parts, MANNER)
    assert len(ran) == parts
    assert sum(one.asked + one.unasked for one in ran) == sum(group.sites * group.links for group in web)


@examples(40)
@given(WEBS, st.integers(1, 5), st.sampled_from([1.0, 20.0, 100.0]))
def test_no_site_is_asked_faster_than_its_rate_in_however_many_parts(
    web: list[object], parts: int, rate: float
) -> None:
    gaps = [one.least_gap_s for one in simulate(web, parts, Manner(rate=rate)) if one.least_gap_s is not None]
    assert all(gap > 1 / rate for gap in gaps)


@pytest.mark.parametrize("parts", [1, 2, 4, 16])
def test_the_largest_site_bounds_the_time_whatever_the_number_of_parts(parts: int) -> None:
    web = [Group(1, 2000, 0.2), Group(200, 10, 0.2)]
    longest = max(one.seconds for one in simulate(web, parts, MANNER))
    assert SIMULATE.largest_s(web, MANNER) == pytest.approx(2000 * 0.055)
    assert 2000 * 0.055 < longest < 2000 * 0.055 * 1.1


def test_parts_help_where_one_process_has_too_few_slots() -> None:
    web = [Group(400, 10, 1.0)]
    one, two = (max(part.seconds for part in simulate(web, parts, Manner(concurrency=64))) for parts in (1, 2))
    assert two < 0.6 * one


def test_work_for_each_answer_makes_a_part_longer_by_as_much() -> None:
    web = [Group(100, 20, 0.0)]
    (idle,), (busy,) = (simulate(web, 1, Manner(rate=0), cpu_s=cpu_s) for cpu_s in (0.0, 0.01))
    assert idle.seconds == 0
    assert busy.seconds == pytest.approx(2000 * 0.01)


def test_a_site_that_never_answers_costs_a_few_time_outs() -> None:
    (ran,) = simulate([Group(1, 1000, None)], 1, MANNER)
    assert ran.requests == 3
    assert (ran.asked, ran.unasked) == (2, 998)
    assert ran.seconds < 2 * MANNER.timeout_s + 5 + 1


def test_a_group_is_written_as_sites_links_and_seconds() -> None:
    assert Group.parse("499999x20@0.2") == Group(499_999, 20, 0.2)
    assert Group.parse("3x7@dead") == Group(3, 7, None)
    with pytest.raises(ValueError, match="invalid literal"):
        Group.parse("20@0.2")


def test_the_web_of_the_docs_is_the_one_that_they_tell_of() -> None:
    page = (ROOT / "docs" / "scale.md").read_text("utf-8")
    commands = re.findall(r"^python bench/simulate\.py ((?:\d+x\S+ )+)", page, re.MULTILINE)
    ten_million, a_tenth = ([Group.parse(one) for one in command.split()] for command in commands)
    assert sum(group.sites for group in ten_million) == 500_000
    assert sum(group.sites * group.links for group in ten_million) == 10_000_000
    assert f"| {SIMULATE.largest_s(ten_million, MANNER) / 3600:.2f} h |" in page
    assert f"of {sum(group.sites for group in a_tenth):_} never".replace("_", ",") in page
    slow = sum(group.sites * group.links for group in a_tenth if group.answer_s == 1)
    assert f"{slow:,} answers of 1 s" in page


def test_a_small_simulation_is_shown_as_the_docs_show_one(capsys: pytest.CaptureFixture[str]) -> None:
    with patch.object(sys, "argv", ["simulate.py", "2x10@0.1", "--parts", "1", "2"]):
        SIMULATE.main()
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["20 links on 2 sites", "the largest site alone: 0.6 s"]
    assert lines[2].split()[:3] == ["parts", "takes", "requests"]
    assert [line.split()[0] for line in lines[3:5]] == ["1", "2"]
    assert "20" in lines[3].split()
