"""The shapes' networks: how each moves a code, and what is said of files that do not fit."""

from dataclasses import asdict, replace
from pathlib import Path

import pytest
import torch
from torch import Tensor

from explorer import checkpoints
from explorer.checkpoints import Card
from explorer.errors import CheckpointError
from explorer.systems.analogy import model, naming
from explorer.systems.analogy.shapes_net import WAYS, Config, ShapesNet

SMALL = Config(code=12, channels=(4, 4, 4), seen=8, drawn=8, grid=2, fine=4, factors=8, hidden=8)


def net(way: str) -> ShapesNet:
    torch.manual_seed(WAYS.index(way))
    return ShapesNet(replace(SMALL, way=way)).eval().requires_grad_(False)


def stored(path: Path, network: ShapesNet, **changes: object) -> Path:
    way = network.config.way
    card = Card(system="analogy", variant=f"shapes-{way}", config=asdict(network.config))
    weights = dict(network.state_dict())
    checkpoints.save(path, weights, card.model_copy(update=changes), half=False)
    return path


@pytest.mark.parametrize("way", WAYS)
def test_a_network_answers_from_its_file_as_before(way: str, tmp_path: Path) -> None:
    before = net(way)
    after = model.load(stored(tmp_path / "net.safetensors", before), f"shapes-{way}")
    assert isinstance(after, model.Analogist)
    pictures = torch.rand(3, 3, 48, 48)
    codes = after.encode(pictures)
    assert torch.equal(codes, before.encode(pictures))
    change = codes[1:2] - codes[:1]
    moved = after.transform(change, codes[2:])
    assert torch.equal(moved, before.transform(change, codes[2:]))
    drawn = after.decode(codes[2:] + moved)
    assert drawn.shape == (1, 3, 48, 48) and 0 <= drawn.min() <= drawn.max() <= 1


@pytest.mark.parametrize("variant", model.VARIANTS[:4])
def test_what_ships_is_small_enough(variant: str) -> None:
    with torch.device("meta"):
        values = model.build(variant).state_dict().values()
    assert sum(value.numel() for value in values) * 2 < 6e6


def test_each_way_moves_a_code_as_its_equation_says() -> None:
    change, codes, other = torch.randn(3, 5, SMALL.code).unbind()

    def moved(way: str, change: Tensor, codes: Tensor) -> Tensor:
        return net(way).transform(change, codes)

    def near(a: Tensor, b: Tensor) -> bool:
        return torch.allclose(a, b, atol=1e-5)

    assert near(moved("add", change, codes), change)
    double = {way: moved(way, 2 * change, codes) for way in WAYS}
    assert near(double["mul"], 2 * moved("mul", change, codes))  # linear in the change
    for way in ("deep", "deep-plain"):
        assert not near(double[way], 2 * moved(way, change, codes))
    for way in ("mul", "deep", "deep-plain"):  # what C is counts
        assert not near(moved(way, change, codes), moved(way, change, other))


def test_a_drawing_is_one_colour_on_white() -> None:
    white_less = 1 - net("deep").decode(torch.randn(4, SMALL.code))
    share = white_less / white_less.amax((2, 3), keepdim=True)
    torch.testing.assert_close(share[:, :1].expand_as(share), share)


def test_odds_are_high_where_d_is_what_t_says() -> None:
    network = net("deep")
    network.platt.copy_(torch.tensor([1.0, 0.0]))
    a, b, c, d = torch.randn(4, 6, SMALL.code).unbind()
    expected = c + network.transform(b - a, c)
    right, wrong = (network.relation(a, b, c, each) for each in (expected, d))
    assert (right > 0.99).all() and (wrong < 0.5).all()
    assert network.name(a, b).shape == (6, len(naming.changes("shapes")))


def test_a_file_of_another_network_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = stored(tmp_path / "net.safetensors", net("mul"))
    with pytest.raises(CheckpointError, match="was made for analogy/shapes-mul"):
        model.load(path, "shapes-deep")
    wrong = [{"way": "add"}, {"way": "mul", "legs": 4}, {"way": "mul", "channels": 3}]
    for config in wrong:
        stored(path, net("mul"), config=config)
        with pytest.raises(CheckpointError, match="its card is of another"):
            model.load(path, "shapes-mul")
    stored(path, net("mul"), config={**asdict(SMALL), "way": "mul", "code": 10})
    with pytest.raises(CheckpointError, match="does not fit this model"):
        model.load(path, "shapes-mul")
    with pytest.raises(CheckpointError, match="was not found"):
        model.load(tmp_path / "none.safetensors", "shapes-add")
