"""What passes between the window and its panels: services, exports, captions, status."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from explorer.pictures import Picture

if TYPE_CHECKING:
    from explorer.app.settings import Settings
    from explorer.views.gl import GLInfo


@dataclass(frozen=True)
class Services:
    """What the window does for its panels.

    Attributes:
        ask: (system, query, on: Listener, *, channel, checkpoint, background) → Ticket; at once.
        cancel: (channel) → None.
        run: (work, done, *, failed=None, progress=None, title="") → None; `work(progress)` runs on
            a background thread, the other three on the GUI thread; an ExplorerError without
            `failed` becomes a toast.
        toast: (text, action="", callback=None, kind="ok") → None; bottom right, one at a time.
        open_picture: (then) → None; lets the person choose, reads it in the background, and calls
            then(picture, path).
        paste_picture: () → None; what Ctrl+V does: the clipboard's picture goes to the exhibit.
        choose_folder: (then) → None; calls then(path).
        trigger: (id of an action) → bool; "file.open", "edit.paste", "edit.undo", …
        settings: what is remembered between starts.
        gl: whether voxels can be drawn with OpenGL, or the sentence why not.
    """

    ask: Callable[..., Any]
    cancel: Callable[[str], None]
    run: Callable[..., None]
    toast: Callable[..., None]
    open_picture: Callable[[Callable[[Picture, Path], None]], None]
    paste_picture: Callable[[], None]
    choose_folder: Callable[[Callable[[Path], None]], None]
    trigger: Callable[[str], bool]
    settings: "Settings"
    gl: "GLInfo"


@dataclass(frozen=True)
class ExportKind:
    """One thing that an exhibit can write.

    Attributes:
        id: "figure", "voxels", …; given back to `Exhibit.export_work`.
        title: in the Export menu, "Figure (.png)".
        suffixes: allowed, the first is the default, e.g. (".gif", ".mp4").
        needs: why it can't be written now, one sentence; empty where it can.
    """

    id: str
    title: str
    suffixes: tuple[str, ...]
    needs: str = ""


@dataclass(frozen=True)
class Caption:
    """Below one of the three pictures in presentation: symbol "x", name "One view", and a note or
    what its colours mean, as (colour token, words)."""

    symbol: str
    name: str
    note: str = ""
    legend: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Status:
    """What the status line says of an exhibit.

    Attributes:
        kind: "ready", "busy", "failed" or "empty".
        fraction: of the work done, None where unknown.
        seconds: how long the last answer took, None before the first.
    """

    kind: str = "empty"
    text: str = ""
    fraction: float | None = None
    seconds: float | None = None
