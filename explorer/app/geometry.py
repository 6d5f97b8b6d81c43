"""Where the window is: always on a screen that exists, whatever was unplugged since."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize

FIRST = QSize(1440, 900)


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
