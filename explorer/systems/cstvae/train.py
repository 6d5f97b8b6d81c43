"""How CST-VAE is trained: `cstvae/digits`, `cstvae/shapes2`, `cstvae/shapes3`, and baselines.

The stages and why they are needed: `explorer.systems.cstvae.stages` and `spot`. The weights that
ship were trained by these stages run one by one; the digits' first two mask stages and the shapes'
spotlight began as earlier, weaker forms of those here.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from explorer.checkpoints import Card
from explorer.datasets.layers import mnist
from explorer.datasets.layers.digits import DigitWorld
from explorer.datasets.layers.shapes import ShapeWorld
from explorer.errors import QueryError
from explorer.learning import recipe, staged
from explorer.systems.cstvae.flat import Flat, FlatConfig
from explorer.systems.cstvae.mask import Mask
from explorer.systems.cstvae.pairs import Pairs
from explorer.systems.cstvae.parts import Config
from explorer.systems.cstvae.spot import Spot
from explorer.systems.cstvae.stages import Single

SHAPES = Config(
    size=64,
    channels=3,
    frame=32,
    hidden=256,
    halo=False,
    background=12,
    leak=0.1,
    points=8,
    spotlight=True,
)
CONFIGS = {"digits": Config(), "shapes2": SHAPES, "shapes3": replace(SHAPES, layers=3)}
SHAPELESS = FlatConfig(size=64, channels=3, hidden=360)
FLATS = {
    "flat": FlatConfig(code=72),  # as many codes as the layers have, and as many parameters
    "flat-shapes2": replace(SHAPELESS, code=84),
    "flat-shapes3": replace(SHAPELESS, code=120),
}
TITLES = {
    "digits": "CST-VAE, two digits",
    "shapes2": "CST-VAE, two shapes",
    "shapes3": "CST-VAE, three shapes",
    "flat": "Flat VAE, two digits",
    "flat-shapes2": "Flat VAE, two shapes",
    "flat-shapes3": "Flat VAE, three shapes",
}
VARIANTS = tuple(TITLES)  # more than the window asks: the baselines too
HELD_OUT = 5000  # of the training digits, for validation
TEXTURES = 0.05  # of a pixel's likelihood, while what is inside the outlines is learnt
SINGLE = recipe.Optimisation(rate=1.2e-3, warm_up=0.05, hold=0.4, average=0.998)
MANY = recipe.Optimisation(rate=8e-4, warm_up=0.02, hold=0.4, average=0.998)
GOING_ON = recipe.Optimisation(rate=1e-3, hold=0.5, final=0.1, average=0.998)
FINISH = recipe.Optimisation(rate=8e-4, hold=0.3, average=0.9985)


@dataclass
class Recipe:
    """One variant's recipe; see `explorer.learning.staged.Staged`."""

    variant: str  # a key of TITLES
    data: Path | None = None  # the folder of MNIST's files, for the digits' world
    batch_size: int = 0  # 0: 64 for digits, 32 for shapes

    def __post_init__(self) -> None:
        if self.variant not in TITLES:
            raise QueryError(f"There is no cstvae/{self.variant}; there are {', '.join(TITLES)}.")

    @property
    def card(self) -> Card:
        config = self.config
        return Card(
            system="cstvae",
            variant=self.variant,
            title=TITLES[self.variant],
            config=asdict(config),
            trained_on="MNIST, 55000 training digits, in pairs" if self.digits else "own shapes",
            recipe=f"invexplorer train cstvae/{self.variant}" + " --data DIR" * self.digits,
        )

    @property
    def config(self) -> Config | FlatConfig:
        """Of the network, layered or flat."""
        return CONFIGS.get(self.variant) or FLATS[self.variant]

    @property
    def digits(self) -> bool:
        """Whether this is of the digits' world."""
        return "shapes" not in self.variant

    @property
    def stages(self) -> Sequence[staged.Stage]:
        """First to last, with their parts of the budget."""
        config = self.config
        if isinstance(config, FlatConfig):
            flat = Flat(self.card, *self.worlds, flat=config)
            return [staged.Stage("flat", 1, lambda done: flat)]
        pairs, mask = partial(self._stage, Pairs), partial(self._stage, Mask)
        if self.digits:
            return [
                staged.Stage("single", 17, partial(self._stage, Single)),
                staged.Stage("apart", 5, partial(pairs, halo=False)),
                staged.Stage("mask", 1.5, mask),
                staged.Stage("pairs", 8, partial(pairs, optimisation=GOING_ON)),
                staged.Stage("mask-again", 1.5, partial(mask, halo=True)),
                staged.Stage("sweeps", 25, partial(pairs, sweeps=2)),
                staged.Stage("mask-at-last", 1.5, partial(mask, halo=True)),
                staged.Stage("finish", 19, partial(pairs, sweeps=2, optimisation=FINISH)),
            ]
        spot = partial(self._stage, Spot, counts=(2, 3))
        scenes = partial(pairs, sweeps=2, counts=(2, 3), beta=0.5, optimisation=MANY)
        return [
            staged.Stage("single", 25, partial(self._stage, Single)),
            staged.Stage("textures", 15, partial(self._stage, Single, sigma=TEXTURES)),
            staged.Stage("spotlight", 25, spot),
            staged.Stage("scenes", 20, scenes),
            staged.Stage("together", 20, partial(scenes, searched=True)),
        ]

    @cached_property
    def worlds(self) -> tuple[Any, Any]:
        """Training and validation objects."""
        if not self.digits:
            world = ShapeWorld(3 if self.variant.endswith("3") else 2)
            return world, world
        if self.data is None:
            raise QueryError(
                f"cstvae/{self.variant} learns from MNIST; name its folder with --data DIR."
            )
        digits = mnist.read(self.data, training=True)
        parts = (slice(HELD_OUT, None), slice(HELD_OUT))
        return tuple(
            DigitWorld(mnist.Digits(digits.images[part], digits.labels[part])) for part in parts
        )  # type: ignore[return-value]

    def _stage(self, kind: Any, done: dict[str, Path], **settings: Any) -> recipe.Recipe:
        """One stage, which begins with the weights of the last."""
        config = CONFIGS[self.variant]
        config = replace(config, sigma=settings.pop("sigma", config.sigma))
        if kind in (Pairs, Spot):
            settings["teacher"] = done.get("textures") or done["single"]
        if kind is Single:
            settings["optimisation"] = SINGLE
        if kind is not Mask:
            settings["batch_size"] = self.batch_size or (64 if self.digits else 32)
        last = list(done.values())[-1] if done else None
        stage: recipe.Recipe = kind(self.card, *self.worlds, config=config, start=last, **settings)
        return stage
