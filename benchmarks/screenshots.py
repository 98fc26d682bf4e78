"""Take pictures of a built site: what readers see at three widths, light and dark.

    python benchmarks/screenshots.py output /tmp/pictures

Pictures are taken from the disk, without scripts and without a network. Of a topic of 150 entries: `benchmarks/late_comer.py` builds one.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

WIDTHS: Final[Mapping[int, int]] = {360: 740, 768: 1024, 1280: 900}
"""Widths of screens, with how high they are."""
SCHEMES: Final = ("light", "dark")
TALLEST: Final = 2600
"""A page is shown to this height: below is more of the same."""


def main() -> int:
    """Take the pictures; the arguments are the site's folder and where the pictures go."""
    if len(sys.argv) != 3:
        print(__doc__)
        return 2
    site, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    pictures(dict(pages(site)), folder)
    return 0


def pages(site: Path) -> Iterator[tuple[str, Path]]:
    """One page of each kind that the site has, by name; of topics and articles the heaviest."""
    for name, pattern in (
        ("home", "index.html"),
        ("topic", "topics/*/index.html"),
        ("edition", "topics/*/edition/index.html"),
        ("article", "articles/*/*/*/index.html"),
        ("outlet", "outlets/*/index.html"),
        ("follow", "follow/index.html"),
        ("search", "search/index.html"),
    ):
        if found := sorted(site.glob(pattern), key=lambda file: (-file.stat().st_size, file)):
            yield name, found[0]


def pictures(found: Mapping[str, Path], folder: Path) -> None:
    """A picture of each page at each width, light and dark; of what is read on paper a PDF."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - help is shown without a browser

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for width, height in WIDTHS.items():
            for scheme in SCHEMES:
                context = browser.new_context(
                    viewport={"width": width, "height": height}, color_scheme=scheme, java_script_enabled=False
                )
                for name, file in found.items():
                    window = context.new_page()
                    window.goto(file.as_uri())
                    tall = min(TALLEST, int(window.evaluate("document.documentElement.scrollHeight")))
                    window.screenshot(
                        path=folder / f"{name}-{width}-{scheme}.png",
                        full_page=True,
                        clip={"x": 0, "y": 0, "width": width, "height": max(height, tall)},
                    )
                    window.close()
                context.close()
        for name in ("article", "edition"):
            if name in found:
                window = browser.new_page()
                window.goto(found[name].as_uri())
                window.pdf(path=folder / f"{name}.pdf", prefer_css_page_size=True)
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
