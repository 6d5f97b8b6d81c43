"""The measures, on answers whose quality is known."""

import numpy as np
import torch

from explorer.datasets.layers.scenes import Scenes
from explorer.datasets.layers.shapes import ShapeWorld
from explorer.systems.cstvae.measure import (
    hidden_error,
    hidden_region,
    mask_iou,
    pairwise,
    strict_order,
)
from explorer.systems.cstvae.model import Rendered
from explorer.systems.cstvae.probe import accuracy


def truth(layers: int = 2) -> Scenes:
    return ShapeWorld(layers).scenes(20, np.random.default_rng(3))


def perfect(scene: Scenes) -> Rendered:
    return Rendered(scene.colours, scene.alphas, scene.background)


def test_the_truth_is_in_order_and_its_swap_is_not() -> None:
    for layers in (2, 3):
        scene = truth(layers)
        right = perfect(scene)
        assert strict_order(right, scene).all()
        wrong = right._replace(colours=right.colours.flip(1), alphas=right.alphas.flip(1))
        assert not strict_order(wrong, scene).any()


def test_empty_layers_are_in_no_order() -> None:
    scene = truth()
    empty = perfect(scene)._replace(colours=torch.zeros_like(scene.colours))
    assert not strict_order(empty, scene).any()


def test_pairwise_errors_are_those_of_each_pair() -> None:
    scene = truth(3)
    errors = pairwise(scene.colours, scene.colours.flip(1))
    plain = (scene.colours[:, 0] - scene.colours[:, 1]).square().flatten(1).sum(1)
    assert torch.allclose(errors[:, 0, 1], plain, rtol=1e-3)
    assert torch.allclose(errors[:, 0, 2], torch.zeros(20), atol=1e-2)


def test_iou_of_masks() -> None:
    a, b = torch.zeros(1, 8, 8), torch.zeros(1, 8, 8)
    a[0, :4], b[0, 2:6] = 1, 1
    assert mask_iou(a, a).item() == 1
    assert abs(mask_iou(a, b).item() - 2 / 6) < 1e-6
    assert mask_iou(a, torch.zeros(1, 8, 8)).item() == 0


def test_hidden_error_counts_only_what_is_hidden() -> None:
    scene = truth()
    back = scene.colours[:, 1]
    region = hidden_region(scene)
    assert 0 < region.float().mean() < 0.3
    wrong_outside = torch.where(region[:, None], back, 1 - back)
    error, values = hidden_error(wrong_outside, scene)
    assert error.sum() == 0 and (values == 3 * region.flatten(1).sum(1)).all()
    error, _ = hidden_error(torch.where(region[:, None], back + 0.5, back), scene)
    assert torch.allclose(error, 0.25 * values)


def test_a_linear_probe_names_what_is_linear() -> None:
    torch.manual_seed(0)
    labels = torch.arange(600) % 3
    codes = torch.randn(600, 5)
    codes[:, 0] += 6 * labels
    right = accuracy(codes[:400], labels[:400], codes[400:], labels[400:])
    assert right.mean() > 0.95
    noise = accuracy(torch.randn(400, 5), labels[:400], torch.randn(200, 5), labels[400:])
    assert noise.mean() < 0.5
