"""Symmetries unfold into the copies that a carpenter would make."""

import numpy as np
import pytest

from explorer.datasets.furniture.building import (
    Z,
    along,
    around,
    beam,
    box,
    disc,
    join,
    mirror,
    repeat,
    rod,
)
from explorer.graphics.materials import WOODS
from explorer.graphics.shapes import Shape, expand, scaled

OAK = WOODS[0]


def centres(node):
    return np.array([part.centre for part in expand(node)])


def test_two_reflections_give_four_legs():
    legs = mirror(mirror(box((0.4, 0.5), (0, 1), (0.4, 0.5), OAK, "leg"), Z))
    expected = {(0.45, 0.45), (-0.45, 0.45), (0.45, -0.45), (-0.45, -0.45)}
    assert {(round(x, 6), round(z, 6)) for x, _, z in centres(legs)} == expected


def test_a_reflected_beam_leans_the_other_way_and_stays_right_handed():
    left, right = expand(mirror(beam((0.2, 0, 0), (0.4, 1, 0.3), 0.1, OAK, "leg")))
    np.testing.assert_allclose(left.axes[:, 1] * [-1, 1, 1], right.axes[:, 1], atol=1e-12)
    assert np.linalg.det(right.axes) == pytest.approx(1.0)


def test_a_reflected_frustum_keeps_its_wide_end():
    first, second = expand(mirror(rod((0.2, 1, 0), (0.5, 0, 0.2), 0.1, OAK, "leg", 0.5), Z))
    np.testing.assert_allclose(second.bounds()[0][:2], first.bounds()[0][:2], atol=1e-12)
    assert second.axes[1, 1] < 0  # it still runs from the top down


def test_a_rotation_spreads_its_copies_over_a_full_turn():
    spots = centres(around(box((0.4, 0.5), (0, 0.1), (-0.05, 0.05), OAK, "arm"), 5))
    angles = np.sort(np.degrees(np.arctan2(spots[:, 2], spots[:, 0])) % 360)
    np.testing.assert_allclose(np.diff(angles), 72.0, atol=1e-6)


def test_a_translation_counts_the_original():
    slats = repeat(box((0, 0.1), (0, 1), (0, 0.1), OAK, "slat"), 4, (0.2, 0, 0))
    np.testing.assert_allclose(centres(slats)[:, 0], [0.05, 0.25, 0.45, 0.65])


def test_scaling_the_tree_scales_every_part_it_unfolds_to():
    tree = join(
        disc((0, 0, 0), (0.3, 0.2), 0.1, OAK, "seat", 0.8),
        repeat(box((0, 0.1), (0, 1), (0, 0.1), OAK, "slat"), 3, (0.2, 0, 0)),
        mirror(box((0.4, 0.5), (0, 1), (0, 0.1), OAK, "leg"), point=(0.1, 0, 0)),
        around(box((0.4, 0.5), (0, 0.1), (0, 0.1), OAK, "arm"), 3, (0.0, 0.0, 0.5)),
    )
    shift = np.array([0.3, -0.2, 0.1])
    before, after = expand(tree), expand(scaled(tree, 0.5, shift))
    for old, new in zip(before, after, strict=True):
        for a, b in zip(old.bounds(), new.bounds(), strict=True):
            np.testing.assert_allclose(a * 0.5 + shift, b, atol=1e-12)


def test_a_normalised_shape_is_centred_with_a_diagonal_of_one():
    shape = Shape("box", 0, box((0, 3), (1, 2), (5, 9), OAK, "box")).normalised()
    low, high = shape.bounds()
    np.testing.assert_allclose(low, -high, atol=1e-12)
    assert np.linalg.norm(high - low) == pytest.approx(1.0)


def test_the_bounds_of_a_leaning_cylinder_are_exact():
    part = rod((0, 0, 0), (1, 1, 0), 0.2, OAK, "rod", 0.5).part
    turn = np.linspace(0, 2 * np.pi, 2001)
    axes = along(np.zeros(3), np.array([1.0, 1.0, 0.0]), Z)
    rim = np.cos(turn)[:, None] * axes[:, 0] + np.sin(turn)[:, None] * axes[:, 2]
    surface = np.concatenate([0.2 * rim, [1, 1, 0] + 0.1 * rim])
    np.testing.assert_allclose(part.bounds()[0], surface.min(axis=0), atol=1e-5)
    np.testing.assert_allclose(part.bounds()[1], surface.max(axis=0), atol=1e-5)
