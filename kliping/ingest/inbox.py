"""Which files of the inbox are articles, and which only came along with one."""

from __future__ import annotations

from collections.abc import Collection

SIDE_FILES = frozenset(["readme", "readme.txt", "readme.md", "thumbs.db", "desktop.ini", ".ds_store"])
UNFINISHED = (".part", ".crdownload", ".download", ".tmp", "~", ".swp")


def passed_over(path: str, all_paths: Collection[str]) -> str:
    """Why a path below `inbox/` is no article of its own; empty when it is one."""
    parts = path.split("/")
    name = parts[-1].lower()
    if any(part.startswith(".") for part in parts):
        return "hidden files are not articles"
    if name in SIDE_FILES:
        return "a note, not an article"
    if name.endswith(UNFINISHED):
        return "an unfinished download"
    for depth in range(1, len(parts)):
        folder = "/".join(parts[:depth])
        page = folder.removesuffix("_files")
        if page != folder and any(f"{page}{ending}" in all_paths for ending in (".html", ".htm")):
            return f"belongs to the saved page {page}.html"
    return ""
