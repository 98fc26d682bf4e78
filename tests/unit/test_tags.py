"""What many pages share is made once, and no byte tells; editors' own templates see what they always saw."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment
from making import CATALOGUE, ROOT, at, entry, outlet, page_files, site, words

from kliping.errors import SettingsError
from kliping.site import assemble, check, pages, tags, templates, wording

SOURCES = {
    path.relative_to(ROOT / "templates").as_posix(): path.read_text("utf-8")
    for path in sorted((ROOT / "templates").rglob("*.html"))
}
SITE = site(
    entry("Karangan: Jembatan Antah", date=at(9), url="https://warta-antah.example/1", note="Catatan <karangan>."),
    entry("Karangan: Jembatan Antah Dua", date=at(9, hour=11), outlet="Kabar Berantah", lang="ar", authors=("A & B",)),
    entry("Karangan: Jembatan Antah lagi", date=at(30), outlet="Kabar Berantah", lang="en"),
    entry("Karangan: Cuaca", date=at(2, month=11), body="Cerah.", outlet=None, date_precision="day"),
    pages=[assemble.HandWritten("koreksi", "Koreksi", "<p>x</p>"), assemble.HandWritten("articles-x", "Y", "<p>x</p>")],
    outlets=(outlet(), outlet("Kabar Berantah")),
)
ONCE = re.compile(r"\{% (?:once [^%]+|endonce) %\}\n")
MESSAGE = re.compile(r"\b(_|ngettext)\(")


def each_time(source: str) -> str:
    """A template that says the same, where nothing is made once and each message is asked for on each page."""
    whole = ONCE.sub("", source).replace(
        '{% set parts = shared("parts.html") %}', '{% import "parts.html" as parts with context %}'
    )
    return MESSAGE.sub(r"(\1)(", whole)


def rendered(
    made: assemble.Site, sources: Mapping[str, str], links: str = "file", language: str = "id"
) -> dict[str, bytes]:
    said = words() if language == "id" else wording.wording(language, "Asia/Jakarta", "")
    view, environment = pages.view(made, "assets/style-1.css", said), templates.environment(sources, said)
    files = page_files(pages.of(made, said), view, environment, links, said)
    return {each.path: each.data for each in files}


@pytest.mark.parametrize("links", ["file", "folder"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_no_byte_tells_what_was_made_once(links: str, language: str) -> None:
    """Every page is the same as if all of it were made for itself."""
    plain = {name: each_time(source) for name, source in SOURCES.items()}
    assert plain["base.html"].count("once") == 0 < SOURCES["base.html"].count("endonce")
    assert "shared(" in SOURCES["base.html"]
    assert "shared(" not in plain["base.html"]
    assert rendered(SITE, SOURCES, links, language) == rendered(SITE, plain, links, language)


def test_what_was_made_for_one_site_is_not_said_on_another() -> None:
    """Templates may render another site after this one: its pages bear its own name and menu."""
    environment, other = templates.environment(SOURCES, words()), site(entry(), title="Kliping Lain")
    for made in (SITE, other, SITE):
        view = pages.view(made, "assets/style-1.css", words())
        files = page_files(pages.of(made, words()), view, environment, "file", words())
        assert {each.path: each.data for each in files} == rendered(made, SOURCES)


folders = st.lists(st.sampled_from(["a", "b", "ab"]), max_size=4).map(
    lambda names: "".join(f"{name}/" for name in names)
)


@given(folders, folders, folders, st.sampled_from(["", "feed.xml"]))
def test_pages_that_have_folders_in_common_link_alike(one: str, other: str, target: str, file: str) -> None:
    """`folders(n)` tells of all links to what lies no deeper than n folders whether two pages have the same."""
    for count in range(target.count("/"), 5):
        if templates.folders(one, count) == templates.folders(other, count):
            links = [templates.linker(here, "file", "https://x.example/")(target + file) for here in (one, other)]
            assert links[0] == links[1]


# ------------------------------------------------------------------ messages

SAID = [
    ('{{ _("Outlet") }}', {}),
    ('{{ _("Outlet").upper() }} {{ x._("Outlet") }} {{ gettext("Outlet") | length }}', {"x": {"_": str.lower}}),
    ('{{ _("By %(names)s", names=a) }}{{ _("By %(names)s", names=_("Outlet")) }}', {"a": "<b>"}),
    ('{{ (_("Outlet") if n else _("Outlets")) ~ "<" }}', {"n": 0}),
    (
        '{{ ngettext("%(num)s article", "%(num)s articles", n) }} {{ ngettext("article", "articles", (n + 1) * 2) }}',
        {"n": 1},
    ),
    ('{% for t, u in [(_("Outlet"), "x/"), (_("Topics"), "")] if u %}{{ t }}{{ u }}{% endfor %}', {}),
    ('{% set s = _("Out" "let") %}{{ s }}{{ _(a) }}{{ _("100 %% <b>") }}', {"a": "Outlet"}),
    ('{% autoescape false %}{{ _("Outlet") ~ "<" }}{% endautoescape %}', {}),
    ("{% trans %}Outlet{% endtrans %}", {}),
]


@pytest.mark.parametrize(("source", "seen"), SAID)
def test_a_message_says_the_same_as_the_function(source: str, seen: Mapping[str, object]) -> None:
    """A message that stands in the template is what Jinja's own functions say, markup and all."""
    plain = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
    plain.install_gettext_callables(words().gettext, words().ngettext, newstyle=True)  # type: ignore[attr-defined]
    found = templates.environment({"a.html": source}, words()).get_template("a.html").render(seen)
    assert found == plain.from_string(source).render(seen)


def test_a_message_that_lacks_a_value_names_its_line() -> None:
    """What is wrong with a message is told when its page is made, with template and line."""
    made = templates.environment({"a.html": '\n{{ _("By %(names)s") }}'}, words())
    with pytest.raises(SettingsError) as failed:
        templates.rendered(made, "a.html")
    assert "templates/a.html:2" in str(failed.value)


def test_messages_are_found_in_templates() -> None:
    """The texts to be translated are all there, though pages are made without asking for them."""
    found = [text for _, _, text in check.messages(SOURCES)]
    assert {"Outlet", "%(num)s article", "Follow this site"} <= {*found}
    assert CATALOGUE.exists()


# ------------------------------------------------------------------ editors' own templates


def of_article(**own: str) -> str:
    """The page of an article with templates of an editor's own in the place of ours."""
    made = templates.environment(SOURCES | {f"{name}.html": text for name, text in own.items()}, words())
    view, address = pages.view(SITE, "assets/style-1.css", words()), "articles/2020/10/karangan-jembatan-antah/"
    page = next(each for each in pages.of(SITE, words()) if each.address == address)
    return templates.html(page, view, made, "file", words()).decode()


def test_parts_of_an_editors_own_see_the_page() -> None:
    """A parts.html that does not say that it is for all pages is made for each, and sees what its page sees."""
    own = '{% macro told(report, day) %}{{ page.title }} {{ address }} {{ url("") }}{% endmacro %}'
    article = '{% extends "base.html" %}{% block main %}<h1>{{ parts.told(1, 2) }}</h1>{% endblock %}'
    said = of_article(parts=own, article=article)
    assert "<h1>Karangan: Jembatan Antah articles/2020/10/karangan-jembatan-antah/ ../../../../index.html</h1>" in said


def test_a_base_of_an_editors_own_may_import_parts() -> None:
    """A base.html as it was before anything was shared still works, with our parts.html."""
    base = (
        '{% import "parts.html" as parts with context %}'
        '<p>{{ parts.count_articles(2) }}{{ parts.foreign("ar") }}</p>{% block main %}{% endblock %}'
    )
    article = '{% extends "base.html" %}{% block main %}{{ parts.links(page.topics) }}{% endblock %}'
    said = of_article(base=base, article=article)
    assert said.startswith('<p>2 artikel lang="ar" dir="rtl"</p>')
    assert 'href="../../../../topics/jembatan-antah/index.html"' in said


@pytest.mark.parametrize(
    "source",
    [
        "{% once address %}\n{{ page.titel }}{% endonce %}",
        "{% once [] %}\n{{ 1 }}{% endonce %}",
        '{% set parts = shared("parts.html") %}\n{{ parts.tell(page.title) }}',
    ],
)
def test_faults_in_what_is_shared_name_template_and_line(source: str) -> None:
    """An error in a part that is made once is told as any other."""
    with pytest.raises(SettingsError) as failed:
        of_article(article=f"\n{source}")
    assert re.search(r"templates/article\.html:[23]\b", str(failed.value))


def test_a_fault_in_shared_parts_names_them() -> None:
    """An error in a macro is told of the template in which the macro stands."""
    own = "{% set is_for_all_pages = true %}\n{% macro told(report, day) %}{{ page.title }}{% endmacro %}"
    with pytest.raises(SettingsError) as failed:
        of_article(parts=own, article='{% extends "base.html" %}{% block main %}{{ parts.told(1, 2) }}{% endblock %}')
    assert "templates/parts.html:2" in str(failed.value)


def test_parts_of_one_line_are_told_apart() -> None:
    """The same key says another thing at another place, and another key another thing at the same one."""
    made = Environment(autoescape=True, extensions=[tags.Shared])
    source = "{% once 1, 2 %}a{{ n }}{% endonce %}{% once 1, 2 %}b{{ n }}{% endonce %}{% once n %}c{{ n }}{% endonce %}"
    template, site = made.from_string(source), object()
    assert [template.render(site=site, n=n) for n in ("<", ">")] == ["a&lt;b&lt;c&lt;", "a&lt;b&lt;c&gt;"]
