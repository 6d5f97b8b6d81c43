"""The sprites' figures: unseen characters, squared error summed over 60 × 60 × 3 values in [0, 1].

As in the paper, A and B are two frames of one character in one animation and view, C is another
character in A's frame, and D the same in B's. "copy" answers with C. `steps` are the errors after 1
to 4 applications, round and round in the animation. Errors are kept for each analogy, so that two
methods are compared on the same ones: `paired` holds mean differences and their 95 % intervals, and
`ratio` DIS+CLS's error as a share of ADD's, with an interval of its own (the bootstrap's).

`few_shot` is not the paper's: its networks learn an animation anew from 6 to 48 characters, ours
know all five. Here the change is read from so many pairs A:B, of as many characters to learn from,
and is their mean.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from explorer.datasets.analogies.sprites import FRAMES, PLACE, Cast, Shots, Sprites, parts
from explorer.graphics.puppets.puppet import ANIMATIONS
from explorer.systems.analogy.moving import Bank, coded, questions
from explorer.systems.analogy.odds import told
from explorer.systems.analogy.sprites_net import SpritesNet
from explorer.systems.analogy.sprites_stages import World, missed, pictured
from explorer.systems.analogy.train_sprites import Timed

COUNT = 500  # analogies of each animation
REPEATS = 4
BATCH = 100
SHOTS = (6, 12, 24, 48)
FEW = 100  # analogies of each animation, in few_shot
ASKED = 3000  # relations and names
RESAMPLED = 1000  # times, of the bootstrap
METHODS = {"add": "sprites-add", "dis": "sprites-dis", "dis_cls": "sprites-dis-cls"}

Models = dict[str, SpritesNet]  # by method, some or all of METHODS
Rows = NDArray[np.float64]  # (N, REPEATS), an error for each analogy and step


def measure(
    models: Models,
    limit: int | None = None,
    tell: Callable[[float], None] = lambda fraction: None,
    processes: int = 2,
) -> dict[str, Any]:
    """All figures of this world.

    Args:
        limit: only so many analogies of each animation, of so many characters.
        processes: that draw the characters.

    Returns:
        {"sprites": {animation: {method: number}, "average": {method}, "few_shot": {"6": {method}},
        …}, "relation": {"auc", …}, "naming": {"accuracy", …}}; the last two where the best network
        is among the models.
    """
    count = min(limit or COUNT, COUNT)
    world = tested(limit, processes)
    tell(0.3)
    rows: dict[str, dict[str, Rows]] = {}
    for done, animation in enumerate(ANIMATIONS):
        rows[animation] = repeated(models, world, animation, count)
        tell(0.3 + 0.4 * (done + 1) / len(ANIMATIONS))
    whole = {
        name: np.concatenate([rows[each][name] for each in ANIMATIONS])
        for name in (*models, "copy")
    }
    figures: dict[str, Any] = {
        each: {name: _rounded(errors[:, 0].mean()) for name, errors in rows[each].items()}
        for each in ANIMATIONS
    }
    figures["average"] = {name: _rounded(errors[:, 0].mean()) for name, errors in whole.items()}
    figures["steps"] = {name: [_rounded(e) for e in each.mean(0)] for name, each in whole.items()}
    figures["few_shot"] = _few_shots(models, world, min(FEW, count))
    figures |= {"paired": _paired(whole), "n": count * len(ANIMATIONS)}
    if {"add", "dis_cls"} <= set(models):
        figures["ratio"] = _ratio(whole["dis_cls"][:, 0], whole["add"][:, 0])
    found: dict[str, Any] = {"sprites": figures}
    tell(0.8)
    if "dis_cls" in models:
        found |= _told(models["dis_cls"], world, min(ASKED, 20 * count))
    tell(1.0)
    return found


def tested(limit: int | None = None, processes: int = 2) -> World:
    """Those to be tested on, and beside them those whose changes `few_shot` reads."""
    world = World(max(SHOTS), processes)
    unseen = parts().test[: max(limit or 100, 4)]
    world.__dict__["held_out"] = Cast(unseen), Sprites.render(unseen, processes=processes)
    return world


def onward(before: NDArray[np.int64], after: NDArray[np.int64], repeats: int) -> NDArray[np.int64]:
    """Frames after going on 1, 2, ... times as from `before` to `after`: (N,) to (N, K)."""
    found = np.empty((len(before), repeats), np.int64)
    for row, (first, second) in enumerate(zip(before, after, strict=True)):
        animation, view, time = FRAMES[first]
        on = FRAMES[second][2] - time
        found[row] = [
            PLACE[animation, view, (time + k * on) % ANIMATIONS[animation]]
            for k in range(1, repeats + 1)
        ]
    return found


@torch.no_grad()
def applied(model: SpritesNet, change: Tensor, c: Tensor, repeats: int) -> list[Tensor]:
    """What a network draws of C's code after 1, 2, ... applications, (B, 3, 60, 60) each."""
    codes, drawn = c, []
    for _ in range(repeats):
        codes = codes + model.transform(change, codes)
        drawn.append(model.decode(codes))
    return drawn


@torch.no_grad()
def repeated(models: Models, world: World, animation: str, count: int) -> dict[str, Rows]:
    """Errors by method."""
    cast, sprites = world.held_out
    place = list(ANIMATIONS).index(animation)
    asked = cast.analogies(np.random.default_rng([48, place, count]), count, animation)
    ahead = onward(asked.c.frame, asked.d.frame, REPEATS)
    found: dict[str, list[Rows]] = {}
    for at in range(0, count, BATCH):
        some = slice(at, at + BATCH)
        a, b, c = (_seen(sprites, _part(shots, some)) for shots in (asked.a, asked.b, asked.c))
        who = asked.c.who[some]
        truth = [_seen(sprites, Shots(who, ahead[some, k])) for k in range(REPEATS)]
        drawn = {"copy": [c] * REPEATS}
        for name, model in models.items():
            code = _encoder(model)
            start = code(c)
            pictures = applied(model, code(b) - code(a), start, REPEATS)
            drawn[name] = [each.cpu() for each in pictures]
        for name, pictures in drawn.items():
            errors = [missed(mine, true) for mine, true in zip(pictures, truth, strict=True)]
            found.setdefault(name, []).append(torch.stack(errors, 1).double().numpy())
    return {name: np.concatenate(each) for name, each in found.items()}


@torch.no_grad()
def _few_shots(models: Models, world: World, count: int) -> dict[str, dict[str, float]]:
    """Errors where the change is the mean of so many."""
    cast, sprites = world.held_out
    teachers, taught = world.learnt
    rng = np.random.default_rng([49, count])
    sums: dict[int, dict[str, list[float]]] = {shots: {} for shots in SHOTS}
    for animation in ANIMATIONS:
        asked = cast.analogies(rng, count, animation)
        c, d = _seen(sprites, asked.c), _seen(sprites, asked.d)
        frames = np.concatenate([asked.c.frame, asked.d.frame])
        used, where = np.unique(frames, return_inverse=True)
        order = rng.permutation(len(teachers))
        for name, model in models.items():
            code = _encoder(model)
            known = [
                code(_seen(taught, Shots(order, np.full(len(order), frame)))) for frame in used
            ]
            for shots in SHOTS:
                means = torch.stack([each[:shots].mean(0) for each in known])[where]
                change = means[count:] - means[:count]
                (drawn,) = applied(model, change, code(c), 1)
                sums[shots].setdefault(name, []).append(float(missed(drawn.cpu(), d).mean()))
    return {
        str(shots): {name: _rounded(np.mean(each)) for name, each in by.items()}
        for shots, by in sums.items()
    }


def _told(model: SpritesNet, world: World, count: int) -> dict[str, Any]:
    """Are A:B and C:D related in the same way, and how is A to B?"""
    source = Timed(world)
    bank: Bank = coded(model, source, held_out=True)
    return told(model, questions(np.random.default_rng([53]), source, bank, count))


def _paired(rows: dict[str, Rows]) -> dict[str, dict[str, float]]:
    """By how much the first's error is less than the second's, after one application."""
    found = {}
    for mine, other in (("dis_cls", "add"), ("dis_cls", "dis"), ("dis", "add"), ("add", "copy")):
        if {mine, other} <= set(rows):
            gained = rows[other][:, 0] - rows[mine][:, 0]
            half = 1.96 * gained.std() / np.sqrt(len(gained))
            found[f"{mine}:{other}"] = {
                "better": _rounded(gained.mean()),
                "low": _rounded(gained.mean() - half),
                "high": _rounded(gained.mean() + half),
            }
    return found


def _ratio(mine: NDArray[np.float64], other: NDArray[np.float64]) -> dict[str, float]:
    """One mean error as a share of another, and where 95 % of resampled ones lie."""
    rng = np.random.default_rng(50)
    drawn = rng.integers(len(mine), size=(RESAMPLED, len(mine)))
    low, high = np.quantile(mine[drawn].mean(1) / other[drawn].mean(1), (0.025, 0.975))
    share = mine.mean() / other.mean()
    return {"share": _rounded(share), "low": _rounded(low), "high": _rounded(high)}


def _encoder(model: SpritesNet) -> Callable[[Tensor], Tensor]:
    """Pictures to codes, on the network's device."""
    place = next(model.parameters()).device
    return lambda pictures: model.encode(pictures.to(place))


def _part(shots: Shots, some: slice) -> Shots:
    return Shots(shots.who[some], shots.frame[some])


def _seen(sprites: Sprites, shots: Shots) -> Tensor:
    """(B, 3, 60, 60) in [0, 1]."""
    return pictured(torch.from_numpy(sprites.pictures(shots)))


def _rounded(value: Any) -> float:
    return round(float(value), 4)
