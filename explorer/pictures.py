"""Pictures as they come from people: any file Pillow reads, made one kind of array, or refused.

A `Picture` is immutable and equal by content, so that a query holding one can be compared, cached,
undone and stored once in a session.
"""

import base64
import hashlib
import io
import warnings
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import GetCoreSchemaHandler, ValidationInfo
from pydantic_core import core_schema

from explorer.errors import PictureError

MAX_PIXELS = 64_000_000  # refused above: 256 MB once decoded
KEPT_SIDE = 2048  # larger pictures are reduced to this longer side on reading
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "PPM", "WEBP", "TIFF")  # no EPS: reading it runs a program


class Picture:
    """An immutable 8-bit image with a content hash.

    Attributes:
        pixels: uint8 (H, W, C), C = 1 grey or mask, 3 RGB, 4 RGBA; read-only.
        digest: hex SHA-256 of shape and content; two pictures are equal where it is.
    """

    __slots__ = ("digest", "pixels")

    def __init__(self, pixels: NDArray[Any]) -> None:
        if np.issubdtype(pixels.dtype, np.floating):
            raise TypeError("a picture's pixels are whole numbers from 0 to 255")
        array = np.ascontiguousarray(pixels, dtype=np.uint8)
        if array.ndim == 2:
            array = array[:, :, None]
        if array.ndim != 3 or array.shape[2] not in (1, 3, 4) or 0 in array.shape:
            raise PictureError(
                f"An image of shape {array.shape} can't be used; it needs 1, 3 or 4 channels."
            )
        if array is pixels or array.base is not None:
            array = array.copy()
        array.flags.writeable = False
        self.pixels: NDArray[np.uint8] = array
        self.digest: str = hashlib.sha256(repr(array.shape).encode() + array.tobytes()).hexdigest()

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) in pixels."""
        return self.pixels.shape[1], self.pixels.shape[0]

    @property
    def has_alpha(self) -> bool:
        """True where a fourth channel says that some pixel is not opaque."""
        return self.pixels.shape[2] == 4 and bool((self.pixels[:, :, 3] < 255).any())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Picture) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        return f"Picture({self.size[0]}x{self.size[1]}x{self.pixels.shape[2]}, {self.digest[:8]})"

    def __reduce__(self) -> tuple[Any, ...]:
        return Picture, (np.asarray(self.pixels),)

    @classmethod
    def read(cls, source: str | Path | bytes) -> "Picture":
        """Read a file or its bytes: turned as EXIF says; CMYK, palette, 16-bit made 8-bit RGB(A).

        Raises:
            PictureError: no such file, not an image, truncated, or of more than 64 million pixels.
        """
        from PIL import Image, UnidentifiedImageError

        name = "The clipboard's content" if isinstance(source, bytes) else Path(source).name
        Image.preinit()  # the common formats alone; the others are loaded where these don't fit
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # what Pillow only warns of is refused below
                stream = io.BytesIO(source) if isinstance(source, bytes) else _file(source, name)
                with stream, Image.open(stream, formats=FORMATS) as opened:
                    if opened.width * opened.height > MAX_PIXELS:
                        raise _too_large(name)
                    return cls(_eight_bit(opened))
        except PictureError:
            raise
        except Image.DecompressionBombError:
            raise _too_large(name) from None
        except UnidentifiedImageError:
            raise PictureError(
                f"{name} is not a picture that can be read; try PNG or JPEG."
            ) from None
        except Exception:  # whatever a damaged file makes of its decoder
            raise PictureError(
                f"{name} is damaged or cut short; the picture can't be read."
            ) from None

    def png(self) -> bytes:
        """The picture as a PNG file's bytes."""
        from PIL import Image

        buffer = io.BytesIO()
        pixels = self.pixels[:, :, 0] if self.pixels.shape[2] == 1 else self.pixels
        Image.fromarray(pixels).save(buffer, "PNG")
        return buffer.getvalue()

    @classmethod
    def from_png(cls, content: bytes) -> "Picture":
        """The inverse of `png`: the same channels, size and digest.

        Raises:
            PictureError: the bytes are no such file.
        """
        from PIL import Image

        try:
            with Image.open(io.BytesIO(content), formats=["PNG"]) as opened:
                small = opened.width * opened.height <= MAX_PIXELS
                if small and opened.mode in ("L", "RGB", "RGBA"):
                    return cls(np.asarray(opened))
        except Exception:  # whatever a damaged file makes of its decoder
            pass
        raise PictureError("A picture that was stored here is damaged.")

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[Any], handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """In JSON a picture is its digest (looked up in the validation context's "pictures"),
        or, where the text must stand alone, "data:" and the PNG in base 64."""
        return core_schema.with_info_plain_validator_function(
            cls._validate,
            serialization=core_schema.plain_serializer_function_ser_schema(
                cls._serialize, info_arg=True, when_used="json"
            ),
        )

    @classmethod
    def _validate(cls, value: Any, info: ValidationInfo) -> "Picture":
        if isinstance(value, Picture):
            return value
        if isinstance(value, str) and value.startswith("data:"):
            try:
                return cls.from_png(base64.b64decode(value.partition(",")[2], validate=True))
            except PictureError:
                raise ValueError("the picture inside is damaged") from None
        store = (info.context or {}).get("pictures", {})
        found = store.get(value) if isinstance(value, str) else None
        if not isinstance(found, Picture):
            raise ValueError("the picture that it names is not stored with it")
        return found

    @staticmethod
    def _serialize(value: "Picture", info: Any) -> str:
        if info.context and info.context.get("embed"):
            return "data:image/png;base64," + base64.b64encode(value.png()).decode()
        return value.digest


def _file(source: str | Path, name: str) -> IO[bytes]:
    """The file, opened; pipes and devices, which might never end, are refused."""
    path = Path(source)
    try:
        if path.is_dir():
            raise PictureError(f"{name} is a folder; choose a picture in it.")
        if path.exists() and not path.is_file():
            raise PictureError(f"{name} is no file, so it holds no picture.")
        return path.open("rb")
    except (FileNotFoundError, ValueError):  # ValueError: a name that no file can have
        raise PictureError(f"{name} was not found; it may have been moved or renamed.") from None
    except OSError:
        raise PictureError(
            f"{name} can't be opened; you may have no permission to read it."
        ) from None


def _too_large(name: str) -> PictureError:
    return PictureError(f"{name} is too large; use a picture of at most 8000 × 8000 pixels.")


def _eight_bit(image: Any) -> NDArray[np.uint8]:
    """A Pillow image → uint8 (H, W, 3 or 4), upright, of at most `KEPT_SIDE` a side."""
    from PIL import Image, ImageOps

    image.load()
    with suppress(Exception):  # a damaged EXIF block leaves a good picture, unturned
        image = ImageOps.exif_transpose(image)
    if image.mode == "F" or image.mode.startswith("I"):
        image = Image.fromarray(_scaled(np.asarray(image), image.mode))
    alpha = image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info
    image = image.convert("RGBA" if alpha else "RGB")
    if max(image.size) > KEPT_SIDE:
        image.thumbnail((KEPT_SIDE, KEPT_SIDE), Image.Resampling.LANCZOS)
    return np.asarray(image)


def _scaled(deep: NDArray[Any], mode: str) -> NDArray[np.uint8]:
    """Grey of more than 8 bits → uint8. White is 65535 in 16 bits; in floating and 32-bit files,
    where nothing says what it is, the lowest of 1, 255, 65535 that no pixel exceeds, or else the
    largest pixel."""
    values = np.nan_to_num(deep.astype(np.float32), posinf=0.0, neginf=0.0)
    largest = float(values.max(initial=0.0))
    usual = [1.0, 255.0, 65535.0] if mode == "F" else [255.0, 65535.0]
    white = next((top for top in usual if largest <= top), largest)
    values *= 255.0 / (65535.0 if mode.startswith("I;16") else white)
    return np.clip(values, 0, 255, out=values).round().astype(np.uint8)
