"""The code that Jinja makes of templates, kept where Python keeps that of its modules: in ``__pycache__``.

To make it anew takes a tenth of a build that has one new article. As with modules, what is kept is as trustworthy as
the program itself, it is written where that may be written, and ``PYTHONDONTWRITEBYTECODE`` and
``PYTHONPYCACHEPREFIX`` hold (PEP 3147). Jinja looks whether the code is of this template and of this Python.
"""

import contextlib
import os
import sys
from importlib.util import cache_from_source
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class TemplateCode(BytecodeCache):
    """The code of templates that belong to a module, ``__file__``; where it cannot be kept, it is made each time."""

    def __init__(self, module: str) -> None:
        """Keep the code beside that of a module."""
        tag = sys.implementation.cache_tag
        self._folder = Path(cache_from_source(module)).parent if tag else None
        self._suffix = f".{tag}.jinja"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket with the code that is kept for it."""
        if self._folder is not None:
            with contextlib.suppress(OSError), (self._folder / f"{bucket.key}{self._suffix}").open("rb") as file:
                bucket.load_bytecode(file)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a bucket, as a whole or not at all."""
        if self._folder is None or sys.dont_write_bytecode:
            return
        place = self._folder / f"{bucket.key}{self._suffix}"
        waiting = place.with_suffix(f".{os.getpid()}")
        try:
            with waiting.open("xb") as file:
                bucket.write_bytecode(file)
            waiting.replace(place)
        except OSError:
            with contextlib.suppress(OSError):
                waiting.unlink()
