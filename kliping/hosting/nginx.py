"""A server for nginx: the site's headers, its kinds of content, compression, 404 and redirects."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import urlsplit

from kliping.host_rules import KINDS, PACKED, Rule, redirects, rules

HEAD: Final = """\
# A site made by Kliping, for nginx: printed by `kliping hosting nginx` from output/_headers and output/_redirects.
# Put it into /etc/nginx/conf.d/ or sites-enabled/ and adapt what is marked; print it anew when _headers has changed.
"""
BODY: Final = """
server {{
    listen 80;  # adapt; for https run certbot --nginx, or add listen 443 ssl and your certificate
    listen [::]:80;
    server_name {host};
    root /var/www/{host};  # adapt: the folder in which the site is{below}

    index index.html;
    error_page 404 {lost};
    absolute_redirect off;
    server_tokens off;

    types {{
{types}
    }}
    default_type application/octet-stream;
    charset utf-8;
    charset_types {charset_types};

    gzip on;
    gzip_vary on;
    gzip_min_length 512;
    gzip_types {gzip_types};
    gzip_static on;  # sends index.html.gz where it lies beside index.html: compressed = ["gz"] under [output]
    # brotli_static on;  # likewise for index.html.br, if your nginx has the module ngx_brotli

{headers}

    location ~ "/\\.(?!well-known/)" {{ return 404; }}
    location ~ {hidden} {{ return 404; }}
{locations}}}
"""


def text(base_url: str, texts: Mapping[str, str]) -> str:
    """The whole file for a site at this address."""
    address, found = urlsplit(base_url), rules(texts["_headers"])
    kinds = {ending: kind.partition(";")[0] for ending, kind in KINDS.items()}
    of_rules = [kind_in(rule) for rule in found if kind_in(rule)]
    plain = sorted({kind for kind in kinds.values() if kind not in PACKED} | set(of_rules))
    body = BODY.format(
        host=address.hostname or "_",
        lost=quoted(f"{address.path}404.html"),
        hidden=quoted(f"^{re.escape(address.path)}_(?:headers|redirects)$"),
        below="" if address.path == "/" else f"; it lies in {address.path.strip('/')}/ there",
        types="\n".join(f"        {kind} {' '.join(endings)};" for kind, endings in by_kind(kinds).items()),
        charset_types=" ".join(each for each in plain if each != "text/html" and not each.startswith("image/")),
        gzip_types=" ".join(each for each in plain if each != "text/html"),
        headers="\n".join(f"    add_header {name} ${variable(name)} always;" for name in names(found)),
        locations="".join(f"{line}\n" for line in locations(found, texts["_redirects"])),
    )
    return "\n".join([HEAD, *maps(found)]) + body


def by_kind(kinds: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for ending, kind in kinds.items():
        found.setdefault(kind, []).append(ending)
    return found


def kind_in(rule: Rule) -> str:
    """The kind of content that a rule sets, without its charset."""
    said = next((value for name, value in rule.headers.items() if name.lower() == "content-type"), None)
    return (said or "").partition(";")[0].strip()


def names(found: Sequence[Rule]) -> list[str]:
    """Every header that rules set, but for the kind of content, which a server has its own words for."""
    return list(dict.fromkeys(name for rule in found for name in rule.headers if name.lower() != "content-type"))


def variable(name: str) -> str:
    return "kliping_" + name.lower().replace("-", "_")


def maps(found: Sequence[Rule]) -> Iterator[str]:
    """For each header what it is by address; the first that fits counts, and an empty one is not sent."""
    for name in names(found):
        said = [(rule.regex, rule.headers[name] or "") for rule in found if name in rule.headers]
        lines = [f"    {quoted(f'~^{regex}$')} {quoted(value)};" for regex, value in said if "$" not in value]
        yield "\n".join([f"map $uri ${variable(name)} {{", *lines, '    default "";', "}"])


def locations(found: Sequence[Rule], redirected: str) -> Iterator[str]:
    """Kinds of content by address, and former addresses."""
    for rule in found:
        if kind := kind_in(rule):
            yield f"    location ~ {quoted(f'^{rule.regex}$')} {{ types {{ }} default_type {quoted(kind)}; }}"
    for each in redirects(redirected):
        if "$" not in each.old + each.new:
            yield f"    location = {quoted(each.old)} {{ return {each.status} {quoted(each.new)}; }}"


def quoted(value: str) -> str:
    """A text as nginx reads it between quotes."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
