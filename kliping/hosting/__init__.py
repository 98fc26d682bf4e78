"""Ready files for those who run a web server, or let a system build the site: printed, and never written by themselves.

What a server must say follows from the site's own `_headers` and `_redirects`, so both are read, and no list is kept twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from kliping.hosting import caddy, nginx

READ: Final = ("_headers", "_redirects")
"""Files of the site from which the files for servers follow."""
SERVERS: Final = ("nginx", "caddy")
HERE: Final = Path(__file__).parent


def github(_base_url: str, _texts: Mapping[str, str]) -> str:
    return (HERE / "github.yml").read_text("utf-8")


def gitlab(_base_url: str, _texts: Mapping[str, str]) -> str:
    return (HERE / "gitlab.yml").read_text("utf-8")


FILES: Mapping[str, Callable[[str, Mapping[str, str]], str]] = {
    "nginx": nginx.text,
    "caddy": caddy.text,
    "github": github,
    "gitlab": gitlab,
}
"""Each kind of file by name: of the site's address and of the texts that are read, its own text."""
