"""A bucket of Amazon S3, or of a storage that speaks like it. The one room that needs boto3: `pip install kliping[s3]`.

S3 keeps content type, lifetime and a redirect with each object; other headers are for what stands before it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from kliping import output
from kliping.deploy.host_rules import headers_of, kind_of, redirects, rules
from kliping.deploy.local import Local
from kliping.deploy.plan import ON, RECORD, Remote, Steps, batches, dumped, fault, intended, is_inside, loaded
from kliping.deploy.programs import Surroundings
from kliping.errors import Fault, OutputError
from kliping.records import S3Target

INSTALL: Final = "pip install 'kliping[s3]', or pipx inject kliping boto3"
KEPT: Mapping[str, str] = {
    "cache-control": "CacheControl",
    "content-type": "ContentType",
    "content-disposition": "ContentDisposition",
    "content-encoding": "ContentEncoding",
    "content-language": "ContentLanguage",
}
"""Headers that S3 keeps with an object."""
AT_ONCE: Final = 8
MOST_AT_ONCE: Final = 1000
EMPTY: Final = hashlib.sha256(b"").hexdigest()
SAID: Mapping[str, tuple[str, str, str]] = {
    "NoSuchBucket": ("bucket", "there is no such bucket", "make it, or look at its name, endpoint and region"),
    "AccessDenied": ("bucket", "the keys may not do that", "allow them s3:ListBucket, s3:GetObject, s3:PutObject and s3:DeleteObject"),
    "InvalidAccessKeyId": ("bucket", "the key is not known there", "look at AWS_ACCESS_KEY_ID, and at endpoint"),
    "SignatureDoesNotMatch": ("bucket", "the secret key is not the right one", "look at AWS_SECRET_ACCESS_KEY"),
    "ExpiredToken": ("bucket", "the keys have expired", "sign in again, such as with aws sso login"),
    "PermanentRedirect": ("region", "the bucket is in another region", "write its region"),
    "AuthorizationHeaderMalformed": ("region", "the bucket is in another region", "write its region"),
    "NoCredentialsError": ("bucket", "there are no keys", "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment, or use a profile of ~/.aws"),
    "PartialCredentialsError": ("bucket", "a part of the keys is missing", "set both AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"),
    "ProfileNotFound": ("profile", "there is no such profile", "look at ~/.aws/config"),
    "NoRegionError": ("region", "no region is named", "write region, or set AWS_DEFAULT_REGION"),
    "EndpointConnectionError": ("endpoint", "cannot be reached", "look at the address and the network"),
    "ConnectTimeoutError": ("endpoint", "does not answer", "look at the address and the network"),
}  # fmt: skip


@contextlib.contextmanager
def opened(target: S3Target, local: Local, around: Surroundings) -> Iterator[Place]:
    """The bucket; what goes wrong there becomes a fault with a remedy."""
    try:
        import boto3  # noqa: PLC0415 - an extra, and it costs 200 ms
        from boto3.exceptions import Boto3Error  # noqa: PLC0415
        from botocore.config import Config  # noqa: PLC0415
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415
    except ImportError as error:
        raise OutputError(fault(target, "to", "needs boto3, which is not installed", INSTALL)) from error
    # Checksums beyond what the protocol asks for are refused by storages other than Amazon's.
    config = Config(
        connect_timeout=20,
        read_timeout=60,
        max_pool_connections=AT_ONCE,
        retries={"max_attempts": 4, "mode": "standard"},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    try:
        session = boto3.session.Session(profile_name=target.profile or None, region_name=target.region or None)
        client = session.client("s3", endpoint_url=target.endpoint or None, config=config)
        prefix = f"{target.prefix.rstrip('/')}/" if target.prefix else ""
        yield Place(target, local, client, prefix, as_objects(local, around.base_url))
        client.close()
    except (Boto3Error, BotoCoreError, ClientError) as error:
        raise OutputError(meaning(target, error)) from error


def meaning(target: S3Target, error: Exception) -> Fault:
    """What an error of the storage or of boto3 means."""
    answer = getattr(error, "response", {}).get("Error", {})
    code = str(answer.get("Code") or type(error).__name__)
    named = " ".join(str(answer.get("Message") or error).split())[:300]
    key, what, remedy = SAID.get(code, ("bucket", "the storage would not", ON))
    return fault(target, key, f"{what} ({code}: {named})", remedy)


# ------------------------------------------------------------------ objects


@dataclass(frozen=True, slots=True)
class Object:
    """What S3 keeps of a file: its headers as boto3 names them, the digest of its bytes, and a mark of both."""

    headers: Mapping[str, str]
    digest: str
    mark: str


def as_objects(local: Local, base_url: str) -> dict[str, Object]:
    """The files as objects: their headers are what `_headers` says of their addresses, redirects what `_redirects` says.

    A redirect from an address without a file becomes an empty object.
    """
    found = rules(text_of(local, "_headers"))
    root = urlsplit(base_url).path
    moved = {
        path_of(each.old.removeprefix(root)): each.new
        for each in redirects(text_of(local, "_redirects"))
        if each.old.startswith(root)
    }
    files = {**{path: EMPTY for path in moved if is_inside(path)}, **local.files}
    objects: dict[str, Object] = {}
    for path, digest in files.items():
        said = headers_of(f"{root}{path}", found)
        headers = {KEPT[name]: value for name, value in said.items() if name in KEPT}
        headers.setdefault("ContentType", kind_of(path))
        if path in moved:
            headers["WebsiteRedirectLocation"] = moved[path]
        mark = hashlib.sha256(json.dumps([digest, headers], sort_keys=True).encode()).hexdigest()
        objects[path] = Object(headers, digest, mark)
    return objects


def path_of(address: str) -> str:
    """The file of a folder's address is its index."""
    return f"{address}index.html" if address.endswith("/") or not address else address


def text_of(local: Local, path: str) -> str:
    return local.data(path).decode("utf-8", "replace") if path in local.files else ""


@dataclass(frozen=True, slots=True)
class Place:
    """A bucket to publish to."""

    target: S3Target
    local: Local
    client: Any
    prefix: str
    objects: Mapping[str, Object]

    @property
    def wanted(self) -> Mapping[str, str]:
        return {path: each.digest for path, each in self.objects.items()}

    def look(self) -> Remote:
        """What lies there. An object is ours as we sent it if the record has the mark and the storage's own tag still."""
        tags = dict(self.listed())
        record = loaded(self.body(RECORD) if RECORD in tags else None)
        files = {
            path: self.objects[path].digest
            if path in self.objects and record.get(path) == f"{self.objects[path].mark} {tag}"
            else ""
            for path, tag in tags.items()
            if path != RECORD
        }
        is_made = "index.html" in tags and output.OURS.search(self.body("index.html")) is not None
        return Remote(files, record, is_made)

    def listed(self) -> Iterator[tuple[str, str]]:
        """Each path below our prefix with the storage's own tag of its contents."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.target.bucket, Prefix=self.prefix)
        for page in pages:
            for each in page.get("Contents", ()):
                if not each["Key"].endswith("/"):
                    yield each["Key"].removeprefix(self.prefix), each["ETag"].strip('"')

    def body(self, path: str) -> bytes:
        answer = self.client.get_object(Bucket=self.target.bucket, Key=self.prefix + path)
        return bytes(answer["Body"].read())

    def put(self, steps: Steps, remote: Remote) -> Iterator[str]:
        """Send batch by batch, several files at once; then remove. The record goes first, as intended, and last, as it is."""
        marks = {**remote.ours, **intended(steps, remote)}
        self.note(marks)
        pool = ThreadPoolExecutor(AT_ONCE)
        try:
            for batch in batches(steps):
                for path, tag in zip(batch, pool.map(self.send, batch), strict=True):
                    marks[path] = f"{self.objects[path].mark} {tag}"
                    yield path
        finally:
            pool.shutdown(cancel_futures=True)
        for paths in chunks(steps.removed):
            self.remove(paths)
            yield from paths
        self.note({path: marks.get(path, "") for path in self.objects})

    def send(self, path: str) -> str:
        """Send one file; the storage's tag of it."""
        data = self.local.data(path) if path in self.local.files else b""
        answer = self.client.put_object(
            Bucket=self.target.bucket, Key=self.prefix + path, Body=data, **self.objects[path].headers
        )
        return str(answer["ETag"]).strip('"')

    def remove(self, paths: Sequence[str]) -> None:
        wanted = {"Objects": [{"Key": self.prefix + path} for path in paths], "Quiet": True}
        answer = self.client.delete_objects(Bucket=self.target.bucket, Delete=wanted)
        if wrong := answer.get("Errors"):
            what = f"{wrong[0].get('Key')} could not be removed ({wrong[0].get('Code')}: {wrong[0].get('Message')})"
            raise OutputError(fault(self.target, "bucket", what, f"allow the keys s3:DeleteObject; {ON}"))

    def note(self, marks: Mapping[str, str]) -> None:
        self.client.put_object(
            Bucket=self.target.bucket,
            Key=self.prefix + RECORD,
            Body=dumped(marks),
            ContentType="application/json",
            CacheControl="no-store",
        )


def chunks(paths: Sequence[str]) -> Iterable[Sequence[str]]:
    return (paths[start : start + MOST_AT_ONCE] for start in range(0, len(paths), MOST_AT_ONCE))
