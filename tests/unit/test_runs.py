"""The log of each run, and what it says of articles that wait: numbers add up, and a log never fails a build."""

from __future__ import annotations

import errno
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from commands import ENTRY, SECOND, Run, files

from kliping import ledger, runs, site
from kliping.errors import Fault, OutputError

pytest_plugins = ["commands"]

NOW = datetime(2021, 1, 1, 7, 30, tzinfo=UTC)
CLOCK = ("--clock", "2021-01-01T00:00:00+07:00")


def logged(project: Path, name: str = runs.LAST) -> Any:
    return json.loads((project / ".cache" / runs.FOLDER / name).read_text("utf-8"))


def adds_up(log: Mapping[str, Any]) -> bool:
    counts = [dict(each) for each in (log["inputs"]["raw_files"], log["inputs"]["entries"])]
    return all(each.pop("all") == sum(each.values()) for each in counts) and log["inputs"]["lost"] == []


def put_entry(project: Path, name: str, keys: str) -> str:
    """A made-up entry written by hand; its path below `content/`."""
    path = f"entries/2020/10/{name}.md"
    file = project / "content" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(
        f"---\ntitle: Karangan {name}\ndate: 2020-10-05T10:15:00+07:00\noutlet: Warta Antah\n{keys}---\n\nKarangan.\n",
        "utf-8",
    )
    return path


# ------------------------------------------------------------------ the log


def test_a_build_is_logged(project: Path, run: Run) -> None:
    """Under the clock's time and as the last one, with what became of each file and entry; the data says the same."""
    (project / "content" / "inbox" / "b.txt").write_text(SECOND, "utf-8")
    (project / "content" / "inbox" / "c.txt").write_text("Menu\n", "utf-8")
    draft = put_entry(project, "rahasia", "draft: true\n")
    broken = put_entry(project, "rusak", "date: kemarin\n")
    told = run("build", *CLOCK, "--json").data
    log = logged(project)
    assert log == told == logged(project, "2020-12-31T170000Z.json")
    assert adds_up(log)
    assert log["clock"] == "2020-12-31T17:00:00+00:00"
    assert log["inputs"]["raw_files"] == {"all": 3, "created": 2, "set aside": 1}
    assert log["inputs"]["entries"] == {"all": 4, "shown": 2, "held": 1, "set aside": 1}
    assert log["held"] == [{"entry": draft, "reason": "a draft", "until": None}]
    assert {fault["file"] for fault in log["set_aside"]} == {"content/inbox/c.txt", f"content/{broken}"}
    assert all(fault["what"] for fault in log["set_aside"])


def test_captures_and_deleted_entries_are_counted(project: Path, run: Run) -> None:
    """A file that became no entry of its own is in the log with why."""
    raw = project / "content" / "inbox" / "good.txt"
    raw.with_name("again.txt").write_text(raw.read_text("utf-8") + "\nBagikan\n", "utf-8")
    run("build", *CLOCK)
    assert logged(project)["inputs"]["raw_files"] == {"all": 2, "created": 1, "another capture": 1}
    (project / ENTRY).unlink()
    run("build", *CLOCK)
    log = logged(project)
    assert log["inputs"]["raw_files"] == {"all": 2, "deleted": 2}
    assert adds_up(log)


def test_status_says_the_same_and_writes_nothing(project: Path, run: Run) -> None:
    """`status --json` has what the log has; it logs nothing itself, nor does a dry run."""
    put_entry(project, "esok", "publish_date: 2021-02-01\n")
    before = files(project)
    run("build", "--dry-run", *CLOCK)
    run("status", *CLOCK)
    assert files(project) == before
    run("build", *CLOCK)
    run("build", *CLOCK)
    log, told = logged(project), run("status", "--json", *CLOCK).data
    assert {key: told[key] for key in log if key != "output"} == {key: log[key] for key in log if key != "output"}


def test_a_dry_run_adds_up(project: Path, run: Run) -> None:
    """What would come is counted as if it had."""
    told = run("build", "--dry-run", "--json", *CLOCK).data
    assert told["inputs"]["entries"] == {"all": 1, "shown": 1, "held": 0, "set aside": 0}
    assert adds_up(told)
    assert not (project / ".cache" / runs.FOLDER).exists()


def test_a_run_that_fails_is_logged(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The log of a run that wrote no site says why."""

    def full(*_: Any, **__: Any) -> None:
        raise OutputError(Fault("cannot write output: No space left on device", "free the disk"))

    run("build", *CLOCK)
    monkeypatch.setattr(site, "publish", full)
    assert run("build", *CLOCK).code == 4
    (fault,) = logged(project)["failed"]
    assert (fault["what"], fault["remedy"]) == ("cannot write output: No space left on device", "free the disk")
    assert "failed" not in logged(project, "2020-12-31T170000Z.json")
    assert "failed" in logged(project, "2020-12-31T170000Z-2.json")


def test_a_run_that_was_stopped_is_logged(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C is a reason, too, and so is a fault of ours."""
    for error, said in ((KeyboardInterrupt(), "stopped with Ctrl-C"), (RuntimeError("rekaan"), "RuntimeError: rekaan")):

        def raising(*_: Any, error: BaseException = error, **__: Any) -> None:
            raise error

        monkeypatch.setattr(site, "publish", raising)
        assert run("build", *CLOCK).code in (1, 130)
        assert [fault["what"] for fault in logged(project)["failed"]] == [said]


def test_large_logs_make_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The logs of a large archive do not fill the disk; the newest stays whatever its size."""
    monkeypatch.setattr(runs, "MOST_BYTES", 3000)
    for number in range(10):
        runs.write(tmp_path, NOW + timedelta(days=number), {"text": "x" * 1000})
    names = sorted(path.name for path in (tmp_path / runs.FOLDER).iterdir())
    assert names == ["2021-01-09T073000Z.json", "2021-01-10T073000Z.json", runs.LAST]
    runs.write(tmp_path, NOW, {"text": "x" * 9000})
    assert sorted(path.name for path in (tmp_path / runs.FOLDER).iterdir()) == ["2021-01-01T073000Z.json", runs.LAST]


def test_many_that_wait_are_not_all_named(project: Path, run: Run) -> None:
    """A summary names some of many and says how many more; `status` and -v name all."""
    for number in range(25):
        put_entry(project, f"konsep-{number}", "draft: true\n")
    said = run("build", *CLOCK).err
    assert said.count("not shown: content/") == 20
    assert "not shown: 5 more; `kliping status` names all" in said
    assert run("status", *CLOCK).out.count("not shown: content/") == 25
    assert run("build", "-v", *CLOCK).err.count("not shown: content/") == 25


def test_strict_says_why_in_the_log(project: Path, run: Run) -> None:
    """What made --strict stop is in the log."""
    (project / "content" / "inbox" / "c.txt").write_text("Menu\n", "utf-8")
    assert run("build", "--strict", *CLOCK).code == 1
    assert [fault["file"] for fault in logged(project)["failed"]] == ["content/inbox/c.txt"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_log_that_cannot_be_written_fails_nothing(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """A full or read-only disk for the log leaves the build as it is."""
    write = Path.write_bytes

    def refused(file: Path, data: bytes) -> int:
        if file.parent.name == runs.FOLDER:
            raise OSError(number, "refused", str(file))
        return write(file, data)

    monkeypatch.setattr(Path, "write_bytes", refused)
    ended = run("build", *CLOCK)
    assert (ended.code, "refused" in ended.err) == (0, False)
    assert (project / "output" / "index.html").exists()


def test_a_file_where_the_logs_should_be(project: Path, run: Run) -> None:
    """Something else at the logs' place is left alone."""
    (project / ".cache").mkdir()
    (project / ".cache" / runs.FOLDER).write_text("milik orang lain", "utf-8")
    assert run("build", *CLOCK).code == 0
    assert (project / ".cache" / runs.FOLDER).read_text("utf-8") == "milik orang lain"


def test_the_last_fifty_are_kept(tmp_path: Path) -> None:
    """Older logs go by when they were written, whatever the clock said: it may have been set back."""
    for number in range(runs.MOST + 5):
        runs.write(tmp_path, NOW - timedelta(days=number), {"number": number})
    names = {path.name for path in (tmp_path / runs.FOLDER).iterdir()}
    assert len(names - {runs.LAST}) == runs.MOST
    newest = NOW - timedelta(days=runs.MOST + 4)
    assert f"{newest:%Y-%m-%dT%H%M%SZ}.json" in names
    assert f"{NOW:%Y-%m-%dT%H%M%SZ}.json" not in names
    assert json.loads((tmp_path / runs.FOLDER / runs.LAST).read_bytes())["number"] == runs.MOST + 4


# ------------------------------------------------------------------ what waits, and until when


def test_what_is_held_is_listed_with_its_moment(project: Path, run: Run) -> None:
    """In the summary and in `status`: what opens next first, then what waits for a person; naive times are the site's."""
    put_entry(project, "kelak", "publish_date: 2021-03-01 08:00\n")
    put_entry(project, "esok", "publish_date: 2021-02-01\n")
    put_entry(project, "habis", "expiry_date: 2020-12-31\n")
    put_entry(project, "konsep", "draft: true\n")
    put_entry(project, "sembunyi", "status: hidden\n")
    put_entry(project, "lama", "expiry_date: 2021-05-01\n")
    put_entry(project, "sebentar", "expiry_date: 2021-01-02 06:00\n")
    wanted = [
        "not shown: content/entries/2020/10/esok.md: held back until 2021-02-01T00:00:00+07:00",
        "not shown: content/entries/2020/10/kelak.md: held back until 2021-03-01T08:00:00+07:00",
        "not shown: content/entries/2020/10/habis.md: expired on 2020-12-31T00:00:00+07:00",
        "not shown: content/entries/2020/10/konsep.md: a draft",
        "not shown: content/entries/2020/10/sembunyi.md: hidden by you",
        "expires next: content/entries/2020/10/sebentar.md: on 2021-01-02T06:00:00+07:00",
        "expires next: content/entries/2020/10/lama.md: on 2021-05-01T00:00:00+07:00",
    ]
    run("build", *CLOCK)
    for said in (run("build", *CLOCK).err, run("status", *CLOCK).out):
        assert [line for line in said.splitlines() if line.startswith(("not shown", "expires"))] == wanted
    log = logged(project)
    assert [each["until"] for each in log["held"]][:2] == ["2021-02-01T00:00:00+07:00", "2021-03-01T08:00:00+07:00"]
    assert [each["on"] for each in log["expires"]] == ["2021-01-02T06:00:00+07:00", "2021-05-01T00:00:00+07:00"]


def test_hidden_stays_hidden_whatever_is_asked(project: Path, run: Run) -> None:
    """Neither --drafts nor --future shows what a person took off the site."""
    put_entry(project, "sembunyi", "status: hidden\nslug: karangan-sembunyi\n")
    assert "hidden by you" in run("build", "-D", "-F", *CLOCK).err
    assert not [path for path in files(project / "output") if "sembunyi" in path]


def test_the_clock_decides_to_the_second(project: Path, run: Run) -> None:
    """Held until its moment, shown from it on, gone from its expiry on."""
    put_entry(project, "sejam", "slug: sejam\npublish_date: 2021-01-01T08:00:00\nexpiry_date: 2021-01-01T09:00:00\n")
    page = project / "output/articles/2020/10/sejam/index.html"
    for time, shown in (("07:59:59", False), ("08:00:00", True), ("08:59:59", True), ("09:00:00", False)):
        run("build", "--clock", f"2021-01-01T{time}+07:00")
        assert (page.exists() and "Karangan sejam" in page.read_text("utf-8")) is shown, time


def test_a_clock_set_back(project: Path, run: Run) -> None:
    """What was shown is held again and told, the ledger loses nothing, and the right clock brings all of it back."""
    put_entry(project, "esok", "publish_date: 2021-02-01\n")
    run("build", "--clock", "2021-06-01")
    site_then = files(project / "output")
    known = ledger.load(project / "content")
    for clock in ("2021-01-01", "1970-01-01", "0001-01-02", "2020-10-05T10:14:59+07:00"):
        ended = run("build", "--clock", clock)
        assert ended.code == 0, ended.err
        assert "held back until 2021-02-01T00:00:00+07:00" in ended.err
        assert adds_up(logged(project))
        rows = ledger.load(project / "content")
        assert rows.keys() == known.keys()
        assert all(rows[id_].addresses == known[id_].addresses for id_ in known)
    assert "note: the clock says 2020-10-05T10:14+07:00, before every article: is it right?" in ended.err
    assert "0 articles shown" in run("status", "--clock", "1970-01-01").out
    run("build", "--clock", "2021-06-01")
    assert files(project / "output") == site_then
