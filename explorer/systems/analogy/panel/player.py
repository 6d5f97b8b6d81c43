"""The answers one after the other: which of them is looked at, by hand or as an animation."""

from PySide6.QtCore import QObject, QTimer, Signal

SPEEDS = (0.5, 1.0, 2.0, 4.0)
FRAME_MS = 260  # at the usual speed
REST = 2  # frames that the last picture stays longer


class Player(QObject):
    """Goes over 0 (C as it was), 1, 2, … `count` applications; `at` is None while nothing is
    looked at. The pictures are there already: it only says which.

    Signals:
        moved(): `at` is another, or `playing`.
    """

    moved = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.count, self.speed = 1, 1.0
        self.at: int | None = None
        self._rest = 0
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._next)

    @property
    def playing(self) -> bool:
        return self._clock.isActive()

    def set_count(self, count: int) -> None:
        """So many answers there are; silently."""
        self.count = count
        if self.at is not None and self.at > count:
            self.at = count

    def toggle(self) -> None:
        """Play, or pause."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def play(self) -> None:
        """From the beginning, or from where it was paused."""
        if self.at is None or self.at >= self.count:
            self.at = 0
        self._rest = 0
        self._clock.start(self._interval())
        self.moved.emit()

    def pause(self) -> None:
        if self.playing:
            self._clock.stop()
            self.moved.emit()

    def show(self, at: int | None) -> None:
        """Look at one of them, or at none."""
        self._clock.stop()
        self.at = at
        self.moved.emit()

    def next_speed(self) -> None:
        """Faster, and from the fastest to the slowest."""
        place = SPEEDS.index(self.speed) if self.speed in SPEEDS else 0
        self.speed = SPEEDS[(place + 1) % len(SPEEDS)]
        if self.playing:
            self._clock.start(self._interval())
        self.moved.emit()

    def _interval(self) -> int:
        return round(FRAME_MS / self.speed)

    def _next(self) -> None:
        """The last one rests; then it begins again."""
        if self.at is None:
            self.at = 0
        elif self.at < self.count:
            self.at += 1
            self._rest = REST
        elif self._rest:
            self._rest -= 1
            return
        else:
            self.at = 0
        self.moved.emit()
