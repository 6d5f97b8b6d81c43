"""Buttons: what a person presses, with icons that follow the theme."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QFontMetrics,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
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
        self._told = tooltip
        explain(self, text, tooltip, shortcut or badge)
        self.follow_theme()

    def set_badge(self, badge: str) -> None:
        """Another key printed inside; "" for none."""
        if badge != self._badge:
            self._badge = badge
            explain(self, self.text(), self._told, badge)
            self.updateGeometry()
            self.update()

    def set_icon(self, name: str) -> None:
        if name != self._icon:
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
        if name:
            explain(self, name, name)
        if icon != self._icon:
            self._icon = icon
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
