"""How Attribute2Image is trained: `attr2img/avatars`, `attr2img/birds`, baselines and readers.

disCVAE and CVAE learn from the same pictures in the same way; only their losses differ
(`explorer.systems.attr2img.bounds`). Both learn in stages: after most of the budget, and again at
its end, their codes are told as the prior has them (`explorer.systems.attr2img.whiten`); in between
a critic, which is the first stage, says what of the attributes is lost. Readers that ship learn
from people that the others never see.

The weights that ship were trained by these stages run one by one: people's by 2 200, 13 500 and
3 000 steps (the last at most at 6e-4), birds' by 1 800, 7 000 and 4 000, then, since a bird's way
is told, by "liken" for 6 000 (at 1.5e-3), 5 000 and 3 600. Of the people's first 9 000 (CVAE:
8 000) the losses knew no squares' means yet; the term "told" was there for the birds' last 3 600
alone.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from explorer import checkpoints
from explorer.checkpoints import Card
from explorer.datasets.portraits.folders import Folder
from explorer.datasets.portraits.rendering import Portraits
from explorer.datasets.portraits.tables import FolderError
from explorer.datasets.portraits.worlds import SCORER, SEEDS, TRAINING, VALIDATION
from explorer.errors import QueryError
from explorer.graphics.attributes import mirrored
from explorer.learning import staged
from explorer.learning.recipe import Batch, Optimisation
from explorer.systems.attr2img.bounds import LayeredBound, VanillaBound, Weighing
from explorer.systems.attr2img.model import CVAE, DisCVAE, compose
from explorer.systems.attr2img.parts import Config
from explorer.systems.attr2img.query import ATTRIBUTES
from explorer.systems.attr2img.reader import Reader, ReaderConfig, Reading, load_reader
from explorer.systems.attr2img.whiten import whiten
from explorer.systems.base import Progress, ignore

TITLES = {
    "avatars": "disCVAE, people",
    "birds": "disCVAE, birds",
    "avatars-cvae": "CVAE, people",
    "birds-cvae": "CVAE, birds",
    "avatars-reader": "Attribute reader, people",
    "birds-reader": "Attribute reader, birds",
}
VARIANTS = tuple(TITLES)  # more than the window asks: the baselines too
VANILLA = Config(  # as many parameters as disCVAE has, and as many latents
    person=128,
    background=0,
    person_encoder=(96, 144, 128),
    background_encoder=(),
    person_decoder=(72, 160, 144, 128, 40),
    background_decoder=(),
    hidden=208,
    style=192,
)
SCENES = {"reader": 16_000, "": 20_000}  # that are drawn to learn from
VALIDATED = 500  # pictures
WHITENED = (8, 250)  # batches of so many pictures, which stand for all
LEARN = Optimisation(rate=1.5e-3, warm_up=0.02, hold=0.3, average=0.999)
LIKEN = Optimisation(rate=1e-3, warm_up=0.04, hold=0.2, average=0.998)
SETTLE = Optimisation(rate=0.0)  # weights stay: what was folded is validated and written


@dataclass
class Recipe:
    """One variant's recipe; see `explorer.learning.staged.Staged`."""

    variant: str  # a key of TITLES
    data: Path | None = None  # a folder of pictures with a table of attributes; else our own world
    scenes: int = 0  # that are drawn to learn from; 0: see SCENES
    batch_size: int = 32
    processes: int = 2  # that draw
    weighing: Weighing = field(default_factory=Weighing)
    optimisation: Optimisation = LEARN

    def __post_init__(self) -> None:
        if self.variant not in TITLES:
            raise QueryError(f"There is no attr2img/{self.variant}; there are {', '.join(TITLES)}.")
        self.world, _, self.kind = self.variant.partition("-")
        self._progress: Progress = ignore

    @property
    def card(self) -> Card:
        return Card(
            system="attr2img",
            variant=self.variant,
            title=TITLES[self.variant],
            config=asdict(self.config),
            trained_on="own folder" if self.data else f"own {self.world}, {self.count} seeds",
            recipe=f"invexplorer train attr2img/{self.variant}" + " --data DIR" * bool(self.data),
        )

    @property
    def config(self) -> Config | ReaderConfig:
        """Of the network."""
        known = None if self.data else ATTRIBUTES[self.world]
        count = self.learnt.attributes.shape[1] if known is None else len(known)
        if self.kind == "reader":
            return ReaderConfig(attributes=count)
        mirrors = None if known is None else mirrored(known)
        return replace(VANILLA if self.kind else Config(), attributes=count, mirrors=mirrors)

    @property
    def stages(self) -> Sequence[staged.Stage]:
        """First to last, with their parts of the budget."""
        if self.kind == "reader":
            return [staged.Stage("learn", 1, lambda done: Stage(self, self.optimisation))]
        return [
            staged.Stage("look", 22, lambda done: Critic(self, self.optimisation)),
            staged.Stage("learn", 120, lambda done: Stage(self, self.optimisation)),
            staged.Stage("liken", 40, partial(self._stage, "learn", LIKEN)),
            staged.Stage("settle", 0.02, partial(self._stage, "liken", SETTLE)),
        ]

    def _stage(self, last: str, how: Optimisation, done: dict[str, Path]) -> "Stage":
        """One that begins with the last one's weights, and asks the critic."""
        return Stage(self, how, done[last], done["look"])

    @property
    def count(self) -> int:
        """How many scenes are learnt from."""
        return self.scenes or SCENES.get(self.kind, SCENES[""])

    def prepare(self, progress: Progress) -> list[str]:
        """Draw or read what is learnt from, into memory: no files are left.

        Raises:
            QueryError: the recipe asks for too few or too many pictures.
            FolderError: as `Folder.read`; or one picture is all.
        """
        if not 0 <= self.scenes <= SEEDS:
            raise QueryError(f"scenes goes from 0 to {SEEDS}; {self.scenes} is outside.")
        if self.batch_size < 1:
            raise QueryError(f"batch_size is 1 at least, not {self.batch_size}.")
        self._progress = progress
        return [f"{len(self.learnt)} pictures in memory, {len(self.held_out)} held out"]

    @cached_property
    def sets(self) -> tuple[Any, Any]:
        """What is learnt from, and what is held out."""

        def tell(done: int, of: int) -> None:
            self._progress(done / of)

        if self.data is not None:
            read = Folder.read(self.data, progress=tell)
            if len(read) < 2:
                raise FolderError(
                    f"{self.data} holds one picture; to learn from some and be tried on others, "
                    "two are needed at least."
                )
            held = min(VALIDATED, max(1, len(read) // 10))
            return read.part(slice(held, None)), read.part(slice(held))
        start = SCORER if self.kind == "reader" else TRAINING
        drawn = [
            Portraits.render(self.world, first, count, progress=say, processes=self.processes)
            for first, count, say in (
                (start, self.count, tell),
                (VALIDATION, VALIDATED, lambda done, of: None),
            )
        ]
        return drawn[0], drawn[1]

    @property
    def learnt(self) -> Any:
        return self.sets[0]

    @property
    def held_out(self) -> Any:
        return self.sets[1]

    @property
    def toggles(self) -> tuple[bool, ...]:
        """Which attributes are there or not there. In a folder, those with no values between."""
        if self.data is None:
            return tuple(attribute.toggle for attribute in ATTRIBUTES[self.world])
        return tuple((np.abs(self.learnt.attributes) == 1).all(0).tolist())


@dataclass
class Stage:
    """One stage of a variant's recipe; see `explorer.learning.recipe.Recipe`."""

    of: Recipe
    optimisation: Optimisation
    start: Path | None = None  # weights to begin with, whose codes are whitened
    critic: Path | None = None  # a reader's weights, see `bounds`

    @property
    def card(self) -> Card:
        return self.of.card

    @property
    def held_out(self) -> Any:
        return self.of.held_out

    def build(self) -> nn.Module:
        config = self.of.config
        if isinstance(config, ReaderConfig):
            return Reader(config)
        model = CVAE(config) if self.of.kind else DisCVAE(config)
        if self.start is not None:
            weights, _ = checkpoints.load(self.start, "attr2img", self.of.variant)
            checkpoints.fill(model, weights, self.start.name)
            rng = np.random.default_rng([20160910, 1])
            count, size = WHITENED
            whiten(model, (self.of.learnt.pairs(rng, size) for _ in range(count)))
        return model

    def objective(self, model: nn.Module) -> nn.Module:
        if isinstance(model, Reader):
            return Reading(model, self.of.toggles)
        critic = None
        if self.critic is not None:
            critic = load_reader(self.critic, f"{self.of.world}-reader")
        if isinstance(model, DisCVAE):
            return LayeredBound(model, self.of.weighing, critic)
        assert isinstance(model, CVAE)
        return VanillaBound(model, self.of.weighing, critic)

    def batch(self, rng: np.random.Generator) -> Batch:
        batch: Batch = self.of.learnt.pairs(rng, self.of.batch_size)
        last = torch.channels_last  # as the networks' maps lie: a step is a quarter faster
        return {k: v.to(memory_format=last) if v.ndim == 4 else v for k, v in batch.items()}

    def validate(self, model: nn.Module) -> dict[str, float]:
        """The loss on held-out pictures chooses; the rest is for the eye."""
        objective, sums = self.objective(model).eval(), []
        place = next(model.parameters()).device
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(0)
            for start in range(0, len(self.held_out), 100):
                some = np.arange(start, min(start + 100, len(self.held_out)))
                batch = {k: v.to(place) for k, v in self.held_out.batch(some).items()}
                values = {k: float(v) for k, v in objective(batch).items()}
                values |= self._seen(model, batch)
                sums.append({k: v * len(some) for k, v in values.items()})
        means = {k: sum(each[k] for each in sums) / len(self.held_out) for k in sums[0]}
        return {"score": -means["loss"], **means}

    def _seen(self, model: nn.Module, batch: Batch) -> dict[str, float]:
        """Reconstruction and mask, at the posteriors' means."""
        image, y = batch["image"], batch["attributes"]
        if isinstance(model, CVAE):
            return {"mse": float((model(image, y) - image).square().mean())}
        if not isinstance(model, DisCVAE):
            return {}
        z_person, _ = model.encode_person(image, y)
        z_background, _ = model.encode_background(image, y, z_person)
        foreground, gate = model.decode_person(z_person, y)
        drawn = compose(foreground, gate, model.decode_background(z_background))
        found = {"mse": float((drawn - image).square().mean())}
        if "alpha" in batch:
            found["gate_iou"] = float(gate_iou(gate, batch["alpha"]).mean())
        return found


class Critic(Stage):
    """A reader of the very pictures that the models learn from; it is not shipped."""

    @property
    def card(self) -> Card:
        variant = f"{self.of.world}-reader"
        return self.of.card.model_copy(
            update={"variant": variant, "config": asdict(self._config), "title": TITLES[variant]}
        )

    def build(self) -> nn.Module:
        return Reader(self._config)

    @property
    def _config(self) -> ReaderConfig:
        return ReaderConfig(attributes=self.of.config.attributes)


def gate_iou(gate: torch.Tensor, alpha: torch.Tensor) -> torch.Tensor:
    """Intersection over union of 1 - gate and the true mask, both cut at a half: (B,)."""
    mine, true = (gate < 0.5).flatten(1), (alpha > 0.5).flatten(1)
    both, either = (mine & true).sum(1), (mine | true).sum(1)
    return both / either.clamp(min=1)
