"""Attribute2Image loaded and ready: a picture becomes attributes, latents and layers, and edited
ones become pictures.

What costs most, the codes of the last pictures, refinements and the last samples, is remembered;
a change of attributes or latents only decodes anew.
"""

import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import torch
from torch import Tensor

from explorer.datasets.portraits.worlds import SCORER, SEEDS, WORLDS
from explorer.pictures import Picture
from explorer.recent import Recent
from explorer.systems.attr2img import drawing, editing, observe
from explorer.systems.attr2img.completing import filled, inferred
from explorer.systems.attr2img.drawing import Observation, Pixels
from explorer.systems.attr2img.editing import DREAMT_BACKGROUND, DREAMT_PERSON, Codes, prior
from explorer.systems.attr2img.neighbours import neighbour
from explorer.systems.attr2img.networks import VARIANTS, Network, Networks
from explorer.systems.attr2img.query import LATENTS, A2IQuery, A2IResult
from explorer.systems.attr2img.refine import Refinement, Step
from explorer.systems.base import Progress, System, ignore

PREVIEW_EVERY = 0.1  # seconds between the previews of long work
DREAMS = SCORER + SEEDS  # where the seeds begin that no picture was ever drawn from
COMPLETION = 60  # steps of a completion, where none are asked for
# Mean squared errors that one held-out picture in a hundred exceeds.
UNUSUAL = {"avatars": 0.0051, "birds": 0.0105}
STRANGE = (
    "The reconstruction error is unusual: this picture is unlike those that the model learnt from."
)
WHOLE = "All of the picture is observed, so there is nothing to complete."


class Attr2Img(System):
    """A layered model and a reader of attributes for each world."""

    Query = A2IQuery
    variants: ClassVar[tuple[str, ...]] = VARIANTS

    def __init__(self, weights: Mapping[str, Path], device: torch.device) -> None:
        self._networks = Networks(weights, device)
        self._device = device
        self._found = Recent[Codes](64)
        self._climbs = Recent[_Climb](8)
        self._samples = Recent[Pixels](4)

    @property
    def nbytes(self) -> int:
        return self._networks.nbytes

    def answer(self, query: A2IQuery, progress: Progress = ignore) -> A2IResult:
        with torch.inference_mode():
            network = self._networks.of(query.world)
            seen, found = self._observed(query, network)
            if seen.mask is not None or (query.refine_steps and not query.dream):
                return self._refined(query, network, seen, progress)
            return self._result(query, network, seen, found)

    @classmethod
    def about(cls, picture: Picture) -> A2IQuery:
        return A2IQuery(picture=picture)

    @classmethod
    def save(cls, query: A2IQuery, result: A2IResult, folder: Path) -> list[Path]:
        from explorer.systems.attr2img.export import save

        return save(query, result, folder)

    def _observed(self, query: A2IQuery, network: Network) -> tuple[Observation, Codes]:
        """What is looked at, and the codes that it is found to have."""
        mask = observe.mask(query)
        if query.dream:
            found = dreamt(query, self._device)
            image = drawing.pixels(drawing.layers(network.model, found).picture)[0]
            return Observation(image, mask), found
        image = observe.observed(query)
        seen = Observation(image, mask, observe.cover(query))
        return seen, self._codes(query, network, image)

    def _codes(self, query: A2IQuery, network: Network, image: Pixels) -> Codes:
        """Those of a whole picture, as inferred."""
        key = query.world, image.tobytes()
        return self._found.recall(key, lambda: inferred(network, self._input(image)))

    def _input(self, image: Pixels) -> Tensor:
        return drawing.picture_of(image, self._device)

    def _refined(
        self, query: A2IQuery, network: Network, seen: Observation, progress: Progress
    ) -> A2IResult:
        """Gradient steps on the latents, with previews; the best of the steps asked for."""
        mask = None if seen.mask is None else seen.mask.tobytes()
        key = query.world, seen.image.tobytes(), mask, query.prior_weight
        climb = self._climbs.recall(key, lambda: self._climb(query, network, seen))
        steps, shown = query.refine_steps or COMPLETION, time.monotonic()
        if not climb.steps:  # what the first step loads takes most of a second
            progress(0, self._result(query, network, seen, climb.guess))
        while len(climb.steps) <= steps:
            climb.steps.append(climb.refinement.advance())
            preview, now = None, time.monotonic()
            if now - shown > PREVIEW_EVERY:
                preview = self._climbed(query, network, seen, climb, len(climb.steps) - 1)
                shown = time.monotonic()
            progress((len(climb.steps) - 1) / steps, preview)
        return self._climbed(query, network, seen, climb, steps)

    def _climb(self, query: A2IQuery, network: Network, seen: Observation) -> "_Climb":
        picture = self._input(seen.image)
        if seen.mask is None:
            codes = self._codes(query, network, seen.image)
            refinement = Refinement(network.model, picture, codes.y, query.prior_weight, read=True)
            return _Climb(refinement, codes)
        known = torch.from_numpy(seen.mask).to(self._device)[None, None]
        guess, codes = filled(network, query.world, picture, known)
        refinement = Refinement(network.model, guess, codes.y, query.prior_weight, known, read=True)
        return _Climb(refinement, codes)

    def _climbed(
        self, query: A2IQuery, network: Network, seen: Observation, climb: "_Climb", steps: int
    ) -> A2IResult:
        errors = tuple(float(step.error[0]) for step in climb.steps[: steps + 1])
        best = int(np.argmin(errors))
        at = climb.steps[best]
        found = Codes(at.y, at.z_person, at.z_background).within()
        return replace(self._result(query, network, seen, found), errors=errors, best=best)

    def _result(
        self, query: A2IQuery, network: Network, seen: Observation, found: Codes
    ) -> A2IResult:
        lender = observe.partner(query) if query.swap else None
        lent = None if lender is None else self._codes(query, network, lender)
        codes = editing.edited(query, found, lent)
        samples = self._others(query, network, codes)
        shown = drawing.drawn(query, network.model, seen, found, codes, samples)
        return replace(
            shown,
            partner=lender,
            neighbour=neighbour(query.world, codes.y[0].cpu().numpy()),
            model=network.name,
            notes=tuple(_notes(query, shown)),
        )

    def _others(self, query: A2IQuery, network: Network, codes: Codes) -> Pixels:
        """Other people with the same attributes."""
        y: Any = codes.y.cpu().numpy()
        key = query.world, y.tobytes(), query.samples, query.sample_seed
        others = editing.others(query, codes)
        return self._samples.recall(key, lambda: _kept(network, others))


class _Climb:
    """A refinement, and the steps that it has taken."""

    def __init__(self, refinement: Refinement, guess: Codes) -> None:
        self.refinement, self.guess = refinement, guess
        self.steps: list[Step] = []


def _kept(network: Network, codes: Codes) -> Pixels:
    """The codes' pictures, read-only: several results hold them."""
    pictures = drawing.pixels(drawing.layers(network.model, codes).picture)
    pictures.flags.writeable = False
    return pictures


def dreamt(query: A2IQuery, device: torch.device) -> Codes:
    """Someone new: attributes as they occur in the world, latents from the prior."""
    y = WORLDS[query.world].values(DREAMS + query.dream)
    people, backgrounds = LATENTS[query.world]
    codes = Codes(
        torch.from_numpy(y)[None],
        prior(query.dream, DREAMT_PERSON, people),
        prior(query.dream, DREAMT_BACKGROUND, backgrounds),
    )
    return Codes(*(part.to(device) for part in codes))


def _notes(query: A2IQuery, shown: A2IResult) -> list[str]:
    """What a person should know of the answer, in sentences."""
    notes = []
    whole = shown.observed is None and not query.dream
    if whole and shown.mse_found > UNUSUAL[query.world]:
        notes.append(STRANGE)
    if query.picture is not None and not query.dream:
        notes += observe.remarks(query.picture)
    if shown.observed is not None and shown.observed.all():
        notes.append(WHOLE)
    return notes


SYSTEM = Attr2Img
