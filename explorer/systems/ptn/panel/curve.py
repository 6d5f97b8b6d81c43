"""The curve over 24 views: asked beside the main answer, once the hand has rested."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from explorer.engine import Listener
from explorer.systems.ptn.query import PTNResult

if TYPE_CHECKING:
    from explorer.systems.ptn.panel import PTNPanel

REST_MS = 400


class Curve(QObject):
    """Keeps the curve in step with the query; it is asked only where it would be another."""

    def __init__(self, exhibit: "PTNPanel") -> None:
        super().__init__(exhibit)
        self._exhibit = exhibit
        self._key: Any = None  # of the curve that is shown or under way
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(REST_MS)
        self._resting.timeout.connect(self._ask)

    def follow(self) -> None:
        """There is a new answer: ask the curve too, if no other comes soon."""
        self._resting.start()

    def stop(self) -> None:
        self._resting.stop()

    def _ask(self) -> None:
        exhibit, query = self._exhibit, self._exhibit.query
        if query.picture is not None:
            self._key = None
            exhibit.render_column.show_curves({})
            return
        key = (query.category, query.item, query.threshold, query.variants, exhibit.checkpoint)
        if key == self._key:
            return
        self._key = key
        asked = query.but(task="curve", refine_steps=0, azimuth=0.0, render_azimuth=None)

        def shown(result: Any) -> None:
            if key == self._key and isinstance(result, PTNResult):
                exhibit.render_column.show_curves(result.iu_by_view)

        def given_up(*_: Any) -> None:
            if key == self._key:
                self._key = None

        on = Listener(
            answered=lambda result, _s: shown(result),
            progress=lambda _f, preview: shown(preview),
            failed=given_up,
            cancelled=given_up,
        )
        exhibit.ask_aside("curve", asked, on)
