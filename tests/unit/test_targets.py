"""`[deploy]` in site.toml: what is taken, and what is refused with key, line and remedy."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from kliping import config
from kliping.errors import SettingsError
from kliping.records import FolderTarget, GitTarget, RsyncTarget, S3Target

HEAD = 'title = "Kliping Antah"\nbase_url = "https://kliping.example/"\n'
CASES = tomllib.loads((Path(__file__).parent / "targets.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_refused(case: dict[str, str]) -> None:
    """The message names the key and its line, and says what to write; a secret is not said again."""
    with pytest.raises(SettingsError) as caught:
        config.read(f"{HEAD}[deploy]\n{case['toml']}\n", {})
    fault = next(each for each in caught.value.faults if each.key == case["key"])
    assert case["says"] in str(fault)
    assert fault.file == "site.toml"
    assert fault.line >= 3
    for secret in ("t0k3n", "me:pass", '"abc"'):
        assert secret not in str(caught.value)


def test_one_of_each_kind() -> None:
    """Several places, each with its own keys and with defaults."""
    text = """\
[[deploy]]
to = "folder"
path = "../public"
[[deploy]]
name = "pages"
to = "git"
history = false
[[deploy]]
to = "rsync"
host = "editor@[2001:db8::1]"
path = "~/kliping/"
port = 2222
max_delete = 25
[[deploy]]
to = "s3"
bucket = "kliping-antah"
"""
    assert config.read(HEAD + text, {}).targets == (
        FolderTarget("folder", "deploy.0", "10%", "../public"),
        GitTarget("pages", "deploy.1", "10%", "origin", "gh-pages", False),
        RsyncTarget("rsync", "deploy.2", "25", "editor@[2001:db8::1]", "~/kliping", 2222),
        S3Target("s3", "deploy.3", "10%", "kliping-antah", "", "", "", ""),
    )


@pytest.mark.parametrize(
    ("text", "key", "says"),
    [
        ('deploy = "folder"\n', "deploy", "must be a table"),
        (
            '[[deploy]]\nto = "folder"\npath = "a"\n[[deploy]]\nto = "folder"\npath = "b"\n',
            "deploy.1.name",
            "names two places",
        ),
    ],
)
def test_several_are_told_apart(text: str, key: str, says: str) -> None:
    """Tables, each with a name of its own."""
    with pytest.raises(SettingsError) as caught:
        config.read(text + HEAD if text.startswith("deploy") else HEAD + text, {})
    assert [(each.key, says in each.what) for each in caught.value.faults] == [(key, True)]
