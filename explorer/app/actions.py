"""Every command once: menus, shortcuts, tooltips and the command palette all read this register.

An `Action` says what it is called, which keys it has and whether it can be done now. The register
makes one QAction of each and puts them on the window; an exhibit brings its own and they come and
go with it. Single letters and Ctrl+Z stay with a text box that has focus and a use for them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget


def _always() -> bool:
    return True


@dataclass(frozen=True)
class Action:
    """One command.

    Attributes:
        id: stable, dotted, e.g. "view.theme"; an exhibit's begin with its name.
        title: in plain words, sentence case: "Draw new samples".
        group: heading in menus and palette: "File", "Edit", "View", "Go", "Help", or the exhibit's.
        run: does it; called on the GUI thread and returns soon.
        shortcut: keys as Qt writes them ("Ctrl+K"); several where a tuple.
        tooltip: one more sentence, where the title is not enough.
        enabled: whether it can be done now; asked again at `Actions.refresh`.
        checked: for a switch: whether it is on; None for a plain command.
        listed: False keeps it out of menus and palette (a second key for the same thing).
    """

    id: str
    title: str
    group: str
    run: Callable[[], object]
    shortcut: str | tuple[str, ...] = ()
    tooltip: str = ""
    enabled: Callable[[], bool] = field(default=_always)
    checked: Callable[[], bool] | None = None
    listed: bool = True

    @property
    def keys(self) -> tuple[str, ...]:
        return (self.shortcut,) if isinstance(self.shortcut, str) else self.shortcut

    @property
    def checkable(self) -> bool:
        return self.checked is not None

    def hint(self) -> str:
        """The tooltip of a button that does this: what it does, and the keys."""
        words = self.tooltip or self.title
        return f"{words} ({display(self.keys[0])})" if self.keys else words


def display(keys: str) -> str:
    """Keys as the palette prints them: "Ctrl+Shift+Z" → "Ctrl Shift Z"."""
    text = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    keys = text.split("+") if not text.endswith("++") else [*text[:-2].split("+"), "+"]
    return " ".join(keys)


class Actions(QObject):
    """The register. `changed` tells that actions came or went, or that another can be done."""

    changed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._actions: dict[str, Action] = {}
        self._qactions: dict[str, QAction] = {}
        self._owners: dict[str, str] = {}
        self._keys: dict[str, str] = {}  # in one spelling → id
        self._states: dict[str, tuple[bool, bool]] = {}  # enabled, checked: as Qt was told
        self._bound = False

    def bind(self) -> None:
        """Let the keys act from here on. Later than the window's first frame, which they would
        delay."""
        self._bound = True
        for name in self._actions:
            self.qaction(name)

    def add(self, actions: Iterable[Action], owner: str = "window") -> None:
        """Register actions; `owner` names who can take them all away again.

        Raises:
            ValueError: an id, or a key, is already taken.
        """
        for action in actions:
            if action.id in self._actions:
                raise ValueError(f"two actions are called {action.id}")
            keys = {_spelled(each): action.id for each in action.keys}
            if taken := self._keys.keys() & keys.keys():
                name = taken.pop()
                raise ValueError(f"{name} does both {self._keys[name]} and {action.id}")
            self._keys |= keys
            self._actions[action.id] = action
            self._owners[action.id] = owner
            if self._bound:
                self.qaction(action.id)
        self.changed.emit()

    def remove(self, owner: str) -> None:
        """Take an owner's actions away, with their keys."""
        for name in [name for name, of in self._owners.items() if of == owner]:
            del self._actions[name], self._owners[name]
            self._keys = {keys: of for keys, of in self._keys.items() if of != name}
            if (gone := self._qactions.pop(name, None)) is not None:
                del self._states[name]
                self._window.removeAction(gone)
                gone.deleteLater()
        self.changed.emit()

    def __getitem__(self, name: str) -> Action:
        return self._actions[name]

    def __contains__(self, name: str) -> bool:
        return name in self._actions

    def qaction(self, name: str) -> QAction:
        """The Qt action of that id, for menus; built when first needed."""
        if name not in self._qactions:
            self._qactions[name] = self._build(self._actions[name])
            self._update(self._actions[name])
        return self._qactions[name]

    def listed(self, group: str | None = None) -> list[Action]:
        """Those that menus and palette show, in the order they were added."""
        return [a for a in self._actions.values() if a.listed and group in (None, a.group)]

    def trigger(self, name: str) -> bool:
        """Do it, where it can be done now; says whether it was."""
        action = self._actions[name]
        if not action.enabled():
            return False
        action.run()
        self.refresh()
        return True

    def refresh(self) -> None:
        """Ask every action again whether it is enabled and checked."""
        changed = [self._update(self._actions[name]) for name in self._qactions]
        if any(changed) or not self._bound:
            self.changed.emit()

    def _update(self, action: Action) -> bool:
        """Qt is told only of what changed: this runs at every frame of a drag."""
        state = action.enabled(), action.checked is not None and action.checked()
        shown = self._qactions[action.id]
        if action.checkable and shown.isChecked() != state[1]:  # Qt turns it by itself when clicked
            shown.setChecked(state[1])
        if self._states.get(action.id) == state:
            return False
        self._states[action.id] = state
        shown.setEnabled(state[0])
        return True

    def _build(self, action: Action) -> QAction:
        made = QAction(action.title, self._window)
        made.setObjectName(action.id)
        made.setShortcuts([QKeySequence(keys) for keys in action.keys])
        made.setToolTip(action.hint())
        made.setCheckable(action.checkable)
        made.triggered.connect(lambda _on=False, name=action.id: self.trigger(name))
        self._window.addAction(made)
        return made


class SpareUndo(QObject):
    """A text box with nothing of its own to undo or redo lets Ctrl+Z and Ctrl+Shift+Z through to
    the exhibit; Qt's boxes would keep them always. Watches the box that has the focus, and no
    other: a filter on the whole application would run at every event."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_changed)

    def _focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        if isinstance(old, QLineEdit):
            old.removeEventFilter(self)
        if isinstance(new, QLineEdit):
            new.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(watched, QLineEdit):
            return False
        assert isinstance(event, QKeyEvent)
        undo = event.matches(QKeySequence.StandardKey.Undo) and not watched.isUndoAvailable()
        redo = event.matches(QKeySequence.StandardKey.Redo) and not watched.isRedoAvailable()
        if undo or redo:
            event.ignore()
            return True
        return False


def _spelled(keys: str) -> str:
    """Keys in one spelling, so that "ctrl+T" and "Ctrl+t" are the same."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.PortableText)
