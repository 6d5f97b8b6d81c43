"""The two kinds of error, clearly split.

An `ExplorerError` is for the person: its text is one plain sentence that says what happened and
what to do. Everything else that is raised is a bug and goes to the report behind "Details".
"""


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


class Cancelled(Exception):  # noqa: N818 - an answer to a request, not an error
    """Raised by `progress` inside `System.answer` when the answer is no longer wanted."""
