"""Write docs/reference.md from the code; `make docs` runs it, a test compares."""

from __future__ import annotations

import argparse
import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

from kliping import cli, config, definitions, entries, targets
from kliping.commands import examples
from kliping.exports import book
from kliping.ingest import outlets, readers
from kliping.records import Role, Status
from kliping.site import contexts as templates
from kliping.site import editor

HERE = Path(__file__).parent


def reference() -> str:
    """The whole reference as Markdown."""
    parts = [
        "# Reference",
        "Made from the code by `make docs`; a test keeps it true.",
        *settings(),
        *commands(),
        *front_matter(),
        *topic_files(),
        *ingest_words(),
        *contexts(),
    ]
    return "\n\n".join(parts) + "\n"


def table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in lines
    )


def settings() -> Iterator[str]:
    yield "## Settings: `site.toml`"
    yield (
        "An environment variable `KLIPING_…` (the key in capitals, `.` as `_`, such as `KLIPING_BASE_URL`) wins over the "
        "file. `kliping config` prints what is in force and where it comes from. An unknown key is a warning."
    )
    yield table(
        ("key", "default", "what it is"),
        ((f"`{each.key}`", shown(each.default), each.help) for each in config.SETTINGS),
    )
    yield "### `[[topics]]`: one table for each topic"
    yield table(("key", "what it is"), ((f"`{key}`", text) for key, text in definitions.TOPIC_KEYS.items()))
    yield "### `[deploy]`: where `kliping deploy` publishes"
    yield (
        "One table, or a `[[deploy]]` for each place. `to` says which kind it is: "
        + ", ".join(f"`{name}`" for name in targets.KINDS)
        + ". No keys or passwords: those stay where git, ssh and AWS keep them."
    )
    rows = [("every", key) for key in targets.EVERY]
    rows += [(f"`{name}`", key) for name, kind in targets.KINDS.items() for key in kind.keys]
    yield table(
        ("kind", "key", "default", "what it is"),
        ((name, f"`{key.name}`", default(key), key.help) for name, key in rows),
    )


def shown(value: object) -> str:
    if isinstance(value, tuple):
        return f"`{list(value)}`"
    return "required" if value is config.REQUIRED else f"`{value}`" if value != "" else ""


def default(key: targets.Key) -> str:
    if key.default is targets.REQUIRED:
        return "required"
    return f"`{key.default}`".lower() if key.default else ""


def commands() -> Iterator[str]:
    yield "## Commands"
    yield (
        "Exit codes: 0 all well; 1 built, but something was set aside; 2 wrong use; 3 settings unusable; 4 could not "
        "write, the old site stands; 130 stopped with Ctrl-C."
    )
    parser = cli.parser()
    action = next(each for each in parser._actions if isinstance(each, argparse._SubParsersAction))  # noqa: SLF001
    shared = {flag for flags in ("-C", "-q", "-v", "--json", "-h") for flag in [flags]}
    for name, command in action.choices.items():
        yield f"### `{name}`"
        yield str(command.description)
        rows = [
            (
                f"`{', '.join(each.option_strings) or each.metavar}`"
                + (f" {each.metavar}" if each.option_strings and each.metavar else ""),
                each.help or "",
            )
            for each in command._actions  # noqa: SLF001
            if not shared & set(each.option_strings)
        ]
        if rows:
            yield table(("argument", "what it does"), iter(rows))
        if name in examples.EXAMPLES:
            yield "\n".join(("```sh", *examples.EXAMPLES[name], "```"))
    yield (
        "Every command takes `-C DIR` (the folder that holds site.toml), `-q`, `-v` and `--json`. Where an entry is meant, its slug, "
        "its path, its id and its raw file are the same."
    )
    yield (
        "With `--json` a command prints one JSON document on standard output and nothing else there; messages stay on standard error. "
        "`clean`, `match` and `stories`, which may read without end, print an object a line instead (JSON Lines)."
    )


def front_matter() -> Iterator[str]:
    yield "## Front matter of an entry"
    yield "YAML between two lines `---`, then Markdown. Keys that are not listed are kept and handed to templates as `page.extra`."
    yield table(("key", "what it is"), ((f"`{key.name}`", key.help) for key in entries.KEYS.values()))
    yield (
        "Read as synonyms: "
        + ", ".join(f"`{other}` for `{name}`" for other, name in entries.SYNONYMS.items())
        + ", `status: draft` for `draft: true`."
    )


def topic_files() -> Iterator[str]:
    yield "## What you write on a topic: `content/topics/<slug>.md`"
    yield (
        "Markdown: your words under lines that begin with their day, such as `2020-11-10: …`. Front matter above them, "
        "between two lines `---`, is optional."
    )
    yield table(("key", "what it is"), ((f"`{key}`", text) for key, text in editor.KEYS.items()))
    yield "Keys of a figure:"
    yield table(("key", "what it is"), ((f"`{key}`", text) for key, text in editor.FIGURE_KEYS.items()))


def ingest_words() -> Iterator[str]:
    yield "## The inbox"
    yield (
        "Kinds of file: "
        + ", ".join(f"`.{ending}`" for ending in readers.READERS)
        + ". Each line of a raw file is taken for one of: "
        + ", ".join(f"`{role}`" for role in Role)
        + ". Each file of the inbox comes to one of: "
        + ", ".join(f"`{status}`" for status in Status)
        + "."
    )
    yield "### Outlets: `content/outlets/<name>.toml`"
    yield table(("key", "what it is"), ((f"`{key}`", text) for key, text in outlets.KEYS.items()))
    yield (
        "Test lines, made up, that `kliping check` tries. `furniture` and `body` are lists; `[tests.datelines]` and "
        "`[tests.addresses]` are tables of pairs."
    )
    yield table(("key", "what it is"), ((f"`{key}`", text) for key, text in outlets.TESTS.items()))
    yield (
        "### What recurs: `content/outlets/<name>.furniture.txt`\n\nWritten by each run from all raw files of an outlet: lines "
        "that stand in two or more of its articles and touch nothing new, each with the number of articles. A line of yours "
        "that begins with `keep:` is never furniture, one without a number always is; your lines stay."
    )


def contexts() -> Iterator[str]:
    yield "## Templates"
    yield (
        "A file in `templates/` replaces the built-in one of the same name. Every template sees `site`, `page`, `url(address)` "
        "(a link from this page), `canonical`, `address`, `metadata`, and the filters `day`, `weekday`, `brief`, `month`, `clock`, `iso`, `number`, `moment(precision)`, "
        "`foreign(language)` (the attributes of an element in a language on a page in that one). Names that do not exist are errors.\n\n"
        "`{% once key %}…{% endonce %}` is made once for all pages with the same key, which has to name all that it follows from beside the site: "
        "a value, or several with commas between. Links that lead no deeper than two folders are the same on all pages with the same "
        '`address | folders(2)`. `shared("parts.html")` are the macros of a template; where it sets `is_for_all_pages`, as the built-in one does, '
        "they are made once for all pages, and see `site` and `url`, but nothing else of a page: leave that line out of one of yours that needs more."
    )
    for template, context in templates.CONTEXTS.items():
        yield f"### `{template}`: `page` is {article(context)}"
        yield fields(context)
    yield (
        "Exports have templates of their own below `export/`, which see `book`, and the last one `chapter`, too; in an EPUB they must be XHTML."
    )
    yield table(("template", "what it makes"), ((f"`{name}`", use) for name, use in book.TEMPLATES.items()))
    for part in (*templates.PARTS, *book.PARTS):
        yield f"### {part.__name__}"
        yield str(part.__doc__)
        yield fields(part)


def article(context: type) -> str:
    return ("an " if context.__name__[0] in "AEIOU" else "a ") + context.__name__


def fields(record: type) -> str:
    rows = (
        (f"`{each.name}`", f"`{re.sub(r'datetime.(date)', r'date', str(each.type))}`", each.metadata["help"])
        for each in dataclasses.fields(record)
    )
    return table(("field", "type", "what it is"), rows)


if __name__ == "__main__":
    (HERE / "reference.md").write_text(reference(), "utf-8")
