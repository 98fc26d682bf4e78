"""Stories: reports of one event stand together, each with a reason, whatever language they are in."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from making import ROOT

from kliping import definitions
from kliping.records import Copy, Report, Story
from kliping.site import likeness, stories

HERE = Path(__file__).parent
DATA = tomllib.loads((HERE / "stories.toml").read_text("utf-8"))
FACTS = likeness.read((ROOT / "kliping" / "facts" / "stories.toml").read_text("utf-8"))
TOPIC = definitions.definition(DATA["topic"])
REPORTS = [
    Report(f"{number:02}", each["title"], each["text"], each.get("date"), each["lang"])
    for number, each in enumerate(DATA["reports"])
]
EVENTS = {f"{number:02}": each["event"] for number, each in enumerate(DATA["reports"])}
TALKS, TRUCE, BROKEN, APPEAL, SECOND = "00", "02", "06", "08", "10"


def made(reports: Sequence[Report] = REPORTS, **how: object) -> tuple[Story, ...]:
    return stories.stories(reports, TOPIC, FACTS, **how)  # type: ignore[arg-type]


def groups(found: Sequence[Story]) -> set[frozenset[str]]:
    return {frozenset(story.reports) for story in found}


def test_each_event_is_one_story() -> None:
    """Talks, agreement, breach a day later, an appeal and the next agreement are told apart, across languages and without a date."""
    wanted = {frozenset(id_ for id_, event in EVENTS.items() if event == each) for each in EVENTS.values()}
    assert groups(made()) == wanted


def test_a_story_has_the_day_of_its_event() -> None:
    """The day is the one that the reports name, also for a report without a date."""
    assert [(story.id, story.day) for story in made()] == [
        (TALKS, date(2031, 3, 6)),
        (TRUCE, date(2031, 3, 10)),
        (BROKEN, date(2031, 3, 11)),
        (APPEAL, date(2031, 3, 20)),
        (SECOND, date(2031, 4, 14)),
    ]
    alone = replace(REPORTS[-1], id="x")
    assert made([alone])[0].day == date(2031, 4, 14)


def test_each_join_has_its_reason() -> None:
    """A reason names days, acts and names that two reports share; every report but the lead has one."""
    for story in made():
        assert [one for one, _, _ in story.joins] == list(story.reports[1:])
        assert all(reason and "\n" not in reason for _, _, reason in story.joins)
    truce = next(story for story in made() if story.id == TRUCE)
    assert any(
        reason.startswith("both say 10 March; published the same day; headlines of agree") and "Tuan Umpama" in reason
        for _, _, reason in truce.joins
    )


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_lead_is_in_the_readers_language(language: str) -> None:
    """Of an event that was reported in several languages, readers see one in theirs."""
    found = {report.id: report.lang for report in REPORTS}
    assert {found[story.lead] for story in made(language=language) if story.id in (TALKS, TRUCE, BROKEN)} == {language}


def test_the_editor_wins() -> None:
    """A pair to merge stands together however unlike it is, a pair to split apart however alike."""
    found = made(merge=[(TALKS, SECOND)], split=[(TRUCE, "03")])
    story_of = {id_: story for story in found for id_ in story.reports}
    assert story_of[TALKS] is story_of[SECOND]
    assert story_of[TRUCE] is not story_of["03"]
    reasons = {frozenset((one, other)): reason for one, other, reason in story_of[TALKS].joins}
    assert "joined by the editor" in reasons.values()


def test_what_contradicts_itself_is_split() -> None:
    """Of a pair that is to be merged and split, or merged by way of a third, the split counts."""
    found = made(merge=[(TALKS, TRUCE), (TRUCE, SECOND)], split=[(TALKS, SECOND), (TALKS, TRUCE)])
    story_of = {id_: story.id for story in found for id_ in story.reports}
    assert story_of[TALKS] != story_of[TRUCE]
    assert story_of[TALKS] != story_of[SECOND]


def test_pairs_of_unknown_reports_do_nothing() -> None:
    """A merge or split that names reports which are not in the topic is passed over."""
    assert made(merge=[("a", "b"), (TALKS, "c")], split=[("a", TALKS)]) == made()


def test_copies_are_folded() -> None:
    """A whole copy stands in the story of what it copies and never leads it; what shares some text is no reason to join."""
    copy = replace(REPORTS[2], id="salinan", title="Lain", date=date(2031, 4, 20))
    shared = {"salinan": Copy(TRUCE, 0.9, is_whole=True), SECOND: Copy(TALKS, 0.5, is_whole=False)}
    found = made([*REPORTS, copy], copies=shared)
    story = next(story for story in found if "salinan" in story.reports)
    assert TRUCE in story.reports
    assert story.lead != "salinan"
    assert story.copies == {"salinan": shared["salinan"]}
    assert ("salinan", TRUCE, "a copy: 0.90 of its words") in story.joins
    assert next(story for story in found if TALKS in story.reports).reports.count(SECOND) == 0


def test_a_story_keeps_its_id_when_reports_are_added() -> None:
    """An id is that of the earliest report: later reports do not change it."""
    before = made(REPORTS[:4])
    assert {story.id for story in before} <= {story.id for story in made()}


def test_the_order_of_reports_does_not_matter() -> None:
    """The same reports in any order make the same stories."""
    mixed = REPORTS[:]
    for seed in range(5):
        random.Random(seed).shuffle(mixed)
        assert made(mixed) == made()


def test_what_is_remembered_changes_nothing() -> None:
    """Traits may be remembered: with them the stories are the same."""
    known = {report.id: likeness.traits(report, TOPIC, FACTS) for report in REPORTS}
    assert made(known=known) == made()


def test_few_reports() -> None:
    """No report makes no story, one makes one, two strange ones make two; texts may be empty."""
    assert made([]) == ()
    assert [story.reports for story in made(REPORTS[:1])] == [("00",)]
    assert len(made([Report("a", "", ""), Report("b", "Judul", "", datetime(2031, 3, 1, tzinfo=UTC))])) == 2


def test_two_reports_far_apart_are_two_events() -> None:
    """The same words weeks later tell of another event."""
    later = replace(REPORTS[8], id="x", date=date(2031, 4, 1))
    assert len(made([REPORTS[8], later])) == 2
