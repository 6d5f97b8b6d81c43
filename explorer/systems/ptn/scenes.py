"""What a query is about: a held-out object rendered, or the object of a person's own picture."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.graphics.camera import Camera
from explorer.graphics.raycast import render, render_mask
from explorer.graphics.voxelize import occupancy
from explorer.recent import Recent
from explorer.systems.ptn.observe import cut_out, held_out, placed
from explorer.systems.ptn.placing import Placer
from explorer.systems.ptn.query import PTNQuery


@dataclass(eq=False)
class Scene:
    """A picture, and what is known of the object in it. `key` is equal for equal pictures."""

    key: tuple[Any, ...]
    image: NDArray[np.uint8]  # (64, 64, 3), what the networks see
    silhouette: Callable[[], NDArray[np.float32]]  # → (32, 32), covered fraction
    truth: NDArray[np.float32] | None = None  # (32, 32, 32), 0 or 1
    mask: NDArray[np.bool_] | None = None  # over the own picture


class Scenes:
    """Makes scenes, and remembers the last ones."""

    def __init__(self, placer: Placer) -> None:
        self._placer = placer
        self._rendered = Recent[Scene](64)
        self._own = Recent[Scene](8)  # their masks are as large as the pictures
        self._truths = Recent[NDArray[np.float32]](16)

    def of(self, query: PTNQuery) -> Scene:
        """The scene of a query. Raises PictureError where an own picture shows no object."""
        if query.picture is None:
            key: tuple[Any, ...] = (query.category, query.item, query.azimuth)
            return self._rendered.recall(key, lambda: self._render(query, key))
        key = (query.picture.digest, query.rectangle, query.mask and query.mask.digest)
        return self._own.recall(key, lambda: self._cut_out(query, key))

    def _render(self, query: PTNQuery, key: tuple[Any, ...]) -> Scene:
        shape, camera = held_out(query.category, query.item), Camera(query.azimuth)
        truth = self._truths.recall(key[:2], lambda: occupancy(shape).astype(np.float32))
        return Scene(key, render(shape, camera, 64), lambda: render_mask(shape, camera, 32), truth)

    def _cut_out(self, query: PTNQuery, key: tuple[Any, ...]) -> Scene:
        assert query.picture is not None
        cut = cut_out(query.picture, query.rectangle, query.mask)
        seen = placed(cut, self._placer.placement(placed(cut).image))
        return Scene(key, seen.image, lambda: seen.silhouette, None, seen.mask)
