"""What the commands say of cleaning: line by line, file by file, run by run; as text and as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC
from typing import Any

from kliping import entries
from kliping.records import Article, Outcome, Role, Status

WIDEST = 72


def short(text: str) -> str:
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"


def percent(share: float) -> str:
    """A confidence; only what is certain is 100 %."""
    return f"{min(99, round(share * 100)) if share < 1 else 100} %"


def counted(number: int, word: str, several: str = "") -> str:
    return f"{number} {word if number == 1 else several or word + 's'}"


# ------------------------------------------------------------------ one article


def joined(path: str, files: Sequence[str]) -> Iterator[str]:
    """A line that says of which article a file is a page, if it is one of several."""
    if len(files) > 1:
        others = ", ".join(each for each in files if each != path)
        yield f"{path} is page {files.index(path) + 1} of {len(files)} of one article, which is explained as a whole; the others: {others}\n"


def explanation(article: Article) -> list[str]:
    """Lines that explain an article: values with their source, then every line of the file and how sure its verdict is."""
    rows = [f"{each.key:<10} {each.value}\n{'':<10}   from {each.source}" for each in article.evidence]
    rows += [f"{'note':<10} {warning}" for warning in article.warnings]
    rows += [f"{'lifted':<10} “{each.text}” out of line {each.number}: {each.reason}" for each in article.lifted]
    rows += [f"{'confidence':<10} {percent(article.confidence)} sure that the text is clean", ""]
    for verdict in article.verdicts:
        sign = "+" if verdict.role is Role.BODY else "-"
        rows.append(
            f"{sign} {verdict.line.number:>4}  {percent(verdict.confidence):>5}  {short(verdict.line.text)}\n"
            f"                {verdict.role}: {verdict.reason}"
        )
    return rows


def explained(article: Article) -> Mapping[str, Any]:
    """The same as data."""
    return {
        "confidence": article.confidence,
        "evidence": [asdict(each) for each in article.evidence],
        "lifted": [asdict(each) for each in article.lifted],
        "warnings": list(article.warnings),
        "lines": [
            {
                "number": each.line.number,
                "text": each.line.text,
                "role": str(each.role),
                "reason": each.reason,
                "confidence": each.confidence,
            }
            for each in article.verdicts
        ],
    }


# ------------------------------------------------------------------ one file of the inbox


def detail(outcome: Outcome) -> Iterator[str]:
    """What the entry of a file holds: title, date, outlet; lines kept and dropped."""
    yield f"    {outcome.title}"
    if outcome.text:
        entry = entries.parse(outcome.text, outcome.entry, UTC)
        yield f"    {entry.date.isoformat() if entry.date else 'no date'}, {entry.outlet or 'no outlet'}"
    if outcome.report:
        told = outcome.report
        yield f"    {counted(told.kept, 'line')} kept, {told.dropped} dropped, {percent(told.confidence)} sure"


def notes(outcome: Outcome, *, verbose: bool = False) -> Sequence[str]:
    """The warnings worth saying: of what is new; of an entry's lists as long as they are wrong."""
    if verbose or outcome.status in (Status.CREATED, Status.UPDATED, Status.CAPTURE):
        return outcome.warnings
    return [warning for warning in outcome.warnings if warning.startswith(("keep: ", "drop: "))]


def kept(outcome: Outcome) -> str:
    """That an edited entry was left alone, and how to see what cleaning would make of it."""
    return (
        f"kept as you edited it: content/{outcome.entry}; cleaning {outcome.path} again would now give something else: "
        f"kliping diff {outcome.entry}"
    )


def deleted(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """A line for each entry that a person deleted although its raw file still lies there."""
    told = {outcome.entry: outcome for outcome in reversed(outcomes) if outcome.status is Status.DELETED}
    for entry in sorted(told):
        yield f"deleted by you: content/{entry}; to have it back: kliping restore {told[entry].path}"


def doubtful(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """The entries that somebody should look at, least sure first, with their least sure lines."""
    for outcome in sorted(filter(is_doubtful, outcomes), key=confidence_of):
        yield f"look at: content/{outcome.entry}: {percent(confidence_of(outcome))} sure that its text is clean"
        for doubt in outcome.report.doubts if outcome.report else ():
            sign = "+" if doubt.kept else "-"
            yield f"    {sign} {doubt.number:>4}  {percent(doubt.confidence):>5}  {short(doubt.text)}"


def is_doubtful(outcome: Outcome) -> bool:
    return outcome.is_doubtful


def confidence_of(outcome: Outcome) -> float:
    return outcome.report.confidence if outcome.report else 1.0


def as_data(outcome: Outcome) -> Mapping[str, Any]:
    return {key: value for key, value in asdict(outcome).items() if key != "text"} | {"status": str(outcome.status)}


# ------------------------------------------------------------------ a run


def tally(outcomes: Sequence[Outcome]) -> Mapping[str, int]:
    """What was cleaned in this run: articles, lines kept and dropped, articles to look at."""
    fresh = [each for each in outcomes if each.status in (Status.CREATED, Status.UPDATED, Status.KEPT)]
    reports = [each.report for each in fresh if each.report]
    return {
        "articles": len(reports),
        "kept": sum(report.kept for report in reports),
        "dropped": sum(report.dropped for report in reports),
        "doubtful": sum(each.is_doubtful for each in fresh),
    }


def summary(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """The same in a line, if anything was cleaned."""
    told = tally(outcomes)
    if told["articles"]:
        look = f"; {told['doubtful']} to look at, see `kliping status`" if told["doubtful"] else ""
        yield (
            f"Cleaned: {counted(told['articles'], 'article')}, {counted(told['kept'], 'line')} kept, "
            f"{told['dropped']} dropped{look}."
        )
