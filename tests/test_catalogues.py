"""The interface speaks every language that it offers: each message translated, none guessed, none left over."""

from __future__ import annotations

import ast
import re
import shutil
import tomllib
from collections import Counter
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.checkers import checkers
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from lxml import html

from kliping import config, site
from kliping.site import wording

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "kliping" / "locale"
SOURCE_LANGUAGE = "en"
LANGUAGES = sorted(path.name for path in LOCALES.iterdir() if path.is_dir())
NAMED = re.compile(r"%\((\w+)\)[a-z]")
ENDS = re.compile(r"[.:;!?…]?$")
# Words that Indonesian writes as English does.
SAME_IN_BOTH = frozenset(["Editor"])

Key = str | tuple[str, ...]


@cache
def extracted() -> dict[Key, list[str]]:
    """Every message in templates and code, with the places where it stands."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["babel"]["mappings"]
    methods = [(each["pattern"], each["method"]) for each in table]
    options = {
        each["pattern"]: {name: value for name, value in each.items() if name not in ("pattern", "method")}
        for each in table
    }
    found: dict[Key, list[str]] = {}
    rows = extract_from_dir(ROOT, methods, options, directory_filter=lambda path: Path(path).name in FOLDERS)
    for file, line, message, _comments, _context in rows:
        key: Key = tuple(message) if isinstance(message, (tuple, list)) else message
        found.setdefault(key, []).append(f"{file}:{line}")
    return found


FOLDERS = frozenset([ROOT.name, "templates", "export", "kliping", "site", "exports"])


@cache
def catalogue(language: str) -> Catalog:
    """A language's catalogue, read without forgiveness."""
    file = LOCALES / language / "LC_MESSAGES" / "kliping.po"
    with file.open("rb") as stream:
        return read_po(stream, locale=language, abort_invalid=True)


@cache
def messages(language: str) -> dict[Key, Message]:
    """A language's messages by what they translate."""
    return {
        tuple(message.id) if isinstance(message.id, (tuple, list)) else str(message.id): message
        for message in catalogue(language)
        if message.id
    }


def strings(value: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


def test_messages_are_found() -> None:
    """The extractors see templates and code, plurals too."""
    assert len(extracted()) > 40
    places = [place for found in extracted().values() for place in found]
    assert any(place.startswith("templates/") for place in places)
    assert any(place.startswith("kliping/site/") for place in places)
    assert ("%(num)s article", "%(num)s articles") in extracted()


def test_every_language_offered_has_a_catalogue() -> None:
    """`language` in site.toml offers the languages that are there, and no others."""
    assert set(config.languages()) == {*LANGUAGES, SOURCE_LANGUAGE}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language: str) -> None:
    """No reader meets a word in the wrong language; a plural has all its forms."""
    forms = catalogue(language).num_plurals
    lacking = []
    for key, places in extracted().items():
        message = messages(language).get(key)
        translated = strings(message.string) if message else ()
        wanted = 1 if isinstance(key, str) else forms
        if len(translated) != wanted or not all(text.strip() for text in translated):
            lacking.append(f"{places[0]}: {key!r}")
    assert not lacking, f"{language} lacks:\n" + "\n".join(lacking)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_over(language: str) -> None:
    """A catalogue holds no message that nobody says any more, and none twice."""
    unused = [key for key in messages(language) if key not in extracted()]
    assert not unused
    assert not catalogue(language).obsolete
    text = (LOCALES / language / "LC_MESSAGES" / "kliping.po").read_text("utf-8")
    twice = [
        line
        for line, number in Counter(re.findall(r"^msgid .+$", text, re.M)).items()
        if number > 1 and line != 'msgid ""'
    ]
    assert not twice


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_guessed(language: str) -> None:
    """No translation is marked as a guess, the header included."""
    assert not catalogue(language).fuzzy
    assert not [key for key, message in messages(language).items() if message.fuzzy]


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_the_same(language: str) -> None:
    """Every value that a message takes is in its translation, and no other."""
    wrong = []
    for key, message in messages(language).items():
        wanted = set(NAMED.findall(strings(key)[-1]))
        wrong += [f"{key!r} → {text!r}" for text in strings(message.string) if set(NAMED.findall(text)) != wanted]
        for check in checkers:
            check(catalogue(language), message)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_signs_at_the_end_are_the_same(language: str) -> None:
    """A sentence stays a sentence, a heading a heading; no stray space at either end."""
    wrong = []
    for key, message in messages(language).items():
        original = strings(key)[-1]
        for text in strings(message.string):
            ends = [found[0] if (found := ENDS.search(each)) else "" for each in (original, text)]
            if ends[0] != ends[1] or text != text.strip():
                wrong.append(f"{key!r} → {text!r}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_stayed_english(language: str) -> None:
    """A translation that equals its original is one of those few that we know of."""
    same = [key for key, message in messages(language).items() if strings(key)[0] == strings(message.string)[0]]
    assert set(map(str, same)) <= SAME_IN_BOTH


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_header_is_sound(language: str) -> None:
    """Language, encoding and number of plurals of the header are those of the language."""
    made = catalogue(language)
    assert str(made.locale) == language
    assert made.charset.lower() == "utf-8"
    assert made.num_plurals == len(wording.plural_rule(language))


def test_no_words_of_the_interface_escape() -> None:
    """Templates hold no word that a reader sees outside of a message."""
    escaped = []
    for path in sorted((ROOT / "templates").rglob("*.html")):
        if path.name == "style.html":  # a style sheet
            continue
        text = re.sub(
            r"\{[%#].*?[%#]\}|<(?:script|style)\b.*?</(?:script|style)>", "", path.read_text("utf-8"), flags=re.S
        )
        text = re.sub(r"\{\{.*?\}\}", "", text, flags=re.S)
        text = re.sub(r"<[^>]*>", " ", re.sub(r'[\w:-]+="[^"]*"', "", text))
        escaped += [f"{path.name}: {word}" for word in re.findall(r"[^\W\d_]{2,}", text) if word != "SHA"]
    assert not escaped


def test_attributes_that_are_read_aloud_are_messages() -> None:
    """aria-label, title, alt and placeholder hold messages or values, not English."""
    pattern = re.compile(r'\b(?:aria-label|title|alt|placeholder)="([^"{]*[^\W\d_]{2,}[^"{]*)"')
    for path in sorted((ROOT / "templates").rglob("*.html")):
        assert not pattern.findall(path.read_text("utf-8")), path.name


def test_messages_are_whole_texts() -> None:
    """Code hands gettext a text that stands there, so that the extractor can read it."""
    wrong = []
    for path in sorted((ROOT / "kliping" / "site").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if isinstance(node, ast.Call) and (called == "_" or called.endswith((".gettext", ".ngettext"))):
                texts = node.args[: 2 if called.endswith("ngettext") else 1]
                if not all(isinstance(each, ast.Constant) for each in texts):
                    wrong.append(f"{path.name}:{node.lineno}: {ast.unparse(node)}")
    assert not wrong


# ------------------------------------------------------------------ another language


def made_up(language: str) -> Catalog:
    """A catalogue of a language that is not offered: each text in marks that only it has, each plural form with its number."""
    made = Catalog(locale=language, fuzzy=False)
    for key in extracted():
        if isinstance(key, str):
            made.add(key, f"‹{key}›")
        else:
            made.add(key, tuple(f"‹{number}‹{key[-1]}›" for number in range(made.num_plurals)))
    return made


@pytest.fixture(scope="module")
def in_arabic(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The default site in Arabic, whose catalogue is the one file that was added to the package."""
    package = tmp_path_factory.mktemp("package")
    for name in ("facts", "fonts"):
        if (ROOT / "kliping" / name).is_dir():
            (package / name).symlink_to(ROOT / "kliping" / name)
    (package / "templates").symlink_to(ROOT / "templates")
    shutil.copytree(LOCALES, package / "locale")
    file = package / "locale" / "ar" / "LC_MESSAGES" / "kliping.po"
    file.parent.mkdir(parents=True)
    with file.open("wb") as stream:
        write_po(stream, made_up("ar"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(config, "CATALOGUES", package / "locale")
        settings = config.load(ROOT / "site.toml", {"KLIPING_LANGUAGE": "ar"})
    assert settings.language == "ar"
    built = site.build(ROOT, package, settings, (), datetime(2021, 1, 1, tzinfo=UTC))
    return {each.path: each.data for each in built.outputs if each.path.endswith(".html")}


def test_a_language_is_one_catalogue(in_arabic: dict[str, bytes]) -> None:
    """With a catalogue more no page has a word of the interface in English, in text or in what is read aloud."""
    english = {key for key in extracted() if isinstance(key, str) and "%(" not in key}
    left: list[str] = []
    for path, data in in_arabic.items():
        root = html.document_fromstring(data.decode())
        aloud = [each.get(name, "") for each in root.iter() for name in ("aria-label", "alt", "title")]
        left += [f"{path}: {text}" for text in map(str, (*root.itertext(), *aloud)) if text.strip() in english]
    assert not left
    assert "‹Topics›".encode() in in_arabic["index.html"]


def test_numbers_dates_and_plurals_follow_the_language(in_arabic: dict[str, bytes]) -> None:
    """Two are two in Arabic, which has a form for it, and months have their names there."""
    front = in_arabic["index.html"].decode()
    assert "‹2‹2 articles›" in front
    assert "أكتوبر" in front


def test_a_language_from_right_to_left_turns_the_page(in_arabic: dict[str, bytes]) -> None:
    """Pages run from right to left, and articles in other languages on them do not."""
    for path, data in in_arabic.items():
        assert b'<html lang="ar" dir="rtl">' in data, path
    articles = [data.decode() for path, data in in_arabic.items() if path.startswith("articles/")]
    assert articles
    assert all('<h1 lang="id" dir="ltr">' in text for text in articles)
