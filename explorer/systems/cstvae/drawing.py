"""G(s): layers as a person has edited them, drawn one by one and over each other."""

import math
from itertools import permutations
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from explorer.datasets.layers.scenes import over
from explorer.systems.cstvae.codes import Codes
from explorer.systems.cstvae.model import CSTVAE
from explorer.systems.cstvae.parts import Config, placement
from explorer.systems.cstvae.query import LAYERS, NAMES, CSTQuery, CSTResult, Layer, Pose

Pixels = NDArray[np.uint8]
SLIGHT = 0.03  # of the picture's squared values: a layer that explains less is empty


def names(count: int) -> tuple[str, ...]:
    return NAMES[count]


def count(world: str) -> int:
    return LAYERS[world]


def drawn(
    query: CSTQuery, model: CSTVAE, picture: Tensor, codes: Codes, lender: Codes | None = None
) -> CSTResult:
    """Everything that is shown of one picture's codes, but the observation itself.

    Args:
        picture: (1, C, S, S), observed.
        codes: as found, of one picture.
        lender: whose contents take the place of the picture's own.
    """
    laid = model.render(codes)
    found = [pose_of(part, model.config) for part in codes.pose[0]]
    empty = [False] * query.count  # a dream is all that its codes say
    if not query.scene:
        empty = _empty(laid.colours, laid.alphas, laid.background, picture)
    content = codes.content[0] if lender is None else lender.content[0]
    content = torch.stack([_content(query, k, content[k]) for k in range(query.count)])
    poses = [query.pose_of(k) or found[k] for k in range(query.count)]
    pose = torch.stack(
        [_code(query, k, codes.pose[0, k], model.config) for k in range(query.count)]
    )
    own_colour, own_mask = model.decoder(content)
    colours, alphas = model.layer(content, pose)
    shares = [0.0 if empty[k] else query.opacity_of(k) for k in range(query.count)]
    opacity = torch.tensor(shares, device=picture.device)[:, None, None, None]
    order = list(query.shown_order)
    seen_colours, seen_alphas = colours * opacity, alphas * opacity
    whole = over(seen_colours[order][None], seen_alphas[order][None], laid.background)
    ahead = _cover_ahead(seen_alphas, order)
    layers = []
    for k in range(query.count):
        ink = colours[k].abs().sum(0)
        hidden = float((ink * ahead[k]).sum() / ink.sum().clamp(min=1e-6))
        layers.append(
            Layer(
                appearance=_tile(own_colour[k], own_mask[k]),
                mask=_array(own_mask[k, 0]),
                placed=_tile(colours[k], alphas[k]),
                alpha=_array(alphas[k, 0]),
                seen=_tile(colours[k] * (1 - ahead[k]), alphas[k] * (1 - ahead[k])),
                hidden=_array(alphas[k, 0] * ahead[k]) > 0.25,
                hidden_share=hidden,
                pose=poses[k],
                found=found[k],
                empty=empty[k],
            )
        )
    before = _without(laid.colours, laid.alphas, laid.background, empty)
    return CSTResult(
        layers=tuple(layers),
        recomposed=pixels(whole[0]),
        background=pixels(laid.background[0]),
        residual=_array((picture - whole)[0].mean(0)),
        mse=float((picture - whole).square().mean()),
        mse_found=float((picture - before).square().mean()),
        order_confidence=_confidence(model, laid.colours, laid.alphas, laid.background, picture),
    )


def pose_of(code: Tensor, config: Config) -> Pose:
    """A pose code (4,) in a person's units."""
    scale, angle, shift = placement(code[None], config)
    return Pose(
        x=_within(shift[0, 0], -2, 2),
        y=_within(shift[0, 1], -2, 2),
        scale=_within(scale[0], 0.1, 2),
        turn=_within(angle[0] * (180 / math.pi), -180, 180),
    )


def code_of(pose: Pose, config: Config) -> Tensor:
    """The inverse of `pose_of`: (4,)."""
    size = math.log(pose.scale / config.base) / config.spread
    turn = math.radians(pose.turn) / 0.25
    return torch.tensor([size, turn, pose.x / 0.25, pose.y / 0.25])


def pixels(picture: Tensor) -> Pixels:
    """(C, S, S) in [0, 1] → uint8 (S, S, 3)."""
    rgb = picture.expand(3, -1, -1) if len(picture) == 1 else picture
    return _bytes(rgb)


def _content(query: CSTQuery, layer: int, found: Tensor) -> Tensor:
    """As found, or drawn from the prior."""
    seed = query.content_of(layer)
    if not seed:
        return found
    rng = np.random.default_rng([seed, layer])
    return torch.from_numpy(rng.standard_normal(len(found))).to(found)


def _code(query: CSTQuery, layer: int, found: Tensor, config: Config) -> Tensor:
    moved = query.pose_of(layer)
    return found if moved is None else code_of(moved, config).to(found)


def _empty(colours: Tensor, alphas: Tensor, background: Tensor, picture: Tensor) -> list[bool]:
    """Which layers explain nothing: without them, the picture is explained as well."""
    full = (over(colours, alphas, background) - picture).square().sum()
    energy = (picture - background).square().sum().clamp(min=1e-6)
    count = colours.shape[1]
    worse = []
    for k in range(count):
        rest = [j for j in range(count) if j != k]
        without = (over(colours[:, rest], alphas[:, rest], background) - picture).square().sum()
        worse.append(float((without - full) / energy))
    most = max(worse)
    return [gain < SLIGHT and gain < most for gain in worse]


def _without(colours: Tensor, alphas: Tensor, background: Tensor, empty: list[bool]) -> Tensor:
    kept = [k for k, gone in enumerate(empty) if not gone]
    return over(colours[:, kept], alphas[:, kept], background)


def _cover_ahead(alphas: Tensor, order: list[int]) -> Tensor:
    """How much of each pixel is covered by what lies before a layer: (N, S, S)."""
    open_, ahead = torch.ones_like(alphas[0, 0]), torch.zeros_like(alphas[:, 0])
    for layer in order:
        ahead[layer] = 1 - open_
        open_ = open_ * (1 - alphas[layer, 0])
    return ahead


def _confidence(
    model: CSTVAE, colours: Tensor, alphas: Tensor, background: Tensor, picture: Tensor
) -> float:
    """p(order as found | picture, codes), all orders being alike before."""
    fits = torch.cat(
        [
            model.log_likelihood(picture, over(colours[:, p], alphas[:, p], background))
            for p in map(list, permutations(range(colours.shape[1])))
        ]
    )
    return float(torch.softmax(fits, 0)[0])


def _tile(colour: Tensor, alpha: Tensor) -> Pixels:
    """A layer for people: grey worlds on black; colour worlds with alpha, not premultiplied."""
    if len(colour) == 1:
        return pixels(colour)
    cover = alpha.clamp(min=1e-3)
    return _bytes(torch.cat([(colour / cover).clamp(0, 1), alpha]))


def _bytes(channels: Tensor) -> Pixels:
    array: Pixels = (channels.clamp(0, 1) * 255 + 0.5).byte().permute(1, 2, 0).cpu().numpy()
    return np.ascontiguousarray(array)


def _array(values: Tensor) -> Any:
    return values.float().cpu().numpy()


def _within(value: Tensor, low: float, high: float) -> float:
    return round(min(high, max(low, float(value))), 4)
