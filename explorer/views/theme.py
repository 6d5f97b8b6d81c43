"""Colours, type and sizes, written once: every widget asks here, none styles itself.

A `Theme` is the tokens of `assets/tokens.json` for dark or light, at a scale (1, or about 2 when
presenting). `apply` gives it to the whole application at once through `assets/theme.qss`; widgets
that paint themselves follow by the `Themed` mixin.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from explorer import resources

FAMILIES = ["Inter", "Noto Sans", "DejaVu Sans", "sans-serif"]
_LENGTH = re.compile(r"(-?\d+)px")
_TOKEN = re.compile(r"@(\w+)")


@dataclass(frozen=True)
class Theme:
    """The tokens of one theme: `theme["acc"]` or `theme.acc` is a "#RRGGBB" string.

    Attributes:
        name: "dark" or "light".
        scale: factor on every size; 1 in the window, larger when presenting.
    """

    name: str
    colours: Mapping[str, str] = field(compare=False, repr=False)
    scale: float = 1.0

    def __getitem__(self, token: str) -> str:
        return self.colours[token]

    def __getattr__(self, token: str) -> str:
        if token.startswith("__") or token not in self.colours:
            raise AttributeError(token)
        return self.colours[token]

    @property
    def dark(self) -> bool:
        return self.name == "dark"

    def colour(self, token: str, opacity: float = 1.0) -> QColor:
        """A token (or a "#RRGGBB" string) as a QColor, `opacity` in [0, 1]."""
        made = QColor(token if token.startswith("#") else self.colours[token])
        made.setAlphaF(made.alphaF() * opacity)
        return made

    def px(self, length: float) -> int:
        """A length of the design, in logical pixels at this scale."""
        return round(length * self.scale)

    def font(self, size: int = 13, weight: int = 400) -> QFont:
        """The interface font: pixel size at scale 1, weight 400, 500 or 600, tabular figures."""
        made = QFont(FAMILIES)
        made.setPixelSize(self.px(size))
        made.setWeight(QFont.Weight(weight))
        made.setFeature(QFont.Tag("tnum"), 1)
        return made


class _News(QObject):
    changed = Signal(object)


_news = _News()
_current: list[Theme] = []
changed = _news.changed  # emits the new Theme after `apply`


@cache
def load(name: str) -> Theme:
    """The theme of that name ("dark" or "light") at scale 1."""
    tokens = json.loads((resources.assets() / "tokens.json").read_text("utf-8"))
    return Theme(name, tokens[name])


def current() -> Theme:
    """The theme applied last; dark until one was."""
    return _current[0] if _current else load("dark")


def system_name() -> str:
    """ "dark" or "light", as the desktop asks; dark where it does not say."""
    scheme = QGuiApplication.styleHints().colorScheme()
    return "light" if scheme == Qt.ColorScheme.Light else "dark"


def stylesheet(theme: Theme, scale: float | None = None) -> str:
    """`assets/theme.qss` with the theme's colours and its lengths times `scale`.

    Lines of one or two pixels keep their width, so that borders stay fine when presenting.
    """
    factor = theme.scale if scale is None else scale
    text = (resources.assets() / "theme.qss").read_text("utf-8")
    text = _TOKEN.sub(lambda match: theme[match[1]], text)

    def scaled(match: re.Match[str]) -> str:
        length = int(match[1])
        return f"{length if abs(length) <= 2 else round(length * factor)}px"

    return text if factor == 1 else _LENGTH.sub(scaled, text)


def apply(app: QApplication, theme: Theme, scale: float | None = None) -> Theme:
    """Give the whole application a theme; returns it at its scale and tells who follows."""
    theme = theme if scale is None else replace(theme, scale=scale)
    _current[:] = [theme]
    app.setFont(theme.font(14))
    app.setPalette(_palette(theme))
    app.setStyleSheet(stylesheet(theme))
    changed.emit(theme)
    return theme


def duration(milliseconds: int, widget: QWidget) -> int:
    """How long a motion may take: 0 where the system asks for less motion."""
    from PySide6.QtWidgets import QStyle

    hint = QStyle.StyleHint.SH_Widget_Animation_Duration
    return milliseconds if widget.style().styleHint(hint, None, widget) > 0 else 0


class Themed:
    """Mixed into widgets that paint themselves or hold icons: they follow the theme.

    Call `follow_theme()` at the end of the constructor; override `restyle` for sizes and icons.
    """

    _theme: Theme | None = None

    @property
    def theme(self) -> Theme:
        """The theme to paint with; the current one until it was set."""
        return self._theme or current()

    def follow_theme(self) -> None:
        changed.connect(self.set_theme)
        self.set_theme(current())

    def set_theme(self, theme: Theme) -> None:
        """Use this theme from now on (until `apply` gives another)."""
        self._theme = theme
        self.restyle()
        self.update()  # type: ignore[attr-defined]

    def restyle(self) -> None:
        """Set what depends on the theme beyond painting; `self.theme` is the new one."""


def set_role(widget: QWidget, **properties: Any) -> None:
    """Set dynamic properties that theme.qss selects on, and have them take effect."""
    if all(widget.property(name) == value for name, value in properties.items()):
        return
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    group = QPalette.ColorRole
    for role, token in {
        group.Window: "win",
        group.Base: "panel",
        group.AlternateBase: "field",
        group.Button: "panel",
        group.WindowText: "text",
        group.Text: "text",
        group.ButtonText: "text",
        group.PlaceholderText: "text3",
        group.Highlight: "acc",
        group.HighlightedText: "acctx",
        group.Link: "acc",
        group.ToolTipBase: "field",
        group.ToolTipText: "text",
    }.items():
        palette.setColor(role, theme.colour(token))
    for role in (group.WindowText, group.Text, group.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, theme.colour("ctl"))
    return palette
