"""disCVAE's layers make its picture, and the CVAE beside it is as large."""

from dataclasses import asdict, replace
from pathlib import Path

import pytest
import torch
from torch.nn import functional as F

from explorer import checkpoints
from explorer.checkpoints import Card
from explorer.errors import CheckpointError
from explorer.systems.attr2img.bounds import LayeredBound, VanillaBound, Weighing
from explorer.systems.attr2img.model import CVAE, DisCVAE, compose, divergence, load
from explorer.systems.attr2img.parts import Config, to_depth, to_space
from explorer.systems.attr2img.query import LATENTS, TITLES
from explorer.systems.attr2img.reader import Reader, ReaderConfig, Reading, disturbed, load_reader
from explorer.systems.attr2img.train import VANILLA, Recipe
from explorer.systems.attr2img.whiten import whiten

TINY = Config(
    attributes=3,
    person=4,
    background=5,
    person_encoder=(8, 8, 8),
    background_encoder=(8, 8, 8),
    person_decoder=(8, 8, 8, 8, 8),
    background_decoder=(8, 8, 8, 8),
    hidden=16,
    style=16,
)


def batch(count: int = 6) -> dict[str, torch.Tensor]:
    """Pictures that are what their layers make of them."""
    torch.manual_seed(1)
    alpha = (torch.rand(count, 1, 64, 64) > 0.5).float()
    foreground, background = torch.rand(2, count, 3, 64, 64)
    return {
        "foreground": foreground * alpha,
        "alpha": alpha,
        "background": background,
        "image": foreground * alpha + (1 - alpha) * background,
        "attributes": torch.rand(count, 3) * 2 - 1,
    }


@pytest.mark.parametrize("kind", [DisCVAE, CVAE])
def test_a_mirror_image_is_told_by_its_attribute_alone(kind: type[DisCVAE] | type[CVAE]) -> None:
    """The same code, and the picture left for right: no matter what else is told."""
    torch.manual_seed(0)
    config = replace(TINY, mirrors=1)
    model = kind(config).eval()
    told = batch()
    y = told["attributes"]
    left, right = y.clone(), y.clone()
    left[:, 1], right[:, 1] = 0.9, -0.3
    with torch.no_grad():
        if isinstance(model, DisCVAE):
            code, _ = model.encode_person(told["image"], right)
            other, _ = model.encode_person(told["image"].flip(-1), left)
            drawn, gate = model.decode_person(code, right)
            turned, turned_gate = model.decode_person(code, left)
            torch.testing.assert_close(gate, turned_gate.flip(-1))
        else:
            code, _ = model.encode(told["image"], right)
            other, _ = model.encode(told["image"].flip(-1), left)
            drawn, turned = model.decode(code, right), model.decode(code, left)
    torch.testing.assert_close(code, other)
    torch.testing.assert_close(drawn, turned.flip(-1))
    assert not torch.equal(drawn, turned)


def test_layers_make_the_picture_and_none_outshines_its_cover() -> None:
    torch.manual_seed(0)
    model, told = DisCVAE(TINY).eval(), batch()
    image, y = told["image"], told["attributes"]
    with torch.no_grad():
        person, _ = model.encode_person(image, y)
        behind, _ = model.encode_background(image, y, person)
        foreground, gate = model.decode_person(person, y)
        background = model.decode_background(behind)
        whole = compose(foreground, gate, background)
        torch.testing.assert_close(model(image, y), whole)
        torch.testing.assert_close(model.decode(person, behind, y), whole)
        assert foreground.shape == background.shape == image.shape and gate.shape[1] == 1
        assert (foreground <= 1 - gate + 1e-6).all() and 0 <= whole.min() <= whole.max() <= 1
        other, _ = model.decode_person(person, -y)
    assert not torch.allclose(other, foreground)  # attributes are told to the decoder
    assert not torch.allclose(model.encode_person(image, -y)[0], person)


def test_the_cvae_is_as_large_as_discvae_and_has_as_many_latents() -> None:
    for world in TITLES:
        sizes = []
        for variant in (world, f"{world}-cvae"):
            model = Recipe(variant).stages[1].recipe({}).build()
            assert isinstance(model, DisCVAE | CVAE)
            sizes.append(sum(parameter.numel() for parameter in model.parameters()))
            assert model.config.person + model.config.background == sum(LATENTS[world])
        assert abs(sizes[1] / sizes[0] - 1) < 0.03
        assert sizes[0] * 2 < 6e6  # bytes in half precision


def test_the_loss_knows_each_layer_and_the_use_of_each_latent() -> None:
    model, told = DisCVAE(TINY), batch()
    bound = LayeredBound(model, Weighing())
    torch.manual_seed(0)
    values = bound(told)
    assert {"image", "person", "background", "gate", "kl"} < set(values)
    assert (model.use > 0).any()
    for layer in ("foreground", "background", "alpha"):
        torch.manual_seed(0)
        changed = bound({**told, layer: 0 * told[layer]})
        assert not torch.isclose(changed["loss"], values["loss"])
    without = {name: told[name] for name in ("image", "attributes")}
    assert "gate" not in bound(without)  # a folder's pictures have no layers
    vanilla = VanillaBound(CVAE(replace(TINY, background=0)), Weighing())(without)
    assert set(vanilla) == {"loss", "image", "kl"}


def test_the_divergence_is_that_of_normal_distributions() -> None:
    mean, logvar = torch.randn(2, 7, 5)
    exact = torch.distributions.kl_divergence(
        torch.distributions.Normal(mean, (logvar / 2).exp()),
        torch.distributions.Normal(torch.zeros(5), torch.ones(5)),
    )
    torch.testing.assert_close(divergence((mean, logvar)), exact)


def test_depth_and_space_are_each_others_inverse() -> None:
    pictures = torch.rand(2, 3, 8, 8)
    folded = to_depth(pictures)
    assert folded.shape == (2, 12, 4, 4)
    torch.testing.assert_close(to_space(folded, 2), pictures)
    torch.testing.assert_close(folded.mean(1), F.avg_pool2d(pictures, 2).mean(1))


def test_readers_learn_toggles_and_sliders_apart_and_from_disturbed_pictures() -> None:
    torch.manual_seed(0)
    told = batch(4)
    told["attributes"] = told["attributes"].sign()
    reader = Reader(ReaderConfig(attributes=3, channels=(8, 8, 8, 8), hidden=8)).eval()
    read = reader(told["image"])
    assert read.shape == (4, 3) and read.abs().max() <= 1
    loss = Reading(reader, (True, False, False)).eval()(told)
    square = (read - told["attributes"]).square()
    cross = F.binary_cross_entropy((read + 1) / 2, (told["attributes"] + 1) / 2, reduction="none")
    wanted = torch.cat([cross[:, :1], 2 * square[:, 1:]], 1).mean()
    torch.testing.assert_close(loss["loss"], wanted)
    pictures = told["image"]
    assert disturbed(pictures).shape == pictures.shape
    assert (disturbed(pictures) - pictures).abs().mean() > 0.01


def test_a_checkpoint_of_another_kind_says_so(tmp_path: Path) -> None:
    def stored(variant: str, config: dict[str, object], model: torch.nn.Module) -> Path:
        path = tmp_path / f"{variant}.safetensors"
        card = Card(system="attr2img", variant=variant, config=config)
        checkpoints.save(path, model.state_dict(), card)
        return path

    model = DisCVAE(TINY)
    again = load(stored("birds", asdict(TINY), model), "birds")
    assert isinstance(again, DisCVAE) and again.config == TINY
    whole = CVAE(replace(TINY, background=0))
    assert isinstance(load(stored("birds-cvae", asdict(whole.config), whole), "birds-cvae"), CVAE)
    with pytest.raises(CheckpointError, match="card is of another"):
        load(stored("avatars", {"layers": 2}, model), "avatars")
    with pytest.raises(CheckpointError, match="card is of another"):
        load(stored("avatars", asdict(VANILLA), model), "avatars")
    with pytest.raises(CheckpointError, match="is missing"):
        load(stored("avatars", asdict(TINY), whole), "avatars")
    with pytest.raises(CheckpointError, match="birds-reader"):
        load_reader(stored("birds-reader", {}, Reader()), "avatars-reader")
    with pytest.raises(CheckpointError, match="card is of another"):
        load_reader(stored("birds-reader", {"person": 3}, Reader()), "birds-reader")


def test_whitened_codes_are_as_the_prior_has_them_and_make_the_same_pictures() -> None:
    torch.manual_seed(0)
    told = batch(200)
    for model in (DisCVAE(TINY).eval(), CVAE(replace(TINY, background=0)).eval()):
        for parameter in model.parameters():
            parameter.data *= 1.5  # so that codes differ from picture to picture
        image, y = told["image"], told["attributes"]
        with torch.no_grad():
            before = model(image, y)
        whiten(model, [{name: part[:100] for name, part in told.items()}, told])
        with torch.no_grad():
            torch.testing.assert_close(model(image, y), before, atol=1e-4, rtol=1e-3)
            person, logvar = (
                model.encode(image, y) if isinstance(model, CVAE) else model.encode_person(image, y)
            )
        spread = torch.cov(person.T) + torch.diag(logvar.exp().mean(0))
        torch.testing.assert_close(person.mean(0), torch.zeros(4), atol=0.1, rtol=0)
        torch.testing.assert_close(spread, torch.eye(4), atol=0.25, rtol=0)
        varied = person.var(0)
        assert varied[0] == varied.max()
        if isinstance(model, DisCVAE):
            assert model.use[0] == model.use[:4].max() > model.use[3] > 0
