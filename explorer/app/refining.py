"""Analysis by synthesis under the hand: begun, watched, stopped, and never begun by an undo.

For exhibits whose queries have `refine_steps`; a query with some is a refinement of that length.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from explorer.app.columned import Columned
    from explorer.views.refine import RefineCard


class Refining(QObject):
    """The refinement under way, if there is one.

    Args:
        same: the fields in which queries of one refinement agree, beside its steps.
        card: where it is begun and stopped; None where the exhibit refines nothing.

    Attributes:
        best: how many of its steps lead to the best result so far.
    """

    def __init__(self, exhibit: "Columned", same: Iterable[str], card: "RefineCard | None") -> None:
        super().__init__(exhibit)
        self._exhibit, self._card = exhibit, card
        self._fields = (*same, "refine_steps")
        self._target: Any = None  # its query
        self.best = 0
        exhibit.query_changed.connect(self._leave)
        if card is not None:
            card.pressed.connect(exhibit.toggle_refine)
            card.undone.connect(lambda: exhibit.change(refine_steps=0))

    @property
    def on(self) -> bool:
        return self._target is not None

    def begin(self, steps: int) -> None:
        """Ask for so many steps."""
        exhibit = self._exhibit
        self.best = exhibit.query.refine_steps
        self._aim(exhibit.query.but(refine_steps=steps))
        if self.best == steps:
            exhibit.ask()
        exhibit.change(refine_steps=steps)

    def show_preview(self, best: int, refined: bool = True) -> None:
        """It has come so far; or what is previewed is other work."""
        query = self._exhibit.query
        self.best = best
        self._aim(query if refined and query.refine_steps else None)

    def rest(self) -> None:
        """It is done, or has failed; unless what came was asked before it."""
        if not self._exhibit.busy:
            self._aim(None)

    def keep_best(self) -> None:
        """It was stopped: in every step of the history it is as far as it came, so that undo and
        redo bring back what was shown and never resume it."""
        stopped, best = self._target, self.best
        self._aim(None)
        if stopped is not None:
            self._exhibit.amend(lambda q: q.but(refine_steps=best) if self._same(q, stopped) else q)

    def _leave(self, query: Any) -> None:
        """What is asked now belongs to another refinement, or to none: the one under way ends."""
        if self._target is not None and not self._same(query, self._target):
            self.keep_best()

    def _aim(self, target: Any) -> None:
        self._target = target
        if self._card is not None:
            self._card.show_refining(target is not None)

    def _same(self, one: Any, other: Any) -> bool:
        return all(getattr(one, name) == getattr(other, name) for name in self._fields)
