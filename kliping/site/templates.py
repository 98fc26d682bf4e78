"""Pages to HTML with Jinja2: autoescape on, undefined names are errors."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FunctionLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from markupsafe import Markup, escape

from kliping.errors import Fault, SettingsError
from kliping.records import Output
from kliping.site import metadata, tags
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
        extensions=["jinja2.ext.i18n", tags.Shared, tags.Translated],
    )
    made.install_gettext_callables(wording.gettext, wording.ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.filters |= tags.translations(wording.gettext, wording.ngettext) | {
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
        "as_tags": as_tags,
        "safe_html": Markup,
    }
    made.tests["right_to_left"] = is_right_to_left
    made.globals["moment"] = wording.moment
    made.globals["period"] = wording.period
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


def as_tags(found: Iterable[Meta]) -> Markup:
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
    canonical, about = metadata.canonical(page, view.base_url), metadata.Asked(page, view, wording)
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
