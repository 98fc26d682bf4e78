"""What all tests share: the facts that ship with Kliping, hypothesis' profiles, `--regenerate`."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from kliping import ingest
from kliping.records import Article, Facts, RawFile

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile("desk", deadline=None, max_examples=60)
settings.register_profile("ci", deadline=None, max_examples=60, derandomize=True, database=None)
settings.register_profile("long", deadline=None, max_examples=2000)  # pytest --hypothesis-profile=long
settings.load_profile("ci" if os.environ.get("CI") else "desk")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regenerate",
        action="store_true",
        help="write the expected files of tests/golden/ and the floors of tests/eval/ anew, then read the diff",
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--regenerate") and os.environ.get("CI"):
        raise pytest.UsageError("--regenerate is for a person who reads the diff: not where CI is set")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def facts() -> Facts:
    """What Kliping knows of outlets, agencies and furniture as it ships."""
    return ingest.load_facts(ROOT / "kliping", ROOT / "content", "Asia/Jakarta")


@pytest.fixture(scope="session")
def made_up_facts() -> Facts:
    """The same, with the made-up outlets of the golden articles beside the real ones."""
    return ingest.load_facts(ROOT / "kliping", ROOT / "tests" / "golden", "Asia/Jakarta")


@pytest.fixture(scope="session")
def clean(made_up_facts: Facts) -> Callable[..., Article]:
    """Clean a text dump, or with a name such as `x.html` a page; there has to be an article in it."""

    def cleaned(text: str | bytes, name: str = "x.txt") -> Article:
        data = text.encode() if isinstance(text, str) else text
        result = ingest.clean_file(RawFile(f"inbox/{name}", data), made_up_facts)
        assert isinstance(result, Article), str(result)
        return result

    return cleaned
