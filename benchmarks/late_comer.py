"""Show what someone who arrives late sees: a topic of 150 entries from the development notes, as screenshots.

    python benchmarks/late_comer.py ../shared/bench/topics /tmp/late-comer

The notes are no part of this project: site and pictures go into the folder that is named, which must not be the project's.
"""

from __future__ import annotations

import gzip
import json
import re
import shutil
import sys
import tomllib
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kliping import cli, ingest
from kliping.entries import dump, id_of, paragraph, slug_of
from kliping.ingest import outlets
from kliping.records import Entry

PROJECT = Path(__file__).resolve().parents[1]
WIB = timezone(timedelta(hours=7))
COUNT = 150
NAMES = {
    "people": (
        *(
            "Sergey Lavrov = Lavrov = Lawrow",
            "Zohrab Mnatsakanyan = Mnatsakanyan = Mnatsakanian",
            "Jeyhun Bayramov = Bayramov",
        ),
        *("Vladimir Putin = Putin", "Emmanuel Macron = Macron", "Mike Pompeo = Pompeo", "Donald Trump = Trump"),
        *("Ilham Aliyev = Aliyev = Aliev", "Nikol Pashinyan = Pashinyan = Pashinian", "Recep Tayyip Erdogan = Erdogan"),
        *(
            "António Guterres = Guterres",
            "Mevlüt Çavuşoğlu = Cavusoglu",
            "Retno Marsudi = Retno",
            "Maria Zakharova = Zakharova",
        ),
    ),
    "bodies": (
        *(
            "Kelompok Minsk = Minsk = Minsk Group",
            "OSCE",
            "PBB = Perserikatan Bangsa-Bangsa = United Nations = UN",
            "NATO",
        ),
        *(
            "Dewan Keamanan PBB = Dewan Keamanan = Security Council",
            "Palang Merah = ICRC = Red Cross",
            "Uni Eropa = European Union = EU",
        ),
        *(
            "Rusia = Russia*",
            "Prancis = Perancis = France = French",
            "Amerika Serikat = AS = Washington = United States = US",
            "Turki = Turkey",
        ),
        *("Iran", "Indonesia"),
    ),
    "places": (
        "Moskwa = Moskow = Moscow",
        "Jenewa = Geneva",
        "Washington",
        "Stepanakert = Khankendi",
        "Yerevan",
        "Baku",
        "Shusha = Shushi",
    ),
}


def notes(folder: Path) -> list[dict[str, Any]]:
    """The notes on the topic, and of those a person could argue about as many as are wanting."""
    rows = [json.loads(line) for line in (folder / "notes_dev.jsonl").read_text("utf-8").splitlines()]
    return sorted(rows, key=lambda row: (row["label"] != "on", not (row["border"] and row["label"] == "near")))[:COUNT]


def entries(rows: list[dict[str, Any]]) -> Iterator[Entry]:
    known = [outlets.overlaid(sources) for sources in ingest.outlet_files(PROJECT / "kliping", PROJECT / "content")]
    for number, row in enumerate(rows):
        day = row["published"] or (re.search(r"\d{4}-\d\d-\d\d$", row["event"] or "") or ["2020-10-15"])[0]
        when = datetime.combine(date.fromisoformat(day[:10]), datetime.min.time(), WIB) + timedelta(
            hours=6, minutes=7 * (number % 100)
        )
        found = outlets.by_address(known, row["url"])
        host = (urlsplit(row["url"]).hostname or "").removeprefix("www.").removeprefix("m.")
        slug = f"{slug_of(row['title'], 70)}-{number}"
        body = "\n\n".join(paragraph(line) for line in row["text"].split("\n") if line.strip())
        yield Entry(
            f"entries/{when:%Y/%m}/{slug}.md",
            id_of(row["url"]),
            row["title"],
            slug,
            body,
            when,
            lang=row["lang"],
            outlet=found.name if found else host,
            url=row["url"],
            agencies=tuple(name for name in ("AFP", "Reuters", "AP") if re.search(rf"\b{name}\b", row["text"])),
            topics=("armenia-azerbaijan-ceasefire-talks",),
        )


def settings() -> str:
    """The default site's settings, its topic with the names."""
    lines = (PROJECT / "site.toml").read_text("utf-8")
    if "names" not in tomllib.loads(lines)["topics"][0]:
        lines += "\n[topics.names]\n" + "".join(
            f"{kind} = {json.dumps(names, ensure_ascii=False)}\n" for kind, names in NAMES.items()
        )
    return lines


def main() -> int:
    source, folder = Path(sys.argv[1]), Path(sys.argv[2]).resolve()
    assert PROJECT not in (folder, *folder.parents), "the notes must not come near the project"
    shutil.rmtree(folder / "content", ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "site.toml").write_text(settings(), "utf-8")
    for entry in entries(notes(source)):
        file = folder / "content" / entry.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dump(entry), "utf-8")
    code = cli.main(["build", "-q", "--clock", "2021-01-01T00:00:00Z"], root=folder)
    page = folder / "output" / "topics" / "armenia-azerbaijan-ceasefire-talks" / "index.html"
    style = next((folder / "output" / "assets").glob("*.css"))
    sizes = [len(gzip.compress(file.read_bytes(), 9)) for file in (page, style)]
    print(f"exit {code}; page {sizes[0]:,} + style {sizes[1]:,} bytes gzipped")
    pictures(page, folder)
    return code


def pictures(page: Path, folder: Path) -> None:
    """What a phone and a desk see: two screens, the whole page, dark and light."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - sizes can be had without a browser

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for width, height in ((360, 1480), (1280, 1600)):
            for scheme in ("light", "dark"):
                window = browser.new_page(
                    viewport={"width": width, "height": height}, color_scheme=scheme, java_script_enabled=False
                )
                window.goto(page.as_uri())
                window.screenshot(path=folder / f"top-{width}-{scheme}.png")
                if scheme == "light":
                    window.screenshot(path=folder / f"whole-{width}.png", full_page=True)
                window.close()
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
