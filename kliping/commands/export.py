"""The command `export`: a topic as one file for other programs, paper and e-readers."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from kliping import exports
from kliping.commands.project import PACKAGE, clock, facts_of, settings_of, topic_called
from kliping.commands.terminal import OK, SET_ASIDE, say
from kliping.errors import Fault, UsageError
from kliping.explain import counted
from kliping.exports.collection import Collection

DEFAULT = "csv"


def export(options: argparse.Namespace) -> int:
    """Write a topic in a format to a file or to standard output; the site and its output are left alone."""
    settings = settings_of(options)
    topic, name = topic_called(settings, options.topic), format_of(options)
    target = None if options.file in (None, "-") else target_of(options)
    if target is None:
        refuse_terminal(options, name)
    collection, faults = exports.collected(
        options.root, PACKAGE, settings, facts_of(options, settings).outlets, clock(options, settings), topic
    )
    data = exports.written(name, collection)
    if target is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        save(target, data)
    account(options, collection, name, data)
    for fault in faults:
        say(f"set aside: {fault}")
    return SET_ASIDE if faults else OK


def format_of(options: argparse.Namespace) -> str:
    """The format that is asked for, or that the file's name says."""
    if options.format:
        return str(options.format)
    ending = Path(options.file or "").suffix.lower().removeprefix(".")
    said = next((name for name, each in exports.FORMATS.items() if ending and ending in (each.ending, name)), "")
    if ending and not said:
        known = ", ".join(f".{each.ending}" for each in exports.FORMATS.values())
        raise UsageError(
            Fault("the file's name does not say the format", f"it ends in {known}, or give --format", options.file)
        )
    return said or DEFAULT


def target_of(options: argparse.Namespace) -> Path:
    """The file to write: nowhere among what an editor saved and wrote."""
    target = Path(options.file).expanduser().absolute()
    if target.is_dir():
        raise UsageError(Fault("is a folder", f"name a file, such as {options.file}/{options.topic}.csv", options.file))
    if not target.parent.is_dir():
        raise UsageError(Fault("its folder is not there", "make the folder, or name another one", options.file))
    if (options.root / "content").resolve() in target.resolve().parents:
        raise UsageError(Fault("content/ holds what you saved and wrote", "name a file outside of it", options.file))
    return target


def refuse_terminal(options: argparse.Namespace, name: str) -> None:
    """Where data goes to standard output, it is alone there, and nothing that garbles a terminal."""
    each = exports.FORMATS[name]
    if options.json:
        raise UsageError(Fault("--json needs -o FILE", "standard output holds the export itself"))
    if not each.is_text and sys.stdout.isatty():
        raise UsageError(Fault(f"{name} is nothing for a terminal", f"add -o {options.topic}.{each.ending}"))


def save(target: Path, data: bytes) -> None:
    """Write the file whole or not at all."""
    part = target.with_name(f".{target.name}.part")
    try:
        part.write_bytes(data)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def account(options: argparse.Namespace, collection: Collection, name: str, data: bytes) -> None:
    """Say what was exported, and how much of it."""
    rights = Counter(str(placed.rights) for placed in collection.articles)
    if options.json:
        told = {
            "topic": collection.slug,
            "format": name,
            "file": options.file,
            "articles": len(collection.articles),
            "rights": dict(sorted(rights.items())),
            "bytes": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
        }
        print(json.dumps(told, ensure_ascii=False, indent=2))
    if not options.quiet:
        said = ", ".join(f"{number} {SAID[right]}" for right, number in sorted(rights.items()))
        where = f" to {options.file}" if options.file not in (None, "-") else ""
        say(f"exported: {counted(len(collection.articles), 'article')}{where}" + (f": {said}" if said else ""))


SAID: Mapping[str, str] = {"full": "in full", "excerpt": "as an excerpt", "link": "as a link"}
