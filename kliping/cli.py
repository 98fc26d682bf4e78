"""The door: the command line, exit codes, and the one place where errors become messages."""

from __future__ import annotations

import argparse
import contextlib
import gc
import io
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from kliping import __version__
from kliping.commands.terminal import INTERRUPTED, OK, SET_ASIDE, say
from kliping.errors import KlipingError, OutputError


def main(arguments: Sequence[str] | None = None, root: Path | None = None) -> int:
    """Run one command and return its exit code; `root` is the folder of `site.toml`."""
    # An article is thousands of small values and no cycles: looking for those took a tenth of the time.
    gc.set_threshold(50_000, 50, 1_000)
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        options = parsed(given)
        options.root = Path(options.directory).resolve() if options.directory else (root or Path.cwd()).resolve()
        room, _, name = options.run.rpartition(".")
        run: Callable[[argparse.Namespace], int] = getattr(of(f"commands.{room}"), name)
        is_built = (options.root / ".cache").is_dir()  # else there is no other run, and wrong use leaves no trace
        with (
            of("commands.project").alone(options) if options.run in CHANGING and is_built else contextlib.nullcontext()
        ):
            return run(options)
    except KlipingError as error:
        for fault in error.faults:
            say(f"error: {fault}")
        return error.exit_code
    except KeyboardInterrupt:
        say("stopped; nothing is half-written")
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except OSError as error:
        say(f"error: cannot read or write {error.filename or 'a file'}: {error.strerror or error}")
        return OutputError.exit_code
    except Exception as error:
        if "-v" in given or "--verbose" in given:
            raise
        say(f"error: {type(error).__name__}: {error}")
        say("    this is a fault of Kliping: please report it, with what -v adds")
        return SET_ASIDE


def parsed(given: Sequence[str]) -> argparse.Namespace:
    """The command line as it is meant; what nobody knows ends the program, with a guess at what was meant.

    Switches that a build has, too, may stand before the command, for without one they would be the build's.
    """
    commands, words = {name: arguments for name, _, _, arguments in COMMANDS}, in_order(given)
    command, is_named = words[0], len(words) == len(given)
    top = parser(command)
    if command not in commands and not command.startswith("-"):
        top.error(of("commands.wrong_use").of_command(command, commands))
    options, unknown = top.parse_known_args(words)
    if unknown and not is_named and unknown[0] in commands:
        at = len(given) - 1 - list(reversed(given)).index(unknown[0])
        return parsed([unknown[0], *given[:at], *given[at + 1 :]])
    if unknown:
        flags = [*BEFORE, "--help", *(flag for flags, _ in commands[command]() for flag in flags)]
        wrong_use = of("commands.wrong_use")
        remedy = "" if is_named else wrong_use.in_front(unknown, given, commands)
        top.error(wrong_use.of_words(unknown, remedy or wrong_use.of_switches(unknown, command, flags)))
    return options


def in_order(given: Sequence[str]) -> list[str]:
    """The arguments with the command first: `build` if none is named, and `-C DIR` may stand before it as elsewhere."""
    names = {name for name, *_ in COMMANDS}
    at = 0
    while at < len(given) and given[at] in BEFORE:
        at += 2 if given[at] in ("-C", "--directory") else 1
    if at < len(given) and given[at] in names:
        return [given[at], *given[:at], *given[at + 1 :]]
    if not given or (given[0].startswith("-") and given[0] not in ("-h", "--help", "-V", "--version")):
        return ["build", *given]
    return list(given)


BEFORE = frozenset(["-C", "--directory", "-q", "--quiet", "-v", "--verbose", "--json"])


def of(room: str) -> Any:
    """A module of the program, loaded now: a command loads what it needs, and the others nothing."""
    return import_module(f"kliping.{room}")


def parser(chosen: str = "") -> argparse.ArgumentParser:
    """The command line, made from the list of commands: as a whole, or with the arguments of the chosen one only."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("-C", "--directory", metavar="DIR", help="folder that holds site.toml (default: this one)")
    common.add_argument("-q", "--quiet", action="store_true", help="say only what is wrong")
    common.add_argument("-v", "--verbose", action="store_true", help="name every file")
    common.add_argument("--json", action="store_true", help="print the result as JSON on standard output")
    top = argparse.ArgumentParser(
        prog="kliping", description="Turn saved news articles into a static digest of a running story."
    )
    top.add_argument("-V", "--version", action="version", version=f"kliping {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    is_known = chosen in {name for name, *_ in COMMANDS}
    for name, run, help_text, arguments in COMMANDS:
        command = commands.add_parser(
            name,
            parents=[common],
            help=help_text,
            description=f"{help_text[0].upper()}{help_text[1:]}.",
            epilog=of("commands.examples").shown(name),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.set_defaults(
            run=run, whole=parser, strict=False, verify=False, dry_run=False, drafts=False, future=False
        )
        for flags, how in arguments() if name == chosen or not is_known else ():
            command.add_argument(*flags, **how)
    return top


def port(text: str) -> int:
    """A port number from 0 (any free one) to 65535, for argparse."""
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: it is a number from 0 to 65535")
    return int(text)


def share(text: str) -> str:
    """How many files may be removed, such as `10%` or `25`, for argparse."""
    targets = of("targets")
    try:
        return str(targets.share(text))
    except targets.Unusable as error:
        raise argparse.ArgumentTypeError(f"{text!r} is neither: it {error}".replace("%", "%%")) from error


def seconds(text: str) -> float:
    """How long to pause, from 0 to an hour, for argparse."""
    if not text.replace(".", "", 1).isdecimal() or not text.isascii() or float(text) > 3600:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds from 0 to 3600")
    return float(text)


def most(text: str) -> int:
    """How many at most, 0 for no limit, for argparse."""
    if not text.isdecimal() or len(text) > 6:
        raise argparse.ArgumentTypeError(f"{text!r} is no such number: it is 0 for no limit, or up to 999999")
    return int(text)


Argument = tuple[tuple[str, ...], dict[str, Any]]
DRY_RUN: Argument = (("--dry-run",), {"action": "store_true", "help": "say what would happen, write nothing"})
JOBS: Argument = (
    ("-j", "--jobs"),
    {
        "type": int,
        "default": os.cpu_count() or 1,
        "metavar": "N",
        "help": "processes to clean with (default: one a core)",
    },
)
CLOCK: Argument = (("--clock",), {"metavar": "ISO", "help": "the moment to take for now"})
SITE_OPTIONS: tuple[Argument, ...] = (
    (("-o", "--output"), {"metavar": "DIR", "help": "folder for the site instead of the setting's"}),
    (("-D", "--drafts"), {"action": "store_true", "help": "show drafts too"}),
    (("-F", "--future"), {"action": "store_true", "help": "show articles that are held back until later"}),
    (("--strict",), {"action": "store_true", "help": "write nothing when anything is wrong"}),
    (("--verify",), {"action": "store_true", "help": "read every file, whatever its size and times say"}),
    DRY_RUN,
    CLOCK,
    JOBS,
)
Command = tuple[str, str, str, Callable[[], tuple[Argument, ...]]]
"""Name, module and function that run it, help, and what gives its arguments once it is asked for."""
CHANGING = (
    "archive.correct",
    "archive.retract",
    "archive.restore",
    "deploy.publish",
    "recleaning.take",
    "importing.bring",
)
"""Commands that read, decide and write with nobody between; cleaning and building see to it themselves."""
POLITE: tuple[Argument, ...] = (
    (
        ("--pause",),
        {
            "type": seconds,
            "default": 2.0,
            "metavar": "SECONDS",
            "help": "pause between two requests to one host (default 2; more if the site asks for more)",
        },
    ),
    (
        ("--allow-private",),
        {"action": "store_true", "help": "allow addresses of this machine and of its own network, too"},
    ),
)
"""How servers are asked."""
ENTRY: Argument = (("slug",), {"metavar": "SLUG", "help": "slug, path, id or raw file of the entry"})
COMMANDS: tuple[Command, ...] = (
    (
        "init",
        "start.init",
        "make a folder for a new digest: settings, an inbox, a made-up sample to look at",
        lambda: (
            (("folder",), {"metavar": "DIR", "help": "a folder that is new or empty; . is this one"}),
            (
                ("--lang",),
                {
                    "choices": of("config").languages(),
                    "default": "id",
                    "help": "language of the site and the sample (default id)",
                },
            ),
        ),
    ),
    (
        "build",
        "build.build",
        "ingest what is new in the inbox, then build the site (this is what no command does)",
        lambda: SITE_OPTIONS,
    ),
    (
        "add",
        "adding.add",
        "copy saved articles into the inbox, clean them, and show what became of each",
        lambda: (
            (
                ("files",),
                {"nargs": "+", "metavar": "FILE", "help": "a saved article, a folder of them, or - for standard input"},
            ),
            (("--slug",), {"metavar": "NAME", "help": "name of the new entry, for one file"}),
            (("-y", "--yes"), {"action": "store_true", "help": "take all without asking, at a terminal too"}),
            DRY_RUN,
        ),
    ),
    (
        "fetch",
        "fetch.fetch",
        "take articles from their addresses, or what is new in a feed, into the inbox and clean them; uses the network",
        lambda: (
            (
                ("addresses",),
                {"nargs": "+", "metavar": "URL|FEED", "help": "address of an article, or of an RSS, Atom or JSON feed"},
            ),
            (
                ("--limit",),
                {
                    "type": most,
                    "default": 20,
                    "metavar": "N",
                    "help": "new articles to take of each feed, from its top (default 20; 0 for all)",
                },
            ),
            (
                ("--all",),
                {"action": "store_true", "help": "ask also for a feed's articles that are here, whether they changed"},
            ),
            *POLITE,
            CLOCK,
            DRY_RUN,
        ),
    ),
    (
        "clean",
        "filters.clean",
        "print articles cleaned, as Markdown or JSON; needs no site and writes nothing",
        lambda: (
            (
                ("files",),
                {
                    "nargs": "*",
                    "metavar": "FILE",
                    "help": "a saved article, a file of JSON that holds several, or - for standard input",
                },
            ),
            (
                ("--jsonl",),
                {
                    "action": "store_true",
                    "help": 'read an object such as {"id": "1", "text": "…"} (or "html"; "url" if known) from each line of standard input and print one for each, in order',
                },
            ),
            (("--url",), {"metavar": "ADDRESS", "help": "the article's own address, for one file"}),
            JOBS,
            (
                ("--batch",),
                {
                    "type": int,
                    "default": of("api").BATCH,
                    "metavar": "N",
                    "help": f"lines of --jsonl to look at together, for what recurs is furniture (default {of('api').BATCH}; 1 answers each at once)",
                },
            ),
        ),
    ),
    (
        "why",
        "articles.why",
        "print where each value came from and why each line was kept or dropped",
        lambda: ((("file",), {"metavar": "FILE", "help": "a raw file, or the slug of an entry"}),),
    ),
    (
        "match",
        "filters.match",
        "say of reports of any origin whether they belong to a topic; writes nothing",
        lambda: (
            (
                ("--topic",),
                {
                    "required": True,
                    "metavar": "SLUG|FILE",
                    "help": "a topic of site.toml, or a TOML file with one definition, for which no site is needed",
                },
            ),
            (
                ("--jsonl",),
                {
                    "action": "store_true",
                    "help": 'read an object such as {"id": "1", "title": "…", "text": "…"} ("date", "lang" and "url" if known) from each line of standard input and print {"id", "verdict", "score", "reason"} for each, in order',
                },
            ),
        ),
    ),
    (
        "stories",
        "filters.stories_of",
        "join reports of any origin that tell of one event, and find copies; writes nothing",
        lambda: (
            (
                ("--topic",),
                {
                    "required": True,
                    "metavar": "SLUG|FILE",
                    "help": "the topic of all reports: one of site.toml, or a TOML file with one definition, for which no site is needed",
                },
            ),
            (
                ("--jsonl",),
                {
                    "action": "store_true",
                    "help": 'read an object such as {"id": "1", "title": "…", "text": "…"} ("date", "lang" and "url" if known) from each line of standard input and print {"id", "story", "copy_of"} for each, in order',
                },
            ),
        ),
    ),
    (
        "topic",
        "topics.topic",
        "begin a topic, try a changed definition, or propose words for it, before anything is built",
        lambda: (
            (
                ("action",),
                {
                    "choices": ("new", "try", "suggest"),
                    "help": "new: add a topic to site.toml; try: who would enter or leave; suggest: words that the definition may lack",
                },
            ),
            (("slug",), {"metavar": "TOPIC", "help": "the slug of a topic of site.toml; for new, the story's name"}),
            (
                ("--who",),
                {
                    "action": "append",
                    "default": [],
                    "metavar": "WORDS",
                    "help": "for new: words with commas between, of which one must be found; once for each group (default: each word of the name)",
                },
            ),
            (
                ("--what",),
                {
                    "action": "append",
                    "default": [],
                    "metavar": "WORDS",
                    "help": "for new: what it must be about, a final * for any ending (default: the words of the name)",
                },
            ),
            DRY_RUN,
            (
                ("--topic",),
                {
                    "metavar": "FILE",
                    "help": "try this definition against site.toml's (default: site.toml's against the last build)",
                },
            ),
        ),
    ),
    (
        "list",
        "listing.list_entries",
        "list the articles, the newest first, by topic, outlet, day or state",
        lambda: (
            (("--topic",), {"metavar": "TOPIC", "help": "only what belongs to this topic of site.toml"}),
            (("--outlet",), {"metavar": "NAME", "help": "only what this outlet published"}),
            (
                ("--since",),
                {"type": of("commands.listing").a_day, "metavar": "DAY", "help": "published on this day or later"},
            ),
            (
                ("--until",),
                {"type": of("commands.listing").a_day, "metavar": "DAY", "help": "published on this day or earlier"},
            ),
            (("--draft",), {"action": "store_true", "help": "only drafts"}),
            (
                ("--held",),
                {"action": "store_true", "help": "only what is not shown now: drafts, hidden, until later, expired"},
            ),
            (
                ("--review",),
                {"action": "store_true", "help": "only what may belong to a topic and waits for your word"},
            ),
            (
                ("--columns",),
                {
                    "metavar": "NAMES",
                    "default": of("commands.listing").DEFAULT,
                    "help": f"columns with commas between: {', '.join(of('commands.listing').COLUMNS)} (default {of('commands.listing').DEFAULT})",
                },
            ),
            CLOCK,
        ),
    ),
    (
        "edit",
        "editing.edit",
        "open an entry in your editor, and beside it what became of each line of its raw file",
        lambda: (ENTRY,),
    ),
    (
        "status",
        "look.status",
        "say what is new, held back, in review or set aside",
        lambda: (CLOCK,),
    ),
    (
        "figures",
        "topics.figures",
        "list figures that a topic's articles report, for you to approve",
        lambda: ((("topic",), {"metavar": "TOPIC", "help": "slug of the topic"}), CLOCK),
    ),
    (
        "serve",
        "network.preview",
        "preview on this machine with the editor's desk: rebuild on change, reload the browser",
        lambda: (
            *SITE_OPTIONS,
            (
                ("--public",),
                {
                    "action": "store_true",
                    "help": "show what readers see: neither drafts nor what is held back, unless -D or -F asks for it",
                },
            ),
            (
                ("-p", "--port"),
                {"type": port, "default": 8000, "metavar": "N", "help": "port (default 8000, else the next free one)"},
            ),
            (
                ("-b", "--bind"),
                {"default": "127.0.0.1", "metavar": "ADDRESS", "help": "address to listen on (default 127.0.0.1)"},
            ),
        ),
    ),
    (
        "verify",
        "archive.verify",
        "say of each entry whether its saved file is still the one that it was made from",
        lambda: ((("slugs",), {"nargs": "*", "metavar": "SLUG", "help": "only these entries (default: all)"}),),
    ),
    (
        "correct",
        "archive.correct",
        "add a dated correction to an article",
        lambda: (
            (("slug",), {"metavar": "SLUG", "help": "slug, path, id or raw file of the entry"}),
            (("text",), {"metavar": "TEXT", "help": "what was wrong and is right now, as readers shall read it"}),
            CLOCK,
        ),
    ),
    (
        "retract",
        "archive.retract",
        "take an article off the site for good: its files go to a private folder, a notice with the reason stays",
        lambda: (
            (("slug",), {"metavar": "SLUG", "help": "slug, path, id or raw file of the entry"}),
            (("--reason",), {"required": True, "metavar": "TEXT", "help": "why, as readers shall read it"}),
            (("-o", "--output"), {"metavar": "DIR", "help": "folder for the site instead of the setting's"}),
            CLOCK,
            JOBS,
        ),
    ),
    (
        "restore",
        "archive.restore",
        "make an entry that you deleted again, or take a retraction back",
        lambda: ((("slug",), {"metavar": "SLUG", "help": "slug, path, id or raw file of the entry"}), CLOCK),
    ),
    (
        "diff",
        "recleaning.diff",
        "show what cleaning would now write into an entry that you edited, or from a newer save of its article",
        lambda: (ENTRY,),
    ),
    (
        "take",
        "recleaning.take",
        "take over what diff shows; where you changed the same part, yours stays",
        lambda: (
            ENTRY,
            (
                ("--part",),
                {
                    "action": "append",
                    "default": [],
                    "metavar": "N",
                    "help": "only this part: its number in diff, or its key such as title; may be given several times",
                },
            ),
            (("--over-mine",), {"action": "store_true", "help": "also where you changed the same part: yours goes"}),
            (("--none",), {"action": "store_true", "help": "decline: do not report this proposal again"}),
        ),
    ),
    (
        "reclean",
        "recleaning.reclean",
        "clean every saved article again and list what changes; edited entries are left alone",
        lambda: (DRY_RUN, JOBS),
    ),
    (
        "deploy",
        "deploy.publish",
        "publish the site as it was built: to a folder, a branch, another machine or a bucket; uses the network",
        lambda: (
            (
                ("target",),
                {"nargs": "?", "metavar": "TARGET", "help": "name of a [[deploy]] table, if there are several"},
            ),
            DRY_RUN,
            (
                ("--max-delete",),
                {
                    "type": share,
                    "metavar": "N",
                    "help": "refuse to remove more files than this: a share such as 10%% (the default), or a number",
                },
            ),
            (
                ("--replace",),
                {"action": "store_true", "help": "replace files there that did not come from Kliping, this once"},
            ),
            (("-o", "--output"), {"metavar": "DIR", "help": "folder of the site instead of the setting's"}),
        ),
    ),
    (
        "hosting",
        "deploy.print_files",
        "print a ready file: for a web server, or for GitHub or GitLab to build and publish the site",
        lambda: (
            (("kind",), {"choices": tuple(of("hosting").FILES), "help": "what the file is for"}),
            (("-o", "--output"), {"metavar": "DIR", "help": "folder of the site instead of the setting's"}),
        ),
    ),
    (
        "ping",
        "network.ping_hub",
        "tell the WebSub hub that site.toml names which feeds changed, once the site is uploaded; uses the network",
        lambda: (
            (("-o", "--output"), {"metavar": "DIR", "help": "folder of the site instead of the setting's"}),
            DRY_RUN,
        ),
    ),
    (
        "export",
        "export.export",
        "write a topic as one file: a table, references, a page to print, a book, an archive; only what the site may show",
        lambda: (
            (("topic",), {"metavar": "TOPIC", "help": "slug of the topic"}),
            (
                ("--format",),
                {
                    "choices": tuple(of("exports").FORMATS),
                    "help": "; ".join(f"{name}: {each.help}" for name, each in of("exports").FORMATS.items())
                    + " (default: what FILE ends in, else csv)",
                },
            ),
            (
                ("-o", "--output"),
                {"dest": "file", "metavar": "FILE", "help": "file to write, or - for standard output (the default)"},
            ),
            CLOCK,
        ),
    ),
    (
        "completion",
        "completion.completion",
        "print what lets your shell complete commands, switches, slugs and files",
        lambda: ((("shell",), {"choices": of("commands.completion").SHELLS, "help": "your shell"}),),
    ),
    (
        "import",
        "importing.bring",
        "take over what another program holds: entries, or raw files where it has the page; never overwrites",
        lambda: (
            (
                ("source",),
                {
                    "metavar": "FROM",
                    "choices": (*of("imports").SOURCES, of("imports").WALLABAG),
                    "help": "; ".join(f"{name}: {each.help}" for name, each in of("imports").SOURCES.items())
                    + "; wallabag: its JSON export, whose pages go into the inbox and are cleaned",
                },
            ),
            (("path",), {"metavar": "PATH", "help": "the folder or file"}),
            DRY_RUN,
        ),
    ),
    (
        "check",
        "checking.run_checks",
        "try all that can be tried of the site before it is published; writes nothing",
        lambda: (
            (
                ("--only",),
                {
                    "action": "append",
                    "choices": (*of("commands.checking").CHECKS, of("commands.checking").ONLINE),
                    "help": f"only this check, of {', '.join(of('commands.checking').CHECKS)}; may be given several times",
                    "metavar": "CHECK",
                },
            ),
            (
                ("--online",),
                {
                    "action": "store_true",
                    "help": "ask also whether the originals of what is shown are still there (--only originals: nothing else); uses the network",
                },
            ),
            (
                ("--archive",),
                {
                    "default": "https://archive.org/wayback/available",
                    "metavar": "URL",
                    "help": "with --online: where to ask for copies of what is gone (default the Internet Archive's; '' for nowhere)",
                },
            ),
            *POLITE,
            CLOCK,
            JOBS,
        ),
    ),
    ("config", "look.show_config", "print the settings in force and where each came from", tuple),
    ("version", "look.version", "print the version", tuple),
)
