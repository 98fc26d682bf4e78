"""The entries' texts as ingest sees them: read when they are wanted, and what is told of them remembered."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, MutableMapping
from pathlib import Path
from typing import Final, TypeVar

from kliping import entries
from kliping.digests import Digests
from kliping.memory import Memory

UNREADABLE: Final = b"unreadable"
T = TypeVar("T")


class Texts(MutableMapping[str, str]):
    """The texts of entry files by path, in order, which are read when they are wanted; what is put here is not written.

    `unreadable` stands for the text of a file that cannot be read.
    """

    def __init__(self, content: Path, digests: Digests, unreadable: str) -> None:
        self.content, self.digests, self.unreadable = content, digests, unreadable
        self.given: dict[str, str | None] = dict.fromkeys(entries.lying_in(content))

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
        text = self.given[path]
        return self.read(path) if text is None else text

    def read(self, path: str) -> str:
        """The text of a file as it is now."""
        try:
            return entries.read(self.content / path, path, functools.partial(self.digests.read, path))
        except entries.EntryError:
            return self.unreadable

    def told(self, name: str, remembered: Memory, tell: Callable[[str], T]) -> dict[str, T]:
        """What is to be told of each text, which is remembered under a name: only files are read that are other ones now."""
        keys: dict[str, bytes] = {}
        fresh: dict[str, T] = {}
        for path in self.given:
            known = self.digests.of(path, f"{self.content}/{path}")
            if known is None:
                text = self.read(path)
                fresh[path] = tell(text)
                known = UNREADABLE if text is self.unreadable else self.digests.taken[path]
            keys[path] = known
        return remembered.together(
            name, keys, lambda paths: (fresh[each] if each in fresh else tell(self[each]) for each in paths)
        )
