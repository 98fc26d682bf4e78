"""A server for Caddy: the site's headers, its kinds of content, compression, 404 and redirects. Certificates are Caddy's own business."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import urlsplit

from kliping.deploy.host_rules import KINDS, PACKED, redirects, rules

FEED: Final = "application/feed+json"
HEAD: Final = """\
# A site made by Kliping, for Caddy: printed by `kliping hosting caddy` from output/_headers and output/_redirects.
# Put it into /etc/caddy/Caddyfile and adapt what is marked; print it anew when _headers has changed.

{site} {{
	# adapt: the folder in which the site is{below}
	root * /var/www/{host}
	encode zstd gzip {{
		match {{
{packed}
		}}
	}}

"""
FOOT: Final = """
	file_server {{
		precompressed br gzip
		hide .git .kliping.json .htaccess .nojekyll _headers _redirects
	}}
	handle_errors {{
		header -Cache-Control
		header -Content-Type
		rewrite * `{root}404.html`
		file_server
	}}
}}
"""


def text(base_url: str, texts: Mapping[str, str]) -> str:
    """The whole file for a site at this address."""
    address = urlsplit(base_url)
    host = address.hostname or "localhost"
    below = "" if address.path == "/" else f"; it lies in {address.path.strip('/')}/ there"
    site = host if address.scheme == "https" else f"http://{host}"
    lines = [*kinds(), *headers(texts["_headers"]), *moved(texts["_redirects"])]
    plain = ("text/*", *sorted({kind for kind in KINDS.values() if kind not in PACKED and kind[:5] != "text/"}), FEED)
    packed = "\n".join(
        f"\t\t\theader Content-Type {quoted(kind.partition(';')[0].rstrip('*') + '*')}" for kind in plain
    )
    head = HEAD.format(site=site, host=host, below=below, packed=packed)
    return head + "".join(f"\t{line}\n" for line in lines) + FOOT.format(root=address.path)


def kinds() -> Iterator[str]:
    """What kind of content each ending is; Caddy's own table is the machine's."""
    for ending, kind in KINDS.items():
        if ending not in ("html", "gz"):
            yield f"@{ending} path *.{ending}"
            yield f"header @{ending} Content-Type {quoted(kind)}"


def headers(said: str) -> Iterator[str]:
    """The rules, the last first: of two that fit Caddy obeys the later one, and here the first counts."""
    for number, rule in reversed(list(enumerate(rules(said)))):
        if set("{}`") & set(rule.regex):
            continue
        yield f"@rule{number} path_regexp {quoted(f'^{rule.regex}$')}"
        for name, value in rule.headers.items():
            if value is None:
                yield f"header @rule{number} -{name}"
            elif "{" not in value and "`" not in value:
                yield f"header @rule{number} {name} {quoted(value)}"


def moved(said: str) -> Iterator[str]:
    for each in redirects(said):
        if not set("{}`") & set(each.old + each.new):
            yield f"redir {quoted(each.old)} {quoted(each.new)} {each.status}"


def quoted(value: str) -> str:
    """A text as Caddy reads it between backticks, letter by letter."""
    return f"`{value}`"
