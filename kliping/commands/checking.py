"""The command `check`: everything that can be tried of a site before it is published, and nothing written."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass

from kliping import check, config, site
from kliping.check import Checked
from kliping.commands.project import PACKAGE, clock, facts_of, memory_of, settings_of, take_in
from kliping.commands.terminal import OK, SET_ASIDE, say
from kliping.errors import Fault
from kliping.explain import counted
from kliping.records import Facts, Outcome, Rights, Settings
from kliping.site import check as site_check
from kliping.site import feed_rules, reading, wording


@dataclass(frozen=True, slots=True)
class Tried:
    """What the checks look at: the settings, what the inbox holds, and the site as it would be built now."""

    options: argparse.Namespace
    settings: Settings
    facts: Facts
    outcomes: Sequence[Outcome]
    built: site.Built
    leaks: Sequence[Fault] = ()


def run_checks(options: argparse.Namespace) -> int:
    """Run every check and say what is wrong, with file, line and key; change nothing."""
    settings = settings_of(options)
    facts = facts_of(options, settings)
    outcomes = take_in(options, facts, jobs=options.jobs, write=False)
    coming = {each.entry: each.text for each in outcomes if each.text}
    built = site.build(
        options.root,
        PACKAGE,
        settings,
        facts.outlets,
        clock(options, settings),
        coming=coming,
        remembered=memory_of(options),
    )
    names = list(dict.fromkeys([*(options.only or CHECKS), *([ONLINE] if options.online else [])]))
    leaks = site.leaked(built, options.root) if {"rights", "leaks"} & set(names) else ()
    tried = Tried(options, settings, facts, outcomes, built, leaks)
    made = [(name, of_originals(tried) if name == ONLINE else CHECKS[name](tried)) for name in names]
    if options.json:
        print(json.dumps([asdict(each) for _, each in made], ensure_ascii=False, indent=2))
    for name, each in made:
        for fault in each.faults:
            say(f"{name}: {fault}")
        if not options.quiet:
            things = THINGS.get(name, ("original", "originals"))
            say(f"{name}: {counted(each.looked_at, *things)}, {counted(len(each.faults), 'fault')}")
    return SET_ASIDE if any(each.faults for _, each in made) else OK


# ------------------------------------------------------------------ each check


def of_settings(tried: Tried) -> Checked:
    """Keys of site.toml that mean nothing, and what has lapsed; a file that cannot be used ends the command."""
    lapsed = [each for each in tried.built.warnings if each.file == config.FILE]
    return Checked("settings", len(tried.settings.origins), (*tried.settings.warnings, *lapsed))


def of_outlets(tried: Tried) -> Checked:
    """The test lines of the outlet files, the package's and the site's."""
    (made,) = check.run(PACKAGE, tried.options.root / "content", tried.facts)
    return made


def of_inbox(tried: Tried) -> Checked:
    """Files of the inbox in which no article is found."""
    return Checked("inbox", len(tried.outcomes), tuple(each.fault for each in tried.outcomes if each.fault))


def of_entries(tried: Tried) -> Checked:
    """Entries, pages and topics of the editor that cannot be read or shown."""
    built = tried.built
    return Checked("entries", len(built.site.entries) + len(built.held) + len(built.faults), built.faults)


def of_links(tried: Tried) -> Checked:
    """Whether every link within the site leads to a file and a place that are there."""
    number, faults = site_check.links(tried.built.outputs, tried.built.others, tried.settings)
    return Checked("links", number, tuple(faults))


def of_feeds(tried: Tried) -> Checked:
    """What readers of feeds may count on."""
    files = tried.built.fed.files
    return Checked("feeds", len(files), tuple(feed_rules.broken(files, tried.settings.base_url)))


def of_budgets(tried: Tried) -> Checked:
    """What article and topic pages weigh."""
    found = [each for each in tried.built.warnings if each.file != config.FILE]
    return Checked("budgets", len(tried.built.site.entries) + len(tried.built.site.topics), tuple(found))


def of_rights(tried: Tried) -> Checked:
    """Words that stand on the site beyond the rights of their outlet."""
    limited = sum(each.rights is not Rights.FULL for each in tried.built.site.entries)
    return Checked("rights", limited, tuple(each for each in tried.leaks if is_of_rights(each)))


def of_leaks(tried: Tried) -> Checked:
    """Drafts, private notes, folders of this machine and addresses of people in the bytes of the site."""
    outputs = tried.built.outputs
    return Checked("leaks", len(outputs), tuple(each for each in tried.leaks if not is_of_rights(each)))


def is_of_rights(fault: Fault) -> bool:
    return "beyond its rights" in fault.what.split(": “", 1)[0]


def of_translations(tried: Tried) -> Checked:
    """Texts that readers would see in another language than the site's."""
    settings = tried.settings
    sources, _ = reading.theme(tried.options.root, PACKAGE)
    catalogue = PACKAGE / "locale" / settings.language / "LC_MESSAGES" / "kliping.po"
    text = catalogue.read_text("utf-8") if catalogue.exists() else ""
    words = wording.wording(settings.language, settings.timezone, text)
    number, faults = site_check.untranslated(sources, words, settings)
    return Checked("translations", number, tuple(faults))


def of_originals(tried: Tried) -> Checked:
    """Articles that are no longer at their address: over the network, so only where that is asked for."""
    from kliping.commands import originals  # noqa: PLC0415 - what nobody else needs

    return originals.check(tried.options, tried.settings, [each.entry for each in tried.built.site.entries])


ONLINE = "originals"
CHECKS: Mapping[str, Callable[[Tried], Checked]] = {
    "settings": of_settings,
    "outlets": of_outlets,
    "inbox": of_inbox,
    "entries": of_entries,
    "links": of_links,
    "feeds": of_feeds,
    "budgets": of_budgets,
    "rights": of_rights,
    "leaks": of_leaks,
    "translations": of_translations,
}
THINGS: Mapping[str, tuple[str, str]] = {
    "settings": ("key", "keys"),
    "outlets": ("test line", "test lines"),
    "inbox": ("file", "files"),
    "entries": ("entry", "entries"),
    "links": ("link", "links"),
    "feeds": ("file", "files"),
    "budgets": ("page", "pages"),
    "rights": ("article shown in part", "articles shown in part"),
    "leaks": ("file", "files"),
    "translations": ("text", "texts"),
}
"""What each check counts."""
