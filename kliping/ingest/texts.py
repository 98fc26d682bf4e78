"""Files as ingest sees them: entries' texts and raw files that are read when they are wanted, and what is told of them."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Iterator, MutableMapping
from pathlib import Path
from typing import Final, TypeVar

from kliping import entries
from kliping.digests import Digests
from kliping.errors import Fault, OutputError
from kliping.memory import Memory
from kliping.records import RawFile, Wishes

UNREADABLE: Final = b"unreadable"
T = TypeVar("T")


class Unread(RawFile):
    """A raw file of which the hash is known, and the bytes are read when somebody asks for them."""

    __slots__ = ("fetch", "known")
    fetch: Callable[[], bytes]
    known: str

    def __init__(
        self, path: str, known: str, fetch: Callable[[], bytes], wishes: Wishes, pages: tuple[RawFile, ...] = ()
    ) -> None:
        given = {"path": path, "url": "", "wishes": wishes, "pages": pages, "known": known, "fetch": fetch}
        for name, value in given.items():
            object.__setattr__(self, name, value)

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return RawFile, (self.path, self.data, self.url, self.wishes, self.pages)

    @property
    def data(self) -> bytes:
        """Its bytes. Raises OutputError where they are others than those that the hash is of."""
        try:
            data = self.fetch()
        except OSError:
            data = b""
        if hashlib.sha256(data).hexdigest() != self.known:
            what = "was saved or taken away while the inbox was read"
            raise OutputError(Fault(what, "run it again", f"content/{self.path}"))
        return data

    @property
    def sha256(self) -> str:
        return self.known

    def with_pages(self, pages: tuple[RawFile, ...]) -> RawFile:
        return Unread(self.path, self.known, self.fetch, self.wishes, pages)


class Texts(MutableMapping[str, str]):
    """The texts of entry files by path, in order, which are read when they are wanted; what is put here is not written.

    `unreadable` stands for the text of a file that cannot be read.
    """

    def __init__(self, content: Path, digests: Digests, unreadable: str) -> None:
        self.content, self.digests, self.unreadable = content, digests, unreadable
        self.given: dict[str, str | None] = dict.fromkeys(entries.lying_in(content))
        self.sums: dict[str, bytes] = {}
        self.last = ("", "")

    def __iter__(self) -> Iterator[str]:
        return iter(self.given)

    def __len__(self) -> int:
        return len(self.given)

    def __contains__(self, path: object) -> bool:
        return path in self.given

    def __setitem__(self, path: str, text: str) -> None:
        self.given[path] = text

    def __delitem__(self, path: str) -> None:
        del self.given[path]

    def __getitem__(self, path: str) -> str:
        """The text of an entry; as long as none of another is asked for, it stays what it was when it was read."""
        text = self.given[path]
        if text is not None:
            return text
        if self.last[0] != path:
            self.last = path, self.read(path)
        return self.last[1]

    def read(self, path: str) -> str:
        """The text of a file as it is now."""
        try:
            return entries.read(self.content / path, path, functools.partial(self.digests.read, path))
        except entries.EntryError:
            return self.unreadable

    def is_as_told(self, path: str, text: str) -> bool:
        """Whether this is the text of which was told, or that was put here."""
        given = self.given.get(path)
        if given is not None:
            return text == given
        return self.sums.get(path) == hashlib.sha256(text.encode()).digest()

    def told(self, name: str, remembered: Memory, tell: Callable[[str], T]) -> dict[str, T]:
        """What is to be told of each text, which is remembered under a name: only files are read that are other ones now."""

        def tell_again(path: str) -> T:
            """Read it; its key is that of what was read, which may be another text than a moment ago."""
            self.digests.taken.pop(path, None)
            text = self.read(path)
            self.sums[path] = self.digests.taken.get(path, UNREADABLE)
            return tell(text)

        fresh: dict[str, T] = {}
        for path in self.given:
            known = self.digests.of(path, f"{self.content}/{path}")
            if known is None:
                fresh[path] = tell_again(path)
            else:
                self.sums[path] = known
        return remembered.together(
            name, self.sums, lambda paths: (fresh[each] if each in fresh else tell_again(each) for each in paths)
        )
