"""G(s): codes as layers, and everything else that is shown of them: strips and grids of attributes.

All that differs in the person alone is decoded in one batch, over one background.
"""

from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from explorer.systems.attr2img import measure
from explorer.systems.attr2img.editing import Codes, crossed, joined, varied
from explorer.systems.attr2img.filling import completed
from explorer.systems.attr2img.model import DisCVAE, compose
from explorer.systems.attr2img.query import GRID, STEPS, A2IQuery, A2IResult

Pixels = NDArray[np.uint8]


class Layers(NamedTuple):
    """What B codes are decoded to."""

    foreground: Tensor  # (B, 3, S, S), premultiplied by its cover
    gate: Tensor  # (B, 1, S, S), 1 - cover
    background: Tensor  # (B, 3, S, S)
    picture: Tensor  # (B, 3, S, S)


class Observation(NamedTuple):
    """What an answer is held against."""

    image: Pixels  # (S, S, 3)
    mask: NDArray[np.bool_] | None = None  # (S, S), True = observed; None: everything
    alpha: NDArray[np.uint8] | None = None  # (S, S), the true cover, where it is known


def layers(model: DisCVAE, codes: Codes) -> Layers:
    """Each code's own layers."""
    foreground, gate = model.decode_person(codes.z_person, codes.y)
    background = model.decode_background(codes.z_background)
    return Layers(foreground, gate, background, compose(foreground, gate, background))


def drawn(
    query: A2IQuery, model: DisCVAE, seen: Observation, found: Codes, codes: Codes, samples: Pixels
) -> A2IResult:
    """Everything that is shown of one picture's codes but what others lend or resemble.

    Args:
        found, codes: of one picture, as inferred and as edited.
        samples: uint8 (n, S, S, 3), other people with the same attributes.
    """
    people = joined([codes, found, *_varieties(query, codes)])
    foreground, gate = model.decode_person(people.z_person, people.y)
    behind = model.decode_background(torch.cat([codes.z_background, found.z_background]))
    strips, grid = _sorted_out(query, pixels(compose(foreground[2:], gate[2:], behind[:1])))
    now = Layers(foreground[:1], gate[:1], behind[:1], _mixed(query, foreground, gate, behind))
    before = _floats(compose(foreground[1:2], gate[1:2], behind[1:]))
    composition = pixels(now.picture)[0]
    truth, shown, mask = seen.image / np.float32(255), _floats(now.picture), seen.mask
    cover = None if seen.alpha is None else seen.alpha / np.float32(255)
    return A2IResult(
        image=seen.image,
        attributes=_named(query, codes.y),
        found_attributes=_named(query, found.y),
        z_person=_array(codes.z_person[0]),
        z_background=_array(codes.z_background[0]),
        found_person=_array(found.z_person[0]),
        found_background=_array(found.z_background[0]),
        foreground=cut_out(now),
        gate=_array(gate[0, 0]),
        background=pixels(behind)[0],
        composition=composition,
        completed=None if mask is None else completed(seen.image, composition, mask),
        observed=mask,
        residual=measure.residual(truth, shown, mask),
        mse=measure.mse(truth, shown, mask),
        mse_found=measure.mse(truth, before, mask),
        gate_iou=None if cover is None else measure.gate_iou(_array(gate[1, 0]), cover),
        samples=samples,
        strips=strips,
        grid=grid,
        used=used(model),
    )


def cut_out(shown: Layers) -> Pixels:
    """The first person alone, cover as alpha, not premultiplied: uint8 (S, S, 4)."""
    cover = (1 - shown.gate[:1]).clamp(0, 1)
    colour = (shown.foreground[:1] / cover.clamp(min=1e-3)).clamp(0, 1)
    cut: Pixels = pixels(torch.cat([colour, cover], 1))[0]
    return cut


def pixels(pictures: Tensor) -> Pixels:
    """(B, C, S, S) in [0, 1] → uint8 (B, S, S, C)."""
    array: Pixels = (pictures.clamp(0, 1) * 255 + 0.5).byte().permute(0, 2, 3, 1).cpu().numpy()
    return np.ascontiguousarray(array)


def picture_of(image: Pixels, device: torch.device) -> Tensor:
    """uint8 (S, S, 3) → (1, 3, S, S) in [0, 1]."""
    return torch.from_numpy(image.copy()).to(device).permute(2, 0, 1)[None].float() / 255


def used(model: DisCVAE) -> tuple[str, ...]:
    """Names of latents, those that tell most of a picture first."""
    people = model.config.person
    order = torch.argsort(model.use, descending=True, stable=True).tolist()
    return tuple(f"F{k}" if k < people else f"B{k - people}" for k in order)


def _varieties(query: A2IQuery, codes: Codes) -> list[Codes]:
    """What differs in an attribute or two: of each strip, and of the grid."""
    at = {attribute.name: place for place, attribute in enumerate(query.known)}
    rows = [varied(codes, at[name], STEPS) for name in query.shown_strips]
    if query.grid:
        rows.append(crossed(codes, at[query.grid[0]], at[query.grid[1]], GRID))
    return rows


def _sorted_out(query: A2IQuery, pictures: Pixels) -> tuple[dict[str, Pixels], Pixels | None]:
    """The pictures of all varieties as strips by name, and the grid."""
    names, size = query.shown_strips, pictures.shape[1:]
    count = STEPS * len(names)
    strips = dict(zip(names, pictures[:count].reshape(-1, STEPS, *size), strict=True))
    return strips, pictures[count:].reshape(GRID, GRID, *size) if query.grid else None


def _mixed(query: A2IQuery, foreground: Tensor, gate: Tensor, behind: Tensor) -> Tensor:
    """The first code's picture, its layers as opaque as the query says, over white."""
    share = query.person_opacity
    uncovered = 1 - share * (1 - gate[:1])
    ground = query.background_opacity * behind[:1] + (1 - query.background_opacity)
    return share * foreground[:1] + uncovered * ground


def _named(query: A2IQuery, y: Tensor) -> dict[str, float]:
    return {a.name: float(value) for a, value in zip(query.known, y[0], strict=True)}


def _floats(picture: Tensor) -> NDArray[np.float32]:
    """(1, 3, S, S) → float32 (S, S, 3) within [0, 1]."""
    array: NDArray[np.float32] = _array(picture[0].clamp(0, 1).permute(1, 2, 0))
    return array


def _array(values: Tensor) -> Any:
    return values.float().cpu().numpy()
