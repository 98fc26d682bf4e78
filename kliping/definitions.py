"""Topics as an editor defines them: tables of `site.toml`, or a file of their own, to definitions; every fault at once."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from kliping.errors import Fault
from kliping.records import Names, TopicDefinition

KINDS = ("people", "bodies", "places")
TOPIC_KEYS: Mapping[str, str] = {
    "slug": "The last part of the topic's address: a-z, 0-9 and hyphens.",
    "title": 'Its title: a text, or one for each language: { id = "…", en = "…" }.',
    "description": "A sentence about it; optional.",
    "from": "First day of publication that belongs to it; optional.",
    "to": "Last day; optional.",
    "who": "Groups of words: of each group one must be found.",
    "what": "Words of what it must be about. They count most in the headline, then in the first words, then in the text.",
    "what_with_name": "Words that count only where one of the names is in the headline or in the opening; optional.",
    "names.people": 'People: a text for each, its other spellings after " = ": "Moskwa = Moskow = Moscow". Shown on the page.',
    "names.bodies": "Countries, organisations and offices, in the same way.",
    "names.places": "Places, in the same way.",
    "not.other_story": "Words of other stories. Where these are said much more often than who, an article is out.",
    "not.other_side": "Words of another side of this story. They speak against an article, most of all in a headline without what.",
    "by_hand": "true looks for no words: only entries that name it under `topics` belong to it; who, what and the like are not needed.",
    "in": "Slug of the topic that this one is a part of. Its articles are in that one too; who, days, names and not are that one's where they are not said.",
}
"""What may stand in a topic's table, dotted, for the reference."""
OTHER_NAMES: Mapping[str, Sequence[str]] = {
    "from": ("start", "since", "after", "begin", "start_date"),
    "to": ("end", "until", "till", "before", "end_date"),
    "who": ("all", "all_of", "must", "required"),
    "what": ("any", "any_of", "keywords", "keyword", "words", "match", "matches", "query", "terms"),
    "title": ("name", "label"),
    "in": ("parent", "part_of"),
    "names.people": ("people", "persons", "person"),
    "names.bodies": ("bodies", "organisations", "organizations", "orgs"),
    "names.places": ("places", "where", "locations", "place"),
    "not.other_story": (
        "exclude",
        "excludes",
        "exclusions",
        "without",
        "none",
        "none_of",
        "stop",
        "ignore",
        "other_story",
    ),
    "not.other_side": ("other_side",),
}
"""What other programs call a key of a topic."""
STOP_WORDS = frozenset(
    "ada adalah akan anda atau bagi bahwa bisa dalam dan dari dengan di dia dua hal hari harus ia ini itu juga kami karena kata ke kepada "
    "kita lagi lalu lebih maka masih mereka namun oleh orang pada para saat saja sang satu saya sebagai sebuah sejak setelah seorang serta "
    "sudah suatu tahun tak telah tentang tersebut tidak untuk yaitu yakni yang "
    "a after all also an and any are as at be been but by can could for from had has have he her his i if in into is it its more my new no "
    "not of on one or our out said say says she so than that the their there they this to two up us was we were what when which who will "
    "with would year you".split()
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a definition stands: the file, the dotted key of its table, the lines of keys."""

    file: str
    key: str
    lines: Mapping[str, int]

    def fault(self, name: str, what: str, remedy: str) -> Fault:
        key = ".".join(part for part in (self.key, name) if part)
        return Fault(what, remedy, self.file, self.lines.get(key, self.lines.get(self.key, 0)), key)


def read_all(tables: Any, lines: Mapping[str, int], file: str, faults: list[Fault]) -> tuple[TopicDefinition, ...]:
    """The `[[topics]]` tables; what is wrong with them is added to `faults`."""
    if not isinstance(tables, list) or not all(isinstance(table, Mapping) for table in tables):
        faults.append(
            Fault("must be tables", "write [[topics]] above each topic", file, lines.get("topics", 0), "topics")
        )
        return ()
    places = [Place(file, f"topics.{number}", lines) for number in range(len(tables))]
    slugs = [str(table.get("slug")) for table in tables]
    topics: list[TopicDefinition] = []
    for table, place in zip(tables, places, strict=True):
        found = list(faults_of(table, place))
        if not found and table["slug"] in [topic.slug for topic in topics]:
            found.append(place.fault("slug", f'"{table["slug"]}" names two topics', "give one of them another slug"))
        if not found and (wrong := parent_fault(table, tables, slugs)):
            found.append(place.fault("in", *wrong))
        faults += found
        if not found:
            topics.append(definition(table))
    known = {topic.slug: topic for topic in topics}
    return tuple(inheriting(topic, known) for topic in topics)


def read_one(
    table: Mapping[str, Any], lines: Mapping[str, int], file: str, faults: list[Fault]
) -> TopicDefinition | None:
    """The one definition in a file of its own; slug and title may be missing there."""
    if "topics" in table:
        remedy = "the keys stand at the top of such a file; for a topic of site.toml give its slug"
        faults.append(Fault("is for site.toml", remedy, file, lines.get("topics", lines.get("topics.0", 0)), "topics"))
        return None
    whole = {"slug": "topic", "title": "topic", **table}
    found = list(faults_of({key: value for key, value in whole.items() if key != "in"}, Place(file, "", lines)))
    if "who" not in table and "in" in table:
        found = [Fault("needs who of its own in a file of its own", "", file, lines.get("in", 0), "in")]
    faults += found
    return None if found else replace(definition(whole), parent="")


def definition(table: Mapping[str, Any]) -> TopicDefinition:
    """A topic whose table has no faults."""
    names, other = table.get("names", {}), table.get("not", {})
    return TopicDefinition(
        slug=table["slug"],
        title=texts(table["title"]),
        description=texts(table.get("description", {})),
        who=tuple(tuple(group) for group in table.get("who", ())),
        what=tuple(table.get("what", ())),
        start=table.get("from"),
        end=table.get("to"),
        what_with_name=tuple(table.get("what_with_name", ())),
        names={kind: spellings(names[kind]) for kind in KINDS if kind in names},
        other_story=tuple(other.get("other_story", ())),
        other_side=tuple(other.get("other_side", ())),
        parent=table.get("in", ""),
        by_hand=table.get("by_hand", False),
    )


def texts(value: Any) -> dict[str, str]:
    """A text in one or several languages; a bare text serves every language."""
    return dict(value) if isinstance(value, Mapping) else {"": str(value)} if value else {}


def spellings(listed: Sequence[str]) -> Names:
    """Names as they are written in the settings, each cut at its ` = `."""
    return tuple(tuple(each.strip() for each in name.split(" = ")) for name in listed)


def inheriting(topic: TopicDefinition, known: Mapping[str, TopicDefinition]) -> TopicDefinition:
    """A part of a topic with what it leaves to the whole: who, days, names, exclusions."""
    if topic.parent not in known:
        return topic
    whole = inheriting(known[topic.parent], known)
    return replace(
        topic,
        who=topic.who or whole.who,
        start=topic.start or whole.start,
        end=topic.end or whole.end,
        names=topic.names or whole.names,
        other_story=topic.other_story or whole.other_story,
        other_side=topic.other_side or whole.other_side,
    )


# ------------------------------------------------------------------ faults


def parent_fault(table: Mapping[str, Any], tables: Sequence[Any], slugs: Sequence[str]) -> tuple[str, str] | None:
    """What is wrong with the topic that a topic is said to be a part of."""
    if "in" not in table:
        return None
    if table["in"] not in slugs:
        near = next(iter(difflib.get_close_matches(str(table["in"]), slugs, 1, 0.5)), None)
        known = ", ".join(slug for slug in slugs if slug != table["slug"]) or "none"
        return f'there is no topic "{table["in"]}"', f'did you mean "{near}"?' if near else f"other topics are: {known}"
    if "who" not in table and not table.get("by_hand") and tables[slugs.index(table["in"])].get("by_hand"):
        return f'"{table["in"]}" is a topic by hand, from which no words can come', "write who here, or by_hand = true"
    trail = [table["slug"]]
    while (parent := tables[slugs.index(trail[-1])].get("in")) in slugs:
        if parent in trail:
            circle = " in ".join((*trail, parent))
            return f"goes round in a circle: {circle}", "take one of these `in` out"
        trail.append(parent)
    return None


def faults_of(table: Mapping[str, Any], place: Place) -> Iterator[Fault]:
    """What is wrong with one topic's table."""
    slug = table.get("slug")
    if not isinstance(slug, str) or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) or len(slug) > 80:
        yield place.fault("slug", "needs 1 to 80 of a-z, 0-9 and single hyphens", 'such as slug = "ceasefire-talks"')
    for name in ("title", "description"):
        given = table.get(name, "" if name == "description" else None)
        if not is_text_or_texts(given, required=name == "title"):
            yield place.fault(
                name, "needs a text, or a text for each language", f'such as {name} = {{ id = "…", en = "…" }}'
            )
    if "in" in table and not isinstance(table["in"], str):
        yield place.fault("in", "needs the slug of another topic", 'such as in = "ceasefire-talks"')
    yield from by_hand_faults(table, place) if "by_hand" in table else ()
    if table.get("by_hand", False) is False:
        yield from who_faults(table, place)
        yield from list_faults(table.get("what"), "what", place)
    if "what_with_name" in table:
        yield from list_faults(table["what_with_name"], "what_with_name", place)
        if not table.get("names"):
            yield place.fault(
                "what_with_name", "counts only together with names, and there are none", "add [topics.names]"
            )
    yield from table_faults(table, "names", KINDS, place)
    yield from table_faults(table, "not", ("other_story", "other_side"), place)
    yield from window_faults(table, place)
    yield from both_faults(table, place)
    known = list(dict.fromkeys(key.split(".")[0] for key in TOPIC_KEYS))
    yield from (place.fault(name, "unknown key", meant(name, known)) for name in table if name not in known)


def by_hand_faults(table: Mapping[str, Any], place: Place) -> Iterator[Fault]:
    """What is wrong with a topic that says whether its articles are chosen by hand."""
    if not isinstance(table["by_hand"], bool):
        yield place.fault("by_hand", "needs true or false, without quotes", f"it is now {table['by_hand']!r}")
    for name in ("who", "what", "what_with_name", "not", "from", "to"):
        if table["by_hand"] is True and name in table:
            what = "is never looked at, for by_hand says that only entries name what belongs to this topic"
            yield place.fault(name, what, "take out one of the two")


def who_faults(table: Mapping[str, Any], place: Place) -> Iterator[Fault]:
    """What is wrong with the groups of words of which one must be found each."""
    who = table.get("who")
    if who is None and isinstance(table.get("in"), str):
        return
    if isinstance(who, list) and who and all(isinstance(word, str) for word in who):
        meant = ", ".join(f'["{word}"]' for word in who)
        remedy = f"write who = [{meant}] if all must be found, or two brackets round the whole list if one will do"
        yield place.fault("who", "needs a list of groups, and these are words without a group", remedy)
        return
    if not isinstance(who, list) or not who or not all(isinstance(group, list) for group in who):
        what = "needs groups of words, of each of which one must be found"
        yield place.fault("who", what, 'such as who = [["armenia*"], ["azerbaijan*", "azeri*"]]')
        return
    for number, group in enumerate(who, 1):
        if not group:
            what = f"group {number} of {len(who)} is empty, so that no article can have one of its words"
            yield place.fault("who", what, "write words into it, or take out its brackets []")
    who = [group for group in who if group]
    for group in who:
        yield from list_faults(group, "who", place)


def list_faults(value: Any, name: str, place: Place, check: Callable[[str], str] | None = None) -> Iterator[Fault]:
    """What is wrong with a list of words."""
    if not isinstance(value, list) or not value or not all(isinstance(word, str) for word in value):
        yield place.fault(
            name,
            "needs a list of words",
            f'such as {name.rsplit(".", maxsplit=1)[-1]} = ["gencatan senjata", "ceasefire*"]',
        )
        return
    for word in value:
        if wrong := (check or wrong_word)(word):
            yield place.fault(name, f"“{word}” {wrong}", "write a word, or several, that only this story has")


def wrong_word(word: str) -> str:
    """Why a word cannot be searched for; empty when it can."""
    if " = " in word:
        return "has an equals sign, which is for names: write each spelling as a word of its own"
    core = word.strip().rstrip("*").strip()
    if "*" in core:
        return "has a * that is not at its end"
    if not re.search(r"\w", core):
        return "is any word at all" if "*" in word else "has no letter"
    letters = sum(map(len, re.findall(r"\w+", core)))
    if letters < (3 if word.strip().endswith("*") else 2) or STOP_WORDS.issuperset(core.lower().split()):
        return "is in nearly every article"
    return ""


def wrong_name(name: str) -> str:
    return next(filter(None, (wrong_word(each) for each in name.split(" = "))), "")


def table_faults(table: Mapping[str, Any], name: str, keys: Sequence[str], place: Place) -> Iterator[Fault]:
    """What is wrong with `[topics.names]` or `[topics.not]`."""
    inner = table.get(name, {})
    if not isinstance(inner, Mapping):
        yield place.fault(name, "must be a table", f"write [topics.{name}], and below it {', '.join(keys)}")
        return
    for key, value in inner.items():
        if key not in keys:
            remedy = guess(key, list(keys))
            if key in TOPIC_KEYS:  # what stands below a table's header belongs to that table
                remedy = f"keys of the topic stand above [topics.{name}]: move it up"
            yield place.fault(f"{name}.{key}", "unknown key", remedy)
        else:
            yield from list_faults(value, f"{name}.{key}", place, wrong_name if name == "names" else None)


def window_faults(table: Mapping[str, Any], place: Place) -> Iterator[Fault]:
    days = [table.get(name) for name in ("from", "to")]
    wrong = [day is not None and (not isinstance(day, date) or isinstance(day, datetime)) for day in days]
    for name, is_wrong in zip(("from", "to"), wrong, strict=True):
        if is_wrong:
            yield place.fault(name, "needs a day", f"such as {name} = 2020-09-27, without quotes")
    if not any(wrong) and days[0] and days[1] and days[0] > days[1]:
        yield place.fault("to", "lies before `from`", "swap the two days")


def both_faults(table: Mapping[str, Any], place: Place) -> Iterator[Fault]:
    """Words that speak for and against the same topic."""
    other = table.get("not")
    what = table.get("what")
    if not isinstance(other, Mapping) or not isinstance(what, list):
        return
    for key in ("other_story", "other_side"):
        listed = other.get(key)
        for word in listed if isinstance(listed, list) else []:
            if isinstance(word, str) and word in what:
                yield place.fault(f"not.{key}", f"“{word}” stands in what, too", "take it out of one of them")


def guess(name: str, known: Sequence[str], nearness: float = 0.5) -> str:
    """A remedy for a key nobody knows."""
    near = next(iter(difflib.get_close_matches(name, known, 1, nearness)), None)
    return f"did you mean `{near}`?" if near else "known are: " + ", ".join(known)


def meant(name: str, known: Sequence[str]) -> str:
    """What an unknown key of a topic probably stands for."""
    found = next((key for key, names in OTHER_NAMES.items() if name.lower() in names), None)
    if not found:
        return guess(name, known)
    table, _, key = found.rpartition(".")
    return f"did you mean `{key}` below [topics.{table}]?" if table else f"did you mean `{key}`?"


def is_text_or_texts(value: Any, *, required: bool) -> bool:
    if isinstance(value, Mapping):
        return bool(value) and all(isinstance(each, str) and each.strip() for each in value.values())
    return isinstance(value, str) and (bool(value.strip()) or not required)
