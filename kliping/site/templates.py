"""Pages to HTML with Jinja2: autoescape on, undefined names are errors."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urlsplit

from jinja2 import (
    Environment,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
    nodes,
    pass_context,
    pass_eval_context,
)
from jinja2.environment import TemplateModule
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.nodes import EvalContext
from jinja2.parser import Parser
from jinja2.runtime import Context
from markupsafe import Markup, escape

from kliping.errors import Fault, SettingsError
from kliping.records import Output
from kliping.site import metadata
from kliping.site.contexts import Meta, Page, SiteView
from kliping.site.wording import Wording

STYLE = "static/style.css"
FEED_STYLE = "static/feed.css"
RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he khw ks ps sd ug ur yi".split())


def environment(sources: Mapping[str, str], wording: Wording) -> Environment:
    """A Jinja2 environment over template sources by name, speaking the site's language."""
    made = Environment(
        loader=FunctionLoader(lambda name: (sources[name], name, None) if name in sources else None),
        cache_size=-1,
        auto_reload=False,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        extensions=["jinja2.ext.i18n", Shared, Translated],
    )
    made.install_gettext_callables(wording.gettext, wording.ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.filters |= translations(wording) | {
        "day": wording.day,
        "weekday": wording.weekday,
        "month": wording.month,
        "brief": wording.brief,
        "day_of_year": wording.day_of_year,
        "clock": wording.clock,
        "number": wording.number,
        "iso": iso,
        "moment": wording.moment,
        "foreign": foreign,
        "folders": folders,
        "meta": tags,
        "safe_html": Markup,
    }
    made.tests["right_to_left"] = is_right_to_left
    made.globals["moment"] = wording.moment
    made.globals["period"] = wording.period
    return made


def translations(wording: Wording) -> dict[str, Callable[..., str]]:
    """`gettext` and `ngettext` as filters, which say what the functions of the same names say."""

    @pass_eval_context
    def gettext(seen: EvalContext, text: str, **values: Any) -> str:
        said = wording.gettext(text)
        return (Markup(said) if seen.autoescape else said) % values  # noqa: S704 - the catalogue is ours

    @pass_eval_context
    def ngettext(seen: EvalContext, one: str, many: str, number: int, **values: Any) -> str:
        said = wording.ngettext(one, many, number)
        return (Markup(said) if seen.autoescape else said) % {"num": number, **values}  # noqa: S704

    return {"gettext": gettext, "ngettext": ngettext}


class Translated(Extension):
    """Makes filters of messages that stand in a template word by word: `_("Outlet")` is read as `("Outlet" | gettext())`.

    That says the same. But what a filter makes of a constant Jinja works out when it reads the template, once, and the
    others cost a third of what a function costs that asks for the context.
    """

    functions: Final = {"_": "gettext", "gettext": "gettext", "ngettext": "ngettext"}

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        tokens = [*stream]
        ends: list[bool] = []  # of each bracket that is open: whether it ends a message
        skipped = 0
        for at, token in enumerate(tokens):
            kinds = [each.type for each in tokens[at : at + 4]]
            is_message = (
                kinds[:3] == ["name", "lparen", "string"]
                and kinds[3] in ("comma", "rparen")
                and token.value in self.functions
                and tokens[at - 1].type != "dot"
            )
            if is_message:
                line, text = token.lineno, tokens[at + 2]
                yield Token(line, "lparen", "(")
                yield text
                yield Token(line, "pipe", "|")
                yield Token(line, "name", self.functions[token.value])
                yield Token(line, "lparen", "(")
                ends.append(True)
                skipped = 3 + (kinds[3] == "comma")
            if skipped:
                skipped -= 1
                continue
            if token.type == "lparen":
                ends.append(False)
            yield token
            if token.type == "rparen" and ends and ends.pop():
                yield Token(token.lineno, "rparen", ")")


HERE: Final[ContextVar[Callable[[str], str]]] = ContextVar("HERE")
"""What links from the page that is made now."""


def from_here(address: str) -> str:
    """A link from the page that is made now."""
    return HERE.get()(address)


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
        self.site: object = None
        self.said: dict[Hashable, str] = {}
        self.modules: dict[str, TemplateModule] = {}

    def parse(self, parser: Parser) -> nodes.Node:
        line = next(parser.stream).lineno
        place = nodes.Const((parser.name, line))
        key = parser.parse_tuple()
        body = parser.parse_statements(("name:endonce",), drop_needle=True)
        call = self.call_method("once", [nodes.Name("site", "load"), place, key])
        return nodes.CallBlock(call, [], [], body).set_lineno(line)

    def begin(self, site: object) -> None:
        """Forget what was made for another site."""
        if self.site is not site:
            self.site, self.said, self.modules = site, {}, {}

    def once(self, site: object, place: tuple[str, int], key: Hashable, caller: Callable[[], str]) -> str:
        """What a part of a template says, made if it was not made for this site and key."""
        self.begin(site)
        if (place, key) not in self.said:
            self.said[place, key] = caller()
        return self.said[place, key]

    @pass_context
    def shared(self, seen: Context, name: str) -> TemplateModule:
        """The macros of a template; those that see more of a page are made for each."""
        site = seen.resolve("site")
        self.begin(site)
        HERE.set(seen.resolve("url"))
        if known := self.modules.get(name):
            return known
        template = self.environment.get_template(name)
        made = template.make_module(seen.get_all())
        if getattr(made, "is_for_all_pages", False):
            made = self.modules[name] = template.make_module({"site": site, "url": from_here})
        return made


def is_right_to_left(lang: str) -> bool:
    """Whether a language is written from right to left; `ar-EG` is as `ar` is."""
    return lang.lower().split("-")[0] in RIGHT_TO_LEFT


@functools.cache
def foreign(lang: str, language: str) -> Markup:
    """The attributes of an element in this language, on a page in that one."""
    if lang in (language, "und"):
        return Markup()
    way = ' dir="rtl"' if is_right_to_left(lang) else ' dir="ltr"' if is_right_to_left(language) else ""
    return Markup(f' lang="{escape(lang)}"{way}')  # noqa: S704 - it is escaped


def folders(address: str, count: int) -> tuple[int, ...] | tuple[str | int, ...]:
    """How deep a page lies, and in which first folders: those that have it in common link alike to what lies no deeper."""
    parts = address.split("/")
    return len(parts), *parts[:count]


def tags(found: Iterable[Meta]) -> Markup:
    """What a page says of itself, a tag in a line."""
    lines = [f'<meta {tag.kind}="{tag.name}" content="{escape(tag.content)}">\n' for tag in found]
    return Markup("".join(lines))  # noqa: S704 - kinds and names are ours


def iso(when: datetime | date, precision: str = "day") -> str:
    """A date for `<time datetime>`, as precise as it is known."""
    if not isinstance(when, datetime):
        return when.isoformat()[:10]
    return (when.date() if precision == "day" else when).isoformat()


def html(page: Page, view: SiteView, made: Environment, links: str, wording: Wording) -> bytes:
    """The HTML of a page. Raises SettingsError that names the template and its line."""
    url = linker(page.address, links, view.base_url)
    canonical, about = metadata.canonical(page, view.base_url), metadata.of(page, view, wording)
    return rendered(
        *(made, page.template),
        site=view,
        page=page.page,
        url=url,
        canonical=canonical,
        address=page.address,
        metadata=about,
    ).encode()


def rendered(made: Environment, template: str, **seen: Any) -> str:
    """A template's text. Raises SettingsError that names the template and its line."""
    try:
        return made.get_template(template).render(**seen).strip() + "\n"
    except TemplateSyntaxError as error:
        raise SettingsError(
            Fault(
                str(error.message),
                "mend the template, or delete it to use the built-in one",
                f"templates/{error.name}",
                error.lineno,
            )
        ) from error
    except (
        TemplateError,
        TypeError,
        ValueError,
        ArithmeticError,
        LookupError,
        AttributeError,
        RecursionError,
    ) as error:
        name, line = place_of(error, template)
        remedy = "docs/reference.md lists what each template sees; delete the template to use the built-in one"
        raise SettingsError(Fault(str(error), remedy, f"templates/{name}", line)) from error


def place_of(error: Exception, template: str) -> tuple[str, int]:
    """Template and line in which an error was raised: the innermost frame that is a template."""
    found, frame = (template, 0), error.__traceback__
    while frame:
        if frame.tb_frame.f_code.co_filename.endswith(".html"):
            found = (frame.tb_frame.f_code.co_filename, frame.tb_lineno)
        frame = frame.tb_next
    return found


def linker(here: str, links: str, base_url: str) -> Callable[[str], str]:
    """A function from an address on the site to a link from the page at `here`.

    Links are relative, so that the site works under any path. With `links = "file"` they name
    index.html, so that it works from a disk too. The page for lost addresses is shown
    anywhere, so its links begin at the host.
    """
    if here == "404.html":
        root = urlsplit(base_url).path
        return lambda address: address if address.startswith(("http://", "https://")) else root + address
    index = "index.html" if links == "file" else ""
    folder = here.split("/")[:-1]
    ways = [("".join(f"{part}/" for part in folder[:up]), "../" * (len(folder) - up)) for up in range(len(folder) + 1)]

    def url(address: str) -> str:
        if address.startswith(("http://", "https://")):
            return address
        for shared, back in ways:
            if not address.startswith(shared):
                break
            way = back + address[len(shared) :]
        return way if address and address[-1] != "/" else way + index or "./"

    return url


SPARE = re.compile(
    r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
    r"""|(?:\s|(?>/\*.*?\*/))*([{};,])(?:\s|(?>/\*.*?\*/))*|(?:\s|(?>/\*.*?\*/))+""",
    re.S,
)
"""A string of a style sheet, which stays as it is; or comments and room, which only those who change it need."""


def stylesheet(source: str) -> Output:
    """The style sheet without comments, under a name that changes with its content, so that it can be cached for ever."""
    data = SPARE.sub(lambda found: found[1] or found[2] or " ", source).strip().encode()
    return Output(f"assets/style-{hashlib.sha256(data).hexdigest()[:8]}.css", data)
