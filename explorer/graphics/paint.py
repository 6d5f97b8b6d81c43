"""Draws voxels without OpenGL: for figures, turntables, and machines that have none.

Faces are sorted by depth and painted far to near with Pillow, on a canvas `supersample` times as
large. It draws by the numbers of `voxel_look`, as the OpenGL view does, and the same mesh and
camera give the same picture on every machine.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from explorer.graphics import voxel_look as look
from explorer.graphics.camera import Camera
from explorer.graphics.mesh import MARGIN, NORMALS, SHADOW, VoxelMesh
from explorer.graphics.voxel_look import ColourBy

Pixels = NDArray[np.uint8]


class _View:
    """Where points of the grid fall on the canvas."""

    def __init__(
        self,
        size: tuple[int, int],
        grid: int,
        azimuth: float,
        elevation: float,
        zoom: float,
        pan: tuple[float, float],
    ) -> None:
        self.size = size
        self.axes = Camera(azimuth, elevation).axes()
        self.grid = grid
        side = min(size) / look.FRAME
        self.voxel = side * zoom / grid  # pixels
        self.centre = size[0] / 2 + pan[0] * side, size[1] / 2 - pan[1] * side

    def __call__(self, points: NDArray[np.number]) -> NDArray[np.float64]:
        """(..., 3) in voxel units → (..., 2) in pixels from the upper left."""
        from_pivot = points - np.multiply(look.PIVOT, self.grid)
        flat = from_pivot @ self.axes[:2].T * self.voxel
        return np.asarray(flat * (1, -1) + self.centre)


def paint(
    mesh: VoxelMesh,
    size: tuple[int, int],
    azimuth: float,
    elevation: float = look.ELEVATION,
    colour: str = "acc",
    colour_by: ColourBy = "method",
    dark: bool = True,
    zoom: float = 1.0,
    supersample: int = 3,
    pan: tuple[float, float] = (0.0, 0.0),
    ground: float | None = None,
    stage: bool = False,
) -> Pixels:
    """A picture of a mesh: uint8 (height, width, 4), RGBA.

    Args:
        size: width and height in pixels.
        azimuth, elevation: of the camera, in degrees; the projection is orthographic.
        colour: of the method: a token of the design ("acc", "A", "gt" …) or "#RRGGBB".
        zoom: 1 shows the whole grid.
        supersample: how many times finer it is painted than shown.
        pan: how far the shape is moved right and up, in grids at zoom 1.
        ground: height of the ground plate in voxels; by default the mesh's own.
        stage: paint the stage behind it; otherwise the background is transparent.
    """
    if colour_by == "error":
        mesh = mesh.errors
    fine = size[0] * supersample, size[1] * supersample
    view = _View(fine, mesh.grid, azimuth, elevation, zoom, pan)
    floor = mesh.ground if ground is None else ground
    canvas = Image.new("RGBA", fine, (0, 0, 0, 0))
    if elevation >= 0:
        _paint_ground(canvas, mesh, view, floor, dark, supersample)
    _paint_faces(
        ImageDraw.Draw(canvas), mesh, view, look.tints(mesh, colour, colour_by, dark), supersample
    )
    if elevation < 0:
        _paint_ground(canvas, mesh, view, floor, dark, supersample)
    picture = _shrunk(canvas, size)
    if stage:
        behind = Image.new("RGBA", size, (*_bytes(look.ground(dark).stage), 255))
        behind.alpha_composite(picture)
        picture = behind
    return np.asarray(picture)


def _paint_faces(
    draw: ImageDraw.ImageDraw, mesh: VoxelMesh, view: _View, tint: look.Colour, supersample: int
) -> None:
    """Every face that looks at the camera, the farthest first."""
    axes = np.asarray(view.axes, np.float32)
    facing = np.flatnonzero((NORMALS @ view.axes[2] > 1e-6)[mesh.normal])
    normals = NORMALS[mesh.normal]
    middle = mesh.cells + 0.5 + normals * 0.5
    order = facing[np.argsort(middle[facing] @ view.axes[2], kind="stable")]
    colours = look.lit(tint, mesh, normals, axes)[order]
    corners = view(mesh.corners[order]).reshape(-1, 8).tolist()
    fills = _tuples(colours)
    lines = [
        _tuples(look.to_white(colours, look.OUTER)),
        _tuples(colours * look.SEAM),
        _tuples(colours * look.CREASE),
    ]
    strong = max(1, round(supersample * max(0.62, view.voxel / supersample * 0.07)))
    widths = strong, max(1, round(supersample * 0.34)), strong
    polygon, line = draw.polygon, draw.line
    for k, (box, sides) in enumerate(zip(corners, mesh.sides[order].tolist(), strict=True)):
        polygon(box, fill=fills[k])
        for side in range(4):
            kind = 2 if sides >> (4 + side) & 1 else sides >> side & 1
            ends = box[2 * side : 2 * side + 4] if side < 3 else box[6:] + box[:2]
            line(ends, fill=lines[kind][k], width=widths[kind])


def _paint_ground(
    canvas: Image.Image, mesh: VoxelMesh, view: _View, floor: float, dark: bool, supersample: int
) -> None:
    """The plate with its lines, and the contact shadow."""
    colours = look.ground(dark)
    n, low = mesh.grid, look.INSET * mesh.grid
    high = n - low
    sheet = Image.new("RGBA", canvas.size, (*_bytes(colours.plate[0]), 0))
    draw = ImageDraw.Draw(sheet)

    def spots(*points: tuple[float, float]) -> list[float]:
        flat: list[float] = view(np.array([(x, floor, z) for x, z in points])).ravel().tolist()
        return flat

    plate = spots((low, low), (high, low), (high, high), (low, high))
    draw.polygon(plate, fill=(*_bytes(colours.plate[0]), round(255 * colours.plate[1])))
    ink = _bytes(colours.line[0])
    for k in range(5):
        at = low + (high - low) * k / 4
        rim = k in (0, 4)
        fill = (*ink, round(255 * colours.line[1] * (1 if rim else 1 / 3)))
        width = supersample if rim else max(1, supersample // 2)
        draw.line(spots((at, low), (at, high)), fill=fill, width=width)
        draw.line(spots((low, at), (high, at)), fill=fill, width=width)
    canvas.alpha_composite(sheet)
    shade, opacity = colours.shadow
    dark_layer = Image.new("RGBA", canvas.size, (*_bytes(shade), 0))
    dark_layer.putalpha(_laid_down(mesh, view, floor, opacity))
    canvas.alpha_composite(dark_layer)


def _laid_down(mesh: VoxelMesh, view: _View, floor: float, opacity: float) -> Image.Image:
    """The shadow's texture as it lies on the ground, seen by the camera: an "L" image."""
    n = mesh.grid
    shadow = mesh.shadow * (opacity * look.contact(mesh, floor))
    texture = Image.fromarray(np.asarray(shadow, np.uint8))
    side = n * (1 + 2 * MARGIN) / SHADOW  # voxels along a texel
    origin = view(np.array([-MARGIN * n, floor, -MARGIN * n]))
    across = view(np.array([-MARGIN * n + side, floor, -MARGIN * n])) - origin
    along = view(np.array([-MARGIN * n, floor, -MARGIN * n + side])) - origin
    to_texel = np.column_stack([across, along])
    if abs(np.linalg.det(to_texel)) < 1e-9:  # seen from the side, the ground is a line
        return Image.new("L", view.size, 0)
    inverse = np.linalg.inv(to_texel)
    shift = -inverse @ origin
    return texture.transform(
        view.size,
        Image.Transform.AFFINE,
        (*inverse[0], shift[0], *inverse[1], shift[1]),
        Image.Resampling.BILINEAR,
    )


def _shrunk(canvas: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The canvas at its shown size; colours weigh by their opacity, so that edges stay clean."""
    if canvas.size == size:
        return canvas
    return canvas.convert("RGBa").resize(size, Image.Resampling.BOX).convert("RGBA")


def _bytes(colour: look.Colour) -> tuple[int, int, int]:
    red, green, blue = (np.clip(colour, 0, 1) * 255 + 0.5).astype(int).tolist()
    return red, green, blue


def _tuples(colours: look.Colour) -> list[tuple[int, ...]]:
    whole = (np.clip(colours, 0, 1) * 255 + 0.5).astype(int)
    return list(zip(*whole.T.tolist(), strict=True))
