"""The grammar: the same on every machine, in one piece, and never mixed across splits."""

import hashlib
from collections import Counter

import numpy as np
import pytest
from scipy import ndimage

from explorer.datasets.furniture import (
    CATEGORIES,
    GRAMMAR_VERSION,
    Split,
    chair,
    furniture,
    seeds,
    split_of,
)
from explorer.datasets.furniture.chairs import BACKS, BASES, ChairSizes, plan_chair
from explorer.datasets.furniture.dice import Dice
from explorer.graphics.shapes import Adjacency, Cuboid, Leaf, Symmetry, SymmetryKind
from explorer.graphics.voxelize import occupancy


def fingerprint(shape):
    """A hash of all parts, sizes rounded to 1e-4 so that no machine's last bit matters."""
    digest = hashlib.sha256()
    for part in shape.parts():
        size = part.half_sizes if isinstance(part, Cuboid) else [*part.radii, part.half_height]
        numbers = np.concatenate([part.centre, part.axes.ravel(), size, part.material.rgb])
        digest.update(np.round(numbers * 1e4 + 0.137).astype(np.int64).tobytes())
    return digest.hexdigest()[:12]


def test_a_seed_draws_the_chairs_that_the_checkpoints_were_trained_on():
    drawn = [fingerprint(chair(seed)) for seed in (0, 1, 2, 1_000_000, 2_000_000)]
    assert GRAMMAR_VERSION == 1
    assert drawn == ["9dd49f8f21ef", "c3bac3143e26", "f110da43c3e3", "e774e6881975", "c8cf6bb0c7c8"]


@pytest.mark.parametrize("category", CATEGORIES)
def test_the_same_seed_draws_the_same_shape_and_another_seed_another(category):
    again = [fingerprint(furniture(category, 5)) for _ in range(2)]
    assert again[0] == again[1] != fingerprint(furniture(category, 6))


def test_the_raw_stream_is_the_one_numpy_promises():
    dice = Dice(7, "test")
    assert [dice.whole(0, 999) for _ in range(4)] == [699, 860, 96, 971]


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_shape_is_in_one_piece(category):
    for seed in range(40):
        fine = occupancy(furniture(category, seed), 96, 1)
        _, pieces = ndimage.label(fine, np.ones((3, 3, 3)))
        assert pieces == 1, f"{category} {seed} falls into {pieces} pieces"


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_shape_fits_the_unit_box_and_leaves_voxels(category):
    for seed in range(20):
        shape = furniture(category, seed)
        low, high = shape.bounds()
        assert np.linalg.norm(high - low) == pytest.approx(1.0)
        np.testing.assert_allclose(low, -high, atol=1e-9)
        assert occupancy(shape).mean() > 0.01


@pytest.mark.parametrize("category", CATEGORIES)
def test_shapes_are_the_same_left_and_right(category):
    """Swivel bases and chaises apart, furniture is symmetric about x = 0."""
    for seed in range(15):
        shape = furniture(category, seed)
        if "star" in shape.style.values() or shape.style.get("chaise") == "True":
            continue
        voxels = occupancy(shape, 64, 1)
        mirrored = voxels[:, :, ::-1]
        assert (voxels ^ mirrored).sum() <= 0.04 * voxels.sum(), f"{category} {seed}"


def test_the_tree_records_every_kind_of_symmetry():
    kinds = Counter()

    def walk(node):
        if isinstance(node, Symmetry):
            kinds[node.kind] += 1
            walk(node.child)
        elif isinstance(node, Adjacency):
            walk(node.left)
            walk(node.right)
        else:
            assert isinstance(node, Leaf)

    for seed in range(40):
        walk(chair(seed).tree)
    assert set(kinds) == set(SymmetryKind)


def test_chairs_vary_in_style_and_size():
    plans = [plan_chair(seed) for seed in range(400)]
    assert {plan.style.back for plan in plans} == set(BACKS)
    assert {plan.style.base for plan in plans} == set(BASES)
    assert len(vars(plans[0].style)) >= 10
    for name in ChairSizes.__dataclass_fields__:
        assert np.std([getattr(plan.sizes, name) for plan in plans]) > 0.005, name


def test_no_part_comes_near_white():
    for category in CATEGORIES:
        for seed in range(10):
            assert all(min(p.material.rgb) < 0.75 for p in furniture(category, seed).parts())


def test_splits_share_no_seed():
    ranges = [set(seeds(split, 1000)) for split in Split]
    assert len(set.union(*ranges)) == 3000
    assert [split_of(seeds(split, 1)[0]) for split in Split] == list(Split)


@pytest.mark.parametrize("seed", [-1, 1_100_000, 1_999_999, 2_100_000])
def test_a_seed_of_no_split_is_refused(seed):
    with pytest.raises(ValueError, match="no split"):
        chair(seed)


def test_a_split_does_not_run_into_the_next():
    with pytest.raises(ValueError, match="holds 100000 seeds"):
        seeds(Split.TEST, 100_001)


def test_an_unknown_category_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="chair, table"):
        furniture("spaceship", 0)
