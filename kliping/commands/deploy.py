"""The commands `deploy` and `hosting`: the site published, and files for those who run a server or let one build."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict

from kliping import config, deploy, hosting, runs, targets
from kliping.commands.project import environment, output_folder, settings_of
from kliping.commands.terminal import OK, SET_ASIDE, on_terminal, say
from kliping.deploy import local
from kliping.deploy.plan import Steps
from kliping.deploy.programs import Surroundings
from kliping.errors import Fault, SettingsError, UsageError
from kliping.explain import counted
from kliping.records import Settings, Target


def publish(options: argparse.Namespace) -> int:
    """Publish the output folder as it is to a target of site.toml."""
    settings = settings_of(options)
    target = chosen(settings, options.target)
    cache = options.root / ".cache"
    site = local.whole(output_folder(options, settings), cache, options.root)
    if runs.last(cache).get("failed") and not options.quiet:
        say("note: the last build failed; this is the site as it was before")
    around = Surroundings(options.root, cache, settings.base_url, environment(), sys.stdin.isatty())
    how = deploy.How(options.max_delete or target.most, options.dry_run, options.replace, on_terminal(options))
    try:
        steps = deploy.deploy(target, site, around, how)
    except KeyboardInterrupt:
        say(f'stopped on the way to "{target.name}": deploy again, and it goes on from there')
        raise
    told = {
        "target": target.name,
        "dry_run": options.dry_run,
        **{name: getattr(steps, name) for name in ("added", "changed", "removed", "same", "foreign")},
        "left_out": [asdict(fault) for fault in site.left_out],
    }
    if options.json:
        print(json.dumps(told, ensure_ascii=False, indent=2))
    elif options.dry_run or options.verbose:
        for line in listed(steps):
            print(line)
    for fault in site.left_out:
        say(f"left out: {fault}")
    if not options.quiet:
        say(summary(target, steps, dry_run=options.dry_run))
    return SET_ASIDE if site.left_out else OK


def chosen(settings: Settings, name: str | None) -> Target:
    """The target of that name; without a name the only one."""
    known = {target.name: target for target in settings.targets}
    if not known:
        remedy = f'write [deploy] and below it to = "…", one of {", ".join(targets.KINDS)}: see Hosting in the guide'
        raise SettingsError(Fault("there is no place to publish to", remedy, config.FILE, key="deploy"))
    if name is None and len(known) == 1:
        return next(iter(known.values()))
    if name not in known:
        what = f'there is no target "{name}"' if name else "there are several targets"
        raise UsageError(Fault(what, f"name one: kliping deploy {' or '.join(known)}", config.FILE, key="deploy"))
    return known[name]


def listed(steps: Steps) -> Sequence[str]:
    """A line for each file that a deploy adds, changes or removes."""
    marked = (("+", steps.added), ("~", steps.changed), ("-", steps.removed))
    return [f"{mark} {path}" for mark, paths in marked for path in paths]


def summary(target: Target, steps: Steps, *, dry_run: bool) -> str:
    """What a deploy did, or would do, in a line."""
    numbers = (
        f"{len(steps.added)} added, {len(steps.changed)} changed, {len(steps.removed)} removed, {steps.same} unchanged"
    )
    others = f"; {counted(len(steps.foreign), 'file')} there, not of this site, left alone" if steps.foreign else ""
    return f"{target.name}: {numbers}{' (nothing was sent)' if dry_run else ''}{others}."


def print_files(options: argparse.Namespace) -> int:
    """Print a ready file for a web server or for a system that builds the site."""
    settings = settings_of(options)
    folder = output_folder(options, settings)
    texts = {
        name: (folder / name).read_bytes().decode("utf-8", "replace") if (folder / name).is_file() else ""
        for name in hosting.READ
    }
    if options.kind in hosting.SERVERS and not texts["_headers"]:
        raise UsageError(Fault(f"there is no site in {folder}", "run `kliping build`: the file follows from it"))
    text = hosting.FILES[options.kind](settings.base_url, texts)
    print(json.dumps({"kind": options.kind, "text": text}, ensure_ascii=False) if options.json else text, end="")
    return OK
