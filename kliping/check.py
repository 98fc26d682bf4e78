"""What `kliping check` looks at: a literal list of checks, each from what is there to what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from kliping import dates, ingest
from kliping.errors import Fault
from kliping.ingest import body, metadata, outlets
from kliping.records import Facts, Line, Outlet, Role


@dataclass(frozen=True, slots=True)
class Checked:
    """What one check found: how many things it looked at, and the faults."""

    name: str
    looked_at: int
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One thing to look at: the words for it, what must come of it, and what came."""

    file: str
    line: int
    key: str
    text: str
    expected: str
    came: str


def run(package: Path, content: Path, facts: Facts) -> list[Checked]:
    """Every check of the list, in its order."""
    made: list[Checked] = []
    for name, check in CHECKS:
        cases = list(check(package, content, facts))
        made.append(Checked(name, len(cases), tuple(fault_of(case) for case in cases if case.expected != case.came)))
    return made


def fault_of(case: Case) -> Fault:
    remedy = "mend the outlet's facts, or the test line if it is wrong"
    return Fault(f"“{case.text}”: expected {case.expected}, came {case.came}", remedy, case.file, case.line, case.key)


# ------------------------------------------------------------------ outlets


def of_outlets(package: Path, content: Path, facts: Facts) -> Iterator[Case]:
    """The test lines in the outlets' files, the package's and the site's."""
    for sources in ingest.outlet_files(package, content):
        outlet = outlets.overlaid(sources)
        for file, example in outlets.examples(sources):
            expected, came = TRIALS[example.key](example, outlet, facts)
            yield Case(file, example.line, example.key, example.text, expected, came)


def as_furniture(example: outlets.Example, outlet: Outlet, facts: Facts) -> tuple[str, str]:
    """A line that must be dropped, whatever it is dropped as."""
    return "a line to drop", kind_of(example.text, outlet, facts)


def as_body(example: outlets.Example, outlet: Outlet, facts: Facts) -> tuple[str, str]:
    """A line that must not be dropped for what it says."""
    return "no reason to drop it", kind_of(example.text, outlet, facts)


def kind_of(text: str, outlet: Outlet, facts: Facts) -> str:
    """What a line is by itself, in words."""
    mark = body.marks([Line(1, text)], outlet.language or "und", facts, outlet)[0]
    if mark is None or mark.role is Role.BODY:
        return "no reason to drop it"
    return "a line to drop" if mark.role is Role.FURNITURE else f"a {mark.role} ({mark.reason})"


def as_dateline(example: outlets.Example, outlet: Outlet, facts: Facts) -> tuple[str, str]:
    """The beginning of a first paragraph: its place, and the outlet if it names one."""
    found = metadata.dateline(example.text, facts)
    expected = f"the place {example.expected}" if example.expected else "a dateline without a place"
    if found is None:
        return expected, "no dateline"
    signed = outlets.by_name(facts.outlets, found.outlet) if found.outlet else outlet
    if signed is None or signed.slug != outlet.slug:
        return expected, f"a dateline of {signed.name if signed else found.outlet}"
    return expected, f"the place {found.place}" if found.place else "a dateline without a place"


def as_address(example: outlets.Example, outlet: Outlet, facts: Facts) -> tuple[str, str]:
    """An address: it must be the outlet's, and hold the date."""
    expected = example.expected or "no date"
    known = outlets.by_address(facts.outlets, example.text)
    if known is None or known.slug != outlet.slug:
        return expected, f"an address of {known.name if known else 'no known outlet'}"
    zone = ZoneInfo(outlet.timezone or facts.timezone)
    found = dates.in_address(example.text, outlet.address_dates, zone)
    if not found:
        return expected, "no date"
    when, precision = found
    return expected, when.date().isoformat() if precision == "day" else when.isoformat()


TRIALS: Mapping[str, Callable[[outlets.Example, Outlet, Facts], tuple[str, str]]] = {
    "tests.furniture": as_furniture,
    "tests.body": as_body,
    "tests.datelines": as_dateline,
    "tests.addresses": as_address,
}
CHECKS: Sequence[tuple[str, Callable[[Path, Path, Facts], Iterator[Case]]]] = (("outlets", of_outlets),)
