"""Contact sheets of unseen pictures, not picked: their layers, and one attribute at a time.

    python -m explorer.systems.attr2img.sheet reconstructions out.png
    python -m explorer.systems.attr2img.sheet attributes out.png

Attributes and codes are what the networks infer, as in the exhibit. Columns of the first sheet, for
each of twenty people and twenty birds: input, reconstruction, foreground, gate, background.
"""

import sys
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from explorer.datasets.portraits.rendering import Portraits
from explorer.datasets.portraits.worlds import TEST
from explorer.graphics.attributes import Attribute
from explorer.graphics.sheet import INK, INK2, font
from explorer.systems.attr2img import drawing
from explorer.systems.attr2img.completing import inferred
from explorer.systems.attr2img.editing import varied
from explorer.systems.attr2img.evaluate import files
from explorer.systems.attr2img.model import DisCVAE, load
from explorer.systems.attr2img.networks import Network
from explorer.systems.attr2img.query import ATTRIBUTES, STEPS, World
from explorer.systems.attr2img.reader import load_reader

if TYPE_CHECKING:
    from PIL import Image

BOTH: tuple[World, ...] = ("avatars", "birds")
COUNT, ROWS = 20, 10  # pictures of each world, and how many below each other
SCALE, GAP = 2, 4
GREY = 0.86  # behind a foreground alone
NAMES = 330  # pixels beside a strip, for its attribute's name
SHOWN = {
    "avatars": (
        "feminine", "age", "skin", "hair_length", "hair_light", "hat", "glasses", "smile",
        "mouth_open", "beard",
    ),
    "birds": (
        "size", "plump", "tail_length", "wings_spread", "crest", "body_warm", "head_light",
        "breast_spots", "bill_length", "bill_yellow",
    ),
}  # fmt: skip


def reconstructions(checkpoint: str = "") -> "Image.Image":
    """Twenty people in two columns, then twenty birds, each beside its layers."""
    return _below([_layers(network_of(world, checkpoint), world) for world in BOTH])


def attributes(checkpoint: str = "") -> "Image.Image":
    """Ten attributes, each of another person or bird, in seven steps, all else kept."""
    return _below([_strips(network_of(world, checkpoint), world) for world in BOTH])


def network_of(world: World, checkpoint: str = "") -> Network:
    """Raises CheckpointError."""
    found = files(checkpoint)
    model = load(found[world], world)
    assert isinstance(model, DisCVAE)
    reader = f"{world}-reader"
    return Network(model, load_reader(found[reader], reader), world)


@torch.no_grad()
def _layers(network: Network, world: World) -> "Image.Image":
    picture = _unseen(world, COUNT)
    shown = drawing.layers(network.model, inferred(network, picture))
    alone = shown.foreground + shown.gate * GREY
    columns = (picture, shown.picture, alone, shown.gate.expand(-1, 3, -1, -1), shown.background)
    strips = [torch.cat([_framed(part[k]) for part in columns], 2) for k in range(COUNT)]
    halves = [torch.cat(strips[at : at + ROWS], 1) for at in range(0, COUNT, ROWS)]
    return _image(torch.cat(halves, 2))


@torch.no_grad()
def _strips(network: Network, world: World) -> "Image.Image":
    from PIL import Image, ImageDraw

    pictures = _unseen(world, len(SHOWN[world]))
    places = {attribute.name: place for place, attribute in enumerate(ATTRIBUTES[world])}
    rows = []
    for picture, name in zip(pictures, SHOWN[world], strict=True):
        codes = inferred(network, picture[None])
        made = drawing.layers(network.model, varied(codes, places[name], STEPS)).picture
        rows.append(_image(torch.cat([_framed(part) for part in made], 2)))
    height = rows[0].height
    sheet = Image.new("RGB", (NAMES + rows[0].width, len(rows) * height), "white")
    pen = ImageDraw.Draw(sheet)
    for number, (name, row) in enumerate(zip(SHOWN[world], rows, strict=True)):
        sheet.paste(row, (NAMES, number * height))
        attribute: Attribute = ATTRIBUTES[world][places[name]]
        middle = number * height + height // 2
        pen.text((24, middle - 16), attribute.title, INK, font(24), anchor="lm")
        pen.text((24, middle + 18), f"{attribute.low} … {attribute.high}", INK2, font(18), "lm")
    return sheet


def _unseen(world: World, count: int) -> Tensor:
    """The first test pictures, (B, 3, S, S)."""
    return Portraits.render(world, TEST, count, processes=1).batch(np.arange(count))["image"]


def _framed(picture: Tensor) -> Tensor:
    return torch.nn.functional.pad(picture, (1, 1, 1, 1), value=1.0)


def _image(sheet: Tensor) -> "Image.Image":
    """(3, H, W), enlarged by a whole factor."""
    from PIL import Image

    pixels: NDArray[np.uint8] = sheet.clamp(0, 1).mul(255).round().byte().permute(1, 2, 0).numpy()
    image = Image.fromarray(np.ascontiguousarray(pixels))
    return image.resize((SCALE * image.width, SCALE * image.height), Image.Resampling.NEAREST)


def _below(parts: "list[Image.Image]") -> "Image.Image":
    from PIL import Image

    height = sum(part.height for part in parts) + 4 * GAP * (len(parts) - 1)
    whole = Image.new("RGB", (max(part.width for part in parts), height), "white")
    top = 0
    for part in parts:
        whole.paste(part, (0, top))
        top += part.height + 4 * GAP
    return whole


def main(what: str, path: str, checkpoint: str = "") -> None:
    draw = {"reconstructions": reconstructions, "attributes": attributes}[what]
    draw(checkpoint).save(path)


if __name__ == "__main__":
    main(*sys.argv[1:])
