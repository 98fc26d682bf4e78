"""The entry file, the hinge between ingest and site: parse, dump, load, save."""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from pathlib import Path
from typing import Any, Final

from kliping import front
from kliping.errors import Fault
from kliping.hands import SYNONYMS, fingerprint, normal
from kliping.records import Capture, Correction, Entry, Image, Wishes

PRECISIONS = ("day", "minute", "second")
STANDINGS = ("published", "draft", "hidden")
WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]+$")
RESERVED = frozenset(["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))])


class EntryError(Exception):
    """The entry file cannot be read; `faults` name line, key and remedy."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, faults)))


# ------------------------------------------------------------------ names


def slug_of(words: str, limit: int = 80) -> str:
    """Lower-case ASCII, at most `limit` characters, cut at a word, no reserved file name."""
    slug = slug_of_ascii(words) if words.isascii() and "&" not in words else ""
    if not slug or len(slug) > limit:
        slug = slugified(words, limit)
    return f"{slug}-1" if slug in RESERVED else slug


def slug_of_ascii(words: str) -> str:
    """What slugify gives of ASCII without entities, before it cuts."""
    lower = words.lower()
    return lower if SLUG.fullmatch(lower) else "-".join(SLUG_WORD.findall(COMMA.sub("", lower)))


def slugified(words: str, limit: int) -> str:
    """A slug of words of any script, or of their fingerprint where they have no letter."""
    from slugify import slugify  # noqa: PLC0415 - takes 10 ms, and most names are short ASCII

    slug = slugify(words, max_length=limit, word_boundary=True, save_order=True, backend="text-unidecode")
    return slug or "x" + hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:10]


SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SLUG_WORD = re.compile(r"[a-z0-9]+")
COMMA = re.compile(r"(?<=\d),(?=\d)")


def id_of(source: str) -> str:
    """A feed id for life, from an address or from the article's own words (RFC 9562, version 5)."""
    return uuid.uuid5(uuid.NAMESPACE_URL, source).urn


# ------------------------------------------------------------------ parse


CONTROLS = front.CONTROLS


def has_controls(text: str) -> bool:
    """Whether a text may hold what CONTROLS takes out: its bytes tell in a fifth of the time."""
    raw = text.encode("utf-8", "surrogatepass")
    if len(raw.translate(None, ONE_BYTE)) != len(raw):
        return True
    return not text.isascii() and any(first in raw for first in FIRST_BYTES)


ONE_BYTE: Final = bytes([*range(0x09), *range(0x0B, 0x20), 0x7F])
FIRST_BYTES: Final = (b"\xc2", b"\xed", b"\xef\xbf")
"""Of controls beyond ASCII, of halves of signs, and of what is no sign; and of a few that are letters."""


def parse(text: str, path: str, zone: tzinfo) -> Entry:
    """An entry from the text of its file; naive times are in `zone`. Raises EntryError."""
    text = normal(text)
    if marks := conflicts(text, path):
        raise EntryError(marks)
    head, body, first = split(text, path)
    values, lines = front_matter(head, path, first)
    faults: list[Fault] = []

    def fault(key: str, what: str, remedy: str) -> None:
        faults.append(Fault(what, remedy, path, lines.get(key, 0), key))

    body = CONTROLS.sub("", body) if has_controls(body) else body
    fields: dict[str, Any] = {"path": path, "body": body.strip("\n")}
    for key, value in values.items():
        try:
            if value is not None and (known := KEYS.get(key)) and str(value).strip():
                fields[key] = known.read(value, zone)
        except ValueError as error:
            fault(key, str(error), f"it is now {value!r}")
    if not fields.get("title") and "title" not in [each.key for each in faults]:
        fault("title", "is missing", 'add a line such as title: "…"')
    if "slug" in fields and (fields["slug"] or "") != slug_of(fields["slug"] or "?"):
        fault(
            "slug",
            "needs a-z, 0-9 and single hyphens, at most 80",
            f"such as slug: {slug_of(fields['slug'] or fields['title'] or 'entry')}",
        )
    if fields.get("url") and not WEB_ADDRESS.match(fields["url"]):
        fault("url", "is not a web address", "it begins with https:// or http://; write null when there is none")
    if faults:
        raise EntryError(faults)
    if (said := fields.pop("status", "")) in ("draft", "hidden"):
        fields[said] = True
    fields["extra"] = {key: value for key, value in values.items() if key not in KEYS}
    return complete(fields)


def conflicts(text: str, path: str) -> list[Fault]:
    """A fault for each place where version control left two versions of a text, for a person to choose."""
    if "<" not in text or "<<<<<<<" not in text:
        return []
    remedy = "keep one of the two and delete the lines that begin with <<<<<<<, ======= and >>>>>>>"
    numbers = (number for number, line in enumerate(normal(text).split("\n"), 1) if CONFLICT.match(line))
    return [Fault("two versions stand here, from a merge that nobody decided", remedy, path, n) for n in numbers]


CONFLICT = re.compile(r"<{7}(?: |$)")


def complete(fields: dict[str, Any]) -> Entry:
    """The entry of these fields, with what can be derived derived."""
    for key in ("lang", "date_precision"):
        if not fields.get(key):
            fields.pop(key, None)
    fields["slug"] = fields.get("slug") or slug_of(fields["title"])
    fields["id"] = fields.get("id") or id_of(fields.get("url") or "kliping:" + fields["path"])
    return Entry(**fields)


def split(text: str, path: str) -> tuple[str, str, int]:
    """Front matter, body and the line on which the front matter begins."""
    opening = OPENING.match(text)
    closing = CLOSING.search(text, opening.end() - 1) if opening else None
    if not opening or not closing:
        what = "the front matter is not closed" if text.startswith("---") else "there is no front matter"
        raise EntryError([Fault(what, "an entry begins with a line ---, its keys, and another line ---", path, 1)])
    return text[opening.end() : closing.start() + 1], text[closing.end() :], 2


OPENING = re.compile(r"---[ \t]*\n")
CLOSING = re.compile(r"\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)")


def front_matter(head: str, path: str, first: int) -> tuple[dict[str, Any], dict[str, int]]:
    """Keys and values of the front matter under their own names, and the line of each key."""
    found = None if is_too_deep(head) else front.written(head, first, is_typed)
    return of_yaml(head, path, first) if found is None else found


def of_yaml(head: str, path: str, first: int) -> tuple[dict[str, Any], dict[str, int]]:
    """The same of a front matter that may be written in any way."""
    import yaml  # noqa: PLC0415 - takes 25 ms, and what we write is read without it

    from kliping import nodes  # noqa: PLC0415

    if is_too_deep(head):
        raise EntryError([Fault("the front matter is nested too deep", "", path, unbalanced(head) + first)])
    loader = nodes.Loader(head)
    values, lines = dict[str, Any](), dict[str, int]()
    try:
        node = loader.get_single_node()
        if node is not None and not isinstance(node, yaml.MappingNode):
            raise EntryError([Fault("the front matter is not a list of `key: value`", "", path, first)])
        for key_node, value_node in node.value if node else ():
            name = str(nodes.plain(key_node, set(), typed=False))
            key = SYNONYMS.get(name.lower(), name)
            line = key_node.start_mark.line + first
            if key in values:
                raise EntryError(
                    [Fault("stands twice", f"it stands on line {lines[key]} too; keep one", path, line, name)]
                )
            values[key] = nodes.plain(value_node, set(), typed=is_typed(key, isinstance(value_node, yaml.SequenceNode)))
            lines[key] = line
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        what = f"the front matter is not valid YAML: {getattr(error, 'problem', None) or error}"
        remedy = 'put the value in quotes when it holds `: `, `#`, `"` or begins with a sign'
        if found := unclosed(head, mark.line if mark else None):
            number, key, sign = found
            remedy = f"the value of {key} on line {number + first} begins with {sign} and does not end with one: write it there, and {ESCAPED[sign]} for one within"
        raise EntryError(
            [Fault(what, remedy, path, mark.line + first if mark else unbalanced(head) + first)]
        ) from error
    except RecursionError as error:
        raise EntryError([Fault("the front matter is nested too deep", "", path, unbalanced(head) + first)]) from error
    finally:
        loader.dispose()
    return values, lines


OPENED = re.compile(r"""([\w-]+):[ \t]+(?:(")(?:[^"\\]|\\.)*|(')(?:[^']|'')*)$""")
ESCAPED: Mapping[str, str] = {'"': '\\"', "'": "''"}


def unclosed(head: str, last: int | None) -> tuple[int, str, str] | None:
    """The first line up to this one whose value begins with a quotation mark that the line does not close: number, key, mark.

    A text of several lines may stand so; where the whole cannot be read it is what was forgotten, for YAML finds out lines later.
    """
    for number, line in enumerate(head.split("\n")[: None if last is None else last + 1]):
        if found := OPENED.match(line.rstrip()):
            return number, found[1], found[2] or found[3]
    return None


def is_typed(key: str, is_list: bool) -> bool:  # noqa: FBT001 - said by the name
    """Whether `true` and `3` may be more than texts here: not in a headline, not in a list of names."""
    read = KEYS[key].read if key in KEYS else None
    return read not in (text_or_none, whole_lines) and not (read is words and is_list)


DEEPEST = 1000
LADDER = 200
RUNG = re.compile(rf"(?:[-?:][ \t]+){{{LADDER}}}")


def is_too_deep(head: str) -> bool:
    """Whether YAML is nested deeper than libyaml's stack may bear, which would end the whole run."""
    if sum(map(head.count, "-?:")) >= LADDER and RUNG.search(head):
        return True
    if len(head) < DEEPEST or head.count("[") + head.count("{") < DEEPEST:
        return False
    steps = (1 if sign in "[{" else -1 for sign in head if sign in "[]{}")
    return max(itertools.accumulate(steps)) >= DEEPEST


def unbalanced(head: str) -> int:
    """The first line, from 0, that opens more than it closes; 0 if there is none."""
    lines = head.split("\n")
    return next((n for n, line in enumerate(lines) if line.count("[") > line.count("]") or line.count('"') % 2), 0)


def one_line(value: Any, _zone: tzinfo) -> str:
    if not isinstance(value, str) and isinstance(value, (Mapping, list)):
        raise ValueError("needs one text")
    return " ".join(str(value).split())


def text_or_none(value: Any, zone: tzinfo) -> str | None:
    return None if value is None else one_line(value, zone)


def precision(value: Any, _zone: tzinfo) -> str | None:
    if value not in (*PRECISIONS, None):
        raise ValueError("must be day, minute or second")
    return None if value is None else str(value)


COMPOSED = frozenset([dict, list])


def words(value: Any, _zone: tzinfo) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        value = value.split(",")
    if not isinstance(value, list) or not COMPOSED.isdisjoint(map(type, value)):
        raise ValueError("needs a list such as [one, two]")
    return tuple(text for each in value if (text := one_line(each, _zone)))


def whole_lines(value: Any, zone: tzinfo) -> tuple[str, ...]:
    """Lines of a text, one or a list; a comma in one is its own."""
    if value is not None and not isinstance(value, (str, list)):
        raise ValueError('needs a list of lines, each in quotation marks, such as ["Foto: AFP"]')
    given = [value] if isinstance(value, str) else value or []
    if any(isinstance(each, (Mapping, list)) for each in given):
        raise ValueError('needs quotation marks round each line, such as ["Foto: AFP"]')
    return tuple(text for each in given if each is not None and (text := one_line(each, zone)))


def flag(value: Any, _zone: tzinfo) -> bool:
    if not isinstance(value, bool):
        raise ValueError("needs true or false")
    return value


CALENDAR_EDGES = (timezone(timedelta(hours=-14)), timezone(timedelta(hours=14)))


DAY = re.compile(r"\d{4}-\d\d-\d\d")
BEFORE_OFFSET = re.compile(r"\s+(?=[+-]\d)")


def moment(value: Any, zone: tzinfo) -> datetime | None:
    """A date-time with its zone, `zone` if none is written; a bare day is its beginning."""
    if value is None:
        return None
    try:
        if DAY.fullmatch(str(value)):
            found = datetime.combine(date.fromisoformat(str(value)), time())
        else:
            found = datetime.fromisoformat(BEFORE_OFFSET.sub("", str(value)))
    except ValueError:
        raise ValueError("needs a date such as 2020-10-30 or 2020-10-30T18:45:00+07:00") from None
    found = found if found.tzinfo else found.replace(tzinfo=zone)
    if 1000 < found.year < 9999:
        return found
    try:
        years = {found.astimezone(edge).year for edge in CALENDAR_EDGES}
    except OverflowError:
        years = set()
    if not years or min(years) < 1000:
        raise ValueError("needs a date from the year 1000 to 9999 that every zone has")
    return found


def image(value: Any, zone: tzinfo) -> Image | None:
    if value is None:
        return None
    if not isinstance(value, Mapping) or not set(value) <= set(IMAGE_KEYS):
        raise ValueError('needs {src: bridge.jpg, alt: "…", caption: "…", credit: "…"}')
    return Image(**{key: one_line(value[key], zone) if value.get(key) else None for key in IMAGE_KEYS})


IMAGE_KEYS = ("src", "alt", "caption", "credit")


def corrections(value: Any, zone: tzinfo) -> tuple[Correction, ...]:
    if not isinstance(value, list) or not all(
        isinstance(each, Mapping) and set(each) == {"date", "text"} for each in value
    ):
        raise ValueError('needs a list such as [{date: 2020-11-01, text: "…"}]')
    dated = [(moment(each["date"], zone), one_line(each["text"], zone)) for each in value]
    if not all(when for when, _ in dated):
        raise ValueError("needs a date for each text")
    return tuple(Correction(when.date(), text) for when, text in dated if when)


def capture(value: Any, zone: tzinfo) -> Capture | None:
    if value is None:
        return None
    if not isinstance(value, Mapping) or not isinstance(value.get("file"), str):
        raise ValueError("was damaged; restore it, or remove the key to cut the entry from its raw file")
    rules = value.get("rules", 0)
    return Capture(
        value["file"],
        str(value.get("sha256") or ""),
        rules if isinstance(rules, int) else 0,
        str(value.get("stamp") or ""),
        moment(value.get("saved"), zone),
    )


def standing(value: Any, _zone: tzinfo) -> str:
    said = str(value).lower()
    if said not in STANDINGS:
        raise ValueError("must be published, draft or hidden")
    return said


def web_address(value: Any, zone: tzinfo) -> str | None:
    given = text_or_none(value, zone)
    if given and not WEB_ADDRESS.match(given):
        raise ValueError("needs a web address: it begins with https:// or http://")
    return given


def weight(value: Any, _zone: tzinfo) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError("needs a whole number")
    return value


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the front matter: what reads its value, and its help for the reference."""

    name: str
    read: Callable[[Any, tzinfo], Any]
    help: str


KEYS: Mapping[str, Key] = {
    key.name: key
    for key in (
        Key("title", text_or_none, "The headline as published."),
        Key("date", moment, "When the outlet published: a day, or a day and time with zone. Never guessed, never now."),
        Key("date_precision", precision, "How precisely that is known: day, minute or second."),
        Key("lang", text_or_none, "Language of the article (BCP 47)."),
        Key("id", text_or_none, "The id in feeds, for life. Do not change it."),
        Key("slug", text_or_none, "The last part of the address on the site."),
        Key("outlet", text_or_none, "Who published it."),
        Key("url", text_or_none, "Address of the original; null when it is not known."),
        Key("authors", words, "Who wrote it."),
        Key("editors", words, "Who edited it at the outlet."),
        Key("agencies", words, "News agencies that supplied text or picture."),
        Key("place", text_or_none, "Where it was reported from (the dateline)."),
        Key(
            "image",
            image,
            "The picture that stood with it: `caption` and `credit`. To show it, add `src`, a file below `content/images/`, and "
            "`alt`, what is to be seen on it.",
        ),
        Key("modified", moment, "When the outlet changed it."),
        Key("draft", flag, "true keeps it off the site."),
        Key(
            "status",
            standing,
            "`draft` is the same as `draft: true`; `hidden` takes an entry off the site for good; else `published`.",
        ),
        Key("publish_date", moment, "Not shown before this moment."),
        Key("expiry_date", moment, "Not shown from this moment on."),
        Key("topics", words, "Slugs of topics it belongs to, whatever their words say."),
        Key("not_topics", words, "Slugs of topics it does not belong to, whatever their words say."),
        Key("aliases", words, "Former addresses on this site, such as /2020/old-name/: each leads here."),
        Key(
            "key",
            flag,
            "true marks a key development of its topics: shown above the timeline, and in a feed of their own.",
        ),
        Key("note", text_or_none, "The editor's own note, shown on the article."),
        Key("memo", text_or_none, "A note to yourself: never on the site."),
        Key("archived", web_address, "Address of a copy of the original in a web archive, shown on the article."),
        Key("translation_of", text_or_none, "Slug or id of the entry that is the same article in another language."),
        Key("corrections", corrections, "Dated notes: a list of {date, text}."),
        Key("summary", text_or_none, "The editor's words for lists and feeds instead of the first paragraph."),
        Key("tags", words, "Free words: kept, not used yet."),
        Key("weight", weight, "A number to sort by: kept, not used yet."),
        Key(
            "keep",
            whole_lines,
            "Lines of the raw file that belong to the body: each as it stands there, or its beginning and `*`. "
            "The next run puts them back.",
        ),
        Key("drop", whole_lines, "Lines of the raw file that do not belong to the body, written likewise."),
        Key(
            "capture", capture, "Provenance: raw file, its hash, version of the rules, fingerprint of what was written."
        ),
    )
}


# ------------------------------------------------------------------ dump


def dump(entry: Entry) -> str:
    """The text of the entry file, stamped; `parse` gives the same entry back."""
    unstamped = replace(entry, capture=replace(entry.capture, stamp="")) if entry.capture else entry
    text = "---\n" + "".join(front_lines(unstamped)) + "---\n\n" + entry.body + "\n"
    if not entry.capture:
        return text
    return text.replace("stamp: ''}\n---\n", f"stamp: {fingerprint(text)}}}\n---\n", 1)


def is_sound(text: str) -> bool:
    """Whether the front matter of an entry's text can be read."""
    try:
        head, _, first = split(normal(text), "")
        front_matter(head, "", first)
    except EntryError:
        return False
    return not conflicts(text, "")


def wishes(text: str) -> Wishes | None:
    """What an entry's text says under `keep` and `drop`; None if it cannot be read."""
    if not re.search(r"^(?:keep|drop):", normal(text).partition("\n---\n")[0], re.M):
        return Wishes()
    try:
        head, _, first = split(normal(text), "")
        values, _ = front_matter(head, "", first)
        return Wishes(whole_lines(values.get("keep"), UTC), whole_lines(values.get("drop"), UTC))
    except (EntryError, ValueError):
        return None


def front_lines(entry: Entry) -> Iterator[str]:
    """`key: value` lines; keys that a person adds appear only when they are set."""
    yield f"title: {quoted(entry.title)}\n"
    yield f"date: {scalar(entry.date)}\n"
    yield f"date_precision: {entry.date_precision}\n"
    yield f"lang: {scalar(entry.lang)}\n"
    yield f"id: {(ID.fullmatch(entry.id) and entry.id) or quoted(entry.id)}\n"
    yield f"slug: {scalar(entry.slug)}\n"
    yield f"outlet: {scalar(entry.outlet)}\n"
    yield f"url: {scalar(entry.url)}\n"
    for key in ("authors", "editors", "agencies"):
        yield f"{key}: {scalar(getattr(entry, key))}\n"
    yield f"place: {scalar(entry.place)}\n"
    if entry.image:
        caption = quoted(entry.image.caption) if entry.image.caption else "null"
        named = "".join(f"{key}: {quoted(said)}, " for key in ("src", "alt") if (said := getattr(entry.image, key)))
        yield f"image: {{{named}caption: {caption}, credit: {scalar(entry.image.credit)}}}\n"
    for key in ("modified", "publish_date", "expiry_date", "note", "memo", "archived", "translation_of", "summary"):
        if getattr(entry, key):
            yield f"{key}: {scalar(getattr(entry, key))}\n"
    for key in ("topics", "not_topics", "aliases", "tags"):
        if getattr(entry, key):
            yield f"{key}: {scalar(getattr(entry, key))}\n"
    for key in ("keep", "drop"):
        if getattr(entry, key):
            yield f"{key}: [{', '.join(map(quoted, getattr(entry, key)))}]\n"
    for key in ("draft", "key"):
        if getattr(entry, key):
            yield f"{key}: true\n"
    if entry.hidden:
        yield "status: hidden\n"
    if entry.weight:
        yield f"weight: {entry.weight}\n"
    if entry.corrections:
        rows = (f"{{date: {each.date}, text: {quoted(each.text)}}}" for each in entry.corrections)
        yield f"corrections: [{', '.join(rows)}]\n"
    for key, value in entry.extra.items():
        yield f"{key if PLAIN.fullmatch(key) and key.lower() not in WORDS_OF_YAML else quoted(key)}: {json_text(value)}\n"
    if entry.capture:
        yield f"capture: {capture_text(entry.capture)}\n"


def capture_text(capture: Capture) -> str:
    saved = f"saved: {scalar(capture.saved)}, " if capture.saved else ""
    file, digest = scalar(capture.file) if capture.file else quoted(""), scalar(capture.sha256)
    return f"{{file: {file}, sha256: {digest}, rules: {capture.rules}, {saved}stamp: {capture.stamp or repr('')}}}"


ID = re.compile(r"urn:uuid:[0-9a-f-]{36}")
PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*(?: [A-Za-z0-9][A-Za-z0-9_./-]*)*")
URL_SAFE = re.compile(r"https?://[A-Za-z0-9._~/%+-]+")
WORDS_OF_YAML = frozenset(["true", "false", "null", "yes", "no", "on", "off", "y", "n"])


def scalar(value: Any) -> str:
    if value is None or value == "":
        return "null"
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return "[" + ", ".join(map(scalar, value)) + "]"
    text = str(value)
    if (len(text) <= 80 and PLAIN.fullmatch(text) and text.lower() not in WORDS_OF_YAML) or URL_SAFE.fullmatch(text):
        return text
    return quoted(text)


UNSAFE = re.compile("[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def quoted(text: str) -> str:
    """A double-quoted YAML text: JSON's, with YAML's own line ends and controls escaped."""
    return UNSAFE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(text, ensure_ascii=False))


def json_text(value: Any) -> str:
    return UNSAFE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(value, ensure_ascii=False, default=str))


# ------------------------------------------------------------------ article text as Markdown


INLINE = re.compile(r"[\\`*_\[\]<]|!(?=\[)|&(?=#?\w+;)")
BLOCK = re.compile(r"^(?:#|>|[-+](?!\w)|=+\s*$|:(?=\s)|~~~)")
NUMBERED = re.compile(r"^(\d+)(\.(?=\s|$))")


def paragraph(text: str) -> str:
    """Plain text as one Markdown paragraph that shows these words and nothing else."""
    safe = INLINE.sub(lambda sign: {"<": "&lt;", "&": "&amp;"}.get(sign[0], "\\" + sign[0]), text)
    if BLOCK.match(safe):
        return "\\" + safe if safe[0] in "#>-+" else f"&#{ord(safe[0])};" + safe[1:]
    return NUMBERED.sub(r"\1\\\2", safe)


# ------------------------------------------------------------------ load and save


def lying_in(content: Path) -> list[str]:
    """The path of every entry below `content/`, in order; links to folders are not followed."""
    found: list[str] = []
    top = len(str(content)) + 1
    for here, folders, names in os.walk(content / "entries"):
        inside = f"{here}/"[top:].replace(os.sep, "/")
        found += [inside + name for name in (*names, *folders) if name.endswith(".md")]
    return sorted(found)


def load(file: Path, path: str, zone: tzinfo) -> Entry:
    """The entry in a file; raises EntryError if it cannot be read or parsed."""
    return parse(read(file, path), path, zone)


def read(file: Path, path: str, fetch: Callable[[Path], bytes] = Path.read_bytes) -> str:
    """The text of an entry file, exactly; `fetch` gives its bytes. Raises EntryError."""
    if file.is_symlink() and leads_out(file, file.parents[path.count("/") + 1]):
        raise EntryError([Fault(LEADS_OUT, "put the file itself there", path)])
    try:
        return fetch(file).decode("utf-8")
    except UnicodeDecodeError as error:
        raise EntryError([Fault("is not UTF-8", "save the file as UTF-8", path)]) from error
    except OSError as error:
        raise EntryError([Fault(f"cannot be read: {error.strerror}", "", path)]) from error


LEADS_OUT = "is a link that leads out of the site's folder, and is not followed"


def leads_out(file: Path, root: Path) -> bool:
    """Whether a file is a link to what is not of the project: what a stranger could have shown to all."""
    if not file.is_symlink():
        return False
    try:
        target = file.resolve()
    except (OSError, RuntimeError):  # it leads to itself: who reads it says so
        return False
    return not any(target.is_relative_to(place.resolve()) for place in (root, root / "content"))


def lies_in(content: Path, folder: str, path: str) -> bool:
    """Whether a path below `content/` names a file in this folder of it: what an entry or the ledger says is only a claim.

    No `..` and no linked folder leads out of there, and a file has one such path, not several.
    """
    file, inside = content / path, (content / folder).resolve()
    try:
        place = file.parent.resolve() / file.name
        return f"{folder}/{place.relative_to(inside).as_posix()}" == path and file.is_file()
    except (OSError, ValueError, RuntimeError):
        return False


def leads_away(content: Path, path: str) -> bool:
    """Whether the folder of an entry is, or lies in, a link out of the folder of all entries: nothing is written there."""
    try:
        return not (content / path).parent.resolve().is_relative_to((content / "entries").resolve())
    except (OSError, RuntimeError):
        return True


def save(file: Path, text: str, *, lasting: bool = False) -> None:
    """Write an entry file whole or not at all; what a killed run left half-written is replaced.

    What cannot be made again is `lasting`: it is on the disk before the file of this name changes.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.part")
    with part.open("wb") as stream:
        stream.write(text.encode())
        if lasting:
            stream.flush()
            os.fsync(stream.fileno())
    part.replace(file)
