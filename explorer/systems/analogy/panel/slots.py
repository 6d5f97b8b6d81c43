"""A, B, C and D under a hand: filled, moved on, exchanged, emptied."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from explorer.app.columned import Columned
from explorer.pictures import Picture
from explorer.systems.analogy.panel.words import is_sheet
from explorer.systems.analogy.query import BEST, AnalogyQuery, Place, Slot

if TYPE_CHECKING:
    from explorer.systems.analogy.panel.observe import Observe
    from explorer.systems.analogy.panel.player import Player
    from explorer.systems.analogy.panel.render import Render

BESIDE: dict[Slot, Slot] = {"a": "b", "b": "a", "c": "d", "d": "c"}  # who is who beside whom
WHO = {"shapes": 2, "sprites": 1, "rotation": 1}  # numbers of a place that say who it is


class Slots(Columned):
    """What an exhibit does to its slots."""

    observe: "Observe"
    render_column: "Render"
    player: "Player"
    chosen: Slot  # the slot that pickers and pictures go to

    def choose(self, slot: Slot) -> None:
        """Pickers and pictures go to this slot from now on."""
        self.chosen = slot
        self.observe.show_query(self.query)

    def base(self, slot: Slot) -> Place:
        """What a slot holds, or what a picker begins with where it holds nothing of the world."""
        query: AnalogyQuery = self.query
        found = self.shown(slot) or query.place(BESIDE[slot])
        return found or getattr(query, slot) or query.c

    def shown(self, slot: Slot) -> Place | None:
        """Which picture of the world a slot shows; of a sprite sheet, which frame."""
        query: AnalogyQuery = self.query
        sheet = is_sheet(query.world, query.own(slot))
        found: Place | None = getattr(query, slot) if sheet else query.place(slot)
        return found

    def put(self, places: Mapping[Slot, Place], merge: str | None = None) -> None:
        """Fill slots with pictures of the world."""
        own = {f"picture_{slot}": None for slot in places}
        self.change(merge=merge, **places, **own, **self._fresh(places))

    def move(self, places: Mapping[Slot, Place], merge: str | None = None) -> None:
        """Other pictures of who is in the slots: of a sprite sheet, another frame."""
        world = self.query.world
        left = [slot for slot in places if not is_sheet(world, self.query.own(slot))]
        own = {f"picture_{slot}": None for slot in left}
        self.change(merge=merge, **places, **own, **self._fresh(places))

    def put_who(self, slot: Slot, who: Place) -> None:
        """Another character, chair, or shape and colour; who was the same beside it stays so."""
        query: AnalogyQuery = self.query
        before, other = self.base(slot), query.place(BESIDE[slot])
        count = WHO[query.world]
        found: dict[Slot, Place] = {slot: (*who, *before[count:])}
        if other is not None and other[:count] == before[:count] and query.place(slot):
            found[BESIDE[slot]] = (*who, *other[count:])
        self.put(found)

    def put_picture(self, slot: Slot, picture: Picture) -> None:
        """A picture of one's own; the place of an empty D is no matter then."""
        fields: dict[str, Any] = {f"picture_{slot}": picture}
        if slot == "d" and self.query.d is None:
            fields["d"] = self.query.c
        self.change(**fields, **self._fresh({slot: ()}))

    def carry(self, what: Any, slot: Slot, exchange: bool) -> None:
        """A picture was let go over a slot: another slot's, or an answer (method, column)."""
        if isinstance(what, str):
            self._copy(what, slot, exchange)  # type: ignore[arg-type]
        else:
            picture = self.render_column.picture(*what)
            if picture is not None:
                self.put_picture(slot, Picture(picture))
        self.choose(slot)

    def clear(self, slot: Slot) -> None:
        """Empty D; take an own picture away from the others."""
        if slot == "d":
            self.change(d=None, picture_d=None)
        else:
            self.change(**{f"picture_{slot}": None}, **self._fresh({slot: ()}))

    def swap(self) -> None:
        """A and B change places: the change is undone."""
        self._copy("a", "b", exchange=True)

    def _copy(self, source: Slot, slot: Slot, exchange: bool) -> None:
        query: AnalogyQuery = self.query
        if source == "d" and query.d is None and query.picture_d is None:
            self._copy_looked(slot)
            return
        fields = _holding(query, source, slot)
        if exchange and getattr(query, slot) is not None:
            fields |= _holding(query, slot, source)
        self.change(**fields, **self._fresh({source: (), slot: ()} if exchange else {slot: ()}))

    def _copy_looked(self, slot: Slot) -> None:
        """The answer that is looked at, as a picture."""
        result, at = self.current, self.player.at
        if result is not None and at is not None:
            answers = result.answers[BEST[self.query.world]]
            self.put_picture(slot, Picture(answers[at - 1] if at else result.c))

    def _fresh(self, slots: Mapping[Slot, object]) -> dict[str, Any]:
        """A change drawn by hand is one of A and B as they were."""
        return {"arrow": None} if {"a", "b"} & slots.keys() else {}


def _holding(query: AnalogyQuery, source: Slot, slot: Slot) -> dict[str, Any]:
    """Fields with which a slot holds what another does."""
    place = getattr(query, source)  # of a D that is an own picture, there may be none
    held = {} if place is None and slot != "d" else {slot: place}
    return {**held, f"picture_{slot}": query.own(source)}
