"""Kliping turns saved news articles into a static digest of a running story.

The cleaner is a library, too: `kliping.clean`, `kliping.clean_many`, `kliping.facts` and the values that they
give are in `kliping/api.py`, which is loaded when one of them is first used.
"""

TYPE_CHECKING = False  # loading typing takes longer than finding out that nothing changed
if TYPE_CHECKING:
    from typing import Any

__version__ = "0.1.0"
__all__ = (
    "CleanError",
    "Cleaned",
    "Failure",
    "__version__",
    "clean",
    "clean_html",
    "clean_many",
    "clean_text",
    "facts",
)


def __getattr__(name: str) -> "Any":
    """A name of the API, from the room where it is."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib  # noqa: PLC0415

    return getattr(importlib.import_module("kliping.api"), name)
