"""What templates may say beside what Jinja knows: messages that are known before a page is made, parts that many pages share."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from jinja2 import Environment, nodes, pass_context, pass_eval_context
from jinja2.environment import TemplateModule
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.nodes import EvalContext
from jinja2.parser import Parser
from jinja2.runtime import Context
from markupsafe import Markup

# ------------------------------------------------------------------ messages


PLAIN: Final = frozenset([str, int, Markup])


def translations(
    translated: Callable[[str], str], counted: Callable[[str, str, int], str]
) -> dict[str, Callable[..., str]]:
    """`gettext` and `ngettext` as filters, which say what the functions of the same names say."""

    # What is equal is written alike only where it is plain, and of the same type: `Markup` is not escaped.
    @functools.lru_cache(10_000, typed=True)
    def one(is_markup: bool, text: str, /, **values: Any) -> str:  # noqa: FBT001 - nothing else is remembered as fast
        said = translated(text)
        return (Markup(said) if is_markup else said) % values  # noqa: S704 - the catalogue is ours

    @functools.lru_cache(10_000, typed=True)
    def several(is_markup: bool, text: str, texts: str, number: int, /, **values: Any) -> str:  # noqa: FBT001
        said = counted(text, texts, number)
        return (Markup(said) if is_markup else said) % {"num": number, **values}  # noqa: S704

    @pass_eval_context
    def gettext(seen: EvalContext, text: str, /, **values: Any) -> str:
        say = one if PLAIN.issuperset(map(type, values.values())) else one.__wrapped__
        return say(seen.autoescape, text, **values)

    @pass_eval_context
    def ngettext(seen: EvalContext, text: str, texts: str, number: int, /, **values: Any) -> str:
        say = several if PLAIN.issuperset(map(type, (number, *values.values()))) else several.__wrapped__
        return say(seen.autoescape, text, texts, number, **values)

    return {"gettext": gettext, "ngettext": ngettext}


MESSAGE: Final = (["name", "lparen", "string", "comma"], ["name", "lparen", "string", "rparen"])


class Translated(Extension):
    """Makes filters of messages that stand in a template word by word: `_("Outlet")` is read as `("Outlet" | gettext())`.

    That says the same. But what a filter makes of a constant Jinja works out when it reads the template, once, and the
    others cost a third of what a function costs that asks for the context.
    """

    functions: Final = MappingProxyType({"_": "gettext", "gettext": "gettext", "ngettext": "ngettext"})

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """The parts of a template's expressions, in which every message has become a filter."""
        tokens, at = [*stream], 0
        ends: list[int] = []  # for each bracket that is open, as how many its end is read
        while at < len(tokens):
            token = tokens[at]
            if self.is_message(tokens, at):
                line, name = token.lineno, self.functions[token.value]
                yield Token(line, "lparen", "(")
                yield tokens[at + 2]
                yield Token(line, "pipe", "|")
                yield Token(line, "name", name)
                yield Token(line, "lparen", "(")
                ends.append(2)
                at += 4 if tokens[at + 3].type == "comma" else 3
                continue
            if token.type == "lparen":
                ends.append(1)
            yield from [token] * (ends.pop() if token.type == "rparen" and ends else 1)
            at += 1

    def is_message(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether a call of one of the functions begins here, with one text that stands there."""
        if tokens[at].type != "name" or tokens[at].value not in self.functions:
            return False
        before, kinds = tokens[max(0, at - 1)], [each.type for each in tokens[at : at + 4]]
        return before.type != "dot" and kinds in MESSAGE


# ------------------------------------------------------------------ once for many pages


HERE: Final[ContextVar[Callable[[str], str]]] = ContextVar("HERE")
"""What links from the page that is made now."""


def from_here(address: str) -> str:
    """A link from the page that is made now."""
    return HERE.get()(address)


def nowhere(address: str) -> str:
    """What is made once for all pages knows no page: a link from there would be wrong on most."""
    raise LookupError(f'url("{address}") leads from one page: ask for it within a macro, or leave out is_for_all_pages')


@dataclass(frozen=True, slots=True)
class Made:
    """What was made for all pages of a site: what parts of templates say, by place and key, and the macros of templates."""

    site: object
    said: dict[Hashable, str] = field(default_factory=dict)
    macros: dict[str, TemplateModule] = field(default_factory=dict)


class Shared(Extension):
    """What pages of a site have in common is made for the first of them.

    `{% once key %}…{% endonce %}` is made once for each key, which says all that it follows from beside the site: a value, or
    several with commas between. `shared("parts.html")` are the macros of a template: where it sets `is_for_all_pages`, they are made
    once, and see of what pages see `site` and `url` alone.
    """

    tags: Final = {"once"}  # type: ignore[misc]

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.globals["shared"] = self.shared
        self.places = itertools.count()
        self.made = Made(None)

    def parse(self, parser: Parser) -> nodes.Node:
        line = next(parser.stream).lineno
        key = parser.parse_tuple()
        body = parser.parse_statements(("name:endonce",), drop_needle=True)
        call = self.call_method("once", [nodes.Name("site", "load"), nodes.Const(next(self.places)), key])
        return nodes.CallBlock(call, [], [], body).set_lineno(line)

    def made_for(self, site: object) -> Made:
        """What was made for a site; what was made for another one is forgotten."""
        if self.made.site is not site:
            self.made = Made(site)
        return self.made

    def once(self, site: object, place: int, key: Hashable, caller: Callable[[], str]) -> str:
        """What a part of a template says."""
        said = self.made_for(site).said
        if (place, key) not in said:
            said[place, key] = caller()
        return said[place, key]

    @pass_context
    def shared(self, seen: Context, name: str) -> TemplateModule:
        """The macros of a template; those that see more of a page are made for each."""
        site: object = seen["site"]
        known = self.made_for(site).macros
        HERE.set(seen["url"])
        if name in known:
            return known[name]
        template = self.environment.get_template(name)
        found = template.make_module(seen.get_all())
        if getattr(found, "is_for_all_pages", False):
            HERE.set(nowhere)
            found = known[name] = template.make_module({"site": site, "url": from_here})
            HERE.set(seen["url"])
        return found
