"""Pictures of places for pickers and galleries, drawn in the background and each once."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from explorer.datasets.analogies.sprites import PLACE
from explorer.systems.analogy.query import Place, World

if TYPE_CHECKING:
    from explorer.systems.analogy.panel import DVAPanel

STANDING = PLACE["walk", "south", 0]  # how a character is shown in a gallery
ASKEW = 2  # the view in which a chair is


def of_gallery(world: World, index: int) -> Place:
    """The place that stands for a character, or for a chair."""
    return index, STANDING if world == "sprites" else ASKEW


def draw(
    exhibit: "DVAPanel", world: World, places: Sequence[Place], done: Callable[[Any], None]
) -> None:
    """Call `done` with the pictures of places, uint8 (S, S, 3) each, on the window's thread."""

    def work(progress: Any) -> Any:
        from explorer.systems.analogy import places as known

        return [known.picture(world, place) for place in places]

    exhibit.services.run(work, done)
