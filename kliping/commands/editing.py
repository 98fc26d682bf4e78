"""The command `edit`: an entry in the person's own editor, and beside it what became of each line of its raw file."""

from __future__ import annotations

import argparse
import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from kliping import entries, ingest, proposals, work
from kliping.commands.project import article_meant, facts_of, settings_of
from kliping.commands.terminal import OK, SET_ASIDE, editor, say
from kliping.errors import Fault, UsageError
from kliping.ingest import merge
from kliping.records import Facts, Role

SIDE_BY_SIDE: Mapping[str, str] = {"vim": "-O", "nvim": "-O", "gvim": "-O", "mvim": "-O"}
"""What tells an editor to show two files side by side, where it does not without being told."""
HEAD = "What became of each line of {raw}: + kept, - dropped. This file is only to look at; the entry is yours to change.\n\n"


def edit(options: argparse.Namespace) -> int:
    """Open an entry and the lines of its raw file in the editor; where there is none, print their paths."""
    settings = settings_of(options)
    content = options.root / "content"
    there = ingest.read_shelf(content)
    path = proposals.entry_meant(there, article_meant(options, options.slug))
    file, raw = content / path, merge.raw_file_of(there.texts[path])
    lines = lines_beside(options.root, path, raw, facts_of(options, settings)) if raw else None
    files = [each for each in (file, lines) if each]
    program = editor()
    if options.json:
        told = {"entry": str(file), "raw": str(content / raw) if raw else None, "lines": str(lines) if lines else None}
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return OK
    if not program:
        print("\n".join(map(str, files)))
        if not options.quiet:
            say("To have them opened here, name your editor: VISUAL or EDITOR, such as EDITOR=nano")
        return OK
    before = file.read_bytes()
    is_well = opened(program, files)
    if file.exists() and file.read_bytes() == before:
        if not options.quiet:
            say(f"unchanged: content/{path}")
        return OK if is_well else SET_ASIDE
    faults = faults_in(file, path, ZoneInfo(settings.timezone))
    for fault in faults:
        say(f"set aside: {fault}")
    if not faults and not options.quiet:
        say(f"changed: content/{path}: run kliping to show it")
    return SET_ASIDE if faults or not is_well else OK


def opened(program: Sequence[str], files: Sequence[Path]) -> bool:
    """Run the editor until it is closed; whether it ended well."""
    switch = SIDE_BY_SIDE.get(Path(program[0]).stem) if len(files) > 1 else None
    try:
        ran = subprocess.run([*program, *([switch] if switch else []), *map(str, files)], check=False)  # noqa: S603 - the person's own
    except OSError as error:
        remedy = "name it in VISUAL or EDITOR, such as EDITOR=nano"
        raise UsageError(Fault(f"the editor cannot be started: {error.strerror}", remedy, program[0])) from error
    if ran.returncode:
        say(f"the editor {program[0]} ended with {ran.returncode}")
    return ran.returncode == 0


def faults_in(file: Path, path: str, zone: ZoneInfo) -> Sequence[Fault]:
    """What is wrong with an entry as it was saved."""
    try:
        entries.parse(entries.read(file, f"content/{path}"), f"content/{path}", zone)
    except entries.EntryError as error:
        return error.faults
    except FileNotFoundError:
        return ()
    return ()


# ------------------------------------------------------------------ beside the entry


def lines_beside(root: Path, path: str, raw: str, facts: Facts) -> Path | None:
    """A file, to be thrown away, with what became of each line of a raw file; the raw file itself if none can be told."""
    content = root / "content"
    if not proposals.is_lying(content, raw):
        return None
    read = ingest.raw_file(content, raw)
    article = read if isinstance(read, Fault) else ingest.clean_file(read, facts)
    if isinstance(article, Fault):
        return content / raw
    told = (
        entries.CONTROLS.sub(
            "",
            f"+ {each.line.text}"
            if each.role is Role.BODY
            else f"- {each.line.text}\n      ({each.role}: {each.reason})",
        )
        for each in article.verdicts
    )
    folder = work.folder(root / ".cache") / "edit"
    folder.mkdir(exist_ok=True)
    file = folder / f"{Path(path).stem}.raw.txt"
    file.write_text(HEAD.format(raw=f"content/{raw}") + "\n".join(told) + "\n", "utf-8")
    return file
