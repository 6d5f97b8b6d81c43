"""A few pictures as a film, again and again, as a GIF: an attribute that grows and shrinks, say."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

REST = 3  # how much longer the two ends are shown


def write(
    path: Path,
    frames: Sequence[NDArray[np.uint8]],
    milliseconds: int = 120,
    factor: int = 1,
    back: bool = True,
) -> None:
    """Write pictures, uint8 (H, W, 3), there and back, without end.

    All share one palette, so that what stays the same does not flicker.

    Args:
        milliseconds: that each is shown; the first and the last longer.
        factor: by which they are enlarged, pixel by pixel.
        back: False: there alone, then from the first again.

    Raises:
        ValueError: there is no picture.
        OSError: the folder or the disk does not let it be written.
    """
    if not len(frames):
        raise ValueError("a film needs a picture")
    palette = Image.fromarray(np.concatenate(list(frames), 1)).quantize(255)
    there = [
        Image.fromarray(frame.repeat(factor, 0).repeat(factor, 1)).quantize(
            palette=palette, dither=Image.Dither.NONE
        )
        for frame in frames
    ]
    times = [milliseconds] * len(there)
    times[0] = times[-1] = milliseconds * REST
    shown = there + there[-2:0:-1] if back else there
    shown[0].save(
        path,
        "GIF",
        save_all=True,
        append_images=shown[1:],
        duration=times + times[-2:0:-1] if back else times,
        loop=0,
        disposal=1,
        optimize=False,
    )
