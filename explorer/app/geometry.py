"""Where the window is: always on a screen that exists, whatever was unplugged since."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from explorer.app.settings import Settings

FIRST = QSize(1440, 900)


class Place(QObject):
    """A window's place, kept in the settings from one start to the next."""

    def __init__(self, window: QWidget, settings: Settings) -> None:
        super().__init__(window)
        self._window, self._settings = window, settings

    def restore(self) -> None:
        """Go where the settings say, or as large as a first start's; always on a screen."""
        wanted = QRect(*self._settings.window) if self._settings.window else QRect()
        self._window.setGeometry(clamp(wanted, screens()))
        if self._settings.maximised:
            self._window.setWindowState(Qt.WindowState.WindowMaximized)

    def remember(self) -> None:
        """Write the place into the settings."""
        window = self._window
        self._settings.maximised = window.isMaximized()
        place = window.normalGeometry() if window.isMaximized() else window.geometry()
        self._settings.window = [place.x(), place.y(), place.width(), place.height()]

    def rescue(self, gone: QScreen) -> None:
        """A screen was unplugged: come back to one that is there."""
        left = screens(but=gone)
        if left and self._window.isVisible():
            self._window.setGeometry(clamp(self._window.geometry(), left))


def screens(but: QScreen | None = None) -> list[QRect]:
    """What each screen has room for, the primary one first."""
    primary = QGuiApplication.primaryScreen()
    every = [primary, *(other for other in QGuiApplication.screens() if other is not primary)]
    return [screen.availableGeometry() for screen in every if screen not in (None, but)]


def clamp(wanted: QRect, screens: Sequence[QRect]) -> QRect:
    """The rectangle moved, and shrunk where needed, onto the screen that shows most of it (the
    first where none shows any). An empty rectangle becomes the first start's, centred."""
    if not screens:
        return wanted
    if wanted.isEmpty():
        size = FIRST.boundedTo(screens[0].size())
        made = QRect(screens[0].topLeft(), size)
        made.moveCenter(screens[0].center())
        return made
    screen = max(screens, key=lambda area: _shared(wanted, area))
    size = wanted.size().boundedTo(screen.size())
    left = min(max(wanted.left(), screen.left()), screen.right() + 1 - size.width())
    top = min(max(wanted.top(), screen.top()), screen.bottom() + 1 - size.height())
    return QRect(left, top, size.width(), size.height())


def _shared(a: QRect, b: QRect) -> int:
    common = a.intersected(b)
    return common.width() * common.height() if common.isValid() else 0
