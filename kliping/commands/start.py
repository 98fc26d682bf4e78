"""The command `init`: a folder with all that a digest needs, and a made-up sample to look at."""

from __future__ import annotations

import argparse
import json
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

from kliping.commands.project import PACKAGE
from kliping.commands.terminal import OK, say
from kliping.errors import Fault, UsageError

IGNORED = "# Made by Kliping from the rest, or private.\n/output/\n/.cache/\n/private/\n"
MAY_BE_THERE = frozenset([".git", ".gitignore", ".DS_Store", "desktop.ini", "Thumbs.db"])
"""What a folder that counts as empty may hold: version control, and what file managers leave behind."""


def init(options: argparse.Namespace) -> int:
    """Make a folder for a new digest; ask nothing, and touch no folder that holds something."""
    folder = Path(options.directory or ".") / options.folder
    refuse_what_is_there(folder, options.folder)
    made = list(laid_out(folder, PACKAGE / "start" / options.lang))
    following = next_steps(options.folder)
    if options.json:
        told = {"folder": str(folder), "files": made, "next": [command for command, _ in following]}
        print(json.dumps(told, ensure_ascii=False, indent=2))
    elif not options.quiet:
        say(
            f"A digest is in {options.folder}: its settings are in site.toml, and it has one made-up article to look at."
        )
        say("Next:")
        for command, what in following:
            say(f"    {command:<40} {what}".rstrip())
    return OK


def refuse_what_is_there(folder: Path, given: str) -> None:
    """Raise UsageError unless the folder is new or empty."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(Fault("is a file", "name a folder that is new or empty", given))
    there = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    if in_the_way := [name for name in there if name not in MAY_BE_THERE]:
        what = f"is not empty: {', '.join(in_the_way[:3])}{', …' if len(in_the_way) > 3 else ''}"
        remedy = "name a folder that is new or empty; nothing was changed"
        if "site.toml" in there:
            remedy = "it holds a digest already; for another one name a folder that is new or empty"
        raise UsageError(Fault(what, remedy, given))


def laid_out(folder: Path, start: Path) -> Iterator[str]:
    """Write the files of a new digest; their paths."""
    for file in sorted(path for path in start.rglob("*") if path.is_file()):
        name = file.relative_to(start).as_posix()
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(file.read_bytes())
        yield name
    if not (folder / ".gitignore").exists():
        (folder / ".gitignore").write_text(IGNORED, "utf-8", newline="\n")
        yield ".gitignore"


def next_steps(given: str) -> Sequence[tuple[str, str]]:
    """Commands that lead from here to a published digest, and what each does."""
    here = Path(given).resolve() == Path.cwd()
    return (
        *([] if here else [(f"cd {shlex.quote(given)}", "")]),
        ("kliping add ~/Downloads/article.html", "an article that you saved, a folder of them, or - to paste one"),
        ("kliping", "builds the site; open output/index.html"),
        ('kliping topic new "Name of the story"', "a topic of your own, from words of its name"),
        ("kliping serve", "shows the site, and shows it again whenever you save a file"),
    )
