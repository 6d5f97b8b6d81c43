from dataclasses import dataclass, field
from typing import Any

import numpy as np
from pydantic import Field

from explorer.pictures import Picture
from explorer.systems.base import Query, Result


class TinyQuery(Query):
    picture: Picture | None = Field(None, title="Own picture", description="A picture of anything")
    level: float = Field(0.5, ge=0, le=1, title="Level", description="Darker than this is dark")
    waits: int = Field(0, ge=0, title="Waits", description="Steps of long work to go through first")


@dataclass(frozen=True, eq=False)
class TinyResult(Result):
    """`dark`: bool (H, W)."""

    dark: np.ndarray = field(default_factory=lambda: np.zeros((4, 4), bool))

    def numbers(self) -> dict[str, Any]:
        return {"share": float(self.dark.mean())}


QUERY = TinyQuery
