"""The shape of the house, read from the source: who imports whom, which rooms have side effects.

docs/design.md says why. A message names the file and the line that break a rule.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
STATEMENTS_THAT_EXPLAIN_THEMSELVES = 12

DOOR = "kliping.cli"
COMMANDS = "kliping.commands"
READS_CLOCK_AND_ENVIRONMENT = {"kliping.commands.project", "kliping.commands.terminal", "kliping.still"}
RECIPES = {"kliping.ingest", "kliping.site"}
PARTS_OF_RECIPES = {
    "kliping.ingest.texts": "kliping.ingest",
    "kliping.site.reading": "kliping.site",
    "kliping.site.recalling": "kliping.site",
}
"""The left edges of both halves, and what remembers the site's dear steps: rooms of their own, for a recipe is to be read on a screen."""
RIM = {"kliping.work", "kliping.output", "kliping.memory", "kliping.digests", "kliping.indexing"}
PREVIEW = {"kliping.serve", "kliping.asking"}
DESK = "kliping.desk"
DEEDS = ("folder", "git", "rsync", "s3")
HINGE = {"kliping.entries", "kliping.front", "kliping.nodes", "kliping.hands", "kliping.ledger"}
FLOOR = {"kliping.errors", "kliping.records", "kliping"}
SHARED = "kliping.addresses", "kliping.dates"
"""What both halves must read alike: addresses, and dates in any language."""

# Modules that a stage may not import: what reads the clock, the machine or the network.
IMPURE = frozenset(
    "os time random secrets subprocess shutil tempfile socket threading multiprocessing concurrent asyncio signal "
    "glob fileinput locale urllib.request http requests urllib3 filelock sqlite3 logging".split()
)
# What a stage may not call, as a function or as a method.
FUNCTIONS_OF_THE_RIM = frozenset("open print input exec eval __import__".split())
METHODS_OF_THE_RIM = frozenset(
    "open read_text read_bytes write_text write_bytes mkdir unlink rmdir rename touch iterdir glob rglob is_file is_dir "
    "exists stat resolve cwd home".split()
)
READS_CLOCK = frozenset(["now", "today", "utcnow", "time_ns"])
NO_MODULE_IS_CALLED = frozenset("util utils helper helpers common base misc tools lib".split())

# Types that say that a value is not written to; mypy holds those who use it to that.
READ_ONLY = frozenset("Mapping Sequence Collection Set AbstractSet tuple frozenset Final".split())
MAKES_READ_ONLY = re.compile(
    r"(re\.compile|frozenset|tuple|MappingProxyType|TypeVar|ParamSpec|NewType|Path|object|int|str|range)$"
)
OBJECTS_WITH_A_REASON = {
    "kliping.memory.NEW": "a memory of nothing: using it changes nothing",
    "kliping.site.markup._MARKDOWN": "a converter costs 1 ms to make and is reset before each use",
}

CATCHES_EVERYTHING_WITH_A_REASON = {
    "kliping.work.tried": "one bad file must not stop the others; the failure travels as a value",
}

ANSWERS_AN_ENDING_WITH_A_REASON = {
    "kliping.desk.answer": "at the desk a refusal is a page: the person decides again",
    "kliping.desk.offer": "where nobody can say what cleaning proposes, the article is shown without it",
    "kliping.commands.network.rebuild": "the preview goes on, and shows what was wrong until the person has mended it",
}

PACKAGES_WITHOUT_IMPORT = {"tzdata": "data for zoneinfo on machines that have none"}


@dataclass(frozen=True, slots=True)
class Module:
    """One source file of the package."""

    name: str
    file: str
    tree: ast.Module

    @property
    def room(self) -> str:
        """The room of the house: `kliping.cli`, `kliping.ingest.lines`, …"""
        return DOOR if self.name in ("kliping.__main__", "kliping.door") else PARTS_OF_RECIPES.get(self.name, self.name)

    @property
    def is_command(self) -> bool:
        return self.name == COMMANDS or self.name.startswith(f"{COMMANDS}.")

    def at(self, node: ast.AST) -> str:
        return f"{self.file}:{getattr(node, 'lineno', 1)}"


@cache
def modules() -> dict[str, Module]:
    """Every module of the package by name."""
    found: dict[str, Module] = {}
    for file in sorted((ROOT / "kliping").rglob("*.py")):
        path = file.relative_to(ROOT)
        name = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
        found[name] = Module(name, path.as_posix(), ast.parse(file.read_text("utf-8")))
    return found


def stages() -> Iterator[Module]:
    """The pure modules: errors, records, what halves share, and the rooms of both but not their recipes."""
    for module in modules().values():
        if module.name not in PARTS_OF_RECIPES and module.name.startswith(
            (
                "kliping.ingest.",
                "kliping.site.",
                "kliping.exports.",
                "kliping.imports.",
                "kliping.records",
                "kliping.errors",
                *SHARED,
            )
        ):
            yield module


def imports(module: Module) -> Iterator[tuple[str, ast.AST]]:
    """Every module that a module names in an import, wherever in the file it stands."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module.at(node)}: write the whole name of the module"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in modules() else str(node.module), node


def own(module: Module) -> Iterator[tuple[str, ast.AST]]:
    """The modules of Kliping that a module imports."""
    return ((name, node) for name, node in imports(module) if name in modules())


def may_import(importer: str, imported: str) -> bool:
    """The one-way street: cli, commands, recipes, stages, entries and config, records, errors."""
    if modules()[importer].room == DOOR:
        return True
    if modules()[imported].room == DOOR:
        return False
    if modules()[importer].is_command:
        return True
    if imported in FLOOR and importer not in FLOOR:
        return True
    if importer.startswith(SHARED):
        return imported.startswith(next(name for name in SHARED if importer.startswith(name)))
    if imported.startswith(SHARED) and importer not in FLOOR | RIM | PREVIEW:
        return True
    half = next((recipe for recipe in RECIPES if importer.startswith(f"{recipe}.")), importer)
    below = {
        "kliping": set[str](),
        "kliping.errors": set[str](),
        "kliping.records": {"kliping.errors"},
        "kliping.config": {"kliping.definitions", "kliping.targets"},
        "kliping.targets": {"kliping.definitions"},
        "kliping.definitions": set[str](),
        "kliping.hands": set[str](),
        "kliping.front": {"kliping.hands"},
        "kliping.nodes": {"kliping.front"},
        "kliping.entries": {"kliping.front", "kliping.hands", "kliping.nodes"},
        "kliping.ledger": {"kliping.entries"},
        "kliping.api": {"kliping.ingest", "kliping.work"},
        "kliping.explain": {"kliping.entries"},
        "kliping.topic_filters": {"kliping.api", "kliping.site.topics"},
        "kliping.corrections": {"kliping.entries", "kliping.hands"},
        "kliping.decisions": {"kliping.corrections", "kliping.entries", "kliping.hands"},
        # What a retraction does to files: it moves whole articles, remembers nothing and writes no site.
        "kliping.takedown": {"kliping.ledger"},
        "kliping.runs": {"kliping.work"},
        "kliping.disk": set[str](),
        "kliping.digests": {"kliping.disk", "kliping.still"},
        "kliping.memory": {"kliping.digests", "kliping.disk", "kliping.work"},
        "kliping.output": {"kliping.disk"},
        "kliping.still": {"kliping.disk"},
        "kliping.ping": {"kliping.work"},
        # Publishing knows the output folder and nothing of how it came to be; the plan is apart from the deeds.
        "kliping.deploy": {
            "kliping.work",
            *(f"kliping.deploy.{room}" for room in (*DEEDS, "local", "plan", "programs")),
        },
        "kliping.deploy.plan": {"kliping.output"},
        "kliping.host_rules": set[str](),
        "kliping.deploy.local": {"kliping.output", "kliping.deploy.plan"},
        "kliping.deploy.programs": {"kliping.deploy.plan"},
        **{
            f"kliping.deploy.{room}": {
                *("kliping.host_rules", "kliping.output", "kliping.work"),
                *(f"kliping.deploy.{each}" for each in ("local", "plan", "programs")),
            }
            for room in DEEDS
        },
        "kliping.hosting": {"kliping.hosting.caddy", "kliping.hosting.nginx"},
        "kliping.hosting.caddy": {"kliping.host_rules"},
        "kliping.hosting.nginx": {"kliping.host_rules"},
        "kliping.proposals": {
            *("kliping.entries", "kliping.explain", "kliping.hands", "kliping.ingest", "kliping.ledger"),
            *(f"kliping.ingest.{room}" for room in ("compose", "merge", "proposal", "shelf")),
        },
        "kliping.provenance": {"kliping.entries", "kliping.hands", "kliping.ledger", "kliping.ingest.merge"},
        "kliping.check": {
            "kliping.ingest",
            *(f"kliping.ingest.{room}" for room in ("body", "metadata", "outlets")),
        },
        # The `stories` command on reports that come from elsewhere: no site, no entries.
        "kliping.story_filters": {
            *("kliping.api", "kliping.topic_filters"),
            *(f"kliping.site.{room}" for room in ("copies", "likeness", "stories")),
        },
    }
    if importer in below:
        return imported in below[importer]
    if importer.startswith("kliping.fetching"):
        # What visits servers knows neither inbox nor entries: a command gives and takes.
        return imported.startswith("kliping.fetching") or imported == "kliping.work"
    if importer.startswith("kliping.imports"):
        # Items of others become entries by the same rules by which cleaned articles do.
        rooms = ("kliping.ingest.compose", "kliping.ingest.language", "kliping.ingest.readers")
        return imported in HINGE or imported.startswith(("kliping.imports.", *rooms))
    if importer.startswith("kliping.exports"):
        # Formats are made from what the site shows, after the site has decided what that is.
        return imported == "kliping.entries" or imported.startswith(("kliping.exports.", "kliping.site"))
    if importer.startswith(DESK):
        # The desk is to a browser what the commands are to a terminal: both recipes and what commands write with, no build.
        halves = ("kliping.ingest", "kliping.site", "kliping.proposals", "kliping.decisions", "kliping.explain")
        return imported in HINGE | {"kliping.work", "kliping.asking"} or imported.startswith((DESK, *halves))
    if importer in PREVIEW:
        return imported in PREVIEW
    if importer in RIM:
        return False
    if importer in PARTS_OF_RECIPES and imported in HINGE | RIM:
        return True
    if importer in RECIPES:
        return imported in HINGE | {"kliping.config"} | RIM or imported.startswith(f"{importer}.")
    return half in RECIPES and (
        imported in HINGE | {"kliping.config", "kliping.definitions"} or imported.startswith(f"{half}.")
    )


def test_every_module_is_found() -> None:
    """The rules below are held against the whole package."""
    assert {DOOR, COMMANDS, "kliping.records", "kliping.errors", "kliping.config", "kliping.entries"} <= set(modules())
    assert set(modules()) >= RECIPES | RIM
    assert len(modules()) >= 25


def test_imports_go_one_way() -> None:
    """A room imports only rooms below it; ingest and site never meet; only the door opens the preview."""
    wrong = [
        f"{module.at(node)}: {module.name} may not import {name}"
        for module in modules().values()
        for name, node in own(module)
        if not may_import(module.room, name)
    ]
    assert not wrong, "\n".join(wrong)


def test_nothing_outside_the_package_is_imported_back() -> None:
    """The package imports neither its tests nor build.py."""
    wrong = [
        f"{module.at(node)}: {name}"
        for module in modules().values()
        for name, node in imports(module)
        if name.split(".")[0] in ("tests", "build", "benchmarks", "conftest", "pytest")
    ]
    assert not wrong, "\n".join(wrong)


def test_no_import_cycle() -> None:
    """No module imports itself by way of others, not even from inside a function."""
    graph = {module.name: [(name, module.at(node)) for name, node in own(module)] for module in modules().values()}
    done: set[str] = set()

    def walk(name: str, trail: tuple[str, ...], steps: tuple[str, ...]) -> None:
        assert name not in trail, "a cycle:\n" + "\n".join(steps[trail.index(name) :])
        if name not in done:
            for imported, place in graph[name]:
                walk(imported, (*trail, name), (*steps, f"{place}: {name} imports {imported}"))
            done.add(name)

    for name in graph:
        walk(name, (), ())


def test_stages_import_nothing_impure() -> None:
    """A stage cannot reach the clock, the machine, other processes or the network."""
    wrong = [
        f"{module.at(node)}: a stage imports {name}"
        for module in stages()
        for name, node in imports(module)
        if name in IMPURE or name.split(".")[0] in IMPURE
    ]
    assert not wrong, "\n".join(wrong)


def test_stages_open_no_file_and_read_no_clock() -> None:
    """A stage reads and writes no file, prints nothing and does not know what time it is."""
    wrong: list[str] = []
    for module in stages():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call):
                called = node.func
                method = called.attr if isinstance(called, ast.Attribute) else ""
                function = called.id if isinstance(called, ast.Name) else ""
                if method in METHODS_OF_THE_RIM | READS_CLOCK or function in FUNCTIONS_OF_THE_RIM:
                    wrong.append(f"{module.at(node)}: a stage calls {ast.unparse(called)}()")
    assert not wrong, "\n".join(wrong)


def test_only_the_door_reads_the_clock_and_the_environment() -> None:
    """Now, and environment variables, come in with a command's project and terminal; the preview may count time, for it writes no site."""
    wrong: list[str] = []
    for module in modules().values():
        if module.room in PREVIEW | READS_CLOCK_AND_ENVIRONMENT:
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in READS_CLOCK:
                wrong.append(f"{module.at(node)}: {ast.unparse(node.func)}()")
            if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "putenv"):
                wrong.append(f"{module.at(node)}: {ast.unparse(node)}")
    assert not wrong, "\n".join(wrong)


def test_only_the_door_prints_and_exits() -> None:
    """Messages leave through cli.py and the commands, and only the first ends the process."""
    leaves = ("print", "exit", "quit", "sys.exit", "os._exit")
    wrong = [
        f"{module.at(node)}: {ast.unparse(node.func)}()"
        for module in modules().values()
        if module.room != DOOR
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in (leaves[1:] if module.is_command else leaves)
    ]
    assert not wrong, "\n".join(wrong)


def test_module_names_say_what_they_hold() -> None:
    """No module is a drawer for odds and ends."""
    wrong = [module.file for module in modules().values() if module.name.split(".")[-1] in NO_MODULE_IS_CALLED]
    assert not wrong, "\n".join(wrong)


def test_no_state_at_module_level() -> None:
    """What stands at the top of a module is never written to: read-only types, no `global`."""
    wrong: list[str] = []
    for module in modules().values():
        wrong += [
            f"{module.at(node)}: `{ast.unparse(node)}`"
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Global)
        ]
        for statement in module.tree.body:
            if isinstance(statement, (ast.Assign, ast.AnnAssign)) and statement.value is not None:
                target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
                annotation = ast.unparse(statement.annotation) if isinstance(statement, ast.AnnAssign) else ""
                name = f"{module.name}.{ast.unparse(target)}"
                if name not in OBJECTS_WITH_A_REASON and not is_read_only(statement.value, annotation):
                    wrong.append(f"{module.at(statement)}: annotate {name} with a read-only type such as Mapping")
    assert not wrong, "\n".join(wrong)


def is_read_only(value: ast.expr, annotation: str) -> bool:
    """Whether a module-level value cannot be changed by those who use it."""
    if annotation.split("[", maxsplit=1)[0].rpartition(".")[2] in READ_ONLY:
        return True
    if isinstance(value, (ast.Dict, ast.List, ast.Set, ast.DictComp, ast.ListComp, ast.SetComp)):
        return False
    if isinstance(value, ast.Call):
        return MAKES_READ_ONLY.search(ast.unparse(value.func)) is not None
    return not isinstance(value, (ast.GeneratorExp, ast.Await, ast.Lambda))


def test_exceptions_are_still_needed() -> None:
    """Every exception to a rule above names something that is there."""
    names = {name for module in modules().values() for name, _ in functions(module)}
    for name in OBJECTS_WITH_A_REASON:
        module, _, target = name.rpartition(".")
        assert re.search(rf"(?m)^{target}\b", (ROOT / modules()[module].file).read_text("utf-8")), name
    for name in (*CATCHES_EVERYTHING_WITH_A_REASON, *ANSWERS_AN_ENDING_WITH_A_REASON):
        assert name in names, name
    assert set(modules()) >= READS_CLOCK_AND_ENVIRONMENT


def declared() -> set[str]:
    """The packages that pyproject.toml says Kliping needs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [each for extra in project["optional-dependencies"].values() for each in extra]
    return {canonical(re.split(r"[\s<>=!~;\[]", each)[0]) for each in [*project["dependencies"], *extras]}


def canonical(package: str) -> str:
    """A package's name as registries compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", package).lower()


def imported_packages() -> dict[str, str]:
    """Third-party packages that Kliping imports, with the place of one import."""
    owners = packages_distributions()
    found: dict[str, str] = {}
    for module in modules().values():
        for name, node in imports(module):
            top = name.split(".")[0]
            if top != "kliping" and top not in sys.stdlib_module_names:
                assert top in owners, f"{module.at(node)}: {top} is not installed"
                found[canonical(owners[top][0])] = f"{module.at(node)}: imports {top}"
    return found


def test_every_import_is_declared() -> None:
    """Nothing is imported that only happens to be installed along with something else."""
    wrong = [
        f"{place}, and pyproject.toml lacks {name}"
        for name, place in imported_packages().items()
        if name not in declared()
    ]
    assert not wrong, "\n".join(wrong)


def test_every_declared_package_is_used() -> None:
    """Nothing has to be installed that nobody imports."""
    unused = declared() - set(imported_packages()) - set(PACKAGES_WITHOUT_IMPORT)
    assert not unused, f"pyproject.toml: no module imports {', '.join(sorted(unused))}"


def test_heavy_packages_are_imported_where_they_are_used() -> None:
    """`kliping version` answers at once: the progress bar and the watcher are not loaded for it."""
    wrong = [
        f"{modules()[name].at(node)}: import rich inside the function that needs it"
        for name in modules()
        for node in modules()[name].tree.body
        if isinstance(node, (ast.Import, ast.ImportFrom)) and "rich" in ast.unparse(node).split()[1]
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", sorted(modules()))
def test_every_module_says_what_it_is_for(name: str) -> None:
    """A module begins with a sentence about itself."""
    text = ast.get_docstring(modules()[name].tree)
    assert text, f"{modules()[name].file}:1: no docstring"
    assert re.search(r"[.:?!]$", text.split("\n\n")[0].strip()), f"{modules()[name].file}:1: begin with a sentence"


def public_functions(module: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Functions and methods that others may call; not those inside functions."""
    for node in module.tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and not node.name.startswith("_"):
            yield node
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef)) and not inner.name.startswith("_"):
                    yield inner


def test_functions_without_a_docstring_are_short() -> None:
    """Name and types say what a function does, or else a sentence does."""
    wrong: list[str] = []
    for module in modules().values():
        for function in public_functions(module):
            size = sum(isinstance(node, ast.stmt) for node in ast.walk(function)) - 1
            if not ast.get_docstring(function) and size > STATEMENTS_THAT_EXPLAIN_THEMSELVES:
                wrong.append(f"{module.at(function)}: {function.name} has {size} statements and no docstring")
    assert not wrong, "\n".join(wrong)


def test_every_record_is_frozen() -> None:
    """The values that flow are made once and never changed."""
    wrong: list[str] = []
    for module in modules().values():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef):
                for decorator in node.decorator_list:
                    text = ast.unparse(decorator)
                    if "dataclass" in text and not ("frozen=True" in text and "slots=True" in text):
                        wrong.append(f"{module.at(node)}: {node.name} is not @dataclass(frozen=True, slots=True)")
    assert not wrong, "\n".join(wrong)


def functions(module: Module) -> Iterator[tuple[str, ast.AST]]:
    """Every function of a module with its whole name, and the module itself."""
    yield module.name, module.tree
    for node in ast.walk(module.tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield f"{module.name}.{node.name}", node


def within(names: Collection[str]) -> set[ast.AST]:
    """All that stands inside the functions that are named."""
    return {
        inner
        for module in modules().values()
        for name, function in functions(module)
        if name in names
        for inner in ast.walk(function)
    }


def raises(handler: ast.ExceptHandler) -> bool:
    return any(isinstance(inner, ast.Raise) for inner in ast.walk(handler))


def test_nobody_swallows_every_exception() -> None:
    """Whoever catches everything raises it again, or stands in the list above with a reason."""
    allowed = within(CATCHES_EVERYTHING_WITH_A_REASON)
    wrong = [
        f"{module.at(node)}: except {ast.unparse(node.type) if node.type else 'everything'}"
        for module in modules().values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler)
        and (ast.unparse(node.type) if node.type else "") in ("", "Exception", "BaseException")
        and not raises(node)
        and node not in allowed
    ]
    assert not wrong, "\n".join(wrong)


def test_one_error_handler() -> None:
    """What ends a run is turned into a message and an exit code by cli.py alone; a command may add a word and raise it."""
    allowed = within(ANSWERS_AN_ENDING_WITH_A_REASON)
    endings = ("KlipingError", "UsageError", "SettingsError", "OutputError")
    wrong = [
        f"{module.at(node)}: except {ast.unparse(node.type)}"
        for module in modules().values()
        if module.room != DOOR
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler)
        and node.type
        and any(end in ast.unparse(node.type) for end in endings)
        and not (module.is_command and raises(node))
        and node not in allowed
    ]
    assert not wrong, "\n".join(wrong)
