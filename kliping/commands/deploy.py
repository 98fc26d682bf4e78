"""The commands `deploy` and `hosting`: the site published, and files for those who run a server or let one build."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from kliping import config, hosting, runs, targets
from kliping.commands.project import environment, output_folder, settings_of
from kliping.commands.terminal import OK, SET_ASIDE, on_terminal, say
from kliping.errors import Fault, SettingsError, UsageError
from kliping.explain import counted
from kliping.records import Settings, Target


def publish(options: argparse.Namespace) -> int:
    """Publish the output folder as it is to a target of site.toml."""
    from kliping import deploy  # noqa: PLC0415 - all other commands do without it, and begin 10 ms earlier
    from kliping.deploy import local  # noqa: PLC0415

    settings = settings_of(options)
    target = chosen(settings, options.target)
    cache = options.root / ".cache"
    site = local.whole(output_folder(options, settings), cache, options.root)
    if runs.last(cache).get("failed") and not options.quiet:
        say("note: the last build failed; this is the site as it was before")
    around = deploy.Surroundings(options.root, cache, settings.base_url, environment(), sys.stdin.isatty())
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
        for line in listed(told):
            print(line)
    for fault in site.left_out:
        say(f"left out: {fault}")
    if not options.quiet:
        say(summary(told))
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


def listed(told: Mapping[str, Any]) -> Sequence[str]:
    """A line for each file that a deploy adds, changes or removes."""
    marked = (("+", "added"), ("~", "changed"), ("-", "removed"))
    return [f"{mark} {path}" for mark, name in marked for path in told[name]]


def summary(told: Mapping[str, Any]) -> str:
    """What a deploy did, or would do, in a line."""
    numbers = ", ".join(f"{len(told[name])} {name}" for name in ("added", "changed", "removed"))
    others = f"; {counted(len(told['foreign']), 'file')} there, not of this site, left alone" if told["foreign"] else ""
    dry = " (nothing was sent)" if told["dry_run"] else ""
    return f"{told['target']}: {numbers}, {told['same']} unchanged{dry}{others}."


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
