"""PTN loaded and ready: a query about one picture becomes volumes, silhouettes and numbers.

Threshold, clip plane and rendered view cost no network pass: the volumes of the last pictures are
remembered, and what is drawn is derived from them anew.
"""

import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import torch
from numpy.typing import NDArray

from explorer import checkpoints
from explorer.errors import CheckpointError
from explorer.graphics.camera import AZIMUTHS, Camera
from explorer.graphics.mesh import Clip, VoxelMesh, exposed_faces
from explorer.graphics.projection import Projector
from explorer.pictures import Picture
from explorer.recent import Recent
from explorer.systems.base import Progress, System, ignore
from explorer.systems.ptn import model, placing
from explorer.systems.ptn.measure import iu, iu_by_threshold
from explorer.systems.ptn.nearest import Nearest
from explorer.systems.ptn.query import STEP, VARIANTS, PTNQuery, PTNResult, Shape3D
from explorer.systems.ptn.refine import Trajectory, estimate_azimuth
from explorer.systems.ptn.scenes import Scene, Scenes

PREVIEW_EVERY = 0.1  # seconds between the previews of long work
UNUSUAL = "This picture is unlike those that the networks learnt from, so the shape may be far off."
NO_CURVE = "The true shape of an own picture is not known, so there is no overlap to draw by view."


Volume = NDArray[np.float32]


class PTN(System):
    """PTN-Proj, PTN-Comb, CNN-Vol and the nearest neighbour, side by side."""

    Query = PTNQuery
    variants: ClassVar[tuple[str, ...]] = (*VARIANTS, "nn", "place")

    def __init__(self, weights: Mapping[str, Path], device: torch.device) -> None:
        self.device = device
        with torch.inference_mode(False):  # refinement needs gradients through the weights
            self.networks: dict[str, model.PTN] = {
                name: load_network(weights[name], name, device) for name in VARIANTS
            }
            self.nearest = Nearest.load(weights["nn"])
            self._scenes = Scenes(placing.load(weights["place"], device))
            self.projector = Projector([Camera(azimuth) for azimuth in AZIMUTHS]).to(device)
        self._volumes = Recent[Volume](160)  # two objects' curves: 20 MB
        self._neighbours = Recent[tuple[Volume, float]](64)
        self._azimuths = Recent[float](64)
        self._meshes = Recent[VoxelMesh](16)  # of what no threshold changes
        self._trajectories = Recent[Trajectory](8)

    @property
    def nbytes(self) -> int:
        tensors = [t for n in self.networks.values() for t in n.state_dict().values()]
        tensors += [*self.projector.buffers()]
        held: int = sum(t.numel() * t.element_size() for t in tensors) + self.nearest.nbytes
        return held

    def answer(self, query: PTNQuery, progress: Progress = ignore) -> PTNResult:
        with torch.inference_mode():
            scene = self._scenes.of(query)
            if query.refine_steps:
                result = self._refined(query, scene, progress)
            else:
                volumes: dict[str, Volume] = {n: self._volume(scene, n) for n in query.variants}
                result = self._result(query, scene, volumes, self._azimuth(query, scene, volumes))
            return self._curve(query, result, progress) if query.task == "curve" else result

    @classmethod
    def about(cls, picture: Picture) -> PTNQuery:
        return PTNQuery(picture=picture, azimuth_known=False)

    @classmethod
    def save(cls, query: PTNQuery, result: PTNResult, folder: Path) -> list[Path]:
        from explorer.systems.ptn.export import save

        return save(query, result, folder)

    def _volume(self, scene: Scene, name: str) -> Volume:
        """A network's answer."""

        def ask() -> Volume:
            answer = self.networks[name](self._input(scene))
            found: Volume = answer[0].cpu().numpy()
            return found

        return self._volumes.recall((scene.key, name), ask)

    def _neighbour(self, scene: Scene) -> tuple[Volume, float]:
        """The training chair that looks most like the picture, and how far off it is."""

        def search() -> tuple[Volume, float]:
            found, distance = self.nearest.find(scene.image)
            return found.astype(np.float32), distance

        return self._neighbours.recall(scene.key, search)

    def _input(self, scene: Scene) -> torch.Tensor:
        """(1, 3, 64, 64) in [0, 1], on the device."""
        pixels = torch.from_numpy(scene.image).to(self.device)
        return pixels.permute(2, 0, 1)[None].float() / 255

    def _azimuth(self, query: PTNQuery, scene: Scene, volumes: Mapping[str, Volume]) -> float:
        """Where the object is seen from: as the query says, or estimated."""
        if query.azimuth_known:
            return query.azimuth
        return self._azimuths.recall(
            (scene.key, query.variants),
            lambda: estimate_azimuth(self.projector, [*volumes.values()], scene.silhouette()),
        )

    def _result(
        self, query: PTNQuery, scene: Scene, volumes: Mapping[str, Volume], azimuth: float
    ) -> PTNResult:
        """Everything that is drawn, derived from the volumes."""
        neighbour, distance = self._neighbour(scene)
        shown = {**volumes, "nn": neighbour}
        if scene.truth is not None:
            shown["truth"] = scene.truth
        view = azimuth if query.render_azimuth is None else query.render_azimuth
        levels = {name: query.threshold if name in VARIANTS else 0.5 for name in shown}
        solids = {name: volume > levels[name] for name, volume in shown.items()}
        silhouettes = self._silhouettes(solids, view)
        target = silhouettes.get("truth")
        if target is None and view == azimuth:
            target = scene.silhouette()
        clip: Clip | None = None if query.clip_axis == "none" else (query.clip_axis, query.clip)

        def shape(name: str) -> Shape3D:
            """One tile. The truth's own has no numbers."""
            volume, solid, silhouette = shown[name], solids[name], silhouettes[name]
            true = None if name == "truth" else solids.get("truth")
            aim = None if name == "truth" else target

            def mesh() -> VoxelMesh:
                return exposed_faces(volume, levels[name], true, clip)

            fixed = name not in VARIANTS
            return Shape3D(
                occupancy=volume,
                mesh=self._meshes.recall((scene.key, name, clip), mesh) if fixed else mesh(),
                silhouette=silhouette,
                iu=None if true is None else iu(solid, true),
                silhouette_iu=None if aim is None else iu(silhouette > 0.5, aim > 0.5),
                iu_by_threshold=None if true is None else iu_by_threshold(volume, true),
            )

        return PTNResult(
            notes=(UNUSUAL,) if distance > self.nearest.unusual else (),
            image=scene.image,
            shapes={name: shape(name) for name in shown},
            target=target,
            azimuth=azimuth,
            render_azimuth=view,
            mask=scene.mask,
        )

    def _silhouettes(
        self, solids: Mapping[str, NDArray[np.bool_]], azimuth: float
    ) -> dict[str, NDArray[np.float32]]:
        """What the solid voxels look like from an azimuth, in one pass: (32, 32) each."""
        stack = torch.from_numpy(np.stack([*solids.values()])).to(self.device).float()
        seen = self.projector(stack, [round(azimuth / STEP) % len(AZIMUTHS)])[:, 0]
        return dict(zip(solids, seen.cpu().numpy(), strict=True))

    def _curve(self, query: PTNQuery, result: PTNResult, progress: Progress) -> PTNResult:
        """The task "curve": the same object from all 24 views, beginning with this one."""
        if query.picture is not None:
            return replace(result, notes=(*result.notes, NO_CURVE))
        curves: dict[str, NDArray[np.float32]] = {
            name: np.full(len(AZIMUTHS), np.nan, np.float32) for name in query.variants
        }
        first = round(query.azimuth / STEP)
        for done in range(len(AZIMUTHS)):
            view = (first + done) % len(AZIMUTHS)
            scene = self._scenes.of(query.but(azimuth=AZIMUTHS[view]))
            assert scene.truth is not None
            for name, curve in curves.items():
                answer = self._volume(scene, name) > query.threshold
                curve[view] = iu(answer, scene.truth > 0.5)
            known = {name: curve.copy() for name, curve in curves.items()}
            result = replace(result, iu_by_view=known)
            progress((done + 1) / len(AZIMUTHS), result)
        return result

    def _refined(self, query: PTNQuery, scene: Scene, progress: Progress) -> PTNResult:
        """Analysis by synthesis, with previews; the best volumes of the steps asked for."""
        path = self._trajectories.recall(
            (scene.key, query.variants, _known_azimuth(query), query.refine_rate),
            lambda: self._trajectory(query, scene),
        )
        steps, shown = query.refine_steps, time.monotonic()
        while path.taken < steps:
            path.advance()
            preview, now = None, time.monotonic()
            if now - shown > PREVIEW_EVERY:
                preview = self._with_path(query, scene, path.so_far(), path, path.taken - 1)
                shown = now
            progress(path.taken / steps, preview)
        return self._with_path(query, scene, path.volumes(steps), path, steps)

    def _trajectory(self, query: PTNQuery, scene: Scene) -> Trajectory:
        asked: dict[str, model.PTN] = {name: self.networks[name] for name in query.variants}
        volumes: dict[str, Volume] = {name: self._volume(scene, name) for name in asked}
        picture = self._input(scene)
        return Trajectory(
            asked,
            self.projector,
            {name: network.encode(picture) for name, network in asked.items()},
            scene.silhouette(),
            self._azimuth(query, scene, volumes),
            query.azimuth_known,
            query.refine_rate,
        )

    def _with_path(
        self,
        query: PTNQuery,
        scene: Scene,
        volumes: Mapping[str, Volume],
        path: Trajectory,
        steps: int,
    ) -> PTNResult:
        result = self._result(query, scene, volumes, path.azimuths[steps])
        best = max(path.best(steps).values())
        return replace(result, refine_errors=path.errors(steps), refine_best=best)


def load_network(path: Path, variant: str, device: torch.device) -> model.PTN:
    """A variant's network from its checkpoint, for answering.

    Its shapes are checked before memory is taken for them.

    Raises:
        CheckpointError: the file is damaged, or made for another system, variant or config.
    """
    tensors, card = checkpoints.load(path, "ptn", variant)
    try:
        config: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in card.config.items()
        }
        sizes = model.Config(**config)
        if (sizes.image_size, sizes.voxels) != (64, 32):
            raise ValueError
        with torch.device("meta"):
            network = model.PTN(sizes)
    except (TypeError, ValueError, RuntimeError, IndexError, ArithmeticError):
        raise CheckpointError(
            f"{path.name} does not fit this model: its card describes one that can't be built, "
            "or that takes other pictures or gives other volumes."
        ) from None
    checkpoints.fill(network, tensors, path.name)
    return network.to(device).eval().requires_grad_(False)


def _known_azimuth(query: PTNQuery) -> float | None:
    return query.azimuth if query.azimuth_known else None


SYSTEM = PTN
