"""Worlds of layers: what is drawn, and that the truth recorded beside it is true."""

import gzip

import numpy as np
import pytest
import torch

from explorer.datasets.layers import mnist
from explorer.datasets.layers.digits import DigitWorld, dilated
from explorer.datasets.layers.mnist import Digits, DigitsError
from explorer.datasets.layers.scenes import HIDDEN, Scenes, over, stacked
from explorer.datasets.layers.shapes import FORMS, ShapeWorld


def bars(count: int = 40) -> Digits:
    """Upright bars of several lengths in place of handwriting."""
    images = np.zeros((count, 28, 28), np.uint8)
    for item in range(count):
        images[item, 4 + item % 6 : 24 - item % 4, 12:16] = 255
    return Digits(images, (np.arange(count) % 10).astype(np.uint8))


@pytest.fixture(params=["digits", "two shapes", "three shapes"])
def drawn(request: pytest.FixtureRequest) -> Scenes:
    world = {
        "digits": lambda: DigitWorld(bars()),
        "two shapes": lambda: ShapeWorld(2),
        "three shapes": lambda: ShapeWorld(3),
    }[request.param]()
    return world.scenes(60, np.random.default_rng(4))


def test_the_picture_is_its_layers_over_each_other(drawn: Scenes) -> None:
    assert torch.allclose(over(drawn.colours, drawn.alphas, drawn.background), drawn.image)
    assert drawn.image.min() >= 0 and drawn.image.max() <= 1
    assert (drawn.colours <= drawn.alphas + 1e-5).all()  # premultiplied


def test_swapping_the_layers_makes_another_picture(drawn: Scenes) -> None:
    """Else order could not be seen."""
    swapped = over(drawn.colours.flip(1), drawn.alphas.flip(1), drawn.background)
    assert ((swapped - drawn.image).abs().flatten(1).amax(1) > 0.2).float().mean() > 0.95


def test_hidden_shares_are_true_and_spread(drawn: Scenes) -> None:
    ahead = 1 - (1 - drawn.alphas[:, :-1]).prod(1)
    ink = drawn.colours[:, -1] if drawn.image.shape[1] == 1 else drawn.alphas[:, -1]
    shares = (ahead * ink).flatten(1).sum(1) / ink.flatten(1).sum(1)
    assert torch.allclose(shares, drawn.hidden.float(), atol=1e-4)
    inside = (shares >= HIDDEN[0]) & (shares <= HIDDEN[1])
    assert inside.float().mean() > 0.85
    thirds = np.histogram(shares[inside], 3, HIDDEN)[0]
    assert thirds.min() >= 0.15 * thirds.sum()


def test_a_digits_cover_is_wider_than_its_stroke() -> None:
    stroke = torch.zeros(1, 1, 28, 28)
    stroke[..., 10:18, 14] = 1
    cover = dilated(stroke)[0, 0]
    assert (cover[14] > 0.5).nonzero().flatten().tolist() == [12, 13, 14, 15, 16]
    assert (cover[:, 14] > 0.5).nonzero().flatten().tolist() == list(range(8, 20))
    assert (cover[7:9, 12] < 0.5).all()  # an octagon has no corners


def test_the_same_generator_draws_the_same_scenes() -> None:
    for world in (DigitWorld(bars()), ShapeWorld(3)):
        a, b = (world.scenes(5, np.random.default_rng(9)) for _ in range(2))
        assert torch.equal(a.image, b.image) and torch.equal(a.poses, b.poses)


def test_there_are_twelve_forms_that_all_differ() -> None:
    assert len(set(FORMS)) >= 12
    world = ShapeWorld(2)
    truth = [world.scenes(60, np.random.default_rng(seed)) for seed in range(4)]
    area = torch.cat([each.alphas.flatten(2).sum(2).flatten() for each in truth])
    label = torch.cat([each.labels.flatten() for each in truth])
    scale = torch.cat([each.poses[..., 0].flatten() for each in truth])
    for form in range(len(FORMS)):
        share = area[label == form] / (64 * scale[label == form]) ** 2
        assert 0.1 < share.mean() < 0.95
        assert share.std() < 0.1 * share.mean() + 0.03  # the same form at every pose


def test_poses_are_where_the_objects_are() -> None:
    """A bar's middle is at the recorded shift."""
    bar = np.pad(np.full((1, 8, 4), 255, np.uint8), ((0, 0), (10, 10), (12, 12)))
    truth = DigitWorld(Digits(bar, np.zeros(1, np.uint8)))
    drawn = truth.posed(20, np.random.default_rng(2))
    line = (torch.arange(48) + 0.5) / 24 - 1
    ink = drawn["colour"][:, 0]
    x = (ink.sum(1) * line).sum(1) / ink.sum((1, 2))
    y = (ink.sum(2) * line).sum(1) / ink.sum((1, 2))
    assert torch.allclose(torch.stack([x, y], 1), drawn["pose"][:, 2:], atol=0.02)


def test_no_object_lies_over_itself() -> None:
    alphas = ShapeWorld(2).scenes(30, np.random.default_rng(1)).alphas[:, 0]
    chosen, _ = stacked(alphas, alphas, 20, 3, np.random.default_rng(0))
    assert all(len(set(row.tolist())) == 3 for row in chosen)


def test_digits_are_read_and_bad_files_are_named(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(DigitsError, match="--data"):
        mnist.read(tmp_path, training=False)
    images, labels = bars(3).images, bars(3).labels
    with gzip.open(tmp_path / "t10k-images-idx3-ubyte.gz", "wb") as file:
        file.write(bytes(16) + images.tobytes())
    with gzip.open(tmp_path / "t10k-labels-idx1-ubyte.gz", "wb") as file:
        file.write(bytes(8) + labels.tobytes())
    read = mnist.read(tmp_path, training=False)
    assert (read.images == images).all() and (read.labels == labels).all()
    (tmp_path / "t10k-images-idx3-ubyte.gz").write_bytes(b"not gzip")
    with pytest.raises(DigitsError, match="damaged"):
        mnist.read(tmp_path, training=False)
