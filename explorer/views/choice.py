"""Choosing: one of a few side by side, one of many in a list, or on and off.

`changed` comes only from the person; `set_value` is silent.
"""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from explorer.views import icons
from explorer.views.buttons import explain
from explorer.views.theme import Themed


class Segmented(Themed, QWidget):
    """One of two to five choices, side by side in one frame. Arrow keys move; `changed(choice)`."""

    changed = Signal(str)

    def __init__(
        self,
        choices: Sequence[str],
        titles: Sequence[str] | None = None,
        *,
        name: str = "",
        tooltips: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._choices = list(choices)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        for index, title in enumerate(titles or choices):
            button = _Segment(title, index, len(self._choices), self)
            button.setToolTip(tooltips[index] if index < len(tooltips) else "")
            button.setAccessibleName(f"{name}: {title}" if name else title)
            self._group.addButton(button, index)
            row.addWidget(button, 1)
        self._group.setExclusive(True)
        self._group.idClicked.connect(lambda index: self.changed.emit(self._choices[index]))
        if self._choices:
            self._group.button(0).setChecked(True)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    @property
    def value(self) -> str:
        """The chosen one."""
        return self._choices[max(0, self._group.checkedId())]

    def set_value(self, choice: str) -> None:
        """Choose silently; an unknown choice changes nothing."""
        if choice in self._choices:
            self._group.button(self._choices.index(choice)).setChecked(True)

    def set_choice_enabled(self, choice: str, enabled: bool, tooltip: str = "") -> None:
        button = self._group.button(self._choices.index(choice))
        button.setEnabled(enabled)
        if tooltip:
            button.setToolTip(tooltip)

    def set_choice_visible(self, choice: str, visible: bool) -> None:
        """Whether there is such a choice now."""
        self._group.button(self._choices.index(choice)).setVisible(visible)

    def restyle(self) -> None:
        self.setFixedHeight(self.theme.px(34) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = self.theme.px(6)
        painter.setBrush(self.theme.colour("panel"))
        painter.setPen(self.theme.colour("line"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


class _Segment(QPushButton):
    """One choice of a `Segmented`; painted, so that neighbours share their border."""

    def __init__(self, text: str, index: int, count: int, owner: Segmented) -> None:
        super().__init__(text, owner)
        self._index, self._count, self._owner = index, count, owner
        self.setCheckable(True)
        self.setProperty("role", "segment")
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        theme = self._owner.theme
        wide = QFontMetrics(theme.font(13, 600)).horizontalAdvance(self.text())
        return QSize(wide + theme.px(16), theme.px(34))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        move = step.get(Qt.Key(event.key()))
        if move is None:
            return super().keyPressEvent(event)
        group = self.group()
        for distance in range(1, self._count):
            other = group.button((self._index + move * distance) % self._count)
            if other.isEnabled() and not other.isHidden():
                other.setFocus(Qt.FocusReason.TabFocusReason)
                other.click()
                break
        return None

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, on = self._owner.theme, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, radius = QRectF(self.rect()), theme.px(5)
        if on or (self.underMouse() and self.isEnabled()):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accbg" if on else "hover"))
            painter.drawRoundedRect(box, radius, radius)
        elif self._index + 1 < self._count:
            painter.fillRect(
                QRectF(box.right() - 1, box.top() + 6, 1, box.height() - 12), theme.colour("line")
            )
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("acc"), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), radius, radius)
        tone = "ctl" if not self.isEnabled() else "text" if on else "text2"
        painter.setPen(theme.colour(tone))
        painter.setFont(theme.font(13, 600 if on else 500))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.text())


class SwitchRow(Themed, QCheckBox):
    """A title at the left, a switch at the right: something is on or off. `changed(on)`."""

    changed = Signal(bool)

    def __init__(
        self, title: str, on: bool = False, *, tooltip: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(title, parent)
        self.setChecked(on)
        self.clicked.connect(self.changed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        explain(self, title, tooltip)
        self.follow_theme()

    def set_value(self, on: bool) -> None:
        """Turn on or off silently."""
        self.setChecked(on)

    def restyle(self) -> None:
        self.setFixedHeight(self.theme.px(32))

    def sizeHint(self) -> QSize:
        wide = QFontMetrics(self.theme.font(13)).horizontalAdvance(self.text())
        return QSize(wide + self.theme.px(12 + 34 + 4), self.theme.px(32))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, position: object) -> bool:
        return True

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            self.update()
        return bool(super().event(event))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px, on = self.theme, self.theme.px, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(1.0 if self.isEnabled() else 0.45)
        painter.setFont(theme.font(13))
        painter.setPen(theme.colour("text" if self.underMouse() or self.hasFocus() else "text2"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(self.rect(), flags, self.text())
        wide, high = px(34), px(18)
        track = QRectF(self.width() - wide - px(3), (self.height() - high) / 2, wide, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("acc" if on else "track"))
        painter.drawRoundedRect(track, high / 2, high / 2)
        x = track.right() - high / 2 if on else track.left() + high / 2
        painter.setBrush(theme.colour("acctx" if on and theme.dark else "knob"))
        painter.drawEllipse(QPointF(x, track.center().y()), px(6), px(6))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("text"), 2))
            painter.drawRoundedRect(track.adjusted(-2, -2, 2, 2), high / 2 + 2, high / 2 + 2)


class Choice(Themed, QComboBox):
    """A drop-down list.

    Args:
        choices: key → what is shown.

    Signals:
        changed(str): the person chose this key.
    """

    changed = Signal(str)

    def __init__(
        self,
        choices: Mapping[str, str],
        *,
        name: str,
        tooltip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._keys = list(choices)
        for key, text in choices.items():
            self.addItem(text, key)
        self.activated.connect(lambda index: self.changed.emit(self._keys[index]))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        explain(self, name, tooltip)
        self.follow_theme()

    @property
    def value(self) -> str:
        return self._keys[self.currentIndex()]

    def set_value(self, key: str) -> None:
        """Choose silently."""
        self.setCurrentIndex(self._keys.index(key))

    def restyle(self) -> None:
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page scrolls; a choice never changes by passing over it

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = self.theme.px(14)
        box = QRectF(self.width() - side - 9, (self.height() - side) / 2, side, side)
        icons.draw(QPainter(self), "down", box, self.theme.colour("text2"), 2.0)
