"""Codes as JSON: an analogy's numbers to look at elsewhere, and to be brought in again.

Light: the window imports it to read such a file.
"""

import json
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from explorer import __version__
from explorer.errors import QueryError
from explorer.systems.analogy.query import AnalogyQuery, AnalogyResult

KIND = "invexplorer codes"
FORMAT = 1
SYSTEM = "analogy"


class _Stored(BaseModel):
    """What of the file is needed to ask again."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    system: str
    model: str
    query: dict[str, Any]


def written(query: AnalogyQuery, result: AnalogyResult) -> str:
    """The codes of an answer, of each unit, with the query that they answer."""
    facts = {
        "kind": KIND,
        "format": FORMAT,
        "version": __version__,
        "system": SYSTEM,
        "world": query.world,
        "model": result.model,
        "units": [{"name": name, "first": first, "end": end} for name, first, end in result.units],
        "codes": {name: code.tolist() for name, code in result.codes.items()},
        "query": json.loads(query.to_json(embed=True)),
    }
    return json.dumps(facts, indent=1) + "\n"


def query_from_json(text: str | bytes, model: str | None = None) -> AnalogyQuery:
    """The query whose codes `written` wrote.

    Args:
        model: which weights would answer (`AnalogyResult.model`); a change drawn by hand means
            something to those that it was drawn with alone. None, or another world's: they are
            not compared.

    Raises:
        QueryError: no such file, of another format or system, damaged, or with a change drawn by
            hand for other weights; one plain sentence.
    """
    stored = _read(text)
    query = AnalogyQuery.from_json(json.dumps(stored.query))
    same_world = model is not None and model.startswith(query.world)
    if query.arrow is not None and same_world and model != stored.model:
        raise QueryError(
            "The change in this file was drawn by hand in the codes of other weights, to which it "
            "means something else; open it with those."
        )
    return query


def _read(text: str | bytes) -> _Stored:
    """What the file says. Raises QueryError where it is no such file."""
    try:
        facts: Any = json.loads(text)
    except (ValueError, RecursionError):
        facts = None
    if not isinstance(facts, dict) or facts.get("kind") != KIND:
        raise QueryError(
            "This file holds no codes; only those that were exported as codes can be brought in."
        )
    if facts.get("format") != FORMAT:
        raise QueryError("These codes were saved by a newer version; update invexplorer.")
    try:
        stored = _Stored.model_validate(facts)
    except ValidationError:
        raise QueryError("This file is damaged: its codes can't be read.") from None
    if stored.system != SYSTEM:
        raise QueryError(f"These codes are of {stored.system:.40}, not of visual analogies.")
    return stored
