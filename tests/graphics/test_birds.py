"""Birds: every attribute shows, no combination breaks, and the alpha is exact."""

from dataclasses import fields
from itertools import pairwise

import numpy as np
import pytest

from explorer.graphics.attributes import mirrored
from explorer.graphics.birds.attributes import BIRD_ATTRIBUTES
from explorer.graphics.birds.bird import FREQUENCY, NAMES, Bird, Pose, sample
from explorer.graphics.birds.drawing import draw
from explorer.graphics.birds.plumage import feathers
from explorer.graphics.tones import Tone, to_lab


def birds(count: int, seed: int = 0) -> list[Bird]:
    rng = np.random.default_rng(seed)
    return [sample(rng) for _ in range(count)]


def corner(rng: np.random.Generator) -> Bird:
    """A bird of extremes only."""
    values = rng.choice([-1.0, 1.0], len(NAMES))
    parts = {part.name: float(rng.choice([-1.0, 1.0])) for part in fields(Pose)}
    pose = Pose(**parts | {"profile": abs(parts["profile"])})
    return Bird(tuple(values.tolist()), pose)


def apart(first: Bird, second: Bird) -> float:
    return float(np.abs(draw(first, 64).astype(int) - draw(second, 64)).mean())


def hue(colour: Tone) -> float:
    _, a, b = to_lab(colour)
    return float(np.degrees(np.arctan2(b, a)) % 360)


def test_the_same_seed_gives_the_same_bird() -> None:
    first, second = birds(1, seed=3)[0], birds(1, seed=3)[0]
    assert first == second
    np.testing.assert_array_equal(draw(first, 64), draw(second, 64))


def test_samples_are_spread_as_they_should_be() -> None:
    values = np.array([bird.attributes for bird in birds(600)])
    for column, attribute in zip(values.T, BIRD_ATTRIBUTES, strict=True):
        if attribute.toggle:
            assert set(column) == {-1.0, 1.0}
            assert abs((column > 0).mean() - FREQUENCY[attribute.name]) < 0.08
            assert 0.2 <= FREQUENCY[attribute.name] <= 0.5
        else:
            assert column.min() < -0.95 and column.max() > 0.95
    profile = np.array([bird.pose.profile for bird in birds(600)])
    assert profile.min() >= 0.3 and profile.max() <= 1


@pytest.mark.parametrize("name", NAMES)
def test_each_attribute_shows_in_64_pixels(name: str) -> None:
    for bird in birds(4, seed=5):
        low, high = bird.with_attribute(name, -1), bird.with_attribute(name, 1)
        change = np.abs(draw(low, 64).astype(int) - draw(high, 64)).max(2)
        assert (change > 40).sum() >= 8, name


@pytest.mark.parametrize("name", [a.name for a in BIRD_ATTRIBUTES if not a.toggle])
def test_sliders_are_graded(name: str) -> None:
    """Each of six steps changes the drawing a little, and no step does most of it."""
    steps = np.linspace(-1, 1, 7)
    for bird in birds(3, seed=6):
        row = [bird.with_attribute(name, float(step)) for step in steps]
        moves = [apart(one, two) for one, two in pairwise(row)]
        assert min(moves) > 0
        assert max(moves) < 0.6 * sum(moves), (name, moves)


def test_light_and_warm_are_read_apart() -> None:
    """Lightness follows `light` whatever the hue; the hue goes from blue to red at any light."""
    steps = np.linspace(-1, 1, 9)
    for fixed in (-0.9, 0.0, 0.9):
        lightness = [to_lab(feathers(step, fixed))[0] for step in steps]
        hues = [hue(feathers(fixed, step)) for step in steps]
        assert np.all(np.diff(lightness) > 0.04)
        assert abs(hues[0] - 258) < 6 and abs(hues[-1] - 27) < 6
        assert np.all(np.diff(hues) < -5)


def test_corners_are_birds_too() -> None:
    rng = np.random.default_rng(8)
    for _ in range(60):
        pixels = draw(corner(rng), 64)
        covered = (pixels[..., 3] > 127).mean()
        assert 0.07 < covered < 0.75
        assert pixels[24:40, 24:40, 3].mean() > 15  # there is a bird in the middle
        assert pixels[0, [0, -1], 3].min() == 0  # and a corner above to look past it


def test_colours_never_exceed_their_alpha() -> None:
    rng = np.random.default_rng(9)
    for bird in [*birds(20), *(corner(rng) for _ in range(20))]:
        for size in (64, 200):
            pixels = draw(bird, size)
            assert pixels.shape == (size, size, 4) and pixels.dtype == np.uint8
            assert np.all(pixels[..., :3] <= pixels[..., 3:])
            assert pixels[..., 3].min() == 0 and pixels[..., 3].max() == 255


def test_sizes_agree() -> None:
    for bird in birds(6, seed=2):
        large = draw(bird, 256).reshape(64, 4, 64, 4, 4).mean((1, 3))
        assert np.abs(large - draw(bird, 64)).mean() < 3


def test_looking_left_is_the_mirror_image_of_looking_right() -> None:
    bird = birds(1)[0]
    right, left = (draw(bird.with_attribute("looks_left", v), 64).astype(int) for v in (-1, 1))
    assert NAMES[mirrored(BIRD_ATTRIBUTES) or 0] == "looks_left"
    assert np.abs(right - left[:, ::-1]).mean() < 0.5
    assert np.abs(right - left).mean() > 5
