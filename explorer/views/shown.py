"""Arrays in the theme's colours: signed maps, and pictures with alpha over the stage."""

from typing import TYPE_CHECKING, Any

from explorer.views import theme
from explorer.views.theme import Theme

if TYPE_CHECKING:
    from numpy.typing import NDArray


def signed(values: "NDArray[Any]", colours: Theme) -> "NDArray[Any]":
    """Minus - stage - plus: float (S, S) in [-1, 1] → uint8 (S, S, 3)."""
    import numpy as np

    def rgb(token: str) -> "NDArray[Any]":
        colour = colours.colour(token)
        return np.array([colour.red(), colour.green(), colour.blue()], np.float32)

    strength = np.clip(np.abs(values), 0, 1)[..., None]
    hue = np.where(values[..., None] > 0, rgb("plus"), rgb("minus"))
    return (rgb("stage") * (1 - strength) + hue * strength).astype(np.uint8)


def over_stage(picture: "NDArray[Any]") -> "NDArray[Any]":
    """Over the stage's colour where it has alpha: uint8 (H, W, 3 or 4) → (H, W, 3)."""
    import numpy as np

    if picture.shape[2] == 3:
        return picture
    ground = theme.current().colour("stage")
    stage = np.array([ground.red(), ground.green(), ground.blue()])
    cover = picture[..., 3:] / 255
    return (picture[..., :3] * cover + stage * (1 - cover)).astype(np.uint8)
