"""One result beside another: what is pinned, and a look back at it while a key is held.

Every exhibit has one of these; it draws through the exhibit's `show_pinned` and `show_held`.
"""

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject

from explorer.engine import Listener

if TYPE_CHECKING:
    from explorer.app.exhibit import Exhibit


class Pinned(NamedTuple):
    """What is compared with; a restored one has no result until its query is answered again."""

    query: Any
    result: Any
    checkpoint: str


class Comparing(QObject):
    """An exhibit's comparison. `pinned`: what it is with, or None."""

    def __init__(self, exhibit: "Exhibit") -> None:
        super().__init__(exhibit)
        self._exhibit = exhibit
        self._looking_back = False
        self.pinned: Pinned | None = None

    def toggle(self) -> None:
        """Compare with the current result from now on, or end the comparison."""
        exhibit = self._exhibit
        if self.pinned is not None:
            self.end()
        elif exhibit.result is not None:
            self._set(Pinned(exhibit.answered_query, exhibit.result, exhibit.checkpoint))

    def end(self) -> None:
        """Compare with nothing."""
        self._set(None)

    def resume(self, query: Any, checkpoint: str) -> None:
        """A session had this pinned: ask it again, and compare with it from then on."""
        asked = Pinned(query, None, checkpoint)
        self._set(asked)

        def answered(result: Any, _seconds: float) -> None:
            if self.pinned is asked:
                self._set(asked._replace(result=result))

        def failed(_error: object, _details: str) -> None:
            if self.pinned is asked:
                self.end()
                toast = self._exhibit.services.toast
                toast("What was pinned could not be restored.", kind="warn")

        on = Listener(answered=answered, failed=failed)
        self._exhibit.ask_aside("pinned", query, on, checkpoint=checkpoint)

    def can_look_back(self) -> bool:
        """Whether there is a pinned result, or an original."""
        if self.pinned is not None:
            return self.pinned.result is not None
        return self._exhibit.original_query() is not None

    def look_back(self, on: bool) -> None:
        """Show the pinned result in the place of the current one, or the original where nothing is
        pinned; or the current one again."""
        exhibit, self._looking_back = self._exhibit, on
        query = exhibit.original_query()
        if not on:
            exhibit.show_held(None, None)
        elif self.pinned is not None:
            if self.pinned.result is not None:
                exhibit.show_held(self.pinned.query, self.pinned.result)
        elif query is not None:

            def answered(result: Any, _seconds: float) -> None:
                if self._looking_back:
                    exhibit.show_held(query, result)

            exhibit.ask_aside("original", query, Listener(answered=answered), background=False)

    def _set(self, pinned: Pinned | None) -> None:
        if pinned is self.pinned:
            return
        self.pinned = pinned
        if pinned is None or pinned.result is not None:
            self._exhibit.show_pinned(*(pinned[:2] if pinned else (None, None)))
        self._exhibit.actions_changed.emit()
