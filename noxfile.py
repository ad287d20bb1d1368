"""The checks of this repository. `nox -l` lists them; each runs alone: `nox -s lint types`.

`nox` makes an environment for every check. `nox --no-venv` takes the environment that nox itself runs in, and installs
nothing; `.ci/run` does so, after the README's test command.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

import nox

ROOT = Path(__file__).parent

nox.needs_version = ">=2025.2.9"
nox.options.reuse_venv = "yes"
nox.options.download_python = "never"  # a Python that is not installed is said to be missing, and skipped
nox.options.error_on_missing_interpreters = False


@nox.session(python=nox.project.python_versions(nox.project.load_toml("pyproject.toml")))
def tests(session: nox.Session) -> None:
    """Run every test, and fail if they run less of the code than the floor in pyproject.toml.

    With arguments, run only the tests that these name, without the floor: `nox -s tests -- tests/test_urls.py`.
    """
    install(session, "-e", ".[dev]")
    run(session, "pytest", *(session.posargs or ["--cov=feedtool"]))


@nox.session
def lint(session: nox.Session) -> None:
    """Find mistakes and unusual formatting in the Python code with ruff."""
    install(session, "ruff")
    run(session, "ruff", "check", ".")
    run(session, "ruff", "format", "--check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """Check the types of the package with mypy."""
    install(session, "-e", ".[dev]")
    run(session, "mypy")


@nox.session
def feeds(session: nox.Session) -> None:
    """Check that the committed feeds and the committed lock are those of the committed seeds."""
    install(session, "-e", ".")
    run(session, "feedtool", "build", "--check")


@nox.session
def workflows(session: nox.Session) -> None:
    """Look for weak points in the GitHub workflows and the action with zizmor, without a network."""
    install(session, "zizmor")
    run(session, "zizmor", "--offline", "--quiet", "--persona", "pedantic", ".github", "action.yml")


@nox.session
def package(session: nox.Session) -> None:
    """Build the wheel and the sdist, install each into an empty environment, and try what was installed."""
    install(session, "build")
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        run(session, "python", "-m", "build", "--outdir", str(work / "dist"), ".", silent=True)
        distributions = sorted((work / "dist").iterdir())
        if len(distributions) != 2:
            session.error(f"expected a wheel and an sdist, got {[one.name for one in distributions]}")
        for number, distribution in enumerate(distributions):
            try_out(session, distribution, work / str(number))


def try_out(session: nox.Session, distribution: Path, folder: Path) -> None:
    """Install a distribution into an empty environment in a folder: it must build our feeds, and begin an archive."""
    run(session, "python", "-m", "venv", str(folder / "environment"))
    programs = folder / "environment" / ("Scripts" if os.name == "nt" else "bin")
    python, feedtool = str(programs / "python"), str(programs / "feedtool")
    session.run(python, "-m", "pip", "install", "--quiet", str(distribution), external=True)
    with session.chdir(folder):
        session.run(feedtool, "build", str(ROOT / "seeds"), "-o", "feeds", "--quiet", external=True)
        if (folder / "feeds" / "atom.xml").read_bytes() != (ROOT / "feeds" / "atom.xml").read_bytes():
            session.error(f"{distribution.name} makes another atom.xml than the committed one")
    begun = folder / "begun"
    begun.mkdir()
    with session.chdir(begun):
        session.run(
            feedtool,
            "init",
            "--github",
            "--install",
            "feedtool @ git+https://example.org/feedtool@v1",
            external=True,
            silent=True,
        )
        session.run(feedtool, "report", "--format", "html", "-o", "links.html", external=True, silent=True)
        if not (begun / "links.html").stat().st_size:
            session.error(f"{distribution.name} makes an empty report")


def install(session: nox.Session, *packages: str) -> None:
    """Install packages into the environment of a session; with `--no-venv` they must be there."""
    if session.venv_backend != "none":
        session.install(*packages)


def run(session: nox.Session, program: str, *arguments: str, silent: bool = False) -> None:
    """Run a program of the session's environment; with `--no-venv` that is the one nox runs in."""
    if session.venv_backend == "none":
        here = Path(sys.executable).parent
        program = shutil.which(program, path=here) or session.error(f"{program} is not installed in {here}")
    session.run(program, *arguments, silent=silent, external=session.venv_backend == "none")
