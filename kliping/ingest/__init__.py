"""Ingest: raw files of the inbox to Markdown entries. The recipes are `clean` and `ingest`."""

from __future__ import annotations

import functools
import hashlib
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, astuple, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final
from zoneinfo import ZoneInfo

from kliping import entries, ledger, work
from kliping.errors import Fault, SettingsError
from kliping.ingest import (
    body,
    compose,
    confidence,
    forms,
    headline,
    inbox,
    inside,
    language,
    merge,
    metadata,
    outlets,
    parts,
    people,
    readers,
    recurring,
    shelf,
    when,
    wishes,
)
from kliping.ingest.shelf import Shelf
from kliping.ingest.texts import Texts, Unread
from kliping.memory import NEW, Memory
from kliping.records import (
    UNSURE,
    Article,
    CleaningReport,
    Doubt,
    Evidence,
    Facts,
    Hint,
    Outcome,
    RawArticle,
    RawFile,
    Recurring,
    Role,
    Status,
    Wishes,
)

RULES = compose.RULES

FOLDER = "inbox"
NO_TEXT = "\ufffd"
"""Stands for the text of an entry that cannot be read: it is there, and not empty."""
MEMORY = "ingest.json"
PROFILES = "recurring.json"
UNKNOWN: Final = replace(recurring.NOTHING)
"""The profile of a file that could not be read this time: it is not remembered."""


class NoArticle(Exception):
    """A raw file was read, but no article is in it; says what is missing."""


# ------------------------------------------------------------------ one raw file


def clean(raw: RawArticle, facts: Facts) -> Article:
    """Clean one raw article: every value with its evidence, every line with its verdict."""
    whole, (raw, apart) = raw, body.set_apart(raw)
    url = metadata.address(raw)
    known, outlet = metadata.outlet(raw, url.value if url else None, facts)
    zone = ZoneInfo((known.timezone if known else "") or facts.timezone)
    names = (*((known.name, *known.names) if known else ()), *((outlet.value,) if outlet else ()))
    rough, _ = language.detect(" ".join(line.text for line in raw.lines if body.is_prose(line)))

    alone = body.marks(raw.lines, rough, facts, known)
    filed, _ = recurring.filed(known, url.value if url else None, outlet.value if outlet else None)
    marks = recurring.marked(raw.lines, alone, recurring.known_of(filed or raw.family, facts))
    odds, kept, span = body.found_in(raw, marks, rough, facts)
    if span is None and marks != alone:  # all its prose recurs: better a doubtful article than none
        marks = alone
        odds, kept, span = body.found_in(raw, marks, rough, facts)
    if span is None:
        raise NoArticle("no article was found in it")
    title = None
    for each in (recurring.but_headline(raw.lines, alone, marks, span), alone):
        title = title or headline.title(raw, each, span, url.value if url else None, names, facts.headline)
    if title is None:
        raise NoArticle("no headline was found in it")
    verdicts = wishes.granted(
        body.in_order(body.judge(raw.lines, marks, odds, kept, title.value), apart), raw.wishes, known
    )

    told = [verdict.line for verdict in verdicts if verdict.role is Role.BODY]
    if not told:
        raise NoArticle("no article was found in it")
    left = inside.taken(told, raw.lines, rough, facts, lambda line: wishes.is_whole(line, verdicts))
    opening, dateline, lifted = metadata.lift_dateline(replace(told[0], text=left.paragraphs[0]), facts)
    if wishes.is_whole(told[0], verdicts):
        opening, lifted = left.paragraphs[0], None
    paragraphs = (opening, *left.paragraphs[1:])
    lang, sure = language.detect(" ".join(paragraphs))
    above = when.headline_line(raw.lines, title.value, span)
    published = when.published(raw, marks, span, lang, url.value if url else None, known, zone, headline=above)
    credited = people.credited(raw, marks, span, facts, title.line)
    caption, credit = metadata.picture(raw, marks, span, facts)
    credit = credit or left.credit
    agencies = metadata.agencies(raw, paragraphs, credit.value if credit else None, dateline, facts)
    saved = when.saved(raw, zone)

    found = {
        "title": title,
        "date": published.when,
        "modified": published.modified,
        "outlet": outlet,
        "url": url,
        **credited,
    }
    found |= {"agencies": agencies, "caption": caption, "credit": credit}
    evidence = [Evidence(key, shown(value.value), value.source) for key, value in found.items() if value]
    evidence.append(Evidence("lang", lang, f"the body's words ({sure:.0%} sure)"))
    if pages := raw.hint("pages"):
        evidence.append(Evidence("pages", pages.value, pages.source))
    if saved:
        evidence.append(Evidence("saved", shown(saved.value), saved.source))
    if dateline and dateline.place and lifted:
        evidence.append(Evidence("place", dateline.place, f"the dateline on line {lifted.number}"))
    return Article(
        raw=whole,
        title=title.value,
        body=paragraphs,
        forms=forms.of(verdicts),
        date=published.when.value if published.when else None,
        date_precision=published.precision,
        modified=published.modified.value if published.modified else None,
        lang=lang,
        outlet=outlet.value if outlet else None,
        url=url.value if url else None,
        authors=credited["authors"].value if "authors" in credited else (),
        editors=credited["editors"].value if "editors" in credited else (),
        agencies=agencies.value if agencies else (),
        place=dateline.place if dateline else None,
        caption=caption.value if caption else None,
        credit=credit.value if credit else None,
        saved=saved.value if saved else None,
        evidence=tuple(evidence),
        verdicts=tuple(verdicts),
        lifted=(*((lifted,) if lifted else ()), *left.lifted),
        confidence=confidence.of(raw.lines, marks, odds, kept, facts.confidence.get(body.kind_of(raw.lines), {})),
        warnings=(
            *published.warnings,
            *(() if published.when else ("no publication date was found",)),
            *wishes.unmet(verdicts, raw.wishes),
        ),
    )


def shown(value: Any) -> str:
    """A value as the evidence table prints it."""
    return (
        ", ".join(value)
        if isinstance(value, tuple)
        else value.isoformat()
        if hasattr(value, "isoformat")
        else str(value)
    )


def clean_file(raw: RawFile, facts: Facts) -> Article | Fault:
    """Clean one raw file, or say why it has to be set aside."""
    read = read_file(raw)
    return read if isinstance(read, Fault) else clean_read(read, facts)


def read_file(raw: RawFile) -> RawArticle | Fault:
    """A raw file as lines, with what somebody said along with it."""
    try:
        read = parts.joined([readers.read(raw), *map(readers.read, raw.pages)])
    except readers.Unreadable as error:
        return Fault(error.what, error.remedy, f"content/{raw.path}")
    given = (Hint("url", raw.url, "given"),) if raw.url else ()
    return replace(read, hints=(*given, *read.hints), wishes=raw.wishes)


def clean_read(raw: RawArticle, facts: Facts) -> Article | Fault:
    """Clean one raw article, or say why there is none in it."""
    try:
        return clean(raw, facts)
    except NoArticle as error:
        return Fault(str(error), "save the whole article again, or delete the file", f"content/{raw.path}")


def markdown(article: Article) -> str:
    """An article as the text of an entry that was made from no file of the inbox."""
    return entries.dump(replace(compose.entry_of(article, RULES), capture=None))


LEAST_SURE = 3


def report(article: Article) -> CleaningReport:
    """How cleaning went, with the lines that somebody should look at first."""
    kept = sum(verdict.role is Role.BODY for verdict in article.verdicts)
    unsure = sorted(
        (verdict for verdict in article.verdicts if verdict.confidence < UNSURE), key=lambda verdict: verdict.confidence
    )
    doubts = tuple(
        Doubt(each.line.number, each.line.text, each.role is Role.BODY, each.confidence) for each in unsure[:LEAST_SURE]
    )
    return CleaningReport(kept, len(article.verdicts) - kept, article.confidence, doubts)


# ------------------------------------------------------------------ the inbox


def ingest(
    content: Path,
    facts: Facts,
    cache: Path,
    *,
    only: Collection[str] = (),
    slug: str = "",
    coming: Mapping[str, bytes] = MappingProxyType({}),
    wanted: Collection[str] = (),
    again: bool = False,
    jobs: int = 1,
    progress: bool = False,
    write: bool = True,
    remembered: Memory = NEW,
) -> list[Outcome]:
    """Bring every raw file of the inbox (or `only` these) to its entry; the account of each.

    Nothing is written but entries that are new, or ours to improve. `slug` names a new entry;
    `coming` are files, by path, to be treated as if they lay in the inbox; `wanted` are ids of entries that were
    deleted and shall be made again; `again` cleans every file, whatever is remembered.
    """
    paths = sorted({*lying_in(content), *coming})
    notes = {path: inbox.passed_over(path, paths) for path in paths}
    there, memory = read_shelf(content, remembered), {} if again else work.recall(cache / MEMORY)
    wanted = {*wanted, *there.torn, *lost(content, there)}
    raws = [
        RawFile(path, coming[path]) if path in coming else read_raw(content, path, there, remembered)
        for path in paths
        if not notes[path] and (not only or path in only)
    ]
    glances = [parts.glance(raw) for raw in raws if only and isinstance(raw, RawFile)]
    articles = {article for article, number in glances if number > 1}
    if articles:
        others = (read_raw(content, path, there) for path in paths if not notes[path] and path not in only)
        raws += [raw for raw in others if isinstance(raw, RawFile) and parts.glance(raw)[0] in articles]
    there.inbox.update(dict.fromkeys(paths, ""))
    there.inbox.update((raw.path, raw.sha256) for raw in raws if isinstance(raw, RawFile))
    files = gathered([raw for raw in raws if isinstance(raw, RawFile)], remembered)
    said = hashlib.sha256(repr(facts).encode("utf-8", "surrogateescape")).hexdigest()
    digests = {raw.path: digest(raw, said) for raw in files}
    facts, digests = learn(content, files, facts, digests, cache, whole=not only, jobs=jobs, write=write)
    known = {
        raw.path: outcome
        for raw in files
        if (outcome := recalled(memory.get(raw.path), raw.path, digests[raw.path], there, wanted=wanted, slug=slug))
    }
    aside = {
        raw.path: fault
        for raw in files
        if (fault := set_aside(memory.get(raw.path), f"{digests[raw.path]} {remembered.program}")) is not None
    }
    news = [raw for raw in files if raw.path not in known and raw.path not in aside]
    cleaned = work.each(functools.partial(clean_file, facts=facts), news, jobs)
    watched = work.watched(cleaned, len(news), "Cleaning", show=progress)
    made = {raw.path: result for raw, result in zip(news, watched, strict=True)}
    failed = {path for path, result in made.items() if isinstance(result, work.Failed)}
    results = aside | {path: told(path, result) for path, result in made.items()}

    outcomes = [
        Outcome(path, Status.PASSED_OVER, warnings=(note,))
        for path, note in notes.items()
        if note and (not only or path in only)
    ]
    cleanly = {path: result for path, result in results.items() if isinstance(result, Article)}
    new = {path: article for path, article in cleanly.items() if not there.known.get(f"capture {path}")}
    turn = {path: number for number, path in enumerate(shelf.in_turn(new), 1)}
    files = sorted(files, key=lambda raw: (raw.path not in there.by_raw, turn.get(raw.path, 0)))
    accounted: list[RawFile | Fault] = [*(raw for raw in raws if isinstance(raw, Fault)), *files]
    for raw in accounted:
        path = raw.path if isinstance(raw, RawFile) else raw.file.removeprefix("content/")
        if isinstance(raw, Fault):
            outcome = Outcome(path, Status.SET_ASIDE, there.by_raw.get(path, ""), fault=raw)
        elif path in results:
            outcome, stamp = settle(path, results[path], there, content, slug=slug, wanted=wanted, write=write)
            memory[path] = (
                noted(digests[path], results[path], outcome, stamp, there, remembered.program)
                if path not in failed
                else []
            )
        else:
            outcome = known[path]
        outcomes.append(replace(outcome, by_hand=there.is_by_hand(outcome.entry)))
        outcomes += (further_page(page, outcome, there) for page in (raw.pages if isinstance(raw, RawFile) else ()))
    if write:
        ledger.save(content, there.rows)
        work.remember(cache / MEMORY, {path: memory[path] for path in paths if path in memory})
    return sorted(outcomes, key=lambda outcome: outcome.path)


def gathered(raws: Sequence[RawFile], remembered: Memory) -> list[RawFile]:
    """The raw files, those that are pages of one article as one; what a look at each of them tells is remembered."""
    by_path = {raw.path: raw for raw in raws}
    keys = {path: raw.sha256.encode() for path, raw in by_path.items()}
    looks = remembered.together("looks", keys, lambda paths: (parts.glance(by_path[each]) for each in paths))
    return parts.gathered(raws, lambda raw: looks[raw.path])


def with_pages(content: Path, raws: Collection[str], there: Shelf) -> list[RawFile | Fault]:
    """These raw files, each with the files that hold its article's further pages."""
    read = [read_raw(content, path, there) for path in raws]
    wanted = {parts.glance(raw)[0] for raw in read if isinstance(raw, RawFile)} - {""}
    paths = sorted(lying_in(content)) if wanted else []
    rest = (path for path in paths if path not in raws and not inbox.passed_over(path, paths))
    others = (read_raw(content, path, there) for path in rest)
    pages = (raw for raw in others if isinstance(raw, RawFile) and parts.glance(raw)[1] > 1)
    found = [raw for raw in read if isinstance(raw, RawFile)]
    found += (page for page in pages if parts.glance(page)[0] in wanted)
    return [*parts.gathered(found), *(raw for raw in read if isinstance(raw, Fault))]


def lying_in(content: Path) -> Iterator[str]:
    """The path of every file below the inbox."""
    return (path.relative_to(content).as_posix() for path in (content / FOLDER).rglob("*") if not path.is_dir())


def lost(content: Path, there: Shelf) -> frozenset[str]:
    """Ids of all entries if their whole folder is gone: losing it is no decision on each article, and all are made again."""
    if (content / "entries").exists():
        return frozenset()
    return frozenset(id_ for id_, row in there.rows.items() if not row.retracted)


def further_page(page: RawFile, first: Outcome, there: Shelf) -> Outcome:
    """The account of a file that holds a further page of another file's article."""
    notes = [f"a further page of the article in content/{first.path}"]
    if (alone := there.by_raw.get(page.path, first.entry)) != first.entry:
        notes.append(f"content/{alone} was made from this page alone: delete it")
    return Outcome(page.path, Status.PASSED_OVER, first.entry, first.title, tuple(notes))


def read_raw(content: Path, path: str, there: Shelf, remembered: Memory = NEW) -> RawFile | Fault:
    """A raw file with what its entry wishes, or why it cannot be read; one that is what it was is not read, if that is remembered."""
    entry = there.entry_of(path)
    wished = there.glances[entry].wishes if entry in there.glances else None
    file, wished = content / path, wished or Wishes()
    fetch = functools.partial(remembered.digests.read, path, file)
    try:
        path.encode()
        known = remembered.digests.of(path, str(file)) if remembered.lasts else None
        if known is not None:
            return Unread(path, known.hex(), fetch, wished)
        if entries.leads_out(file, content.parent):
            return Fault(entries.LEADS_OUT, "put the file itself there", f"content/{path}")
        if (size := file.stat().st_size) > readers.LARGEST:
            error = readers.too_large(size)
            return Fault(error.what, error.remedy, f"content/{path}")
        if not remembered.lasts:
            return RawFile(path, file.read_bytes(), wishes=wished)
        fetch()
        return Unread(path, remembered.digests.taken[path].hex(), fetch, wished)
    except OSError as error:
        return Fault(f"cannot be read: {error.strerror}", "mend the permissions or the link", f"content/{path}")
    except UnicodeEncodeError:
        return Fault("has a name that is not UTF-8", "rename the file", f"content/{path}")


FAILED = "cleaning it failed"


def told(path: str, result: Article | Fault | work.Failed) -> Article | Fault:
    """The result of cleaning, an unforeseen failure turned into a fault of this one file."""
    if isinstance(result, work.Failed):
        remedy = "this is a fault of Kliping: please report it with the file; the file stays where it is"
        return result.fault or Fault(f"{FAILED}: {result.reason}", remedy, f"content/{path}")
    return result


def digest(raw: RawFile, facts: str) -> str:
    """One fingerprint for all that decides what a raw file by itself becomes."""
    pages = "".join(f"{page.path} {page.sha256}\n" for page in raw.pages)
    known = f"{RULES}\n{raw.path}\n{raw.wishes!r}\n{raw.sha256}\n{pages}{facts}"
    return hashlib.sha256(known.encode("utf-8", "surrogateescape")).hexdigest()


def noted(
    fingerprint: str, result: Article | Fault, outcome: Outcome, stamp: str, there: Shelf, program: str
) -> Sequence[Any]:
    """What is kept of the account of one file, so that the next run need not clean it again.

    Why a file was set aside is known until the `program` or its libraries are others.
    """
    if isinstance(result, Fault):
        return ["aside", f"{fingerprint} {program}", *astuple(result)]
    if outcome.status in (Status.CAPTURE, Status.DELETED):
        bearing = shelf.bearing(outcome.path, outcome.entry, there)
        return [fingerprint, str(outcome.status), outcome.entry, bearing, outcome.title, list(outcome.warnings)]
    went = asdict(outcome.report) if outcome.report else None
    return [fingerprint, stamp, outcome.title, list(outcome.warnings), went]


def recalled(
    told: Any, path: str, fingerprint: str, there: Shelf, *, wanted: Collection[str] = (), slug: str = ""
) -> Outcome | None:
    """The account of one file, if cleaning it again would only say what was said, or written, the last time."""
    match told:
        case [str(before), str(stamp), str(title), list(notes), dict(went)] if path in there.by_raw and stamp:
            entry = there.by_raw[path]
            if before == fingerprint and there.glances[entry].stamp == stamp and (made := report_of(went)):
                return Outcome(path, Status.SAME, entry, title, tuple(notes), report=made)
        case [str(before), str(said), str(entry), str(bearing), str(title), list(notes)] if path not in there.by_raw:
            status = next((each for each in (Status.CAPTURE, Status.DELETED) if each == said), None)
            still = before == fingerprint and bearing and bearing == shelf.bearing(path, entry, there)
            if status and still and not wanted and not slug:
                return Outcome(path, status, entry, title, tuple(notes))
    return None


def set_aside(told: Any, fingerprint: str) -> Fault | None:
    """Why a file was set aside, if that is what was made of it the last time."""
    match told:
        case ["aside", str(before), str(what), str(remedy), str(file), int(line), str(key)] if before == fingerprint:
            return Fault(what, remedy, file, line, key)
    return None


def report_of(told: Any) -> CleaningReport | None:
    """A report as it was remembered; None if it is none."""
    try:
        return CleaningReport(**told | {"doubts": tuple(Doubt(**each) for each in told["doubts"])})
    except (TypeError, KeyError):
        return None


def read_shelf(content: Path, remembered: Memory = NEW) -> Shelf:
    """Every entry file, with what it tells at a glance; one that cannot be read is the site's to report."""
    texts = Texts(content, remembered.digests, NO_TEXT)
    return shelf.of(texts, texts.told("glances", remembered, shelf.glance), ledger.load(content))


def settle(
    raw: str, result: Article | Fault, there: Shelf, content: Path, *, slug: str, wanted: Collection[str], write: bool
) -> tuple[Outcome, str]:
    """Decide and do what one cleaned file means for its entry; the account, and the stamp of what we would write."""
    decision = shelf.settled(raw, result, there, slug=slug, wanted=wanted)
    if decision.outcome.text and write and was_saved_meanwhile(decision.outcome.entry, there, content):
        decision = shelf.settled(raw, result, there, slug=slug, wanted=wanted)
    outcome = decision.outcome
    if outcome.text and entries.leads_away(content, outcome.entry):
        what = f"its entry would be content/{outcome.entry}, and a folder on the way is a link that leads out of content/entries"
        fault = Fault(what, "put the folder itself there", f"content/{raw}")
        return Outcome(raw, Status.SET_ASIDE, title=outcome.title, fault=fault), ""
    if isinstance(result, Article) and outcome.status in MADE:
        outcome = replace(outcome, report=report(result))
    if outcome.text:
        there.put(outcome.entry, outcome.text)
    if decision.row:
        there.remember(decision.row)
    if outcome.status in MADE and decision.row:
        owner = merge.Owner(outcome.entry, raw, (result.outlet or "") if isinstance(result, Article) else "")
        there.owners.update({outcome.entry: owner, decision.row.id: owner})
    if outcome.text and write:
        entries.save(content / outcome.entry, outcome.text)
    return outcome, decision.stamp


def was_saved_meanwhile(path: str, there: Shelf, content: Path) -> bool:
    """Whether a person saved an entry since the shelf was read; it is on the shelf as it is now."""
    texts = there.texts
    assert isinstance(texts, Texts), "a shelf is read from files"
    try:
        now = entries.read(content / path, path) if (content / path).exists() else ""
    except entries.EntryError:
        now = NO_TEXT
    is_news = not texts.is_as_told(path, now) and not shelf.is_blank(now)
    if is_news:
        there.put(path, now)
    return is_news


MADE = frozenset([Status.CREATED, Status.UPDATED, Status.SAME, Status.KEPT])
"""What a raw file comes to from which an entry is made."""


# ------------------------------------------------------------------ what recurs in the inbox


def knowing(raws: Sequence[RawArticle], facts: Facts) -> tuple[Facts, list[RawArticle]]:
    """Facts with what recurs in a batch of raw articles, for outlets of which no list says it; the articles in families."""
    told = recurring.with_families(raws, facts)
    listed = {each.outlet for each in facts.recurring}
    fresh = (each for each in recurring.by_outlet(told, facts) if each.outlet not in listed)
    return replace(facts, recurring=(*facts.recurring, *fresh)), told


def learn(
    content: Path,
    files: Sequence[RawFile],
    facts: Facts,
    digests: Mapping[str, str],
    cache: Path,
    *,
    whole: bool,
    jobs: int,
    write: bool,
) -> tuple[Facts, dict[str, str]]:
    """Facts with what recurs in the `whole` inbox, else as the lists say; each file's digest with the lines it holds.

    Files are read for it once, and the lists written, when they change.
    """
    memory = work.recall(cache / PROFILES)
    profiles = profiled(files, facts, digests, memory, jobs)
    if whole:
        found = what_recurs(files, profiles, digests, memory)
        facts = replace(facts, recurring=tuple(kept_up(content, found, write=write)))
    if write:
        sure = {path: each for path, each in profiles.items() if each is not UNKNOWN}
        packed = {path: [digests[path], recurring.packed(each)] for path, each in sure.items()}
        work.remember(cache / PROFILES, packed | {"": memory.get("")} if whole else memory | packed)
    held: dict[str, str] = {}
    for path, each in profiles.items():
        known = recurring.known_of(each.outlet, facts)
        marks = "".join(sorted(set(each.marks) & known.lines.keys())) if known else ""
        held[path] = f"{digests[path]} {hashlib.sha256(marks.encode()).hexdigest()}" if marks else digests[path]
    return facts, held


def profiled(
    files: Sequence[RawFile], facts: Facts, digests: Mapping[str, str], memory: Mapping[str, Any], jobs: int
) -> dict[str, recurring.Profile]:
    """The profile of each raw file, remembered or made."""
    found: dict[str, recurring.Profile] = {}
    for file in files:
        match memory.get(file.path):
            case [str(digest), packed] if digest == digests[file.path]:
                if profile := recurring.unpacked(packed):
                    found[file.path] = profile
    news = [file for file in files if file.path not in found]
    for file, made in zip(news, work.each(functools.partial(profile_of, facts=facts), news, jobs), strict=True):
        found[file.path] = made if isinstance(made, recurring.Profile) else UNKNOWN
    return found


def profile_of(file: RawFile, facts: Facts) -> recurring.Profile:
    """The profile of one raw file; one that cannot be read teaches nothing."""
    read = read_file(file)
    return recurring.profile(read, facts) if isinstance(read, RawArticle) else recurring.NOTHING


def what_recurs(
    files: Sequence[RawFile],
    profiles: Mapping[str, recurring.Profile],
    digests: Mapping[str, str],
    memory: dict[str, Any],
) -> Mapping[str, Sequence[Any]]:
    """By outlet its name and the lines that recur: number of articles, text, digest of the first file that holds it.

    Remembered as long as no raw file changes; texts are read again only from files that are new.
    """
    state = hashlib.sha256("".join(sorted(digests.values())).encode()).hexdigest()
    match memory.get(""):
        case [str(before), dict(remembered)]:
            if before == state:
                return remembered
            texts = {
                (holder, recurring.fingerprint(text)): text
                for _, rows in remembered.values()
                for _, text, holder in rows
            }
        case _:
            texts = {}
    found: dict[str, Sequence[Any]] = {}
    for slug in sorted({each.outlet for each in profiles.values()} - {""}):
        own = [file for file in files if profiles[file.path].outlet == slug]
        counts = recurring.learned(profiles[file.path] for file in own)
        missing, rows = set(counts), list[Sequence[Any]]()
        for file in own:
            first = missing & set(profiles[file.path].marks)
            missing -= first
            told = {mark: texts.get((digests[file.path], mark), "") for mark in first}
            if not all(told.values()) and isinstance(read := read_file(file), RawArticle):
                told = {
                    mark: line.text
                    for line in reversed(read.lines)
                    if (mark := recurring.fingerprint(line.text)) in first
                }
            rows += [
                [counts[mark], told[mark], digests[file.path]]
                for mark in sorted(first)
                if recurring.is_told(told[mark])
            ]
        found[slug] = [min(profiles[file.path].name for file in own), rows]
    memory[""] = [state, found]
    return found


def kept_up(content: Path, found: Mapping[str, Sequence[Any]], *, write: bool) -> Iterator[Recurring]:
    """What recurs at each outlet as the lists say it once they are brought up to date."""
    lists = read_lists(content)
    for slug in sorted({*found, *lists}):
        listed = lists.get(slug, recurring.Listed())
        name, rows = found.get(slug, (listed.name, ()))
        fresh = recurring.relearned(listed, name, [(number, text) for number, text, _ in rows])
        file, text = content / "outlets" / f"{slug}{recurring.ENDING}", recurring.dump(fresh)
        if write and text and (slug not in lists or text != recurring.dump(listed)):
            entries.save(file, text)
        elif write and not text:
            file.unlink(missing_ok=True)
        yield recurring.in_force(slug, fresh)


def read_lists(content: Path) -> Mapping[str, recurring.Listed]:
    """The lists of recurring lines as they lie beside the outlets' files, by outlet."""
    found: dict[str, recurring.Listed] = {}
    for file in sorted((content / "outlets").glob(f"*{recurring.ENDING}")):
        try:
            found[file.name.removesuffix(recurring.ENDING)] = recurring.parse(file.read_text("utf-8"))
        except UnicodeDecodeError as error:
            raise SettingsError(
                Fault("is not UTF-8", "save the file as UTF-8", f"content/outlets/{file.name}")
            ) from error
    return found


# ------------------------------------------------------------------ into the inbox


def put(inbox: Path, name: str, data: bytes) -> Path:
    """Put a raw file into the inbox; the same bytes are not put twice, others never overwritten."""
    target = inbox / name_for(inbox, name, data)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.part")
        part.write_bytes(data)
        part.replace(target)
    return target


def name_for(inbox: Path, name: str, data: bytes, coming: Mapping[str, bytes] = MappingProxyType({})) -> str:
    """The name under which bytes lie in the inbox or would, where `coming` are others that would lie there, too."""
    path = Path(name)
    there = coming.get(name, (inbox / path).read_bytes() if (inbox / path).exists() else data)
    return name if there == data else path.with_name(f"{path.stem}-{short_hash(data)}{path.suffix}").as_posix()


def short_hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:8]


def raw_file(content: Path, path: str) -> RawFile | Fault:
    """One raw file with what its entry wishes, by its path below `content` or anywhere.

    Of a page of an article in several it is the whole article, as it is taken from the inbox.
    """
    shelf = read_shelf(content)
    raw = read_raw(content, path, shelf)
    if isinstance(raw, Fault) or not path.startswith(f"{FOLDER}/") or not (article := parts.glance(raw)[0]):
        return raw
    paths = sorted(each.relative_to(content).as_posix() for each in (content / FOLDER).rglob("*") if not each.is_dir())
    lying = (read_raw(content, each, shelf) for each in paths if not inbox.passed_over(each, paths))
    mates = [each for each in lying if isinstance(each, RawFile) and parts.glance(each)[0] == article]
    wholes = (each for each in parts.gathered(mates) if path in (each.path, *(page.path for page in each.pages)))
    return next(wholes, raw)


def sources(content: Path) -> Mapping[str, str]:
    """The raw file that each entry was made from, by the entry's path."""
    return {path: raw for raw, path in read_shelf(content).by_raw.items()}


# ------------------------------------------------------------------ what is known beforehand


def load_facts(package: Path, content: Path | None, timezone: str) -> Facts:
    """Outlets, agencies and furniture: the package's, and what the site's own outlet files say, which wins."""
    known = map(outlets.overlaid, outlet_files(package, content))
    found = {outlet.slug: outlet for outlet in known}
    named = (name for slug in sorted(found) for name in found[slug].agencies)
    return Facts(
        outlets=tuple(found[slug] for slug in sorted(found)),
        agencies=tuple(dict.fromkeys((*phrases(package / "facts" / "agencies.txt"), *named))),
        furniture=tuple(phrases(package / "facts" / "furniture.txt")),
        timezone=timezone,
        recurring=tuple(recurring.in_force(slug, each) for slug, each in read_lists(content).items())
        if content
        else (),
        headline=tomllib.loads((package / "facts" / "headline.toml").read_text("utf-8")),
        words=words_of((package / "facts" / "words.toml").read_text("utf-8")),
        inside=phrases_of((package / "facts" / "inside.toml").read_text("utf-8")),
        text_weights=(package / "facts" / "lines-text.weights").read_text("utf-8"),
        page_weights=(package / "facts" / "lines-page.weights").read_text("utf-8"),
        people=tomllib.loads((package / "facts" / "people.toml").read_text("utf-8")),
        confidence=tomllib.loads((package / "facts" / "confidence.toml").read_text("utf-8")),
    )


def words_of(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The words of `words.toml` by idea, of all languages together."""
    ideas = tomllib.loads(text)
    return tuple((idea, tuple(word for line in said.values() for word in line.split())) for idea, said in ideas.items())


def phrases_of(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The phrases of `inside.toml` by idea, of all languages together."""
    ideas = tomllib.loads(text)
    return tuple((idea, tuple(phrase for line in said.values() for phrase in line)) for idea, said in ideas.items())


def outlet_files(package: Path, content: Path | None) -> Iterator[list[outlets.Source]]:
    """The files of each outlet: the package's, and laid over it a site's own of the same name."""
    own = [(content / "outlets", "content/outlets")] if content else []
    files: dict[str, list[outlets.Source]] = {}
    for folder, label in ((package / "outlets", "kliping/outlets"), *own):
        for file in sorted(folder.glob("*.toml")):
            files.setdefault(file.name, []).append(outlets.Source(file.read_bytes(), f"{label}/{file.name}"))
    return (files[name] for name in sorted(files))


def phrases(file: Path) -> Iterator[str]:
    """The lines of a facts file that are neither empty nor a comment."""
    return (line.strip() for line in file.read_text("utf-8").splitlines() if line.strip() and not line.startswith("#"))


def counts(outcomes: Iterable[Outcome]) -> dict[Status, int]:
    """How many files came to what; they add up to the number of files."""
    found: Sequence[Outcome] = list(outcomes)
    return {status: number for status in Status if (number := sum(outcome.status is status for outcome in found))}
