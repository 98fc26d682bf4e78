"""What `kliping COMMAND --help` ends with: lines that work as they stand, each tried by a test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

EXAMPLES: Mapping[str, Sequence[str]] = {
    "init": ("kliping init my-digest", "kliping init --lang en my-digest"),
    "build": ("kliping", "kliping build --dry-run", "kliping build --drafts -o ../preview"),
    "add": (
        "kliping add ~/Downloads/article.html",
        "kliping add ~/Downloads/saved page.mhtml",
        "kliping add - < article.txt",
        "kliping add --dry-run article.txt",
        "kliping add --slug another-name article.txt",
    ),
    "fetch": (
        "kliping fetch https://warta-antah.example/2020/10/05/jembatan-antah-dibuka-lagi",
        "kliping fetch --limit 5 https://warta-antah.example/feed.xml",
        "kliping fetch --dry-run https://warta-antah.example/feed.xml",
    ),
    "clean": (
        "kliping clean article.txt",
        "kliping clean --json article.txt page.mhtml",
        "kliping clean --jsonl < articles.jsonl > cleaned.jsonl",
    ),
    "why": ("kliping why jembatan-antah-dibuka-lagi", "kliping why content/inbox/article.html"),
    "match": ("kliping match --topic jembatan-antah --jsonl < reports.jsonl",),
    "stories": ("kliping stories --topic jembatan-antah --jsonl < reports.jsonl",),
    "topic": (
        'kliping topic new "Banjir Kotarupa"',
        'kliping topic new "Kotarupa floods" --who "kotarupa,kota rupa" --what "flood*,banjir*"',
        "kliping topic try jembatan-antah",
        "kliping topic try jembatan-antah --topic changed.toml",
        "kliping topic suggest jembatan-antah",
    ),
    "list": (
        "kliping list --topic jembatan-antah",
        'kliping list --outlet "Warta Antah" --since 2020-10-01 --until 2020-10-31',
        "kliping list --held",
        "kliping list --review --columns date,slug,topic",
    ),
    "edit": ("kliping edit jembatan-antah-dibuka-lagi", "EDITOR=nano kliping edit content/inbox/article.html"),
    "status": ("kliping status", "kliping status --json"),
    "figures": ("kliping figures jembatan-antah",),
    "serve": ("kliping serve", "kliping serve --public --port 8080"),
    "verify": ("kliping verify", "kliping verify jembatan-antah-dibuka-lagi"),
    "correct": ('kliping correct jembatan-antah-dibuka-lagi "An earlier version gave the wrong year for the bridge."',),
    "retract": ('kliping retract jembatan-antah-dibuka-lagi --reason "The outlet withdrew it."',),
    "restore": ("kliping restore jembatan-antah-dibuka-lagi",),
    "diff": ("kliping diff jembatan-antah-dibuka-lagi",),
    "take": (
        "kliping take jembatan-antah-dibuka-lagi",
        "kliping take jembatan-antah-dibuka-lagi --part 2 --part title",
        "kliping take jembatan-antah-dibuka-lagi --none",
    ),
    "reclean": ("kliping reclean --dry-run",),
    "ping": ("kliping ping --dry-run",),
    "deploy": (
        "kliping deploy --dry-run",
        "kliping deploy",
        "kliping deploy live --max-delete 30%",
        "AWS_PROFILE=kliping kliping deploy archive",
    ),
    "hosting": (
        "kliping hosting nginx > /etc/nginx/conf.d/kliping.conf",
        "kliping hosting caddy > Caddyfile",
        "kliping hosting github > .github/workflows/site.yml",
        "kliping hosting gitlab > .gitlab-ci.yml",
    ),
    "export": (
        "kliping export jembatan-antah > bridge.csv",
        "kliping export jembatan-antah -o bridge.epub",
        "kliping export jembatan-antah --format csl -o bridge.json",
    ),
    "import": (
        "kliping import hugo ../old --dry-run",
        "kliping import pelican ../blog",
        "kliping import zotero library.json",
        "kliping import wallabag articles.json",
    ),
    "check": ("kliping check", "kliping check --only links --only feeds"),
    "config": ("kliping config", "KLIPING_BASE_URL=https://preview.example/ kliping config"),
    "version": ("kliping version",),
    "completion": (
        "kliping completion bash > ~/.local/share/bash-completion/completions/kliping",
        "kliping completion zsh > ~/.zsh/completions/_kliping",
        "kliping completion fish > ~/.config/fish/completions/kliping.fish",
    ),
}
"""By command. They are about a digest on the bridge of Antah, which does not exist."""


def shown(command: str) -> str:
    """The examples of a command, for the end of its help; empty if there are none."""
    return "\n".join(("examples:", *(f"  {line}" for line in EXAMPLES[command]))) if command in EXAMPLES else ""
