"""The model's shapes, its geometry, and what a layer does to those behind it."""

import math

import numpy as np
import pytest
import torch

from explorer.datasets.layers.shapes import ShapeWorld
from explorer.systems.cstvae.codes import Codes, kl_normal
from explorer.systems.cstvae.flat import FlatConfig, FlatVAE, refine_flat
from explorer.systems.cstvae.model import CSTVAE, gaussian
from explorer.systems.cstvae.parts import Config, placement
from explorer.systems.cstvae.refine import refine

TINY = Config(width=4, hidden=16, content=6)
COLOURED = Config(
    size=64,
    channels=3,
    layers=3,
    frame=32,
    width=4,
    hidden=16,
    content=6,
    halo=False,
    background=5,
    points=2,
    spotlight=True,
)


def codes(config: Config, count: int = 2) -> Codes:
    torch.manual_seed(1)
    n, d, k = config.layers, config.content, config.background
    shapes = ((n, d), (n, d), (n, 4), (n, 4), (k,), (k,))
    return Codes._make([0.5 * torch.randn(count, *shape) for shape in shapes])


@pytest.fixture(params=[TINY, COLOURED], ids=["digits", "shapes"])
def model(request: pytest.FixtureRequest) -> CSTVAE:
    torch.manual_seed(0)
    return CSTVAE(request.param).eval()


def pictures(config: Config, count: int = 2) -> torch.Tensor:
    torch.manual_seed(2)
    return torch.rand(count, config.channels, config.size, config.size)


def test_one_picture_becomes_codes_becomes_one_picture(model: CSTVAE) -> None:
    config = model.config
    looks = model.infer(pictures(config), sweeps=2)
    assert len(looks) == 3
    for look in looks:
        assert look.content.shape == look.content_logvar.shape == (2, config.layers, config.content)
        assert look.pose.shape == look.pose_logvar.shape == (2, config.layers, 4)
        assert look.behind.shape == (2, config.background)
    laid = model.render(looks[-1])
    assert laid.colours.shape == (2, config.layers, config.channels, config.size, config.size)
    assert laid.alphas.shape == (2, config.layers, 1, config.size, config.size)
    assert laid.picture.shape == (2, config.channels, config.size, config.size)
    assert (laid.colours <= laid.alphas + 1e-5).all()  # premultiplied
    assert laid.picture.min() >= 0 and laid.picture.max() <= 1


def test_each_picture_is_answered_by_itself(model: CSTVAE) -> None:
    both = pictures(model.config)
    together, alone = model.infer(both)[-1], model.infer(both[1:])[-1]
    assert torch.allclose(together.content[1:], alone.content, atol=1e-4)
    assert torch.allclose(together.pose[1:], alone.pose, atol=1e-4)


def test_layers_can_be_reordered_and_chosen(model: CSTVAE) -> None:
    found = codes(model.config)
    order = list(range(model.config.layers))[::-1]
    turned = found.reordered(order)
    assert torch.equal(turned.pose[:, 0], found.pose[:, -1])
    assert torch.equal(turned.reordered(order).content, found.content)
    chosen = found.where(torch.tensor([True, False]), turned)
    assert torch.equal(chosen.content[0], found.content[0])
    assert torch.equal(chosen.content[1], turned.content[1])


def test_the_likelier_order_is_taken() -> None:
    """With sweeps that change nothing, the order in which a picture was drawn is answered."""
    torch.manual_seed(0)
    model = CSTVAE(TINY).eval()
    found = codes(TINY, 6)
    found = found._replace(content=8 * found.content)
    model.sweep = lambda pictures, codes, halo=True: codes  # type: ignore[method-assign]
    seen = model.render(found).picture
    for start in (found, found.reordered([1, 0])):
        settled = model.settle(seen, start)
        assert torch.allclose(model.render(settled).picture, seen, atol=1e-6)


def test_what_is_seen_of_all_layers_never_exceeds_one(model: CSTVAE) -> None:
    laid = model.render(codes(model.config))
    seen = laid.visible()
    assert torch.allclose(seen[:, 0], laid.alphas[:, 0])  # nothing hides the foremost
    assert (seen[:, 1] <= laid.alphas[:, 1] + 1e-6).all()
    assert (seen.sum(1) <= 1 + 1e-5).all()
    rest = (1 - laid.alphas).prod(1)
    assert torch.allclose(seen.sum(1) + rest, torch.ones_like(rest), atol=1e-5)


def test_pose_moves_turns_and_sizes_what_is_drawn() -> None:
    model = CSTVAE(TINY).eval()
    with torch.no_grad():  # paint a bar in the right half of the frame, whatever the content
        model.decoder.forward = lambda content, halo=True: (bar(len(content)), bar(len(content)))  # type: ignore[method-assign]
    still = middle(model, [0, 0, 0, 0])
    assert still[0] > 1 and abs(still[1]) < 0.2  # to the right of the middle
    moved = middle(model, [0, 0, 1, -1])
    assert moved == pytest.approx((still[0] + 6, still[1] - 6), abs=0.1)  # a quarter half canvas
    turned = middle(model, [0, math.pi / 2 / 0.25, 0, 0])
    assert turned == pytest.approx((0, -still[0]), abs=0.2)  # counter-clockwise: now at the top
    larger = middle(model, [1, 0, 0, 0])
    assert larger[0] == pytest.approx(still[0] * math.exp(TINY.spread), rel=0.03)


def bar(count: int) -> torch.Tensor:
    drawn = torch.zeros(count, 1, 28, 28)
    drawn[..., 10:18, 16:22] = 1
    return drawn


def middle(model: CSTVAE, pose: list[float]) -> tuple[float, float]:
    """Centre of what is drawn, right and down of the canvas' middle, in pixels."""
    colour, _ = model.layer(torch.zeros(1, TINY.content), torch.tensor([pose], dtype=torch.float32))
    line = torch.arange(48) - 23.5
    ink = colour[0, 0]
    return float((ink.sum(0) * line).sum() / ink.sum()), float(
        (ink.sum(1) * line).sum() / ink.sum()
    )


def test_placement_at_the_prior_mean_is_the_base() -> None:
    scale, angle, shift = placement(torch.zeros(1, 4), TINY)
    assert float(scale) == pytest.approx(TINY.base) and float(angle) == 0
    assert shift.tolist() == [[0, 0]]


def test_bound_is_likelihood_less_what_the_codes_cost(model: CSTVAE) -> None:
    config = model.config
    certain = codes(config)._replace(
        content_logvar=torch.full((2, config.layers, config.content), -30.0),
        pose_logvar=torch.full((2, config.layers, 4), -30.0),
        behind_logvar=torch.full((2, config.background), -30.0),
    )
    seen = pictures(config)
    fit = model.log_likelihood(seen, model.render(certain).picture)
    cost = certain.narrowed(config.narrow).kl()
    assert torch.allclose(model.elbo(seen, certain), fit - cost, rtol=1e-3)


def test_densities_are_those_of_torch() -> None:
    x, y = torch.rand(3, 1, 4, 4), torch.rand(3, 1, 4, 4)
    known = torch.distributions.Normal(y, 0.1).log_prob(x).flatten(1).sum(1)
    assert torch.allclose(gaussian(x, y, 0.1), known, rtol=1e-4)
    mean, logvar = torch.randn(5), torch.randn(5)
    here = torch.distributions.Normal(mean, torch.exp(0.5 * logvar))
    prior = torch.distributions.Normal(torch.zeros(5), torch.ones(5))
    divergence = torch.distributions.kl_divergence(here, prior)
    assert torch.allclose(kl_normal(mean, logvar), divergence, atol=1e-5)


def test_refinement_fits_better_and_leaves_the_start_alone(model: CSTVAE) -> None:
    seen = model.render(codes(model.config)).picture.detach()
    start = model.answer(seen)
    before = start.content.clone()
    steps = list(refine(model, seen, start, steps=15))
    assert len(steps) == 16
    assert (steps[-1].error < steps[0].error).all()
    assert torch.equal(start.content, before)
    assert torch.equal(steps[0].codes.content, before)


def test_refinement_works_inside_inference_mode(model: CSTVAE) -> None:
    with torch.inference_mode():
        seen = pictures(model.config)
        *_, last = refine(model, seen, model.answer(seen), steps=2)
    assert last.error.shape == (2,)


def test_flat_vae_refines_too() -> None:
    torch.manual_seed(0)
    flat = FlatVAE(FlatConfig(width=4, hidden=16, code=8)).eval().requires_grad_(False)
    seen = flat.draw(torch.randn(2, 8))
    found = list(refine_flat(flat, seen, steps=25))
    errors = [float((flat.draw(code) - seen).square().mean()) for code in (found[0], found[-1])]
    assert errors[1] < errors[0]


def test_the_background_never_paints_the_layers() -> None:
    model = CSTVAE(COLOURED).eval()
    image = ShapeWorld(3).scenes(2, np.random.default_rng(0)).image
    laid = model.render(model.answer(image))
    nothing = laid._replace(colours=0 * laid.colours, alphas=0 * laid.alphas)
    assert torch.allclose(nothing.picture, laid.background)
