"""Films of turning voxels, painted from pure state: nothing on screen takes part.

Frames are painted one after the other at the asked size, so the last takes as long as the first,
and the film can be given up between any two.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from explorer.errors import ExportError
from explorer.graphics import voxel_look as look
from explorer.graphics.mesh import VoxelMesh
from explorer.graphics.paint import Pixels, paint
from explorer.graphics.voxel_look import ColourBy

SUFFIXES = (".gif", ".mp4")


@dataclass(frozen=True, eq=False)
class Film:
    """What turns, and how.

    Attributes:
        shapes: side by side, each a mesh and its colour (a token such as "acc", or "#RRGGBB").
        side: width and height of each shape's picture in pixels; even.
        count: frames in one full turn.
        rate: frames a second.
        azimuth: where it starts, in degrees.
    """

    shapes: Sequence[tuple[VoxelMesh, str]]
    side: int = 360
    count: int = 72
    rate: int = 24
    azimuth: float = 30.0
    elevation: float = look.ELEVATION
    colour_by: ColourBy = "method"
    dark: bool = True

    def frame(self, number: int) -> Pixels:
        """uint8 (side, side · shapes, 3)."""
        ground = min((mesh.ground for mesh, _ in self.shapes if len(mesh)), default=0.0)
        pictures = [
            paint(
                mesh,
                (self.side, self.side),
                self.azimuth + 360 * number / self.count,
                self.elevation,
                colour,
                self.colour_by,
                self.dark,
                supersample=2,
                ground=ground,
                stage=True,
            )
            for mesh, colour in self.shapes
        ]
        return np.concatenate(pictures, axis=1)[:, :, :3]

    def frames(self) -> Iterator[Pixels]:
        """One full turn."""
        return (self.frame(number) for number in range(self.count))


def write(
    path: Path, film: Film, progress: Callable[[float], None] = lambda fraction: None
) -> None:
    """Paint a film and write it as .gif or .mp4.

    Args:
        progress: told the share that is done after each frame; what it raises ends the film, and
            no part of a file is left behind.

    Raises:
        ExportError: another suffix, or nothing to show.
        OSError: the folder or the disk does not let it be written.
    """
    if path.suffix not in SUFFIXES:
        raise ExportError(f"{path.name}: films are saved as .gif or .mp4.")
    if not film.shapes:
        raise ExportError("There is no shape to turn yet.")
    try:
        (_write_gif if path.suffix == ".gif" else _write_mp4)(path, film, progress)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _write_gif(path: Path, film: Film, progress: Callable[[float], None]) -> None:
    """All frames share the palette of a few, so that nothing flickers."""
    from PIL import Image

    sample = np.concatenate([film.frame(k * film.count // 4) for k in range(4)], axis=0)
    palette = Image.fromarray(sample).quantize(255, Image.Quantize.MEDIANCUT)
    frames = []
    for number, pixels in enumerate(film.frames(), start=1):
        frames.append(Image.fromarray(pixels).quantize(palette=palette, dither=Image.Dither.NONE))
        progress(number / film.count)
    frames[0].save(
        path,
        "GIF",
        save_all=True,
        append_images=frames[1:],
        duration=round(1000 / film.rate),
        loop=0,
        disposal=1,
    )


def _write_mp4(path: Path, film: Film, progress: Callable[[float], None]) -> None:
    import imageio_ffmpeg  # type: ignore[import-untyped]

    try:
        imageio_ffmpeg.get_ffmpeg_exe()
    except RuntimeError:
        raise ExportError("There is no ffmpeg here for .mp4; save the film as .gif.") from None
    size = film.side * len(film.shapes), film.side
    path.open("ab").close()  # a folder that can't be written to says so here, not in ffmpeg's log
    writer = imageio_ffmpeg.write_frames(
        str(path), size, fps=film.rate, quality=8, macro_block_size=2, ffmpeg_log_level="error"
    )
    writer.send(None)
    try:
        for number, pixels in enumerate(film.frames(), start=1):
            writer.send(np.ascontiguousarray(pixels))
            progress(number / film.count)
    finally:
        writer.close()
