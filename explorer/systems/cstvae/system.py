"""CST-VAE loaded and ready: a picture becomes layers, and edited layers become a picture.

What costs network passes, the codes of the last pictures and refinements, is remembered; moving,
turning, hiding or reordering layers only draws them anew.
"""

import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import numpy as np
import torch
from torch import Tensor

from explorer import checkpoints
from explorer.errors import CheckpointError
from explorer.pictures import Picture
from explorer.recent import Recent
from explorer.systems.base import Progress, System, ignore
from explorer.systems.cstvae import drawing
from explorer.systems.cstvae.codes import Codes
from explorer.systems.cstvae.model import CSTVAE
from explorer.systems.cstvae.observe import coloured, observed
from explorer.systems.cstvae.parts import Config
from explorer.systems.cstvae.query import SIDES, TITLES, CSTQuery, CSTResult
from explorer.systems.cstvae.refine import Refinement, Step

PREVIEW_EVERY = 0.1  # seconds between the previews of long work
# Mean squared errors that one held-out picture in a hundred exceeds.
UNUSUAL = {"digits": 0.025, "shapes2": 0.005, "shapes3": 0.009}
STRANGE = "This picture is unlike those that the model learnt from, so its layers may be far off."
ALONE = "Only one object is found here: the {} explains nothing, so it is left out."
SPARE = "The {} explains nothing here, so it is left out."


class CST(System):
    """One network for each world."""

    Query = CSTQuery
    variants: ClassVar[tuple[str, ...]] = tuple(TITLES)

    def __init__(self, weights: Mapping[str, Path], device: torch.device) -> None:
        self.device, self._weights = device, weights
        self._networks: dict[str, CSTVAE] = {}  # those that were asked
        self._found = Recent[Codes](64)
        self._climbs = Recent[_Climb](8)

    @property
    def nbytes(self) -> int:
        tensors = [t for n in self._networks.values() for t in n.state_dict().values()]
        return sum(t.numel() * t.element_size() for t in tensors)

    def answer(self, query: CSTQuery, progress: Progress = ignore) -> CSTResult:
        with torch.inference_mode():
            model = self._network(query.world)
            if query.scene:
                codes = Codes(*(p.to(self.device) for p in dreamt(model, query.scene)))
                picture = model.render(codes).picture
                image = drawing.pixels(picture[0])
                return self._result(query, model, picture, image, codes)
            image = observed(query)
            picture = self._input(image, model)
            codes = self._codes(query, model, image, picture)
            if query.refine_steps:
                return self._refined(query, model, picture, image, codes, progress)
            return self._result(query, model, picture, image, codes)

    @classmethod
    def about(cls, picture: Picture) -> CSTQuery:
        return CSTQuery(picture=picture)

    @classmethod
    def save(cls, query: CSTQuery, result: CSTResult, folder: Path) -> list[Path]:
        from explorer.systems.cstvae.export import save

        return save(query, result, folder)

    def _network(self, world: str) -> CSTVAE:
        """A world's network, loaded when it is first asked. Raises CheckpointError."""
        if world not in self._networks:
            with torch.inference_mode(False):  # refinement needs gradients through the weights
                self._networks[world] = load_network(self._weights[world], world, self.device)
        return self._networks[world]

    def _input(self, image: drawing.Pixels, model: CSTVAE) -> Tensor:
        """(1, C, S, S) in [0, 1], on the device."""
        channels = torch.from_numpy(image[..., : model.config.channels].copy())
        return channels.to(self.device).permute(2, 0, 1)[None].float() / 255

    def _codes(
        self, query: CSTQuery, model: CSTVAE, image: drawing.Pixels, picture: Tensor
    ) -> Codes:
        """The network's answer."""
        key = query.world, image.tobytes()
        return self._found.recall(key, lambda: model.answer(picture))

    def _refined(
        self,
        query: CSTQuery,
        model: CSTVAE,
        picture: Tensor,
        image: drawing.Pixels,
        codes: Codes,
        progress: Progress,
    ) -> CSTResult:
        """Gradient steps on all codes, with previews; the best of the steps asked for."""
        key = query.world, image.tobytes()
        climb = self._climbs.recall(key, lambda: _Climb(Refinement(model, picture, codes)))
        steps, shown = query.refine_steps, time.monotonic()
        while len(climb.steps) <= steps:
            climb.steps.append(climb.refinement.advance())
            preview, now = None, time.monotonic()
            if now - shown > PREVIEW_EVERY:
                preview = self._climbed(query, model, picture, image, climb, len(climb.steps) - 1)
                shown = now
            progress((len(climb.steps) - 1) / steps, preview)
        return self._climbed(query, model, picture, image, climb, steps)

    def _climbed(
        self,
        query: CSTQuery,
        model: CSTVAE,
        picture: Tensor,
        image: drawing.Pixels,
        climb: "_Climb",
        steps: int,
    ) -> CSTResult:
        errors = tuple(float(step.error[0]) for step in climb.steps[: steps + 1])
        best = int(np.argmin(errors))
        result = self._result(query, model, picture, image, climb.steps[best].codes)
        return replace(result, errors=errors, best=best)

    def _result(
        self,
        query: CSTQuery,
        model: CSTVAE,
        picture: Tensor,
        image: drawing.Pixels,
        codes: Codes,
    ) -> CSTResult:
        lender = None if query.partner is None else self._partner(query, model)
        shown = drawing.drawn(query, model, picture, codes, None if lender is None else lender[1])
        if lender is not None:
            given = model.render(lender[1]._replace(content=codes.content)).picture[0]
            shown = replace(shown, partner=lender[0], partner_recomposed=drawing.pixels(given))
        notes = []
        if not query.scene:
            names = drawing.names(query.count)
            spare = [k for k, layer in enumerate(shown.layers) if layer.empty]
            sentence = ALONE if query.count == 2 else SPARE
            strange = shown.mse_found > UNUSUAL[query.world] or _unlike(query)
            notes = [STRANGE] * strange + [sentence.format(names[k].lower()) for k in spare]
        return replace(shown, image=image, notes=tuple(notes))

    def _partner(self, query: CSTQuery, model: CSTVAE) -> tuple[drawing.Pixels, Codes]:
        """The sample that lends its contents, and its codes."""
        other = CSTQuery(world=query.world, item=query.partner or 0)
        image = observed(other)
        return image, self._codes(other, model, image, self._input(image, model))


def _unlike(query: CSTQuery) -> bool:
    """An own picture in colour, where the world is grey: a good fit would be by accident."""
    own = None if query.composed else query.picture
    return own is not None and query.world == "digits" and coloured(own)


class _Climb:
    """A refinement and the steps that it has taken."""

    def __init__(self, refinement: Refinement) -> None:
        self.refinement = refinement
        self.steps: list[Step] = []


def dreamt(model: CSTVAE, seed: int) -> Codes:
    """A whole scene from the prior: every code from N(0, 1), the poses not too far out."""
    rng = np.random.default_rng([seed, 6])
    config = model.config
    content = rng.standard_normal((1, config.layers, config.content))
    pose = np.clip(rng.standard_normal((1, config.layers, 4)), -1.5, 1.5)
    behind = rng.standard_normal((1, config.background))
    parts = [torch.from_numpy(part).float() for part in (content, pose, behind)]
    none = [torch.full_like(part, -9.0) for part in parts]
    return Codes(parts[0], none[0], parts[1], none[1], parts[2], none[2])


def load_network(path: Path, world: str, device: torch.device) -> CSTVAE:
    """A world's network from its checkpoint, for answering.

    Raises:
        CheckpointError: the file is damaged, or made for another system, world or config.
    """
    tensors, card = checkpoints.load(path, "cstvae", world)
    try:
        config = Config(**card.config)
        if (config.size, config.layers) != (SIDES[world], drawing.count(world)):
            raise ValueError
        with torch.device("meta"):
            network = CSTVAE(config)
    except (TypeError, ValueError, RuntimeError, IndexError, ArithmeticError):
        raise CheckpointError(
            f"{path.name} does not fit this model: its card describes one that can't be built, "
            "or that takes other pictures."
        ) from None
    checkpoints.fill(network, tensors, path.name)
    return network.to(device).eval().requires_grad_(False)


SYSTEM = CST
