"""The door: commands, exit codes, and the one place where errors become messages."""

from __future__ import annotations

import argparse
import contextlib
import functools
import gc
import io
import json
import os
import sys
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from kliping import (
    __version__,
    api,
    check,
    config,
    corrections,
    entries,
    explain,
    ingest,
    ledger,
    ping,
    proposals,
    provenance,
    runs,
    serve,
    site,
    story_filters,
    takedown,
    topic_filters,
    work,
)
from kliping.entries import slug_of
from kliping.errors import Fault, KlipingError, OutputError, SettingsError, UsageError
from kliping.explain import as_data, counted
from kliping.ingest.inbox import SEVERAL, portions
from kliping.output import Written, totals
from kliping.records import (
    Correction,
    Entry,
    Facts,
    Membership,
    Outcome,
    Retraction,
    Row,
    Settings,
    Status,
    TopicDefinition,
    TopicVerdict,
)
from kliping.site import topic_trial

PACKAGE = Path(__file__).parent
OK, SET_ASIDE, INTERRUPTED = 0, 1, 130


def main(arguments: Sequence[str] | None = None, root: Path | None = None) -> int:
    """Run one command and return its exit code; `root` is the folder of `site.toml`."""
    gc.set_threshold(
        50_000
    )  # an article is thousands of small values and no cycles: looking for those took a twentieth of the time
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    given = in_order(given)
    try:
        options = parser().parse_args(given)
        options.root = Path(options.directory).resolve() if options.directory else (root or Path.cwd()).resolve()
        is_built = (options.root / ".cache").is_dir()  # else there is no other run, and wrong use leaves no trace
        with alone(options) if options.run in CHANGING and is_built else contextlib.nullcontext():
            return int(options.run(options))
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


def parser() -> argparse.ArgumentParser:
    """The command line as a whole, made from the list of commands."""
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
    for name, run, help_text, arguments in COMMANDS:
        command = commands.add_parser(
            name, parents=[common], help=help_text, description=f"{help_text[0].upper()}{help_text[1:]}."
        )
        command.set_defaults(run=run, strict=False, dry_run=False, drafts=False, future=False)
        for flags, how in arguments:
            command.add_argument(*flags, **how)
    return top


def say(text: str) -> None:
    """A message for the person at the terminal."""
    print(text, file=sys.stderr)


# ------------------------------------------------------------------ what commands share


def clock(options: argparse.Namespace, settings: Settings) -> datetime:
    """The moment that decides what is held back: --clock (without a zone, in the site's), SOURCE_DATE_EPOCH, or now."""
    given, epoch = options.clock, os.environ.get("SOURCE_DATE_EPOCH")
    try:
        if given:
            found = datetime.fromisoformat(given)
            return found if found.tzinfo else found.replace(tzinfo=ZoneInfo(settings.timezone))
        return datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    except (ValueError, OverflowError, OSError) as error:
        what = f"{'--clock' if given else 'SOURCE_DATE_EPOCH'} is {given or epoch!r}"
        raise UsageError(Fault(what, "such as --clock 2020-10-30T18:45:00+07:00")) from error


def settings_of(options: argparse.Namespace) -> Settings:
    return config.load(options.root / config.FILE, os.environ)


def facts_of(options: argparse.Namespace, settings: Settings) -> Facts:
    return ingest.load_facts(PACKAGE, options.root / "content", settings.timezone)


def on_terminal(options: argparse.Namespace) -> bool:
    return sys.stderr.isatty() and not options.quiet and "CI" not in os.environ and os.environ.get("TERM") != "dumb"


def alone(options: argparse.Namespace) -> contextlib.AbstractContextManager[None]:
    """Only one run at a time changes a project: what another one would write meanwhile must not be lost."""
    return contextlib.nullcontext() if options.dry_run else work.alone(options.root / ".cache", say)


def take_in(options: argparse.Namespace, facts: Facts, **how: Any) -> list[Outcome]:
    content, cache = options.root / "content", options.root / ".cache"
    with alone(options) if how.get("write", True) else contextlib.nullcontext():
        return ingest.ingest(content, facts, cache, progress=on_terminal(options), **how)


# ------------------------------------------------------------------ build


def build(options: argparse.Namespace, *, lasts: bool = True) -> int:
    """Ingest what is new in the inbox, then build the site; a build that `lasts` is what readers will know."""
    settings = settings_of(options)
    now = clock(options, settings)
    facts = facts_of(options, settings)
    folder = output_folder(options, settings)
    if options.strict and settings.warnings:
        raise SettingsError(settings.warnings)
    try:
        with alone(options):
            return built_with(options, settings, facts, now, folder, lasts=lasts)
    except BaseException as error:
        if not options.dry_run and not isinstance(error, BrokenPipeError):
            runs.write(options.root / ".cache", now, {**heading(now), "failed": failure(error)})
        raise


def built_with(
    options: argparse.Namespace, settings: Settings, facts: Facts, now: datetime, folder: Path, *, lasts: bool
) -> int:
    """The build itself, once it is certain that it may begin."""
    outcomes = take_in(options, facts, jobs=options.jobs, write=not options.dry_run)
    built = site.build(
        options.root,
        PACKAGE,
        settings,
        facts.outlets,
        now,
        coming={outcome.entry: outcome.text for outcome in outcomes if options.dry_run and outcome.text},
        drafts=options.drafts,
        future=options.future,
        progress=on_terminal(options),
    )
    wrong = wrong_in(settings, outcomes, built)
    if options.strict and (wrong or built.warnings):
        raise KlipingError([*wrong, *built.warnings])
    lasts = lasts and not options.drafts and not options.future
    written = site.publish(built, folder, options.root, dry_run=options.dry_run, lasts=lasts)
    told = account(options.root, now, wrong, outcomes, built, written)
    if not options.dry_run:
        runs.write(options.root / ".cache", now, told)
    if options.json:
        print(json.dumps(told, ensure_ascii=False, indent=2))
    report(options, outcomes, built, written, folder, now)
    for fault in wrong:
        say(f"set aside: {fault}" if fault not in settings.warnings else f"warning: {fault}")
    for fault in built.warnings:
        say(f"warning: {fault}")
    return SET_ASIDE if wrong else OK


def output_folder(options: argparse.Namespace, settings: Settings) -> Path:
    """The folder for the site: -o from here, the setting from where site.toml is."""
    if options.output:
        return Path(options.output).expanduser().absolute()
    return Path(options.root) / Path(settings.output).expanduser()


def report(
    options: argparse.Namespace,
    outcomes: Sequence[Outcome],
    built: site.Built,
    written: Written,
    folder: Path,
    now: datetime,
) -> None:
    """The summary of a build: every file of the inbox and every entry is in it."""
    for outcome in outcomes:
        if outcome.status in (Status.CREATED, Status.UPDATED) and not options.quiet:
            say(f"{outcome.status}: content/{outcome.entry}  ({outcome.path})")
            if options.dry_run:
                say("\n".join(explain.detail(outcome)))
        if outcome.status is Status.KEPT:
            say(explain.kept(outcome))
        if outcome.status is Status.CAPTURE:
            for note in outcome.warnings:
                say(f"another capture: content/{outcome.path}: {note}")
        elif notes := explain.notes(outcome, verbose=options.verbose):
            named = outcome.status in (Status.CREATED, Status.UPDATED, Status.KEPT)
            say("\n".join([*([] if named else [f"content/{outcome.entry}"]), *(f"    note: {each}" for each in notes)]))
    if options.quiet:
        return
    gone = proposals.gone_in_words(options.root / "content")
    for line in (*explain.deleted(outcomes), *gone, *waiting_in(built, now, None if options.verbose else MOST)):
        say(line)
    if written.foreign:
        some = ", ".join(written.foreign[:5]) + (", …" if len(written.foreign) > 5 else "")
        say(f"left alone: {counted(len(written.foreign), 'file')} in {folder}, not of this site: {some}")
    if options.verbose:
        for note in built.fed.notes:
            say(f"note: {note}")
        for what, paths in (("new", written.new), ("changed", written.changed), ("removed", written.removed)):
            for path in paths:
                say(f"{what}: {folder / path}")
    inbox = ", ".join(f"{number} {status}" for status, number in ingest.counts(outcomes).items()) or "empty"
    numbers = ", ".join(f"{number} {what}" for what, number in totals(written) if number) or "no files"
    say(f"Inbox: {inbox}.")
    for line in explain.summary(outcomes):
        say(line)
    say(f"Site: {counted(len(built.site.entries), 'article')}, {counted(len(built.site.topics), 'topic')}; {numbers}.")
    say(
        ("Would be written to " if options.dry_run else "The site is in ")
        + f"{folder}; open {folder / 'index.html'} or run `kliping serve`."
    )


NEXT, MOST = 5, 20
"""How many of the entries that will expire are named, and how many of those that are held back in a build's summary."""


def wrong_in(settings: Settings, outcomes: Sequence[Outcome], built: site.Built) -> list[Fault]:
    """Everything that makes the exit code 1: in the settings, in the inbox, in entries."""
    return [*settings.warnings, *(each.fault for each in outcomes if each.fault), *built.faults]


def expiring(built: site.Built) -> list[tuple[Entry, datetime]]:
    """The entries that are shown and will expire, the next first."""
    found = [(each.entry, each.entry.expiry_date) for each in built.site.entries if each.entry.expiry_date]
    return sorted(((entry, when) for entry, when in found if when), key=lambda pair: (pair[1], pair[0].path))


def waiting_in(built: site.Built, now: datetime, most: int | None = None) -> Iterator[str]:
    """A line for each entry that is held back, will expire, or waits for the editor's word on a topic."""
    for held in built.held[:most]:
        yield f"not shown: content/{held.entry.path}: {held.reason}"
    if most is not None and len(built.held) > most:
        yield f"not shown: {len(built.held) - most} more; `kliping status` names all"
    if not built.site.entries and any(held.until for held in built.held):
        yield f"note: the clock says {now.isoformat(timespec='minutes')}, before every article: is it right?"
    for entry, when in expiring(built)[:NEXT]:
        yield f"expires next: content/{entry.path}: on {when.isoformat()}"
    for placed, membership in built.review:
        yield f"review: content/{placed.entry.path}: {membership.topic}? {membership.reason}"


def heading(now: datetime) -> Mapping[str, Any]:
    """What the data on a run begins with."""
    return {"version": __version__, "clock": runs.moment(now)}


def failure(error: BaseException) -> Sequence[Mapping[str, Any]]:
    """Why a run ended before its site was written, as data."""
    said = "stopped with Ctrl-C" if isinstance(error, KeyboardInterrupt) else f"{type(error).__name__}: {error}"
    return [asdict(fault) for fault in (error.faults if isinstance(error, KlipingError) else [Fault(said)])]


def inputs_of(root: Path, outcomes: Sequence[Outcome], built: site.Built) -> Mapping[str, Any]:
    """How many files went in and what became of them; `lost` must be empty, for they add up."""
    content = root / "content"
    coming = {each.entry for each in outcomes if each.text}
    made = {file.relative_to(content).as_posix() for file in (content / "entries").rglob("*.md")} | coming
    shown = {each.entry.path for each in built.site.entries}
    held = {each.entry.path for each in built.held}
    named = {fault.file.removeprefix("content/") for fault in built.faults} & made
    raws = {file.relative_to(content).as_posix() for file in (content / ingest.FOLDER).rglob("*") if not file.is_dir()}
    missing = (raws - {each.path for each in outcomes}) | (made - shown - held - named)
    return {
        "raw_files": {"all": len(raws), **{str(key): number for key, number in ingest.counts(outcomes).items()}},
        "entries": {
            "all": len(made),
            "shown": len(shown),
            "held": len(held),
            "set aside": len(named - shown - held),
        },
        "lost": sorted(missing),
    }


def account(
    root: Path,
    now: datetime,
    wrong: Sequence[Fault],
    outcomes: Sequence[Outcome],
    built: site.Built,
    written: Written,
) -> Mapping[str, Any]:
    """The summary as data."""
    return {
        **heading(now),
        "inputs": inputs_of(root, outcomes, built),
        "inbox": [as_data(outcome) for outcome in outcomes],
        "cleaned": explain.tally(outcomes),
        "look_at": [outcome.entry for outcome in outcomes if outcome.is_doubtful],
        "shown": [{"entry": each.entry.path, "address": each.address} for each in built.site.entries],
        "held": [
            {"entry": each.entry.path, "reason": each.reason, "until": each.until.isoformat() if each.until else None}
            for each in built.held
        ],
        "expires": [{"entry": entry.path, "on": when.isoformat()} for entry, when in expiring(built)],
        "set_aside": [asdict(fault) for fault in wrong],
        "warnings": [asdict(fault) for fault in built.warnings],
        "topics": {
            topic.slug: {
                str(verdict): [
                    placed.entry.path
                    for placed in built.site.entries
                    if any(each.topic == topic.slug and each.verdict is verdict for each in placed.memberships)
                ]
                for verdict in (TopicVerdict.IN, TopicVerdict.REVIEW)
            }
            for topic in built.site.settings.topics
        },
        "review": [
            {"entry": placed.entry.path, "topic": each.topic, "reason": each.reason} for placed, each in built.review
        ],
        "output": asdict(written),
    }


# ------------------------------------------------------------------ add


def add(options: argparse.Namespace) -> int:
    """Copy files into the inbox and clean them; what is there already is never overwritten."""
    settings = settings_of(options)
    facts = facts_of(options, settings)
    if options.slug and (len(options.files) != 1 or options.slug != slug_of(options.slug)):
        raise UsageError(
            Fault("--slug names one file and holds a-z, 0-9 and hyphens", f"such as --slug {slug_of(options.slug)}")
        )
    coming = taken_in(options, options.root / "content" / ingest.FOLDER)
    paths = [f"{ingest.FOLDER}/{name}" for name in coming]
    if options.dry_run:
        would_be = {f"{ingest.FOLDER}/{name}": data for name, data in coming.items()}
        outcomes = take_in(options, facts, only=paths, slug=options.slug or "", coming=would_be, write=False)
    else:
        outcomes = take_in(options, facts, only=paths, slug=options.slug or "")
    if options.json:
        print(json.dumps([as_data(outcome) for outcome in outcomes], ensure_ascii=False, indent=2))
    for outcome in outcomes:
        if outcome.fault:
            say(f"set aside: {outcome.fault}")
        elif outcome.status is Status.PASSED_OVER:
            say(f"passed over: content/{outcome.path}")
        elif not options.quiet:
            say("\n".join([f"{outcome.status}: content/{outcome.entry}", *explain.detail(outcome)]))
        for warning in outcome.warnings:
            say(f"    note: {warning}")
    if options.dry_run and not options.quiet:
        say("Nothing was written.")
    return SET_ASIDE if any(outcome.fault for outcome in outcomes) else OK


def taken_in(options: argparse.Namespace, inbox: Path) -> Mapping[str, bytes]:
    """Put what was named into the inbox, or with --dry-run only say where it would lie: bytes by name there."""
    coming: dict[str, bytes] = {}
    for given in options.files:
        for wanted, data in saved_in(given, inbox.resolve()):
            name = ingest.name_for(inbox, wanted, data, coming)
            coming[name] = data
            if not options.dry_run:
                ingest.put(inbox, name, data)
    return coming


def saved_in(given: str, inbox: Path) -> Iterator[tuple[str, bytes]]:
    """Name in the inbox and bytes of a file, of a folder's files, or of standard input."""
    if given == "-":
        data = pasted()
        yield f"pasted-{ingest.short_hash(data)}.{api.kind_of(data)}", data
        return
    source = Path(given).resolve()
    if not source.exists():
        remedy = "name a saved article, a folder of them, or - for standard input"
        raise UsageError(Fault("there is no such file or folder", remedy, given))
    files = sorted(path for path in source.rglob("*") if path.is_file()) if source.is_dir() else [source]
    for file in files:
        if inbox in file.parents:
            yield file.relative_to(inbox).as_posix(), file.read_bytes()
        else:
            yield from portions(file.relative_to(source.parent).as_posix(), file.read_bytes())


def pasted() -> bytes:
    """What comes on standard input, if anything does."""
    data = sys.stdin.buffer.read()
    if not data.strip():
        raise UsageError(Fault("nothing came on standard input", "paste the article, then Ctrl-D", "-"))
    return data


# ------------------------------------------------------------------ clean


LONGEST_LINE = 100_000_000


def clean(options: argparse.Namespace) -> int:
    """Clean articles and print them; no site is needed and nothing is written."""
    wrong_use = (
        "name files, or - for standard input, or --jsonl"
        if not options.files and not options.jsonl
        else "--jsonl reads standard input and takes no other file"
        if options.jsonl and options.files not in ([], ["-"])
        else "--url belongs to one file"
        if options.url and len(options.files) != 1
        else ""
    )
    if wrong_use:
        raise UsageError(
            Fault(wrong_use, "such as kliping clean article.html, or kliping clean --jsonl < articles.jsonl")
        )
    has_site = (options.root / config.FILE).is_file()
    facts = facts_of(options, settings_of(options)) if has_site else api.facts()
    is_well, between = True, ""
    with contextlib.closing(cleaned_for(options, facts)) as results:
        for result in results:
            is_well = is_well and isinstance(result, api.Cleaned)
            if options.jsonl or options.json:
                put_out(json.dumps(result.to_dict(), ensure_ascii=False))
            elif isinstance(result, api.Cleaned):
                put_out(f"{between}{result.to_markdown()}")
                between = "\n"  # else the next one's first line would make a heading of the last
            else:
                say(f"set aside: {Fault(result.error, result.remedy, result.id)}")
    return OK if is_well else SET_ASIDE


def cleaned_for(options: argparse.Namespace, facts: Facts) -> Generator[api.Cleaned | api.Failure, None, None]:
    """What comes of each line of standard input, or of each article in standard input as a whole and in files."""
    if options.jsonl:
        yield from api.clean_many(
            lines_of(sys.stdin.buffer), jobs=options.jobs, facts=facts, batch=max(1, options.batch)
        )
        return
    said = pasted() if "-" in options.files else b""
    named = [saved for path in options.files for saved in articles_in(path, said if path == "-" else None)]
    if options.url and len(named) > 1:
        what = f"--url belongs to one article, and the file holds {len(named)}"
        raise UsageError(Fault(what, 'name in each object its own address, as "url"', options.files[0]))
    function = functools.partial(api.clean_one, url=options.url, facts=facts)
    for saved, result in zip(named, work.each(function, named, options.jobs), strict=True):
        yield api.failure(saved.id, result) if isinstance(result, work.Failed) else result


def articles_in(path: str, data: bytes | None = None) -> Iterator[api.Saved]:
    """The articles in a file: one, or each object of a file of JSON, which is called by its line or place in the list."""
    if data is None and path.lower().endswith(SEVERAL):
        with contextlib.suppress(OSError):  # which `clean_one` will meet again, and tell
            data = Path(path).read_bytes()
    if data is None:
        yield api.Saved(path, path)
        return
    name = path if Path(path).suffix else f"given.{api.kind_of(data)}"
    parts = list(portions(name, data))
    for part, piece in parts:
        number = int(part.removesuffix(".json").rpartition("-")[2]) if len(parts) > 1 else 0
        yield api.Saved(f"{path}:{number}" if number else path, part, piece)


def lines_of(stream: BinaryIO) -> Iterator[bytes | api.Failure]:
    """The lines that are not blank; one that would fill the memory is passed over and told."""
    while line := stream.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            while (rest := stream.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
            yield api.Failure(None, f"is a line of more than {LONGEST_LINE} bytes")
        elif line.strip():
            yield line


def put_out(text: str) -> None:
    """Data for another program: UTF-8 wherever it runs, at once."""
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace").rstrip(b"\n") + b"\n")
    sys.stdout.buffer.flush()


# ------------------------------------------------------------------ why


def why(options: argparse.Namespace) -> int:
    """Print where each value of an article came from and what became of each line."""
    settings = settings_of(options)
    content = options.root / "content"
    if by_hand := written_by_hand(options, settings):
        print(
            json.dumps({"topics": memberships(by_hand, settings)}, ensure_ascii=False, indent=2)
            if options.json
            else "\n".join(in_topics(by_hand, settings))
        )
        return OK
    facts = facts_of(options, settings)
    path = raw_path(options.file, options.root, content)
    raw = ingest.raw_file(content, path)
    result = raw if isinstance(raw, Fault) else ingest.clean_file(raw, facts)
    if isinstance(raw, Fault) or isinstance(result, Fault):
        say(f"set aside: {result}")
        return SET_ASIDE
    files = [raw.path, *(page.path for page in raw.pages)]
    mine = [each for each in entries_of(options, settings) if each.capture and each.capture.file == raw.path]
    if options.json:
        told = {"files": files, **explain.explained(result), "topics": memberships(mine, settings)}
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        print("\n".join((*explain.joined(path, files), *explain.explanation(result), "", *in_topics(mine, settings))))
    return OK


def raw_path(given: str, root: Path, content: Path) -> str:
    """The raw file meant by a path, or by the slug or path of an entry, relative to `content/`."""
    for candidate in (Path(given), root / given, content / given, content / ingest.FOLDER / given):
        if candidate.is_file() and candidate.suffix != ".md":
            inside = content.resolve() in candidate.resolve().parents
            return candidate.resolve().relative_to(content.resolve()).as_posix() if inside else str(candidate.resolve())
    for path, raw in ingest.sources(content).items():
        if Path(given).stem == Path(path).stem and (content / raw).is_file():
            return raw
    raise UsageError(
        Fault(
            "is neither a raw file nor an entry made from one",
            "name a file of content/inbox, or the slug of an entry",
            given,
        )
    )


def entries_of(options: argparse.Namespace, settings: Settings) -> list[Entry]:
    return site.entries(options.root, PACKAGE, settings)


def written_by_hand(options: argparse.Namespace, settings: Settings) -> list[Entry]:
    """The entry meant, if it was made from no raw file: only its topics can be told."""
    name = Path(options.file).stem
    files = [file for file in (options.root / "content" / "entries").rglob("*.md") if file.stem == name]
    if not files:
        return []
    paths = [file.relative_to(options.root / "content").as_posix() for file in files]
    return [each for each in entries_of(options, settings) if each.path in paths and not each.capture]


def memberships(mine: Sequence[Entry], settings: Settings) -> list[Mapping[str, Any]]:
    """What entries are to each topic, as data."""
    zone = ZoneInfo(settings.timezone)
    return [
        {"topic": each.topic, "verdict": str(each.verdict), "score": each.score, "reason": each.reason}
        for entry in mine
        for each in topic_trial.of_entry(settings.topics, entry, zone)
    ]


def in_topics(mine: Sequence[Entry], settings: Settings) -> list[str]:
    """Lines that say to which topics entries belong, and why."""
    return [
        f"topic {each['topic']}: {each['verdict']}; {each['reason']}"
        + (f" (score {each['score']:g})" if each["score"] else "")
        for each in memberships(mine, settings)
    ]


# ------------------------------------------------------------------ topics


def match(options: argparse.Namespace) -> int:
    """Say of each report on standard input whether it belongs to a topic; no site is needed and nothing is written."""
    if not options.jsonl:
        raise UsageError(Fault("needs --jsonl", "such as kliping match --topic TOPIC.toml --jsonl < reports.jsonl"))
    topic, is_well = topic_meant(options), True
    for told in topic_filters.matched(topic, lines_of(sys.stdin.buffer)):
        is_well = is_well and "error" not in told
        put_out(json.dumps(told, ensure_ascii=False))
    return OK if is_well else SET_ASIDE


def stories_of(options: argparse.Namespace) -> int:
    """Say of each report on standard input which story it belongs to, and of what it is a copy; write nothing."""
    if not options.jsonl:
        raise UsageError(Fault("needs --jsonl", "such as kliping stories --topic TOPIC.toml --jsonl < reports.jsonl"))
    facts = site.likeness.read((PACKAGE / "facts" / "stories.toml").read_text("utf-8"))
    topic, is_well = topic_meant(options), True
    for told in story_filters.told(topic, facts, lines_of(sys.stdin.buffer)):
        is_well = is_well and "error" not in told
        put_out(json.dumps(told, ensure_ascii=False))
    return OK if is_well else SET_ASIDE


def topic_meant(options: argparse.Namespace) -> TopicDefinition:
    """The definition that --topic names: a file of its own, or the slug of one in site.toml."""
    given = str(options.topic)
    if given.endswith(".toml") or "/" in given or os.sep in given:
        return config.load_topic(Path(given))
    return topic_called(settings_of(options), given)


def topic_called(settings: Settings, slug: str) -> TopicDefinition:
    for topic in settings.topics:
        if topic.slug == slug:
            return topic
    known = ", ".join(topic.slug for topic in settings.topics) or "none"
    raise UsageError(
        Fault(f'there is no topic "{slug}"', f"topics are: {known}; a file's name ends in .toml", config.FILE)
    )


def topic(options: argparse.Namespace) -> int:
    """Try a changed definition, or propose words for it; change nothing."""
    settings = settings_of(options)
    zone, meant = ZoneInfo(settings.timezone), topic_called(settings, options.slug)
    dated = [each for each in entries_of(options, settings) if each.date and not each.hidden]
    if options.action == "suggest":
        if options.topic:
            raise UsageError(Fault("--topic is for topic try", "suggest goes by site.toml"))
        found = topic_trial.verdicts(settings.topics, meant.slug, dated, zone)
        return suggest(options, meant, [(each, found[each.path].verdict) for each in dated])
    now = settings.topics
    if options.topic:
        other = topic_trial.instead(now, meant.slug, config.load_topic(Path(options.topic)))
        before = topic_trial.verdicts(now, meant.slug, dated, zone)
        after = topic_trial.verdicts(other, meant.slug, dated, zone)
        return tried(options, {path: str(each.verdict) for path, each in before.items()}, after)
    return tried(options, shown_last(options, meant.slug), topic_trial.verdicts(now, meant.slug, dated, zone))


def shown_last(options: argparse.Namespace, slug: str) -> Mapping[str, str]:
    """What the last build said of each entry that it showed and this topic, from its log."""
    told = runs.last(options.root / ".cache")
    verdicts = told.get("topics", {}).get(slug)
    if verdicts is None:
        remedy = "run kliping once before you change the definition, or give the changed one with --topic FILE"
        raise UsageError(Fault(f'no build of this site is remembered that had the topic "{slug}"', remedy))
    listed = {path: verdict for verdict, paths in verdicts.items() for path in paths}
    return {each["entry"]: listed.get(each["entry"], "out") for each in told.get("shown", ())}


def tried(options: argparse.Namespace, was: Mapping[str, str], after: Mapping[str, Membership]) -> int:
    """Say whose verdict changes."""
    changes = topic_trial.changes(was, after)
    if options.json:
        print(json.dumps([asdict(each) for each in changes], ensure_ascii=False, indent=2))
        return OK
    for each in changes:
        what = "enters" if each.after == "in" else "leaves" if each.before == "in" else "changes"
        print(f"{what}: content/{each.entry}: {each.before} → {each.after}; {each.reason}")
    both = [path for path in was if path in after]
    before, later = (
        sum(verdict == "in" for verdict in each)
        for each in ([was[path] for path in both], [after[path].verdict for path in both])
    )
    print(f"{counted(len(both), 'article')}: {before} in before, {later} in after; {counted(len(changes), 'change')}.")
    return OK


def suggest(options: argparse.Namespace, meant: TopicDefinition, read: Sequence[tuple[Entry, TopicVerdict]]) -> int:
    """Print the words that a definition may lack."""
    found = topic_trial.suggested(meant, read)
    ins, outs = (sum(verdict is wanted for _, verdict in read) for wanted in (TopicVerdict.IN, TopicVerdict.OUT))
    if options.json:
        print(
            json.dumps(
                {"in": ins, "out": outs, "words": [asdict(each) for each in found]}, ensure_ascii=False, indent=2
            )
        )
        return OK
    for each in found:
        print(f"{each.words}: in {each.inside} of {ins} articles that are in, {each.outside} of {outs} that are out")
    if not found and not options.quiet:
        say(f"Nothing to propose from {counted(ins, 'article')} that are in and {outs} that are out.")
    return OK


# ------------------------------------------------------------------ correct, retract, restore


def correct(options: argparse.Namespace) -> int:
    """Write a dated correction into an entry; the next build shows it."""
    settings = settings_of(options)
    zone, now = ZoneInfo(settings.timezone), clock(options, settings)
    text = " ".join(entries.CONTROLS.sub("", options.text).split())
    if not text:
        raise UsageError(Fault("the correction says nothing", 'such as kliping correct SLUG "The bridge is in Antah."'))
    content = options.root / "content"
    entry, row = article_named(options, settings)
    if entry is None:
        raise UsageError(Fault("its entry was deleted, so there is nothing to correct", "", f"content/{row.entry}"))
    note = Correction(now.astimezone(zone).date(), text)
    if note not in entry.corrections:
        file = content / entry.path
        try:
            changed = corrections.added(entries.read(file, entry.path), entry.path, zone, note)
        except entries.EntryError as error:
            raise KlipingError(replace(each, file=f"content/{each.file}") for each in error.faults) from error
        entries.save(file, changed)
        ledger.save(content, {**ledger.load(content), row.id: replace(row, updated=later(row.updated, now))})
    if not options.quiet:
        say(f"corrected: content/{entry.path}: {note.date}: {note.text}")
        say("Run kliping to show it on the article, on /corrections/ and in the feeds.")
    return OK


def retract(options: argparse.Namespace) -> int:
    """Take an article off the site for good: its files go to a private folder, and the site is built without it."""
    settings = settings_of(options)
    now, facts = clock(options, settings), facts_of(options, settings)
    reason = " ".join(entries.CONTROLS.sub("", options.reason).split())
    if not reason:
        raise UsageError(Fault("--reason says nothing", 'readers see it, such as --reason "The outlet withdrew it."'))
    entry, row = article_named(options, settings)
    outcomes = take_in(options, facts, jobs=options.jobs, write=False)
    if not row.retracted:
        built = site.build(options.root, PACKAGE, settings, facts.outlets, now)
        told = Retraction(now.astimezone(ZoneInfo(settings.timezone)).date(), reason)
        row = replace(site.withdrawn(built, entry, row, told), updated=later(row.updated, now))
    paths = {row.entry, *row.raws, *(each.path for each in outcomes if each.entry == row.entry)}
    paths |= {entry.capture.file} if entry and entry.capture else set()
    content = options.root / "content"
    files = sorted(path for path in paths if path and inside(content, path))
    folder = takedown.retract(options.root, row, files).relative_to(options.root).as_posix()
    if not options.quiet:
        number = counted(len(files), "file")
        say(f"retracted: content/{row.entry}: {number} moved to {folder}/, which is never published")
        if (options.root / ".git").exists():
            say("    the history of git still holds them, and so does every copy of it: git filter-repo takes them out")
    try:
        ended = build(options)
    except KlipingError:
        say("The article is retracted, but what was published still stands: mend what follows, then run kliping.")
        raise
    if not options.quiet:
        say("Publish the site again: until then the article stands where you published it before.")
    return ended


def inside(content: Path, path: str) -> bool:
    """Whether a path names a file below `content/`."""
    return (content / path).is_file() and content.resolve() in (content / path).resolve().parents


def restore(options: argparse.Namespace) -> int:
    """Make an entry that was deleted again from its raw file, or take a retraction back."""
    settings = settings_of(options)
    if deleted := proposals.deleted(options.root / "content", options.slug):
        return remade(options, facts_of(options, settings), deleted)
    _, row = article_named(options, settings)
    if not row.retracted:
        what = "was neither deleted nor retracted"
        raise UsageError(Fault(what, "kliping status says what is not shown, and why", options.slug))
    files = takedown.restore(options.root, row, clock(options, settings))
    if not options.quiet:
        say(f"restored: {', '.join(f'content/{file}' for file in files) or 'nothing, for its files are gone'}")
        say("Run kliping to show it again.")
    return OK


def remade(options: argparse.Namespace, facts: Facts, deleted: Mapping[str, str]) -> int:
    """Make deleted entries again, each from its raw file."""
    outcomes = take_in(options, facts, only=list(deleted.values()), wanted=list(deleted))
    if options.json:
        print(json.dumps([as_data(outcome) for outcome in outcomes], ensure_ascii=False, indent=2))
    for outcome in outcomes:
        if outcome.fault:
            say(f"set aside: {outcome.fault}")
        elif outcome.status is Status.CREATED and not options.quiet:
            say(f"restored: content/{outcome.entry}  ({outcome.path}), as cleaning makes it")
    return SET_ASIDE if any(outcome.fault for outcome in outcomes) else OK


def later(known: datetime | None, now: datetime) -> datetime:
    return max(known, now) if known else now


def article_named(options: argparse.Namespace, settings: Settings) -> tuple[Entry | None, Row]:
    """The article meant by a slug, path or id: its entry, if that is there, and what is remembered of it."""
    given = options.slug
    rows = ledger.load(options.root / "content")
    there = {entry.id: entry for entry in site.entries(options.root, PACKAGE, settings)}
    path = given.removeprefix("content/")
    names = {
        id_: {id_, row.entry, Path(row.entry).stem, *(Path(each).name for each in row.addresses)}
        for id_, row in rows.items()
    }
    names |= {id_: {id_, entry.path, Path(entry.path).stem, entry.slug} for id_, entry in there.items()}
    found = [id_ for id_ in sorted(names) if {given, path} & names[id_]]
    found = [id_ for id_ in found if id_ in there] or found
    if len(found) != 1:
        what = f"could be {counted(len(found), 'article')}" if found else "is no article of this site"
        paths = ", ".join(f"content/{there[id_].path if id_ in there else rows[id_].entry}" for id_ in found)
        remedy = f"name one by its path: {paths}" if found else "name one by its slug, its path or its id"
        raise UsageError(Fault(what, remedy, given))
    id_ = found[0]
    entry = there.get(id_)
    row = rows.get(id_) or Row(id_)
    return entry, replace(row, entry=entry.path) if entry else row


# ------------------------------------------------------------------ diff, take, reclean


def diff(options: argparse.Namespace) -> int:
    """Print what cleaning would now write into an entry, part by part; change nothing."""
    offer = proposals.proposed(options.root / "content", facts_of(options, settings_of(options)), options.slug)
    if options.json:
        print(json.dumps(proposals.as_data(offer), ensure_ascii=False, indent=2))
    else:
        print("\n".join(proposals.shown(offer)))
    return OK


def take(options: argparse.Namespace) -> int:
    """Take what cleaning proposes for an entry: all of it, some parts, or nothing; a person's own words stay."""
    content = options.root / "content"
    if options.none and (options.part or options.over_mine):
        raise UsageError(Fault("--none takes nothing", "leave out --none, or --part and --over-mine"))
    offer = proposals.proposed(content, facts_of(options, settings_of(options)), options.slug)
    if options.none:
        proposals.decline(content, offer)
        if not options.quiet:
            say(f"declined: content/{offer.row.entry} stays as it is until cleaning gives something else again")
        return OK
    numbers = proposals.chosen(offer, options.part, over_mine=options.over_mine)
    proposals.take(content, offer, numbers, settle=not options.part)
    if options.json:
        print(json.dumps({**proposals.as_data(offer), "taken": sorted(numbers)}, ensure_ascii=False, indent=2))
    if not options.quiet:
        for line in proposals.account(offer, numbers, settle=not options.part):
            say(line)
    return OK


def reclean(options: argparse.Namespace) -> int:
    """Clean every raw file again, whatever is remembered, and list the entries that change or would."""
    facts = facts_of(options, settings_of(options))
    outcomes = take_in(options, facts, again=True, jobs=options.jobs, write=not options.dry_run)
    if options.json:
        print(json.dumps([as_data(outcome) for outcome in outcomes], ensure_ascii=False, indent=2))
    else:
        for line in proposals.changes(outcomes, dry_run=options.dry_run):
            print(line)
    for outcome in outcomes:
        if outcome.fault:
            say(f"set aside: {outcome.fault}")
    if not options.quiet:
        inbox = ", ".join(f"{number} {status}" for status, number in ingest.counts(outcomes).items()) or "empty"
        say(f"Inbox: {inbox}." + (" Nothing was written." if options.dry_run else ""))
    return SET_ASIDE if any(outcome.fault for outcome in outcomes) else OK


# ------------------------------------------------------------------ status, config, version, serve


def status(options: argparse.Namespace) -> int:
    """Say what is in, what waits, what is held back and what is set aside; change nothing."""
    settings = settings_of(options)
    facts = facts_of(options, settings)
    now = clock(options, settings)
    outcomes = take_in(options, facts, write=False)
    built = site.build(options.root, PACKAGE, settings, facts.outlets, now)
    settled = (Status.SAME, Status.CAPTURE)
    waiting = [each for each in outcomes if each.status not in settled or explain.notes(each)]
    wrong = wrong_in(settings, outcomes, built)
    if options.json:
        told = account(options.root, now, wrong, outcomes, built, Written())
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return SET_ASIDE if wrong else OK
    for outcome in waiting:
        would = {Status.CREATED: "new", Status.UPDATED: "would be improved"}.get(outcome.status, str(outcome.status))
        print(
            f"{would}: {outcome.path}"
            + (f" → content/{outcome.entry}" if outcome.entry else "")
            + "".join(f"\n    {note}" for note in outcome.warnings)
        )
    gone = proposals.gone_in_words(options.root / "content")
    for line in (*explain.doubtful(outcomes), *gone, *waiting_in(built, now)):
        print(line)
    for fault in wrong:
        print(f"set aside: {fault}")
    for definition, members in built.site.topics:
        print(f"topic {definition.slug}: {counted(len(members.entries), 'article')}")
    print(
        f"{counted(len(built.site.entries), 'article')} shown, {len(built.held)} not shown, {len(wrong)} set aside; inbox: {counted(len(outcomes), 'file')}"
    )
    return SET_ASIDE if wrong else OK


def figures(options: argparse.Namespace) -> int:
    """List figures that a topic's articles seem to report, each with its sentence and the line that approves it."""
    settings = settings_of(options)
    slugs = [each.slug for each in settings.topics]
    if options.topic not in slugs:
        raise UsageError(Fault("there is no such topic", "known are: " + (", ".join(slugs) or "none"), options.topic))
    found = site.proposals(options.root, PACKAGE, settings, options.topic, clock(options, settings))
    if options.json:
        rows = [{**asdict(each.proposal), "article": each.entry.slug, "date": str(each.entry.date)} for each in found]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return OK
    for each in found:
        print(f"# {each.entry.date:%Y-%m-%d}, {each.entry.outlet or '?'}: {each.proposal.sentence}\n{each.text}")
    if found and not options.quiet:
        say(
            f"To show one, copy its line below `figures:` in content/topics/{options.topic}.md, and add by: who said it."
        )
    return OK


def run_checks(options: argparse.Namespace) -> int:
    """Run every check and say what is wrong, with file, line and key; change nothing."""
    facts = facts_of(options, settings_of(options))
    made = check.run(PACKAGE, options.root / "content", facts)
    if options.json:
        print(json.dumps([asdict(each) for each in made], ensure_ascii=False, indent=2))
    for each in made:
        for fault in each.faults:
            say(f"{each.name}: {fault}")
        if not options.quiet:
            say(f"{each.name}: {counted(each.looked_at, 'test line')}, {counted(len(each.faults), 'fault')}")
    return SET_ASIDE if any(each.faults for each in made) else OK


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


def verify(options: argparse.Namespace) -> int:
    """Say of each entry whether its saved file is still the one that it was made from; change nothing."""
    settings_of(options)
    found = list(provenance.verify(options.root / "content"))
    wanted = {Path(given).stem for given in options.slugs}
    if missing := wanted - {name for each in found for name in (each.slug, Path(each.entry).stem)}:
        raise UsageError(Fault("there is no such entry", "name an entry by its slug or file", min(missing)))
    found = [each for each in found if not wanted or wanted & {each.slug, Path(each.entry).stem}]
    totals_of = provenance.totals(found)
    if options.json:
        told = {"meaning": provenance.MEANING, "totals": totals_of, "entries": [asdict(each) for each in found]}
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for line in (line for each in found for line in verified(each, quiet=options.quiet)):
            print(line)
        counts = ", ".join(f"{totals_of[finding]} {finding}" for finding in provenance.Finding)
        print(f"{counted(len(found), 'entry', 'entries')}: {counts}; {totals_of['by_hand']} edited by hand.")
        print(provenance.MEANING)
    return SET_ASIDE if any(each.is_changed for each in found) else OK


def verified(each: provenance.Checked, *, quiet: bool) -> Iterator[str]:
    """Lines on one entry and its other captures; if `quiet`, none on what is unchanged."""
    by_hand = "; you edited the entry" if each.by_hand else ""
    if not quiet or each.finding is not provenance.Finding.UNCHANGED:
        yield f"{each.finding}: content/{each.entry}: {each.why}{by_hand}"
    for raw, finding in each.captures.items():
        if not quiet or finding is provenance.Finding.CHANGED:
            yield f"{finding}: content/{raw}, another capture of content/{each.entry}"


def show_config(options: argparse.Namespace) -> int:
    """Print the settings in force and where each came from."""
    settings = settings_of(options)
    values = {setting.key: getattr(settings, setting.field) for setting in config.SETTINGS}
    if options.json:
        print(
            json.dumps(
                {key: {"value": value, "from": settings.origins[key]} for key, value in values.items()},
                ensure_ascii=False,
                indent=2,
            )
        )
    else:
        for key, value in values.items():
            print(f"{key} = {json.dumps(value, ensure_ascii=False)}  # {settings.origins[key]}")
        for topic in settings.topics:
            print(f"topics: {topic.slug}")
    for fault in settings.warnings:
        say(f"warning: {fault}")
    return SET_ASIDE if settings.warnings else OK


def version(_options: argparse.Namespace) -> int:
    """Print the version."""
    print(f"kliping {__version__}")
    return OK


def preview(options: argparse.Namespace) -> int:
    """Build, serve on this machine, rebuild and reload the browser when a file changes."""
    settings = settings_of(options)
    folder = output_folder(options, settings)

    def rebuild() -> str:
        try:
            build(options, lasts=False)
        except KlipingError as error:
            text = "\n".join(f"error: {fault}" for fault in error.faults)
            say(text)
            return text
        return ""

    return serve.serve(folder, options.root, rebuild, options.bind, options.port, say)


def port(text: str) -> int:
    """A port number from 0 (any free one) to 65535, for argparse."""
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: it is a number from 0 to 65535")
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
    DRY_RUN,
    CLOCK,
    JOBS,
)
CHANGING = (correct, retract, restore, take)
"""Commands that read, decide and write with nobody between; cleaning and building see to it themselves."""
ENTRY: Argument = (("slug",), {"metavar": "SLUG", "help": "slug, path, id or raw file of the entry"})
COMMANDS: tuple[tuple[str, Callable[[argparse.Namespace], int], str, tuple[Argument, ...]], ...] = (
    (
        "build",
        build,
        "ingest what is new in the inbox, then build the site (this is what no command does)",
        SITE_OPTIONS,
    ),
    (
        "add",
        add,
        "copy saved articles into the inbox and clean them",
        (
            (
                ("files",),
                {"nargs": "+", "metavar": "FILE", "help": "a saved article, a folder of them, or - for standard input"},
            ),
            (("--slug",), {"metavar": "NAME", "help": "name of the new entry, for one file"}),
            DRY_RUN,
        ),
    ),
    (
        "clean",
        clean,
        "print articles cleaned, as Markdown or JSON; needs no site and writes nothing",
        (
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
                    "default": api.BATCH,
                    "metavar": "N",
                    "help": f"lines of --jsonl to look at together, for what recurs is furniture (default {api.BATCH}; 1 answers each at once)",
                },
            ),
        ),
    ),
    (
        "why",
        why,
        "print where each value came from and why each line was kept or dropped",
        ((("file",), {"metavar": "FILE", "help": "a raw file, or the slug of an entry"}),),
    ),
    (
        "match",
        match,
        "say of reports of any origin whether they belong to a topic; writes nothing",
        (
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
        stories_of,
        "join reports of any origin that tell of one event, and find copies; writes nothing",
        (
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
        topic,
        "try a changed definition of a topic, or propose words for it, before anything is built",
        (
            (
                ("action",),
                {
                    "choices": ("try", "suggest"),
                    "help": "try: who would enter or leave; suggest: words that the definition may lack",
                },
            ),
            (("slug",), {"metavar": "SLUG", "help": "a topic of site.toml"}),
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
        "status",
        status,
        "say what is new, held back, in review or set aside",
        (CLOCK,),
    ),
    (
        "figures",
        figures,
        "list figures that a topic's articles report, for you to approve",
        ((("topic",), {"metavar": "TOPIC", "help": "slug of the topic"}), CLOCK),
    ),
    (
        "serve",
        preview,
        "preview on this machine: rebuild on change, reload the browser",
        (
            *SITE_OPTIONS,
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
        verify,
        "say of each entry whether its saved file is still the one that it was made from",
        ((("slugs",), {"nargs": "*", "metavar": "SLUG", "help": "only these entries (default: all)"}),),
    ),
    (
        "correct",
        correct,
        "add a dated correction to an article",
        (
            (("slug",), {"metavar": "SLUG", "help": "slug, path or id of the entry"}),
            (("text",), {"metavar": "TEXT", "help": "what was wrong and is right now, as readers shall read it"}),
            CLOCK,
        ),
    ),
    (
        "retract",
        retract,
        "take an article off the site for good: its files go to a private folder, a notice with the reason stays",
        (
            (("slug",), {"metavar": "SLUG", "help": "slug, path or id of the entry"}),
            (("--reason",), {"required": True, "metavar": "TEXT", "help": "why, as readers shall read it"}),
            (("-o", "--output"), {"metavar": "DIR", "help": "folder for the site instead of the setting's"}),
            CLOCK,
            JOBS,
        ),
    ),
    (
        "restore",
        restore,
        "make an entry that you deleted again, or take a retraction back",
        ((("slug",), {"metavar": "SLUG", "help": "slug, path, id or raw file of the entry"}), CLOCK),
    ),
    (
        "diff",
        diff,
        "show what cleaning would now write into an entry that you edited, or from a newer save of its article",
        (ENTRY,),
    ),
    (
        "take",
        take,
        "take over what diff shows; where you changed the same part, yours stays",
        (
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
        reclean,
        "clean every saved article again and list what changes; edited entries are left alone",
        (DRY_RUN, JOBS),
    ),
    (
        "ping",
        ping_hub,
        "tell the WebSub hub that site.toml names which feeds changed, once the site is uploaded; uses the network",
        (
            (("-o", "--output"), {"metavar": "DIR", "help": "folder of the site instead of the setting's"}),
            DRY_RUN,
        ),
    ),
    ("check", run_checks, "try the test lines of the outlet files", ()),
    ("config", show_config, "print the settings in force and where each came from", ()),
    ("version", version, "print the version", ()),
)
