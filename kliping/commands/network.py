"""The commands `serve` and `ping`: the site previewed on this machine, and its hub told of news."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime

from kliping import config, output, ping, serve, site
from kliping.commands.build import build
from kliping.commands.project import PACKAGE, output_folder, settings_of
from kliping.commands.terminal import OK, SET_ASIDE, say
from kliping.desk import Desk, tables
from kliping.errors import Fault, KlipingError, SettingsError, UsageError
from kliping.explain import counted
from kliping.memory import Hand
from kliping.records import Outcome, Settings


def preview(options: argparse.Namespace) -> int:
    """Build, serve on this machine, rebuild and reload the browser when a file changes.

    The site is built beside the one that is published, and shows what readers do not see yet unless they are asked for.
    """
    settings = settings_of(options)
    shows = {} if options.public else {"drafts": True, "future": True}
    folder = output_folder(options, settings) if options.output else options.root / output.PREVIEW
    mine = argparse.Namespace(**vars(options) | shows | {"output": str(folder)})
    desk = Desk(options.root, PACKAGE, say)
    last, hand = serve.Shown(), Hand()

    def tell(settings: Settings, now: datetime, outcomes: Sequence[Outcome], built: site.Built) -> None:
        nonlocal last
        desk.told(settings, now, outcomes, built)
        why = tables.unpublished(built, now)
        last = serve.Shown(
            entries={each.address: each.entry.path for each in built.site.entries},
            unpublished={
                each.address: serve.Unpublished(each.entry.title, why[each.entry.path])
                for each in built.site.entries
                if each.entry.path in why
            },
        )

    def rebuild() -> serve.Shown:
        try:
            build(mine, lasts=False, tell=tell, hand=hand)
        except KlipingError as error:
            text = "\n".join(f"error: {fault}" for fault in error.faults)
            say(text)
            desk.error = text
            return replace(last, error=text)
        desk.error = ""
        return last

    return serve.serve(folder, options.root, rebuild, options.bind, options.port, say, desk.answer)


def ping_hub(options: argparse.Namespace) -> int:
    """Tell the hub which feeds changed since it was told last."""
    settings, cache = settings_of(options), options.root / ".cache"
    if not settings.hub:
        remedy = 'write hub = "https://…" under [feeds]: the address to which your WebSub hub takes such messages'
        raise SettingsError(Fault("there is no hub to tell", remedy, config.FILE, key="feeds.hub"))
    folder = output_folder(options, settings)
    if not (folder / "index.html").is_file():
        raise UsageError(Fault(f"there is no site in {folder}", "run `kliping build` and upload the site first"))
    found = ping.changed(folder, cache)
    told = [ping.Told(path, settings.base_url + path) for path in found]
    if not options.dry_run:
        told = ping.tell(settings.hub, settings.base_url, found)
        ping.remember(cache, told, found)
    if options.json:
        print(json.dumps([asdict(each) for each in told], ensure_ascii=False, indent=2))
    else:
        for each in told:
            print(f"{each.url}: {each.wrong}" if each.wrong else each.url)
    failed = sum(bool(each.wrong) for each in told)
    if not options.quiet:
        took = "would be told" if options.dry_run else "was told"
        say(
            f"The hub {took} of {counted(len(told) - failed, 'changed feed')}{f', and not of {failed}' if failed else ''}."
        )
    return SET_ASIDE if failed else OK
