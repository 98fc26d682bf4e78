"""The installed program is the same program: a wheel, a wheel made from the sdist, and build.py from anywhere."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from running import CLOCK, ROOT, environment, kliping, tree

BUILD = ("build", "--quiet", "--clock", CLOCK)


def lay_out(project: Path) -> Path:
    """What a person copies to make a site: the settings and the articles."""
    project.mkdir(parents=True)
    shutil.copy(ROOT / "site.toml", project)
    shutil.copytree(ROOT / "content", project / "content")
    return project


def run(*command: str | Path, cwd: Path = ROOT) -> None:
    """Run a tool; show what it said when it fails."""
    ran = subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env=environment(PYTHONPATH="", PYTHONWARNINGS=""),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.fixture(scope="module")
def from_checkout(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The default site as the checkout builds it."""
    project = lay_out(tmp_path_factory.mktemp("checkout") / "project")
    ran = kliping(project, *BUILD)
    assert ran.returncode == 0, ran.stderr
    return tree(project / "output")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist of the checkout and the wheel made from that sdist."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel made from the checkout itself."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return next(folder.glob("kliping-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the wheel is installed; its dependencies come from this environment."""
    target = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--quiet", "--target", target, wheel)
    return target


def names(wheel: Path) -> set[str]:
    """The files in a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_holds_all_that_the_program_reads(wheel: Path) -> None:
    """Code, templates, styles, outlets, facts and catalogues are in it; tests and articles are not."""
    wanted = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "kliping").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    wanted |= {
        f"kliping/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / "templates").rglob("*") if path.is_file()
    }
    found = {name for name in names(wheel) if ".dist-info/" not in name}
    assert found == wanted


def test_the_wheel_says_what_it_is(wheel: Path) -> None:
    """Licence, command, Python version and the read-me are in its metadata."""
    with zipfile.ZipFile(wheel) as archive:
        read = {
            name.rpartition("/")[2]: archive.read(name).decode() for name in archive.namelist() if ".dist-info/" in name
        }
    assert "kliping = kliping.door:main" in read["entry_points.txt"]
    assert "License-Expression: MIT" in read["METADATA"]
    assert "Requires-Python: >=3.11" in read["METADATA"]
    assert "# Kliping" in read["METADATA"]
    assert "LICENSE" in read


def test_the_wheel_of_the_sdist_is_the_same(built: Path, wheel: Path) -> None:
    """Whoever builds from the sdist gets every file."""
    assert names(next(built.glob("*.whl"))) == names(wheel)


def test_the_sdist_holds_what_a_packager_needs(built: Path) -> None:
    """Tests, documents and the read-me are in the sdist; caches, outputs and environments are not."""
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        found = {name.partition("/")[2] for name in archive.getnames()}
    assert {"pyproject.toml", "README.md", "LICENSE", "build.py", "site.toml", "tests/test_wheel.py"} <= found
    unwanted = [name for name in found if name.split("/")[0] in (".venv", ".cache", "output") or "__pycache__" in name]
    assert not unwanted


def test_the_installed_program_builds_the_same_site(
    installed: Path, from_checkout: dict[str, bytes], tmp_path: Path
) -> None:
    """In a folder with a copy of site.toml and content/, the installed command gives the checkout's bytes."""
    project = lay_out(tmp_path / "project")
    command = installed / "bin" / "kliping" if sys.platform != "win32" else installed / "Scripts" / "kliping.exe"
    program = (sys.executable, str(command)) if sys.platform != "win32" else (str(command),)
    environ = environment(PYTHONPATH=str(installed))
    ran = kliping(project, *BUILD, environ=environ, program=program)
    assert ran.returncode == 0, ran.stderr
    assert tree(project / "output") == from_checkout
    told = kliping(project, "version", environ=environ, program=program)
    assert told.stdout.startswith("kliping ")
    where = subprocess.run(
        [sys.executable, "-c", "import kliping; print(kliping.__file__)"],
        cwd=project,
        env=environ,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(where.stdout.strip()).is_relative_to(installed), "the checkout was run, not what was installed"


def test_the_installed_program_begins_a_digest(installed: Path, tmp_path: Path) -> None:
    """`init` finds its files in the wheel, and what it makes builds with the packaged templates."""
    program = (sys.executable, "-m", "kliping")
    environ = environment(PYTHONPATH=str(installed))
    made = kliping(tmp_path, "init", "digest", environ=environ, program=program)
    assert made.returncode == 0, made.stderr
    ran = kliping(tmp_path / "digest", *BUILD, "--strict", environ=environ, program=program)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert (tmp_path / "digest" / "output" / "topics" / "jembatan-antah" / "index.html").is_file()


def test_build_py_works_from_another_folder(from_checkout: dict[str, bytes], tmp_path: Path) -> None:
    """`python …/build.py` builds the site beside it, from whichever folder it is called."""
    project, elsewhere = lay_out(tmp_path / "project"), tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.copy(ROOT / "build.py", project)
    for folder in ("kliping", "templates"):
        shutil.copytree(ROOT / folder, project / folder, ignore=shutil.ignore_patterns("__pycache__"))
    program = (sys.executable, str(project / "build.py"))
    ran = kliping(elsewhere, "--quiet", "--clock", CLOCK, environ=environment(PYTHONPATH=""), program=program)
    assert ran.returncode == 0, ran.stderr
    assert tree(project / "output") == from_checkout
    assert list(elsewhere.iterdir()) == []


def test_build_py_without_its_packages_says_what_to_do(tmp_path: Path) -> None:
    """A Python that lacks the packages gets one sentence, not a traceback."""
    shutil.copy(ROOT / "build.py", tmp_path)
    program = (sys.executable, "-S", "-I", str(tmp_path / "build.py"))
    ran = kliping(tmp_path, environ=environment(PYTHONPATH=""), program=program)
    assert ran.returncode == 1
    assert ran.stderr.startswith("error: the package “kliping” is not installed; run `make` once")
    assert "Traceback" not in ran.stderr
