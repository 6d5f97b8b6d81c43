"""Attributes and latents as JSON: a person that can be kept, sent and brought in again.

Light: the window imports it to read such a file.
"""

import json
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from explorer import __version__
from explorer.errors import QueryError
from explorer.systems.attr2img.query import ATTRIBUTES, LATENTS, TITLES, A2IQuery, A2IResult

KIND = "invexplorer attributes"
FORMAT = 1
SYSTEM = "attr2img"


class _Stored(BaseModel):
    """What the file holds, besides what says that it is one."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    system: str
    world: str
    model: str
    attributes: dict[str, float]
    z_person: list[float]
    z_background: list[float]


def written(query: A2IQuery, result: A2IResult) -> str:
    """The attributes and latents of an answer, as edited."""
    facts = {
        "kind": KIND,
        "format": FORMAT,
        "version": __version__,
        "system": SYSTEM,
        "world": query.world,
        "model": result.model,
        "attributes": result.attributes,
        "z_person": result.z_person.tolist(),
        "z_background": result.z_background.tolist(),
    }
    return json.dumps(facts, indent=1) + "\n"


def query_from_json(
    text: str | bytes, query: A2IQuery | None = None, model: str | None = None
) -> A2IQuery:
    """A query with the attributes and latents of a file that `written` made, all set by hand.

    Args:
        query: which is changed: its picture stays, where the file is of the same world.
        model: which weights would answer (`A2IResult.model`); None: they are not compared.

    Raises:
        QueryError: no such file, of another format, system, world or weights; one plain sentence.
    """
    stored = _read(text)
    if stored.world not in TITLES:
        raise QueryError(
            f"These attributes are of the world {stored.world:.40}, which is not here."
        )
    base = query if query is not None and query.world == stored.world else None
    base = base or A2IQuery().but(world=stored.world)
    people, backgrounds = LATENTS[base.world]
    names = {attribute.name for attribute in ATTRIBUTES[base.world]}
    fits = (len(stored.z_person), len(stored.z_background)) == (people, backgrounds)
    weights = model is None or base.world != model.split()[0] or stored.model == model
    if not fits or set(stored.attributes) != names or not weights:
        raise QueryError(
            "These attributes and latents were saved with other weights, to which they mean "
            "something else; open them with those."
        )
    latents = [(f"F{k}", value) for k, value in enumerate(stored.z_person)]
    latents += [(f"B{k}", value) for k, value in enumerate(stored.z_background)]
    attributes = [(a.name, stored.attributes[a.name]) for a in ATTRIBUTES[base.world]]
    for name, value in attributes:
        if not -1 <= value <= 1:
            raise QueryError(f"{name} goes from -1 to 1; the file has {value:g}.")
    for name, value in latents:
        if not -4 <= value <= 4:
            raise QueryError(f"Latent {name} goes from -4 to 4; the file has {value:g}.")
    undone = {"swap": None, "person": 0, "background": 0}
    return base.but(attributes=tuple(attributes), latents=tuple(latents), **undone)


def _read(text: str | bytes) -> _Stored:
    """What the file says. Raises QueryError where it is no such file."""
    try:
        facts: Any = json.loads(text)
    except (ValueError, RecursionError):
        facts = None
    if not isinstance(facts, dict) or facts.get("kind") != KIND:
        raise QueryError(
            "This file holds no attributes; only those that were exported as attributes can be "
            "brought in."
        )
    if facts.get("format") != FORMAT:
        raise QueryError("These attributes were saved by a newer version; update invexplorer.")
    try:
        stored = _Stored.model_validate(facts)
    except ValidationError:
        raise QueryError("This file is damaged: its attributes can't be read.") from None
    if stored.system != SYSTEM:
        raise QueryError(f"These attributes are of {stored.system:.40}, not of Attribute2Image.")
    return stored
