"""When files were last changed, to tell that weights on disk are others now. File work: not for
the thread of a window."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

Stamp = dict[str, tuple[int, int]]  # file → (time of change in ns, bytes)


def stamp_of(files: Iterable[Path | str]) -> Stamp:
    """The files' stamp of now; those that are gone are left out."""
    stamp: Stamp = {}
    for file in files:
        with suppress(OSError):
            state = os.stat(file)  # noqa: PTH116 - a Path made for each would cost ten times as much
            stamp[str(file)] = (state.st_mtime_ns, state.st_size)
    return stamp


def has_changed(stamp: Stamp) -> bool:
    """True where a file has been replaced since. One that is gone has not: what was read of it
    holds."""
    return any(stamp[file] != now for file, now in stamp_of(stamp).items())
