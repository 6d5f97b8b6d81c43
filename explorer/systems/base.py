"""The seam: a query becomes a result.

Everything a person can change in an exhibit is one frozen `Query`; everything the exhibit shows is
drawn from one `Result`; a loaded `System` turns the first into the second. Undo, sessions, the
command line, exports, tests and batch work all stand on these three and on nothing else.
No Qt here, and torch only where a system is loaded.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from explorer.errors import Cancelled, QueryError
from explorer.pictures import Picture

if TYPE_CHECKING:
    import torch

__all__ = ["Cancelled", "Progress", "Query", "Result", "System", "ignore"]


class Query(BaseModel):
    """All that a person can change in an exhibit: plain, frozen, hashable, equal by content.

    Subclasses declare their fields by pydantic's `Field(default, title=, description=, ge=, le=)`:
    the title names the control, the description is its tooltip and the command line's help.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_default=True, allow_inf_nan=False
    )
    several: ClassVar[bool] = False  # whether it is about several pictures at once

    def but(self, **changes: Any) -> Self:
        """The same query with some values changed.

        Raises:
            QueryError: a name is unknown or a value is out of range; one plain sentence.
        """
        try:
            return type(self).model_validate({**dict(self), **changes})
        except ValidationError as error:
            raise QueryError(sentence(error)) from None

    def with_text(self, settings: Mapping[str, str]) -> Self:
        """The same query with values given as text, as in `--set threshold=0.4`.

        Values are read as JSON where they are JSON, else as text; a comma makes a list of them for
        fields that hold several; for a picture, its file's name is given.

        Raises:
            QueryError: as `but`.
            PictureError: as `Picture.read`.
        """
        fields = type(self).model_fields
        changes: dict[str, Any] = {}
        for name, text in settings.items():
            value = _value(text)
            kind = str(fields[name].annotation) if name in fields else ""
            several = "tuple" in kind
            if several and not isinstance(value, list | None):
                value = tuple(map(_value, text.split(","))) if text else ()
            changes[name] = Picture.read(text) if "Picture" in kind and value else value
        return self.but(**changes)

    def with_pictures(self, pictures: Sequence[Picture]) -> Self:
        """The same query about several pictures, in their order, as a command line gives them.

        Raises:
            QueryError: it is about one alone; or there are too few, or too many.
        """
        raise QueryError("This system looks at one picture; give --image once.")

    def pictures(self) -> dict[str, Picture]:
        """The pictures inside, by digest."""
        return {value.digest: value for _, value in self if isinstance(value, Picture)}

    def to_json(self, embed: bool = False) -> str:
        """JSON text. `embed` writes pictures into it; otherwise each is named by its digest."""
        return self.model_dump_json(context={"embed": embed})

    @classmethod
    def from_json(cls, text: str | bytes, pictures: Mapping[str, Picture] | None = None) -> Self:
        """The inverse of `to_json`.

        Raises:
            QueryError: the text is no query of this system; one plain sentence.
        """
        try:
            return cls.model_validate_json(text, context={"pictures": pictures or {}})
        except ValidationError as error:
            raise QueryError(sentence(error)) from None


@dataclass(frozen=True, eq=False)
class Result:
    """All that an exhibit shows: plain arrays and numbers, nothing on a device, picklable.

    `notes` are plain sentences for the person (a warning that an input is unusual, say).
    """

    notes: tuple[str, ...] = ()

    def numbers(self) -> dict[str, Any]:
        """The figures of this result, JSON-ready, for `ask --json` and exports."""
        return {}


class Progress(Protocol):
    """Called by `System.answer` between the steps of long work.

    Raises:
        Cancelled: the answer is no longer wanted; let it pass through.
    """

    def __call__(self, fraction: float, preview: Result | None = None) -> None: ...


def ignore(fraction: float, preview: Result | None = None) -> None:
    """The progress of those who don't ask."""


class System(ABC):
    """One paper's models, loaded on a device and ready to answer.

    `answer` is a pure function of (query, weights): the same query gives the same result. What it
    remembers between calls (the code of the last picture, say) may only make it faster.
    """

    Query: ClassVar[type[Query]]
    variants: ClassVar[tuple[str, ...]]  # of checkpoints/<system>/<variant>.safetensors

    @abstractmethod
    def __init__(self, weights: Mapping[str, Path], device: "torch.device") -> None:
        """Load each variant's file. Raises CheckpointError for a file that does not fit."""

    @abstractmethod
    def answer(self, query: Any, progress: Progress = ignore) -> Any:
        """The result of a query.

        Raises:
            ExplorerError: the query can't be answered; one plain sentence.
            Cancelled: from `progress`.
        """

    @property
    @abstractmethod
    def nbytes(self) -> int:
        """Memory held by the weights, in bytes."""

    @classmethod
    @abstractmethod
    def about(cls, picture: Picture) -> Any:
        """The default query about a person's own picture."""

    @classmethod
    @abstractmethod
    def save(cls, query: Any, result: Any, folder: Path) -> list[Path]:
        """Write the result's files into an existing folder: figure.png (reopens as the query) and
        what else the system's people would want. Raises ExportError."""


def sentence(error: ValidationError) -> str:
    """A pydantic error as one plain sentence: the first problem, named."""
    first = error.errors(include_url=False, include_context=False)[0]
    name = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return f"There is no setting called {name}."
    message = first["msg"].removeprefix("Value error, ")
    if not name:  # settings that don't go together
        return f"{message[0].upper()}{message[1:]}."
    return f"{name} can't be {first['input']!r:.60}: {message[0].lower()}{message[1:]}."


def _value(text: str) -> Any:
    import json

    try:
        return json.loads(text)
    except (ValueError, RecursionError):  # brackets in brackets, thousands deep
        return text
