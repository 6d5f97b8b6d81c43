"""Anyone's own faces or birds: a folder of pictures with a table of attributes.

Three tables are understood: CelebA's `list_attr_celeba.txt`, `lfw_attributes.txt` of Labeled Faces
in the Wild, and a CSV file whose first column names the pictures. All is read and checked when a
training begins, so that no damaged picture stops it halfway. Masks are not known here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explorer.datasets.portraits.tables import SHOWN, FolderError, Table, find, read_table
from explorer.datasets.portraits.worlds import SIZE, Pixels
from explorer.pictures import Picture

if TYPE_CHECKING:
    from torch import Tensor

SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff", ".ppm")


@dataclass(frozen=True, eq=False)
class Folder:
    """N pictures and what is known of them.

    Attributes:
        names: of the attributes, as the table calls them.
        images: uint8 (N, S, S, 3).
        attributes: float32 (N, A), in [-1, 1].
    """

    names: tuple[str, ...]
    images: Pixels
    attributes: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.images)

    @classmethod
    def read(
        cls,
        folder: Path | str,
        columns: Sequence[str] = (),
        table: Path | str | None = None,
        size: int = SIZE,
        limit: int | None = None,
        progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> "Folder":
        """Everything that the table lists; pictures are looked for in folders inside, too.

        Args:
            columns: attributes that are needed, in this order; all that there are if empty.
            table: the table's file, where it is not found in the folder by its name.
            limit: read the first so many rows alone.
            progress: called with (pictures read, of how many).

        Raises:
            FolderError: no table or an empty one, a missing column or picture, a value that is
                none; one plain sentence.
            PictureError: a picture can't be read.
        """
        place = Path(folder)
        if not _is_folder(place):
            raise FolderError(f"There is no folder {place}; name one that holds pictures.")
        source = Path(table) if table is not None else find(place)
        rows = read_table(source).first(limit).chosen(columns)
        paths = _pictures(place, rows)
        images = np.empty((len(paths), size, size, 3), np.uint8)
        for index, path in enumerate(paths):
            images[index] = square(Picture.read(path), size, rows.crop)
            progress(index + 1, len(paths))
        return cls(rows.names, images, rows.values)

    def part(self, chosen: slice) -> "Folder":
        """Some of the pictures: for training, or held out."""
        return replace(self, images=self.images[chosen], attributes=self.attributes[chosen])

    def pairs(self, rng: np.random.Generator, count: int) -> "dict[str, Tensor]":
        """Random pictures, mirrored half of the time; what it gives: see `batch`."""
        chosen = rng.integers(len(self), size=count)
        return self.batch(chosen, rng.integers(2, size=count).astype(bool))

    def batch(
        self, chosen: NDArray[np.integer], mirrored: NDArray[np.bool_] | None = None
    ) -> "dict[str, Tensor]":
        """As `rendering.Portraits.batch`, without the layers, which nobody knows.

        Returns:
            image (B, 3, S, S) in [0, 1], attributes (B, A).
        """
        from torch import from_numpy

        images = self.images[chosen]
        if mirrored is not None:
            images[mirrored] = images[mirrored, :, ::-1]
        return {
            "image": from_numpy(images).permute(0, 3, 1, 2).float().contiguous() / 255,
            "attributes": from_numpy(self.attributes[chosen]),
        }


def square(picture: Picture, size: int = SIZE, crop: float = 1.0) -> Pixels:
    """The middle of a picture: uint8 (size, size, 3), on white where it was transparent.

    Args:
        crop: how much of the shorter side is kept.
    """
    from PIL import Image

    pixels = picture.pixels
    image = Image.fromarray(pixels[:, :, 0] if pixels.shape[2] == 1 else pixels)
    if picture.has_alpha:
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image)
    side = min(image.size) * crop
    left, top = (image.width - side) / 2, (image.height - side) / 2
    box = (left, top, left + side, top + side)
    small = image.convert("RGB").resize((size, size), Image.Resampling.LANCZOS, box=box)
    return np.asarray(small)


def _is_folder(place: Path) -> bool:
    try:
        return place.is_dir()
    except OSError:  # no file could have such a name
        return False


def _pictures(folder: Path, table: Table) -> list[Path]:
    """The file of each row. Raises FolderError where one is missing."""
    found = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in SUFFIXES]
    if not found:
        raise FolderError(f"There is no picture in {folder}; name the folder that holds them.")
    known: dict[str, Path] = {}
    for path in found:
        inside = path.relative_to(folder)
        for name in (path.stem, path.name, inside.with_suffix("").as_posix(), inside.as_posix()):
            known.setdefault(name, path)
    for name in table.files:
        if name not in known:
            shown = name[:SHOWN] or "a picture without a name"
            raise FolderError(f"{table.title} lists {shown}, but that picture is not in {folder}.")
    return [known[name] for name in table.files]
