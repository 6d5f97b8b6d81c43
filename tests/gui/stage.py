"""A bare stage for one widget: shown, in the theme, with the focus, and taken down by qtbot."""

from typing import Any, TypeVar

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from explorer.views import theme as themes

W = TypeVar("W", bound=QWidget)
LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


def stage(qtbot: Any, widget: W, width: int = 300, height: int = 0, theme: str = "dark") -> W:
    """Show a widget in an active window of its own, with a button beside it to take the focus."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    if themes.current() != themes.load(theme) or not app.styleSheet():
        themes.apply(app, themes.load(theme))
    page = QWidget()
    page.setObjectName("page")
    page.resize(width + 40, max(height, 500) + 80)
    other = QPushButton("elsewhere", page)
    other.move(20, 10)
    widget.setParent(page)
    widget.move(20, 60)
    widget.resize(width, height or widget.sizeHint().height())
    vars(qtbot).setdefault("stages", []).append(page)  # qtbot itself only refers to it weakly
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    other.setFocus()
    return widget


def elsewhere(widget: QWidget) -> QPushButton:
    """The button beside the staged widget."""
    found = widget.window().findChild(
        QPushButton, options=Qt.FindChildOption.FindDirectChildrenOnly
    )
    assert isinstance(found, QPushButton)
    return found


def drag(widget: QWidget, *places: QPoint | QPointF, button: Qt.MouseButton = LEFT) -> None:
    """Press at the first place, move over the others, let go at the last."""
    points = [each.toPoint() if isinstance(each, QPointF) else each for each in places]
    QTest.mousePress(widget, button, pos=points[0])
    for point in points[1:]:
        QTest.mouseMove(widget, point)
        QApplication.processEvents()
    QTest.mouseRelease(widget, button, pos=points[-1])


def turn_wheel(
    widget: QWidget, notches: int, modifiers: Any = Qt.KeyboardModifier.NoModifier
) -> bool:
    """Turn the mouse wheel over the middle; says whether the widget took it."""
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle,
        QPointF(widget.mapToGlobal(middle.toPoint())),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    event.ignore()
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def photo(widget: QWidget) -> QImage:
    """What a widget looks like now."""
    return widget.grab().toImage()


def colour_at(image: QImage, x: float, y: float) -> QColor:
    """The colour at logical pixel (x, y)."""
    ratio = image.devicePixelRatio()
    return image.pixelColor(round(x * ratio), round(y * ratio))


def near(one: QColor, other: QColor | str, by: int = 12) -> bool:
    """Whether two colours look the same."""
    other = QColor(other)
    pairs = zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)
    return all(abs(a - b) <= by for a, b in pairs)
