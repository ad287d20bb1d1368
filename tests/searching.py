"""Whether the search can be tried here."""

import importlib.util

import pytest

needs_pagefind = pytest.mark.skipif(
    importlib.util.find_spec("pagefind") is None,
    reason="Pagefind is not installed (the extra `search`): no search index is made",
)
