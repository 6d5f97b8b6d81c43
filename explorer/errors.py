"""The two kinds of error, clearly split.

An `ExplorerError` is for the person: its text is one plain sentence that says what happened and
what to do. Everything else that is raised is a bug and goes to the report behind "Details".
"""

from pathlib import Path


class ExplorerError(Exception):
    """Something the person can understand and mend; `str(error)` is the sentence shown."""


class PictureError(ExplorerError):
    """A picture can't be read or used."""


class CheckpointError(ExplorerError):
    """A checkpoint is missing, damaged, or made for something else."""


class QueryError(ExplorerError):
    """A value in a query is out of range or unknown."""


class SessionError(ExplorerError):
    """A saved session can't be read or written."""


class ExportError(ExplorerError):
    """A result can't be written where it was asked to go."""


def why_not_written(path: Path, error: OSError) -> str:
    """Why a file was not written, as a part of a sentence: "the disk is full"."""
    import errno

    folder = path.parent.name or str(path.parent)
    return {
        errno.ENOSPC: "the disk is full",
        errno.EDQUOT: "your share of the disk is full",
        errno.EACCES: f"the folder {folder} is read-only",
        errno.EPERM: f"the folder {folder} is read-only",
        errno.EROFS: f"the folder {folder} is read-only",
        errno.ENOENT: f"the folder {folder} is not there",
        errno.ENOTDIR: f"the folder {folder} is not there",
    }.get(error.errno or 0, (error.strerror or str(error) or "it failed").lower())


class Cancelled(Exception):  # noqa: N818 - an answer to a request, not an error
    """Raised by `progress` inside `System.answer` when the answer is no longer wanted."""
