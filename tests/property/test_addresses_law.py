"""Laws of canonical addresses: the forms of one article meet, those of two never do, and nothing is left to do twice."""

from __future__ import annotations

from urllib.parse import quote

from hypothesis import example, given
from hypothesis import strategies as st

from kliping.addresses import canonical

WORDS = st.text("abcdefghij0123456789-", min_size=4, max_size=12).map(lambda text: f"x{text}y")
IDS = st.integers(100, 10**9).map(str)
FORMS = (
    "https://{host}/{path}",
    "http://{host}/{path}",
    "https://{host}:443/{path}",
    "http://{host}:80/{path}/",
    "HTTPS://WWW.{HOST}/{path}",
    "https://m.{host}/{path}",
    "https://amp.{host}/{path}",
    "https://mobile.{host}./{path}#komentar",
    "https://{host}/{path}/amp",
    "https://{host}/{path}/amp/",
    "https://{host}/amp/{path}",
    "https://{host}/{path}.amp",
    "https://{host}/{path}/amp.html",
    "https://{host}/{path}/index.html",
    "https://{host}/{path}/print",
    "https://{host}/./x/..//{path}",
    "https://{host}/{path}?page=all",
    "https://{host}/{path}?page=2",
    "https://{host}/{path}?outputType=amp&amp=1",
    "https://{host}/{path}?utm_source=x&UTM_medium=y&fbclid=z&gclid=",
    "https://{host}/%{first}{rest}?m=1",
    "https://www-{dashed}.cdn.ampproject.org/c/s/www.{host}/{path}",
    "https://www.google.com/amp/s/{host}/{path}",
    "https://web.archive.org/web/20201030114500/https://www.{host}/{path}",
)


def in_form(form: str, host: str, path: str) -> str:
    dashed = host.replace(".", "-")
    return form.format(
        host=host, HOST=host.upper(), dashed=dashed, path=path, first=f"{ord(path[0]):02x}", rest=path[1:]
    )


@given(st.text(max_size=80) | st.text("htps:/.?&=%#@amwpind[]-_~+éß2eE", max_size=60).map("https://{}".format))
@example("https://x.example/a/amp.html/amp")
@example("https://x.example/a.amp.amp")
@example("https://x.example/%2e%2E/%zz/%e9?b=%&a=+")
@example("http://[::1]:8080/a/")
@example("https://[bad/")
@example("http://%0\u00a10")
@example("https://x.example:99999/")
@example("https://amp/")
@example("https://www.m.x.example/")
@example("https://google.com/amp/s/google.com/amp/s/x.example/a")
def test_canonical_is_idempotent(url: str) -> None:
    """An address that was made canonical stays as it is, whatever it was."""
    once = canonical(url)
    assert canonical(once) == once


@given(WORDS, st.lists(WORDS, min_size=1, max_size=4))
def test_forms_of_one_article_meet(host: str, parts: list[str]) -> None:
    """Every form in which an outlet shows one article has one canonical address."""
    name, path = f"{host}.example", "/".join(parts)
    assert {canonical(in_form(form, name, path)) for form in FORMS} == {f"https://{name}/{path}"}


@given(st.sampled_from(FORMS), st.sampled_from(FORMS), WORDS, IDS, IDS, st.sampled_from(("id", "p", "artikel", "n")))
def test_different_ids_never_meet(one: str, two: str, path: str, first: str, second: str, key: str) -> None:
    """Two articles are told apart by the id in the query or in the path, in whatever form they come."""
    for shape in (f"{path}?{key}={{}}", f"{path}-{{}}", f"{path}/{{}}", f"{{}}/{path}"):
        forms = [
            in_form(form.partition("?")[0] if "?" in shape else form, "contoh.example", shape.format(id_))
            for form, id_ in ((one, first), (two, second))
            if "?" not in shape or form.endswith("{path}")
        ]
        if len(forms) == 2:
            assert (canonical(forms[0]) == canonical(forms[1])) == (first == second)


@given(st.lists(st.tuples(WORDS, st.text(max_size=8)), max_size=4), st.randoms())
def test_the_order_of_a_query_does_not_matter(fields: list[tuple[str, str]], random: object) -> None:
    """Fields of a query may come in any order; what they say is kept."""
    query = [f"{name}={quote(value, safe='', errors='surrogatepass')}" for name, value in fields]
    mixed = sorted(query, key=lambda _: random.random())  # type: ignore[attr-defined]
    assert canonical("https://x.example/a?" + "&".join(query)) == canonical("https://x.example/a?" + "&".join(mixed))


def test_names_in_other_scripts() -> None:
    """A host and a path in another script are one address, written out or encoded."""
    forms = [
        "https://münchen.example/straße",
        "https://MÜNCHEN.example/stra%C3%9Fe",
        "https://xn--mnchen-3ya.example/stra%c3%9fe/",
    ]
    assert {canonical(form) for form in forms} == {"https://xn--mnchen-3ya.example/stra%C3%9Fe"}


def test_what_is_no_form_of_an_article_stays() -> None:
    """A name that only looks like a form is left alone."""
    for url in (
        "https://www.example/",
        "https://contoh.example/amplop",
        "https://contoh.example/?p=2",
        "https://contoh.example/print",
        "https://contoh.example/a?lang=en",
        "https://contoh.example/a?page=1234",
        "https://contoh.example/a%2Fb",
        "https://user.contoh.example:8080/A",
    ):
        assert canonical(url) == url
    assert canonical("mailto:a@contoh.example") == "mailto:a@contoh.example"
    assert canonical("https://contoh.example") == "https://contoh.example/"
