"""`site.toml` to typed settings: every fault at once, each with its key and line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kliping import definitions, targets
from kliping.errors import Fault, SettingsError
from kliping.records import FEED_FORMATS, Rights, Settings, TopicDefinition

FILE = "site.toml"
CATALOGUES = Path(__file__).parent / "locale"
LINKS = ("file", "folder")
CARDS = ("all", "topics", "none")
COMPRESSED = ("gz", "br")


class Unusable(ValueError):
    """A value is not what its key needs; the text says what would be."""


# ------------------------------------------------------------------ what one value must be


def text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Unusable('needs a text in quotes, such as "Kliping"')
    return value.strip()


def base_url(value: Any) -> str:
    text = value.strip() if isinstance(value, str) else ""
    if not re.fullmatch(r"https?://[\w.-]+(:\d{1,5})?(/[^\s<>\"'`{}|\\^?#]*)?", text):
        raise Unusable('needs the full address of the site, such as "https://example.org/news/"')
    return text.rstrip("/") + "/"


def web_address(value: Any) -> str:
    text = value.strip() if isinstance(value, str) else ""
    if not text.isascii() or not re.fullmatch(r"https?://[\w.-]+(:\d{1,5})?(/[^\s<>\"'`{}|\\^]*)?", text):
        raise Unusable('needs a full address, such as "https://hub.example.org/"')
    return text


def contact(value: Any) -> str:
    text = value.strip() if isinstance(value, str) else ""
    if re.fullmatch(r"[^\s@:/<>\"]+@[\w-]+(\.[\w-]+)+", text):
        return f"mailto:{text}"
    if not text.isascii() or not re.fullmatch(r"(?:mailto:[^\s@<>\"]+@|https://|tel:\+?)[^\s<>\"]+", text):
        raise Unusable('needs an e-mail address, an address with https:// or a telephone number such as "tel:+62-…"')
    return text


def day(value: Any) -> str:
    given = "" if isinstance(value, datetime) else str(value)
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError as error:
        raise Unusable("needs a day, such as 2027-10-01, without quotes") from error


def languages() -> tuple[str, ...]:
    """The languages of the interface: its messages are in English, and each catalogue is another language."""
    return ("en", *sorted(path.name for path in CATALOGUES.iterdir() if path.is_dir()))


def language(value: Any) -> str:
    return choice(value, languages())


def links(value: Any) -> str:
    return choice(value, LINKS)


def cards(value: Any) -> str:
    return choice(value, CARDS)


def compressed(value: Any) -> tuple[str, ...]:
    given = re.split(r"[\s,]+", value.strip()) if isinstance(value, str) and value.strip() else value or []
    if not isinstance(given, (list, tuple)) or any(each not in COMPRESSED for each in given):
        raise Unusable('needs a list of what to make, such as ["gz"] or ["gz", "br"]')
    return tuple(each for each in COMPRESSED if each in given)


def feed_formats(value: Any) -> tuple[str, ...]:
    given = re.split(r"[\s,]+", value.strip()) if isinstance(value, str) else value
    if not isinstance(given, (list, tuple)) or any(each not in FEED_FORMATS for each in given) or "rss" not in given:
        raise Unusable('needs a list with "rss", and with "atom" and "json" if you want them, such as ["rss", "atom"]')
    return tuple(each for each in FEED_FORMATS if each in given)


def rights(value: Any) -> str:
    return choice(value, tuple(Rights))


def flag(value: Any) -> bool:
    if value not in (True, False, "true", "false") or isinstance(value, (int, float)) is not isinstance(value, bool):
        raise Unusable("needs true or false, without quotes")
    return value in (True, "true")


def choice(value: Any, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise Unusable("must be one of " + ", ".join(f'"{each}"' for each in allowed))
    return str(value)


def timezone(value: Any) -> str:
    try:
        if text(value) in ("localtime", "posixrules"):
            raise ValueError("these are whatever the machine is set to")  # noqa: TRY301 - the same message serves
        ZoneInfo(text(value))
    except (KeyError, OSError, ValueError) as error:
        raise Unusable('needs the name of a time zone, such as "Asia/Jakarta"') from error
    return text(value)


def count(value: Any) -> int:
    return number(value, 1, 1000)


def list_limit(value: Any) -> int:
    return number(value, 10, 10_000)


def number(value: Any, least: int, most: int) -> int:
    given = int(value) if isinstance(value, str) and value.isdecimal() else value
    if not isinstance(given, int) or isinstance(given, bool) or not least <= given <= most:
        raise Unusable(f"needs a whole number from {least} to {most}")
    return given


def folder(value: Any) -> str:
    given = text(value)
    if "\0" in given or (given.startswith("~") and not given.startswith(("~/", "~\\")) and given != "~"):
        raise Unusable('needs the name of a folder, such as "output"')
    return given.replace("\\", "/")


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of the reference: the key, what checks it, the field it fills, its default."""

    key: str
    check: Callable[[Any], Any]
    field: str
    default: Any
    help: str


REQUIRED = object()
SETTINGS: tuple[Setting, ...] = (
    Setting("title", text, "title", REQUIRED, "Name of the site, shown on every page and in feeds."),
    Setting("base_url", base_url, "base_url", REQUIRED, "Address where the site is hosted; feeds need it."),
    Setting("description", text, "description", "", "One sentence about the site."),
    Setting(
        "language",
        language,
        "language",
        "id",
        'Language of the interface: "en", or one of the catalogues in kliping/locale/, such as "id".',
    ),
    Setting("timezone", timezone, "timezone", "Asia/Jakarta", "Zone of dates shown and of dates without one."),
    Setting("feeds.limit", count, "feed_limit", 50, "Most items in a feed, 1 to 1000."),
    Setting(
        "feeds.formats",
        feed_formats,
        "feed_formats",
        FEED_FORMATS,
        'Formats of each feed: "rss" always, and "atom" and "json" if you want them.',
    ),
    Setting(
        "feeds.weekly", flag, "weekly_feeds", True, "false leaves out the feeds of topics that have an item for a week."
    ),
    Setting("feeds.hub", web_address, "hub", "", "WebSub hub that `kliping ping` tells which feeds changed; optional."),
    Setting("output.dir", folder, "output", "output", "Folder for the site, from where site.toml is."),
    Setting(
        "output.links",
        links,
        "links",
        "file",
        'How pages link to each other: "file" (…/index.html, works from a disk too) or "folder" (…/).',
    ),
    Setting(
        "output.cards",
        cards,
        "cards",
        "all",
        'Which pages have a picture of their own where they are shared: "all" articles and topics, "topics" only, or "none" at all.',
    ),
    Setting(
        "output.compressed",
        compressed,
        "compressed",
        (),
        'Compressed files beside texts, for servers that send them: "gz", and "br" (needs `pip install \'kliping[br]\'`).',
    ),
    Setting(
        "rights.default",
        rights,
        "rights",
        "excerpt",
        'How much of an article is shown if its outlet\'s file does not say: "full", "excerpt" or "link".',
    ),
    Setting(
        "rights.words", count, "excerpt_words", 60, "Most words of an excerpt, 1 to 1000; it ends with a sentence."
    ),
    Setting(
        "rights.index",
        flag,
        "index_copies",
        False,
        "true lets search engines list the full copies of other people's articles.",
    ),
    Setting("search", flag, "search", True, "false leaves out the page to search on, and its index."),
    Setting(
        "stories",
        flag,
        "stories",
        True,
        "false groups no reports by event: a topic lists its articles by day, and an article names no others.",
    ),
    Setting("pages.archive", flag, "archive", True, "false leaves out the archive: the pages of months and days."),
    Setting(
        "pages.editions", flag, "editions", True, "false leaves out the pages that have a whole topic to read or print."
    ),
    Setting(
        "pages.follow", flag, "follow", True, "false leaves out the page that explains feeds, and the list of them all."
    ),
    Setting(
        "pages.narrowed",
        flag,
        "narrowed",
        True,
        "false leaves out a topic's lists by name and by outlet; its outlets lead to their own pages.",
    ),
    Setting(
        "pages.limit",
        list_limit,
        "list_limit",
        100,
        "Most articles of a list on one page, 10 to 10000; a longer one has a page for each month.",
    ),
    Setting(
        "security.contact",
        contact,
        "security_contact",
        "",
        "Whom to tell of a hole in the site: an e-mail address, or one with https://; makes `.well-known/security.txt`.",
    ),
    Setting("security.expires", day, "security_expires", "", "Day until which that holds, at most a year ahead."),
)
PEERS: Mapping[str, str] = {
    "siteurl": "base_url",
    "site_url": "base_url",
    "baseurl": "base_url",
    "url": "base_url",
    "sitename": "title",
    "site_name": "title",
    "blog_title": "title",
    "blog_description": "description",
    "default_lang": "language",
    "lang": "language",
    "languagecode": "language",
    "defaultcontentlanguage": "language",
    "locale": "language",
    "time_zone": "timezone",
    "output_path": "output.dir",
    "output.path": "output.dir",
    "output_folder": "output.dir",
    "publishdir": "output.dir",
    "destination": "output.dir",
    "feed_max_items": "feeds.limit",
    "feed_length": "feeds.limit",
    "default_pagination": "pages.limit",
    "paginate": "pages.limit",
    "pagination": "pages.limit",
}


# ------------------------------------------------------------------ reading


def load(path: Path, environ: Mapping[str, str]) -> Settings:
    """Read the settings file; raise SettingsError with every fault if it cannot be used."""
    try:
        source = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise SettingsError(
            Fault(
                "there is no site.toml here",
                f'run in the folder that holds it, name the folder with -C, begin a site (kliping init my-digest) or write the file: title = "…" and base_url = "https://…" (looked in {path.parent})',
                file=FILE,
            )
        ) from None
    except UnicodeDecodeError as error:
        raise SettingsError(Fault("is not UTF-8", "save the file as UTF-8", file=FILE)) from error
    except OSError as error:
        raise SettingsError(Fault(f"cannot be read: {error.strerror}", file=FILE)) from error
    return read(source, environ)


def read(source: str, environ: Mapping[str, str]) -> Settings:
    """Turn the text of `site.toml` into settings; see `load`."""
    table = read_toml(source, FILE)
    where = lines_of(source)
    faults: list[Fault] = []
    values, origins = dict[str, Any](), dict[str, str]()
    for setting in SETTINGS:
        variable = "KLIPING_" + setting.key.upper().replace(".", "_")
        given, origin = lookup(table, setting.key), f"{FILE}:{where.get(setting.key, 1)}"
        if variable in environ:
            given, origin = environ[variable], f"environment variable {variable}"
        if given is None and setting.default is REQUIRED:
            example = '"https://example.org/"' if setting.key == "base_url" else '"…"'
            faults.append(Fault("is missing", f"add a line such as {setting.key} = {example}", FILE, 0, setting.key))
        elif given is None:
            values[setting.field], origins[setting.key] = setting.default, "default"
        else:
            try:
                values[setting.field], origins[setting.key] = setting.check(given), origin
            except Unusable as error:
                file, line = (FILE, where.get(setting.key, 0)) if variable not in environ else (origin, 0)
                faults.append(Fault(str(error), f"it is now {given!r}", file, line, setting.key))
    if values.get("security_contact") and not values.get("security_expires", "-"):
        remedy = "add the day until which the contact holds, at most a year ahead, such as expires = 2027-10-01"
        faults.append(Fault("is missing", remedy, FILE, where.get("security.contact", 0), "security.expires"))
    topics = definitions.read_all(table.get("topics", []), where, FILE, faults)
    deploys = targets.read_all(table.get("deploy", []), where, FILE, faults)
    warnings = tuple(unknown_keys(table, where))
    if faults:
        raise SettingsError([*faults, *warnings])
    return Settings(**values, topics=topics, targets=deploys, origins=origins, warnings=warnings)


def read_toml(source: str, file: str) -> dict[str, Any]:
    """The table in a TOML text; raises SettingsError that names the line."""
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        line = int(at[1]) if at else len(source.rstrip().splitlines())
        remedy = "texts stand in quotes, lists in [brackets], and each key once"
        raise SettingsError(Fault(f"is not valid TOML: {error}", remedy, file, line)) from error


def lookup(table: Mapping[str, Any], key: str) -> Any:
    """The value at a dotted key, or None."""
    value: Any = table
    for part in key.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def lines_of(source: str) -> dict[str, int]:
    """Line number of each dotted key of a valid TOML file; tables in lists are numbered: `topics.0.slug`.

    A line that is no statement by itself is read together with those that follow.
    """
    where, prefix, tables = dict[str, int](), "", dict[str, int]()
    statement: list[str] = []
    for number, line in enumerate(source.splitlines(), 1):
        statement.append(line)
        try:
            table = tomllib.loads("\n".join(statement))
        except tomllib.TOMLDecodeError:
            continue
        first = number - len(statement) + 1
        if statement[0].lstrip().startswith("["):
            names, repeated = header(table)
            if repeated:
                tables[names[0]] = tables.get(names[0], -1) + 1
            if names[0] in tables:
                names.insert(1, str(tables[names[0]]))
            prefix = ".".join(names) + "."
            where.setdefault(prefix[:-1], first)
        else:
            for key in dotted(table):
                where.setdefault(prefix + key, first)
        statement = []
    return where


def header(table: Mapping[str, Any]) -> tuple[list[str], bool]:
    """The names in a table's header, and whether it is one of a list of tables."""
    names: list[str] = []
    value: Any = table
    while isinstance(value, Mapping) and value:
        name, value = next(iter(value.items()))
        names.append(name)
    return names, isinstance(value, list)


def dotted(table: Mapping[str, Any]) -> Iterator[str]:
    """Every key of a table and of the tables in it, dotted."""
    for key, value in table.items():
        yield key
        if isinstance(value, Mapping):
            yield from (f"{key}.{inner}" for inner in dotted(value))


def unknown_keys(table: Mapping[str, Any], where: Mapping[str, int]) -> Iterator[Fault]:
    """A warning for each key that means nothing here, with the likeliest one meant."""
    known = [setting.key for setting in SETTINGS] + ["topics", "deploy"]
    sections = {key.split(".")[0] for key in known if "." in key}
    for name, value in table.items():
        within = value if name in sections and isinstance(value, Mapping) else None
        for key in [name] if within is None else [f"{name}.{inner}" for inner in within]:
            if key not in known:
                yield Fault("unknown setting, ignored", guess(key, known), FILE, where.get(key, 0), key)


def guess(key: str, known: list[str]) -> str:
    """A remedy for a key nobody knows."""
    folded = key.lower().replace("-", "_")
    return f"did you mean `{PEERS[folded]}`?" if folded in PEERS else definitions.guess(folded, known, 0.6)


# ------------------------------------------------------------------ topics


def load_topic(path: Path) -> TopicDefinition:
    """The definition of one topic in a file of its own; raise SettingsError with every fault if it cannot be used."""
    name = str(path)
    try:
        source = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(Fault("is not UTF-8", "save the file as UTF-8", name)) from error
    except OSError as error:
        raise SettingsError(Fault(f"cannot be read: {error.strerror}", "", name)) from error
    faults: list[Fault] = []
    topic = definitions.read_one(read_toml(source, name), lines_of(source), name, faults)
    if topic is None:
        raise SettingsError(faults)
    return topic
