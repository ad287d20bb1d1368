from collections.abc import Callable
from datetime import UTC
from pathlib import Path

from feedtool.articles.walk import find_seeds
from feedtool.catalogue.read import read_catalogue
from tests.making import NOW, mirror


def test_a_candidate_leads_back_to_its_seed(seeds: Callable[..., Path]) -> None:
    folder = seeds(a__b=mirror())
    (candidate,) = read_catalogue(folder, zone=UTC, now=NOW).candidates
    assert [candidate.seed] == find_seeds(folder)
