"""Buttons, switches and choices: what a person presses, with icons that follow the theme.

Signals named `changed` come only from the person; `set_…` methods are silent.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from explorer.views import icons
from explorer.views.theme import Themed


def explain(widget: QWidget, name: str, tooltip: str = "", shortcut: str = "") -> None:
    """Give a widget its accessible name and a tooltip that ends with its shortcut."""
    widget.setAccessibleName(name)
    text = tooltip or (name if shortcut else "")
    if text:
        keys = QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)
        widget.setToolTip(f"{text}  ({keys})" if keys else text)


class Button(Themed, QPushButton):
    """A button with a text, and an icon or a key badge where asked.

    Args:
        icon: a name from `icons.PATHS`.
        primary: the one button of its place that goes on; filled with the accent.
        quiet: no frame until hovered, for bars.
        badge: a key printed inside, as in "Swap order  X"; it does not bind the key.
    """

    def __init__(
        self,
        text: str,
        icon: str = "",
        *,
        primary: bool = False,
        quiet: bool = False,
        tooltip: str = "",
        shortcut: str = "",
        badge: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._icon = icon
        self._badge = badge
        self._primary = primary
        self.setProperty("primary", primary)
        self.setProperty("tight", bool(icon))
        if quiet:
            self.setProperty("role", "quiet")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        explain(self, text, tooltip, shortcut or badge)
        self.follow_theme()

    def set_icon(self, name: str) -> None:
        self._icon = name
        self.restyle()

    def restyle(self) -> None:
        if self._icon:
            colour = "acctx" if self._primary else "text2"
            self.setIcon(icons.icon(self._icon, colour, 16, gap=4))
            self.setIconSize(QSize(self.theme.px(20), self.theme.px(16)))

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint() + QSize(self.theme.px(10) if self._icon else 0, 0)

    def minimumSizeHint(self) -> QSize:
        """Where it is narrow a button with an icon gives up its air, never its text."""
        hint = super().sizeHint()
        return hint + QSize(self._badge_width() + self.theme.px(8), 0) if self._badge else hint

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._badge:
            return super().paintEvent(event)
        from PySide6.QtWidgets import QStyle, QStyleOptionButton, QStylePainter

        px, width = self.theme.px, self._badge_width()
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        option.rect = option.rect.adjusted(0, 0, -width - px(8), 0)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonLabel, option)
        height = px(20)
        box = QRectF(self.width() - width - px(12), (self.height() - height) / 2, width, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        ground = self.theme.colour("acctx", 0.16) if self._primary else self.theme.colour("field")
        painter.setBrush(ground)
        painter.drawRoundedRect(box, px(4), px(4))
        painter.setPen(self.theme.colour("acctx" if self._primary else "text2"))
        painter.setFont(self.theme.font(12, 500))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._badge)
        return None

    def _badge_width(self) -> int:
        wide = QFontMetrics(self.theme.font(12, 500)).horizontalAdvance(self._badge)
        return max(self.theme.px(20), wide + self.theme.px(10))


class IconButton(Themed, QPushButton):
    """A square button with an icon alone; `name` is its tooltip and accessible name.

    Args:
        framed: with a border like other buttons; else only on hover.
        small: 26 px instead of 34.
    """

    def __init__(
        self,
        icon: str,
        name: str,
        *,
        framed: bool = False,
        small: bool = False,
        shortcut: str = "",
        checkable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._side = 16 if small else 20
        self.setProperty("role", "smallicon" if small else "icon" if framed else "quieticon")
        self.setCheckable(checkable)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        explain(self, name, name, shortcut)
        self.follow_theme()

    def set_icon(self, icon: str, name: str = "") -> None:
        self._icon = icon
        if name:
            explain(self, name, name)
        self.restyle()

    def restyle(self) -> None:
        self.setIcon(icons.icon(self._icon, "text2", self._side))
        self.setIconSize(QSize(self.theme.px(self._side), self.theme.px(self._side)))


class LinkButton(QPushButton):
    """A word that acts, in the accent colour: "Cancel", "Show details"."""

    def __init__(self, text: str, tooltip: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("role", "link")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        explain(self, text, tooltip)


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
            if other.isEnabled():
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
