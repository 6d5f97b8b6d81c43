"""Coloured shapes over each other on plain and textured grounds, 64 × 64, two or three to a scene.

Sixteen forms of our own, each with a smooth texture of two colours, at random similarities. Every
object but the foremost is hidden by 5 to 60 %, spread evenly where there are two.
"""

import colorsys

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from explorer.datasets.layers.scenes import Scenes, over, stacked

SIZE = 64
OBJECT = 32  # pixels of an object's own frame at scale 1/2
GROUND = (0.34, 0.36, 0.40)  # what compositions by hand lie on
ANGLES = 720  # entries of a form's table of radii

FloatArray = NDArray[np.float32]

FORMS = (
    "disc", "ellipse", "square", "bar", "triangle", "pentagon", "hexagon", "star", "star of six",
    "cross", "heart", "drop", "arrow", "flower", "half-disc", "house", "ring", "crescent",
)  # fmt: skip

POLYGONS: dict[str, tuple[tuple[float, float], ...]] = {
    "bar": ((-0.85, -0.4), (0.85, -0.4), (0.85, 0.4), (-0.85, 0.4)),
    "cross": (
        (-0.3, -0.85), (0.3, -0.85), (0.3, -0.3), (0.85, -0.3), (0.85, 0.3), (0.3, 0.3),
        (0.3, 0.85), (-0.3, 0.85), (-0.3, 0.3), (-0.85, 0.3), (-0.85, -0.3), (-0.3, -0.3),
    ),
    "arrow": (
        (-0.85, -0.28), (0.05, -0.28), (0.05, -0.75), (0.9, 0.0), (0.05, 0.75), (0.05, 0.28),
        (-0.85, 0.28),
    ),
    "house": ((-0.65, -0.1), (0.0, -0.85), (0.65, -0.1), (0.65, 0.75), (-0.65, 0.75)),
    "half-disc": (
        (-0.85, 0.4),
        *((0.85 * np.cos(t), 0.4 - 0.95 * np.sin(t)) for t in np.linspace(np.pi, 0, 40)),
    ),
}  # fmt: skip


class ShapeWorld:
    """Draws grounds, single shapes and scenes. All chance comes from the generator handed in."""

    size, channels = SIZE, 3

    def __init__(self, layers: int = 2) -> None:
        self.layers = layers

    def empties(self, count: int, rng: np.random.Generator) -> Tensor:
        """Grounds with nothing on them, (count, 3, 64, 64)."""
        return torch.from_numpy(grounds(count, rng))

    def singles(self, count: int, rng: np.random.Generator) -> Tensor:
        """Pictures of one shape each on a ground, (count, 3, 64, 64)."""
        drawn, first = posed(count, rng)
        ground = torch.from_numpy(grounds(count, rng, first[:, None]))
        return drawn["colour"] + (1 - drawn["alpha"]) * ground

    def scenes(self, count: int, rng: np.random.Generator) -> Scenes:
        """Pictures of `layers` shapes each, with their truth."""
        drawn, first = posed(2 * count, rng)
        chosen, hidden = stacked(drawn["alpha"], drawn["alpha"], count, self.layers, rng, first)
        colours, alphas = drawn["colour"][chosen], drawn["alpha"][chosen]
        ground = torch.from_numpy(grounds(count, rng, first[chosen.numpy()]))
        return Scenes(
            image=over(colours, alphas, ground),
            colours=colours,
            alphas=alphas,
            poses=drawn["pose"][chosen],
            labels=drawn["label"][chosen],
            hidden=hidden,
            background=ground,
        )


def posed(count: int, rng: np.random.Generator) -> tuple[dict[str, Tensor], FloatArray]:
    """Shapes with what is known of them, and their main colours (count, 3).

    Returns:
        colour (B, 3, 64, 64) premultiplied by alpha (B, 1, 64, 64); pose (B, 4); label (B,).
    """
    z = np.clip(rng.standard_normal((count, 4)), -1.7, 1.7).astype(np.float32)
    scale = OBJECT / SIZE * np.exp(-0.08 + 0.2 * z[:, 0])
    pose = np.concatenate([scale[:, None], 0.25 * z[:, 1:]], 1).astype(np.float32)
    label = rng.integers(len(FORMS), size=count)
    own = Looks(label, *textures(count, rng))
    colour, alpha = own.draw(pose)
    drawn = {
        "colour": torch.from_numpy(colour), "alpha": torch.from_numpy(alpha),
        "pose": torch.from_numpy(pose), "label": torch.from_numpy(label),
    }  # fmt: skip
    return drawn, own.first


def upright(label: NDArray[np.int64], rng: np.random.Generator) -> Tensor:
    """Shapes that fill frames of `OBJECT` pixels, to compose with: (B, 4, 32, 32), colour
    premultiplied by alpha. All stand out from `GROUND`."""
    looks = textures(len(label), rng)
    for _ in range(30):
        near = np.abs(looks[0] - np.array(GROUND, np.float32)).sum(1) < 0.9
        for part, other in zip(looks, textures(len(label), rng), strict=True):
            part[near] = other[near]
    pose = np.tile(np.array([OBJECT / SIZE, 0, 0, 0], np.float32), (len(label), 1))
    colour, alpha = Looks(label, *looks).draw(pose)
    half = (SIZE - OBJECT) // 2
    whole = np.concatenate([colour, alpha], 1)
    return torch.from_numpy(whole[:, :, half:-half, half:-half].copy())


class Looks:
    """What shapes are, apart from where: forms and textures. Arrays over the same B shapes."""

    def __init__(
        self, label: NDArray[np.int64], first: FloatArray, second: FloatArray, wave: FloatArray
    ) -> None:
        self.label, self.first, self.second, self.wave = label, first, second, wave

    def draw(self, pose: FloatArray) -> tuple[FloatArray, FloatArray]:
        """(B, 4) → premultiplied colour (B, 3, 64, 64), alpha (B, 1, 64, 64)."""
        x, y = own_coordinates(pose)
        alpha = cover(self.label, x, y, np.float32(2 / SIZE) / pose[:, 0])[:, None]
        share = blend(self.wave, x, y)[:, None]
        colour = share * self.first[:, :, None, None] + (1 - share) * self.second[:, :, None, None]
        return (colour * alpha).astype(np.float32), alpha.astype(np.float32)


def own_coordinates(pose: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Where each canvas pixel is in each object's frame [-1, 1]: x, y (B, 64, 64)."""
    line = ((np.arange(SIZE) + 0.5) * 2 / SIZE - 1).astype(np.float32)
    x = line[None, None, :] - pose[:, 2, None, None]
    y = line[None, :, None] - pose[:, 3, None, None]
    c = (np.cos(pose[:, 1]) / pose[:, 0])[:, None, None]
    s = (np.sin(pose[:, 1]) / pose[:, 0])[:, None, None]
    return c * x - s * y, s * x + c * y


def cover(label: NDArray[np.int64], x: FloatArray, y: FloatArray, pixel: FloatArray) -> FloatArray:
    """Soft masks (B, 64, 64); `pixel`: (B,), a pixel's side in object coordinates."""
    far = np.sqrt(x * x + y * y)
    turn = ((np.arctan2(y, x) / (2 * np.pi)) % 1 * ANGLES).astype(np.intp) % ANGLES
    radius = RADII[label[:, None, None], turn]
    slope = SLOPES[label[:, None, None], turn]
    inside = (radius - far) * slope
    ring = label == FORMS.index("ring")
    inside[ring] = np.minimum(inside[ring], far[ring] - 0.42)
    moon = label == FORMS.index("crescent")
    bite = np.sqrt((x[moon] - 0.42) ** 2 + y[moon] ** 2) - 0.62
    inside[moon] = np.minimum(inside[moon], bite)
    alpha: FloatArray = np.clip(inside / pixel[:, None, None] + 0.5, 0, 1)
    return alpha


def blend(wave: FloatArray, x: FloatArray, y: FloatArray) -> FloatArray:
    """A smooth texture's share of its first colour. `wave`: (B, 4), x and y often, phase, depth."""
    fx, fy, phase, depth = (part[:, None, None] for part in wave.T)
    share: FloatArray = 0.5 + 0.5 * depth * np.sin(np.pi * (fx * x + fy * y) + phase)
    return share


def textures(count: int, rng: np.random.Generator) -> tuple[FloatArray, FloatArray, FloatArray]:
    """First and second colours (B, 3), waves (B, 4)."""
    first = colours(count, rng)
    second = np.clip(first + rng.normal(0, 0.25, (count, 3)), 0, 1).astype(np.float32)
    return first, second, waves(count, rng, 0.5, 1.6)


def waves(count: int, rng: np.random.Generator, low: float, high: float) -> FloatArray:
    turn, often = rng.uniform(0, 2 * np.pi, count), rng.uniform(low, high, count)
    phase, depth = rng.uniform(0, 2 * np.pi, count), rng.uniform(0.6, 1, count)
    return np.stack([often * np.cos(turn), often * np.sin(turn), phase, depth], 1).astype(
        np.float32
    )


def colours(count: int, rng: np.random.Generator) -> FloatArray:
    """Strong colours, (count, 3)."""
    hsv = np.stack([rng.random(count), rng.uniform(0.45, 1, count), rng.uniform(0.55, 1, count)], 1)
    return np.array([colorsys.hsv_to_rgb(*each) for each in hsv], np.float32).reshape(-1, 3)


def grounds(count: int, rng: np.random.Generator, unlike: FloatArray | None = None) -> FloatArray:
    """Grounds (B, 3, 64, 64), half of them plain, half smoothly textured.

    Args:
        unlike: (B, N, 3), colours that must stand out from the ground.
    """
    main = greys(count, rng)
    for _ in range(30 if unlike is not None else 0):
        assert unlike is not None
        near = np.abs(main[:, None] - unlike).sum(2).min(1) < 0.7
        main[near] = greys(int(near.sum()), rng)
    plain = rng.random((count, 1)) < 0.5
    other = np.where(plain, main, main + rng.normal(0, 0.14, (count, 3))).clip(0, 1)
    line = ((np.arange(SIZE) + 0.5) * 2 / SIZE - 1).astype(np.float32)
    x, y = np.meshgrid(line, line)
    x, y = (np.broadcast_to(part, (count, SIZE, SIZE)) for part in (x, y))
    share = blend(waves(count, rng, 0.3, 1.3), x, y)[:, None]
    both = main[:, :, None, None], other.astype(np.float32)[:, :, None, None]
    return (share * both[0] + (1 - share) * both[1]).astype(np.float32)


def greys(count: int, rng: np.random.Generator) -> FloatArray:
    """Soft colours, greyer than the shapes', (count, 3)."""
    drawn = rng.uniform(0.05, 0.98, (count, 3)).astype(np.float32)
    soft: FloatArray = 0.5 * drawn + 0.5 * drawn.mean(1, keepdims=True)
    return soft


def _radii(form: str) -> NDArray[np.float64]:
    """Distance from the middle to the outline, for each of `ANGLES` directions."""
    t = np.arange(ANGLES) * 2 * np.pi / ANGLES
    if form in POLYGONS:
        return _ray_lengths(np.array(POLYGONS[form]), t)
    regular = {"square": 4, "triangle": 3, "pentagon": 5, "hexagon": 6}
    if form in regular:
        return _ray_lengths(_regular(regular[form]), t)
    if form in ("star", "star of six"):
        points, inner = (5, 0.42) if form == "star" else (6, 0.55)
        return _ray_lengths(_regular(2 * points, inner), t)
    if form == "ellipse":
        return 1 / np.sqrt((np.cos(t) / 0.9) ** 2 + (np.sin(t) / 0.55) ** 2)
    if form == "flower":
        return 0.7 + 0.2 * np.cos(5 * t)
    if form == "drop":
        return _ray_lengths(_drop(), t)
    if form == "heart":
        return _ray_lengths(_heart(), t)
    return np.full(ANGLES, 0.85)


def _regular(corners: int, inner: float = 1.0) -> NDArray[np.float64]:
    t = np.arange(corners) * 2 * np.pi / corners - np.pi / 2
    far = 0.9 * np.where(np.arange(corners) % 2, inner, 1.0)
    return np.stack([far * np.cos(t), far * np.sin(t)], 1)


def _drop() -> NDArray[np.float64]:
    t = np.linspace(-0.15 * np.pi, 1.15 * np.pi, 60)
    return np.array([(0.0, -0.9), *zip(0.58 * np.cos(t), 0.28 + 0.58 * np.sin(t), strict=True)])


def _heart() -> NDArray[np.float64]:
    t = np.linspace(0, 2 * np.pi, 120, endpoint=False)
    x = 0.054 * 16 * np.sin(t) ** 3
    y = 13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t)
    return np.stack([x, -0.054 * y - 0.1], 1)


def _ray_lengths(polygon: NDArray[np.float64], t: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far rays from the origin run to a polygon's outline (the farthest crossing)."""
    a = polygon
    edge = np.roll(polygon, -1, 0) - a
    d = np.stack([np.cos(t), np.sin(t)], 1)
    bottom = d[:, :1] * edge[:, 1] - d[:, 1:] * edge[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        far = (a[:, 0] * edge[:, 1] - a[:, 1] * edge[:, 0]) / bottom
        along = (a[:, 0] * d[:, 1:] - a[:, 1] * d[:, :1]) / bottom
    on = (far > 0) & (along >= -1e-9) & (along <= 1 + 1e-9)
    lengths: NDArray[np.float64] = np.where(on, far, 0).max(1)
    return lengths


def _slopes(radii: NDArray[np.float64]) -> NDArray[np.float64]:
    """From a difference along the ray to a distance from the outline."""
    change = (np.roll(radii, -1, -1) - np.roll(radii, 1, -1)) * ANGLES / (4 * np.pi)
    return 1 / np.sqrt(1 + (change / radii) ** 2)


_TABLE = np.stack([_radii(form) for form in FORMS])
RADII: FloatArray = _TABLE.astype(np.float32)
SLOPES: FloatArray = _slopes(_TABLE).clip(0.3).astype(np.float32)
