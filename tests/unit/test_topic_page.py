"""The page of a topic, and what stands beside an article: made-up reports of made-up events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from making import BRIDGE, at, entry, site, words

from kliping.records import Copy, Entry, Story, TopicDefinition
from kliping.site import around, editor, pages, storyline
from kliping.site.assemble import Site
from kliping.site.contexts import ArticlePage, IndexPage, ListPage, TopicPage

WORDS = words()
HERE = "topics/jembatan-antah/"
NAMED = replace(
    BRIDGE,
    names={"people": (("Ani Rekaan", "Bu Ani"), ("Budi Rekaan",)), "places": (("Lara",), ("Kota Lama",))},
)


def report(name: str, day: int, outlet: str = "Warta Antah", body: str = "", **more: Any) -> Entry:
    text = body or f"Karangan tentang jembatan Antah menurut laporan {name}. Kalimat kedua."
    return entry(f"Karangan: Jembatan Antah {name}", date=at(day), outlet=outlet, body=text, **more)


def told(found: Site) -> dict[str, Any]:
    """What the template of each page is given, by address."""
    return {page.address: page.page for page in pages.of(found, WORDS)}


def with_stories(
    reports: Sequence[Entry],
    stories: Sequence[Story],
    definition: TopicDefinition = BRIDGE,
    said: str = "",
    **more: Any,
) -> Site:
    made = site(*reports, topics=(definition,), **more)
    editorial, faults = editor.read(said, "content/topics/jembatan-antah.md")
    assert not faults
    return replace(made, stories={definition.slug: tuple(stories)}, editorials={definition.slug: editorial})


def story(day: int | None, *reports: Entry, copies: dict[str, Copy] | None = None) -> Story:
    when = date(2020, 10, day) if day else None
    return Story(reports[0].id, when, tuple(each.id for each in reports), copies or {})


ONE, TWO, THREE, FOUR = (
    report("satu", 5),
    report("dua", 6, "Kabar Berantah"),
    report("tiga", 9, "Harian Lara"),
    report("empat", 9),
)


def test_an_event_has_its_lead_and_the_others_under_it() -> None:
    """One event: the lead is shown, the rest stand under it in their order, on the day on which it happened."""
    page = told(with_stories([ONE, TWO, THREE], [story(4, TWO, ONE, THREE)]))[HERE]
    assert isinstance(page, TopicPage)
    ((day,), (event,)) = page.days, page.days[0].events
    assert (day.date, event.lead.title, event.count, event.outlets) == (date(2020, 10, 4), TWO.title, 3, 3)
    assert [each.report.title for each in event.others] == [ONE.title, THREE.title]
    assert event.text == "Karangan tentang jembatan Antah menurut laporan dua."
    assert (page.count, page.story_count, page.outlet_count, page.turned) == (3, 1, 3, None)


def test_newest_first_and_oldest_first_are_two_addresses() -> None:
    """Each is the other turned round, leads to the other, and silent days count days without any report."""
    found = told(with_stories([ONE, TWO, THREE], [story(5, ONE), story(6, TWO), story(9, THREE)]))
    newest, oldest = found[HERE], found[f"{HERE}oldest/"]
    assert [(day.date.day, day.silent) for day in newest.days] == [(9, 0), (6, 2), (5, 0)]
    assert [(day.date.day, day.silent) for day in oldest.days] == [(5, 0), (6, 0), (9, 2)]
    assert (newest.turned.address, oldest.turned.address) == (f"{HERE}oldest/", HERE)
    assert (oldest.newest, oldest.key, oldest.names, oldest.coverage) == (None, (), (), None)


def test_a_day_with_reports_of_another_day_is_not_silent() -> None:
    """A report that came out later of an event before is a report all the same."""
    page = told(with_stories([ONE, TWO, THREE], [story(5, ONE, TWO), story(9, THREE)]))[HERE]
    assert [day.silent for day in page.days] == [0, 2]


def test_copies_stand_under_what_they_copy() -> None:
    """Whole copies are folded under their report, the agency named; shared text is said beside its report."""
    two, three = replace(TWO, agencies=("KBK", "LKL")), replace(THREE, agencies=("KBK",))
    copies = {three.id: Copy(two.id, 0.9, True), FOUR.id: Copy(ONE.id, 0.5, False)}
    found = told(with_stories([ONE, two, three, FOUR], [story(5, ONE, two, three, FOUR, copies=copies)]))
    (event,) = found[HERE].days[0].events
    assert [(each.report.title, each.report.copy) for each in event.others] == [(TWO.title, ""), (FOUR.title, "part")]
    assert [(each.title, each.copy, each.agencies) for each in event.others[0].copies] == [
        (THREE.title, "whole", ("KBK",))
    ]
    article = found["articles/2020/10/karangan-jembatan-antah-tiga/"]
    assert isinstance(article, ArticlePage)
    assert [(each.title, each.copy) for each in article.same] == [
        (TWO.title, "whole"),
        (ONE.title, ""),
        (FOUR.title, ""),
    ]


def test_a_lead_that_is_a_copy_changes_places() -> None:
    """What is shown is the lead; its original stands among the copies, and copies of copies as well."""
    copies = {ONE.id: Copy(TWO.id, 0.9, True), THREE.id: Copy(ONE.id, 0.9, True)}
    (event,) = told(with_stories([ONE, TWO, THREE], [story(5, ONE, TWO, THREE, copies=copies)]))[HERE].days[0].events
    assert event.lead.title == ONE.title
    assert [each.title for each in event.copies] == [TWO.title, THREE.title]
    assert event.others == ()


def test_copies_in_a_circle_end() -> None:
    """Two reports that are said to copy each other are shown once each."""
    copies = {ONE.id: Copy(TWO.id, 0.9, True), TWO.id: Copy(ONE.id, 0.9, True)}
    (event,) = told(with_stories([ONE, TWO], [story(5, ONE, TWO, copies=copies)]))[HERE].days[0].events
    assert event.count == 2


def test_reports_that_are_not_shown_leave_no_trace() -> None:
    """A story of which nothing is shown is none; one whose lead is not shown has another lead."""
    hidden = report("rahasia", 5)
    page = told(with_stories([ONE, TWO], [story(5, hidden), story(6, hidden, TWO), story(5, ONE)]))[HERE]
    assert page.story_count == 2
    assert "rahasia" not in repr(page)


# ------------------------------------------------------------------ where it stands


def test_the_newest_event_is_quoted() -> None:
    """Without the editor's words the newest event's first sentence stands there, with its report."""
    page = told(with_stories([ONE, THREE, FOUR], [story(5, ONE), story(9, THREE, FOUR)]))[HERE]
    assert page.standing == ()
    assert (page.newest.text, page.newest.report.title, page.newest.report.outlet) == (
        "Karangan tentang jembatan Antah menurut laporan tiga.",
        THREE.title,
        "Harian Lara",
    )


def test_a_quotation_obeys_rights() -> None:
    """What may not be quoted is not: another report that may be is taken, else the headline alone stands there."""
    made = with_stories([ONE, THREE, FOUR], [story(9, THREE, FOUR), story(5, ONE)], rights="link")
    page = told(made)[HERE]
    assert (page.newest.text, page.newest.report.title) == ("", THREE.title)
    assert "Kalimat kedua" not in repr(told(made))


def test_a_short_first_sentence_has_company() -> None:
    """A sentence that says little is shown with the next one, both as they stand."""
    short = report("pendek", 9, body="LARA. Utusan jembatan Antah kembali tanpa hasil hari ini. Besok lagi.")
    page = told(with_stories([short], [story(9, short)]))[HERE]
    assert page.newest.text == "LARA. Utusan jembatan Antah kembali tanpa hasil hari ini."


def test_the_editors_words_win() -> None:
    """What the editor wrote stands there instead of a quotation, newest first."""
    said = "2020-10-05: Awal.\n\n2020-10-09: Akhir.\n"
    page = told(with_stories([ONE], [story(5, ONE)], said=said))[HERE]
    assert page.newest is None
    assert [(each.date.day, each.html) for each in page.standing] == [(9, "<p>Akhir.</p>"), (5, "<p>Awal.</p>")]


# ------------------------------------------------------------------ key developments, names, figures


def test_key_developments_are_the_editors() -> None:
    """Entries that say `key: true` are the key developments, and no others."""
    key = replace(TWO, key=True)
    page = told(with_stories([ONE, key, THREE], [story(5, ONE, key), story(9, THREE)]))[HERE]
    assert page.is_chosen
    assert [(each.date.day, each.link.title, each.outlets) for each in page.key] == [(5, TWO.title, 2)]


def test_key_developments_are_what_most_outlets_reported() -> None:
    """Of many events those that several outlets reported, at most six and at least five, in order of time."""
    reports = [report(f"hari {day}", day, outlet) for day in range(1, 13) for outlet in ("Warta Antah",)]
    second = [report(f"lagi {day}", day, "Kabar Berantah") for day in (2, 4, 7)]
    stories = [story(each.date.day, each, *(other for other in second if other.date == each.date)) for each in reports]  # type: ignore[union-attr]
    page = told(with_stories([*reports, *second], stories))[HERE]
    days = [each.date.day for each in page.key]
    assert len(days) == 5
    assert days == sorted(days)
    assert {2, 4, 7} <= set(days)
    assert told(with_stories(reports[:6], stories[:6]))[HERE].key == ()


def test_names_lead_to_lists() -> None:
    """People and places with how many reports name them, in any spelling; each has a list of its own."""
    reports = [
        report("satu", 5, body="Jembatan Antah di Lara, kata Bu Ani."),
        report("dua", 6, body="Jembatan Antah: Ani Rekaan pergi, kata Ani Rekaan."),
        report("tiga", 7, body="Jembatan Antah di kota lama."),
    ]
    found = told(with_stories(reports, [story(each.date.day, each) for each in reports], NAMED))  # type: ignore[union-attr]
    page = found[HERE]
    assert [(group.kind, [(link.title, link.count) for link in group.links]) for group in page.names] == [
        ("people", [("Ani Rekaan", 2)]),
        ("places", [("Kota Lama", 1), ("Lara", 1)]),
    ]
    names = found[f"{HERE}people/ani-rekaan/"]
    assert isinstance(names, ListPage)
    assert (names.name, names.count, names.parent.address) == ("Ani Rekaan", 2, HERE)
    assert f"{HERE}people/budi-rekaan/" not in found


def test_many_names_have_a_list_of_all() -> None:
    """Beside the most frequent names of a kind a link leads to all of them."""
    people = tuple((f"Orang{number}",) for number in range(9))
    text = "Jembatan Antah: " + ", ".join(name for (name,) in people) + "."
    one = report("satu", 5, body=text)
    found = told(with_stories([one], [story(5, one)], replace(BRIDGE, names={"people": people})))
    (group,) = found[HERE].names
    assert (len(group.links), group.all.count, group.all.address) == (6, 9, f"{HERE}people/")
    listed = found[f"{HERE}people/"]
    assert isinstance(listed, IndexPage)
    assert len(listed.links) == 9


def test_only_approved_figures_are_shown() -> None:
    """A figure that the editor approved stands with who said it and its sentence; others do not."""
    one = report("satu", 5, body="Di jembatan Antah 40 orang tewas. Ada 1.200 orang yang mengungsi.")
    said = "---\nfigures:\n  - {kind: dead, number: 40, article: karangan-jembatan-antah-satu, by: Polisi Antah}\n---\n"
    (group,) = told(with_stories([one], [story(5, one)], said=said))[HERE].figures
    (line,) = group.lines
    assert (group.title, line.number, line.by, line.report.outlet) == ("Tewas", "40", "Polisi Antah", "Warta Antah")
    assert line.sentence == "Di jembatan Antah 40 orang tewas."
    (group,) = told(with_stories([one], [story(5, one)], said=said, rights="link"))[HERE].figures
    assert group.lines[0].sentence == ""


def test_parts_of_a_topic() -> None:
    """A topic lists its parts, and a part leads to the whole."""
    part = replace(BRIDGE, slug="pagar-antah", title={"": "Pagar Antah"}, parent="jembatan-antah")
    found = told(site(ONE, topics=(BRIDGE, part)))
    assert [(link.title, link.count) for link in found[HERE].parts] == [("Pagar Antah", 1)]
    assert found["topics/pagar-antah/"].parent.address == HERE


def test_coverage() -> None:
    """Bars and table say the same; a topic of one day has neither."""
    page = told(with_stories([ONE, TWO, THREE, FOUR], [story(5, ONE, TWO, THREE, FOUR)]))[HERE]
    assert (page.coverage.unit, page.coverage.height, page.coverage.peak) == ("day", 2, date(2020, 10, 9))
    assert [
        (row.start.day, row.total, [(each.title, each.count) for each in row.counts]) for row in page.coverage.rows
    ] == [
        (5, 1, [("Warta Antah", 1)]),
        (6, 1, [("Kabar Berantah", 1)]),
        (9, 2, [("Warta Antah", 1), ("Harian Lara", 1)]),
    ]
    assert told(with_stories([ONE], [story(5, ONE)]))[HERE].coverage is None


# ------------------------------------------------------------------ beside an article


def test_before_and_after_are_events() -> None:
    """From every report of an event one step leads to the lead of the event before and after."""
    found = told(with_stories([ONE, TWO, THREE], [story(5, ONE, TWO), story(9, THREE)]))
    for name in ("satu", "dua"):
        page = found[f"articles/2020/10/karangan-jembatan-antah-{name}/"]
        assert (page.earlier, page.later.title) == (None, THREE.title)
    assert found["articles/2020/10/karangan-jembatan-antah-tiga/"].earlier.title == ONE.title


def test_related_share_what_is_rare() -> None:
    """Related is what shares rare words of the headline, from events that are not next to it."""
    reports = [
        report(name, day)
        for day, name in enumerate(("pembukaan pasar", "rapat", "hujan", "penutupan pasar", "banjir", "panen"), 1)
    ]
    made = with_stories(reports, [story(each.date.day, each) for each in reports])  # type: ignore[union-attr]
    found = around.of([storyline.topic(*each, made.stories[each[0].slug], made) for each in made.topics])
    assert [each.title for each in found[made.entries[-1].address].related][:1] == [reports[3].title]


def test_old_reports_say_their_age() -> None:
    """An article says how many whole years it is older than the newest one of the site, and the newest says nothing."""
    found = told(site(entry("Karangan: Lama", date=at(6)), entry("Karangan: Baru", date=at(5, year=2025))))
    assert found["articles/2020/10/karangan-lama/"].age == 4
    assert found["articles/2025/10/karangan-baru/"].age == 0


def test_days_have_pages() -> None:
    """Each day with articles has a page that leads to the days before and after."""
    found = told(site(ONE, TWO, THREE, FOUR))
    page = found["2020/10/09/"]
    assert isinstance(page, ListPage)
    assert page.parent
    assert page.earlier
    assert (page.kind, page.count, page.parent.address, page.earlier.address, page.later) == (
        "day",
        2,
        "2020/10/",
        "2020/10/06/",
        None,
    )
    assert [day.address for day in found["2020/10/"].days] == ["2020/10/09/", "2020/10/06/", "2020/10/05/"]
