"""Show what someone who arrives late sees: a topic of 150 entries from the development notes, as screenshots.

    python benchmarks/late_comer.py ../shared/bench/topics /tmp/late-comer

It says where on a phone the answers to five questions stand, and ends with 1 if one of them is not within two screens.
The editor's part is to approve figures that `kliping figures` proposes: no word of the page is this script's.

The notes are no part of this project: site and pictures go into the folder that is named, which must not be the project's.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import shutil
import sys
import tomllib
from collections.abc import Iterator
from contextlib import redirect_stdout
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kliping import cli, ingest
from kliping.entries import dump, id_of, paragraph, slug_of
from kliping.ingest import outlets
from kliping.records import Entry

PROJECT = Path(__file__).resolve().parents[1]
TOPIC = "armenia-azerbaijan-ceasefire-talks"
CLOCK = "2021-01-01T00:00:00Z"
PHONE = (360, 740)
SCREENS = 2
QUESTIONS = (
    ("when did the Geneva talks take place?", ".key li", r"30 Okt.*Jenewa"),
    ("who mediates?", ".key li", r"Kelompok Minsk|OSCE|Ditengahi AS"),
    ("how many truces failed?", ".figures li", r"\b(?i:tiga|ketiga|three|third)\b"),
    ("what happened last?", ".standing", r"13 November 2020"),
    ("who reports it?", ".who dd span, .outlets span", r"[a-z]\S*\s+\d+"),
)
"""What a late comer asks, the elements that may answer, and what the answer says."""
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
            hours=6, minutes=7 * number
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
            date=when,
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
    approve(folder)
    code = cli.main(["build", "-q", "--clock", CLOCK], root=folder)
    page = folder / "output" / "topics" / TOPIC / "index.html"
    style = next((folder / "output" / "assets").glob("*.css"))
    sizes = [len(gzip.compress(file.read_bytes(), 9)) for file in (page, style)]
    print(f"exit {code}; page {sizes[0]:,} + style {sizes[1]:,} bytes gzipped")
    pictures(page, folder)
    return code or answered(page)


def approve(folder: Path) -> None:
    """Approve what articles say of failed truces, as an editor would: a line that is proposed for each day."""
    said = io.StringIO()
    with redirect_stdout(said):
        cli.main(["figures", TOPIC, "--json", "--clock", CLOCK], root=folder)
    by_day = {row["date"][:10]: row for row in json.loads(said.getvalue()) if row["kind"] == "failed_truces"}
    lines = [
        f'  - {{kind: {row["kind"]}, number: "{row["number"]}", article: {row["article"]}}}' for row in by_day.values()
    ]
    file = folder / "content" / "topics" / f"{TOPIC}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("---\nfigures:\n" + "\n".join(lines) + "\n---\n", "utf-8")


def answered(page: Path) -> int:
    """Print where on a phone each answer ends, in screens; 1 if one of them lies further down than two."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - sizes can be had without a browser

    late = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        window = browser.new_page(viewport={"width": PHONE[0], "height": PHONE[1]}, java_script_enabled=False)
        window.goto(page.as_uri())
        print(f"{'question':40} {'screens':>7}  answer")
        for question, where, words in QUESTIONS:
            found = [
                (box["y"] + box["height"], " ".join(text.split()))
                for element in window.locator(where).all()
                if element.is_visible() and (box := element.bounding_box())
                if re.search(words, text := element.inner_text(), re.S)
            ]
            bottom, text = min(found, default=(float("inf"), "no answer"))
            late += bottom > SCREENS * PHONE[1]
            print(f"{question:40} {bottom / PHONE[1]:7.2f}  {text[:110]}")
        browser.close()
    return min(1, late)


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
