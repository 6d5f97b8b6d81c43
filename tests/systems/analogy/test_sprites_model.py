"""What the sprites' networks do with codes, whatever they have learnt."""

import math
from dataclasses import asdict
from pathlib import Path

import pytest
import torch

from explorer import checkpoints
from explorer.checkpoints import Card
from explorer.datasets.analogies.sprites import PLACE
from explorer.errors import CheckpointError
from explorer.graphics.puppets.puppet import ANIMATIONS, CARDS
from explorer.systems.analogy import model, naming
from explorer.systems.analogy.sprites_net import Config, Painting, SpritesNet
from explorer.systems.analogy.sprites_poses import Poses

SMALL = {"attribute": 2, "pose": 4, "hidden": 8, "width": 8, "fine": 8}


def network(method: str) -> SpritesNet:
    torch.manual_seed(0)
    return SpritesNet(Config(method=method, **SMALL)).eval()


@pytest.fixture
def pictures() -> torch.Tensor:
    return torch.rand(3, 3, 60, 60, generator=torch.Generator().manual_seed(1))


@pytest.mark.parametrize("method", ["add", "dis", "dis_cls"])
def test_codes_have_their_units_and_pictures_their_size(
    method: str, pictures: torch.Tensor
) -> None:
    net = network(method)
    codes = net.encode(pictures)
    assert codes.shape == (3, net.units[-1][2])
    drawn = net.decode(codes)
    assert drawn.shape == pictures.shape
    assert bool(((drawn >= 0) & (drawn <= 1)).all())


def test_an_attributes_units_are_chances_of_its_values(pictures: torch.Tensor) -> None:
    codes = network("dis_cls").encode(pictures)
    for block in codes[:, : sum(CARDS)].split(CARDS, 1):
        torch.testing.assert_close(block.sum(1), torch.ones(3))


@pytest.mark.parametrize("method", ["dis", "dis_cls"])
def test_what_is_taken_is_the_others_and_nothing_else(method: str) -> None:
    net = network(method)
    a, b = torch.zeros(1, net.units[-1][2]), torch.ones(1, net.units[-1][2])
    sizes = [*net.config.blocks, net.config.pose]
    for place, size in enumerate(sizes):
        taken = torch.zeros(1, len(sizes), dtype=torch.bool)
        taken[0, place] = True
        got = net.switch(a, b, taken)[0]
        before = sum(sizes[:place])
        assert got[before : before + size].tolist() == [1.0] * size
        assert float(got.sum()) == size


def test_one_code_has_nothing_to_take() -> None:
    with pytest.raises(TypeError, match="parts"):
        network("add").switch(torch.zeros(1, 18), torch.ones(1, 18), torch.ones(1, 8).bool())


def test_a_change_moves_the_pose_and_never_who_it_is() -> None:
    net = network("dis_cls")
    change, codes = torch.randn(2, 5, net.units[-1][2]).unbind()
    moved = net.transform(change, codes)
    (_, _, first), _ = net.units
    assert not moved[:, :first].any() and moved[:, first:].all()
    other = change.clone()
    other[:, :first] += 1  # that A and B are someone else says nothing about time
    torch.testing.assert_close(net.transform(other, codes), moved)
    torch.testing.assert_close(network("add").transform(change, codes), change)


@pytest.fixture(scope="module")
def known() -> Poses:
    """Poses that are far from each other, and nearly the same for everyone."""
    made = torch.Generator().manual_seed(2)
    poses = Poses(16)
    poses.learn(
        torch.randn(172, 16, generator=made) + 0.02 * torch.randn(5, 172, 16, generator=made)
    )
    return poses


@pytest.mark.parametrize("animation", ANIMATIONS)
def test_a_change_goes_on_round_and_round(known: Poses, animation: str) -> None:
    frames = [PLACE[animation, "west", time] for time in range(ANIMATIONS[animation])]
    other = [PLACE[animation, "north", time] for time in range(ANIMATIONS[animation])]
    change = (known.means[frames[2]] - known.means[frames[0]])[None]
    for start in (frames, other):  # C may be seen from elsewhere
        pose = known.means[start[0]][None]
        for k in range(1, 9):
            pose = pose + known(change, pose)
            likeliest, sure = known.frames(pose)
            assert int(likeliest.argmax()) == start[2 * k % len(start)]
            assert float(sure) > 0.99
    back = known.means[frames[3]][None]
    undone = (back + known(-change, back) - known.means).square().sum(1)
    assert int(undone.argmin()) == frames[1]


def test_half_a_change_is_half_as_many_frames_where_there_are(known: Poses) -> None:
    first, second, third = (known.means[PLACE["walk", "south", time]] for time in range(3))
    moved = first + known(0.5 * (third - first)[None], first[None])[0]
    torch.testing.assert_close(moved, second, atol=0.05, rtol=0)
    change = 0.5 * (second - first)[None]  # there is no half frame: it is taken as it is
    torch.testing.assert_close(known(change, first[None]), change)


def test_changes_are_named_by_animation_and_frames(known: Poses) -> None:
    a, b = (known.means[PLACE["slash", "east", time]][None] for time in (1, 4))
    names = [change.words for change in naming.changes("sprites")]
    assert names[int(known.named(a, b).argmax())] == "slash, three frames on"
    assert names[int(known.named(a, a).argmax())] == naming.STILL


def test_certain_pixels_have_the_very_colour_of_what_they_are_made_of() -> None:
    material, tone = torch.full((1, 60, 60, 16), -50.0), torch.full((1, 60, 60, 5), -50.0)
    material[..., 0], tone[..., 2] = 0, 0
    material[0, 7, 9, 0], material[0, 7, 9, 4] = -50, 0
    colours = torch.ones(1, 16, 5, 3)
    colours[0, 4, 2] = torch.tensor([0.1, 0.2, 0.3])
    seen = Painting(material, tone, colours).pixels()[0]
    torch.testing.assert_close(seen[7, 9], torch.tensor([0.1, 0.2, 0.3]))
    seen[7, 9] = 1
    torch.testing.assert_close(seen, torch.ones(60, 60, 3))


def test_decided_pixels_lean_to_what_is_likelier() -> None:
    material = torch.full((1, 60, 60, 16), -50.0)
    material[..., 0], material[..., 1] = math.log(0.8), math.log(0.2)
    tone = torch.zeros(1, 60, 60, 5).log_softmax(3)
    colours = torch.ones(1, 16, 5, 3)
    colours[0, 1] = 0
    painting = Painting(material, tone, colours)
    assert float(painting.pixels()[0, 0, 0, 0]) == pytest.approx(0.8, abs=1e-4)
    assert float(painting.decided(2).pixels()[0, 0, 0, 0]) == pytest.approx(0.64 / 0.68, abs=1e-4)


def test_a_file_of_another_method_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sprites-dis.safetensors"
    net = network("dis")
    card = Card(system="analogy", variant="sprites-dis", config=asdict(net.config))
    checkpoints.save(path, net.state_dict(), card)
    loaded = model.load(path, "sprites-dis")
    shown = torch.rand(1, 3, 60, 60)
    torch.testing.assert_close(loaded.encode(shown), net.encode(shown), atol=0.05, rtol=0.05)
    wrong = card.model_copy(update={"config": asdict(Config(method="add", **SMALL))})
    checkpoints.save(path, net.state_dict(), wrong)
    with pytest.raises(CheckpointError, match="does not fit"):
        model.load(path, "sprites-dis")
