"""What is remembered between starts that is no work: theme, window, device, recent files.

One small JSON file, written whole or not at all. A damaged one is put aside and the defaults are
used, with a sentence; a value of the wrong kind falls back alone.
"""

import json
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from explorer.app import folders
from explorer.systems import SYSTEMS

THEMES = ("system", "dark", "light")
MAX_RECENT = 12


@dataclass
class Settings:
    """All settings, with their defaults.

    Attributes:
        theme: "system" follows the desktop.
        rail_folded: None folds it by the window's width.
        window: x, y, width, height of the unmaximised window; empty before the first.
        recent: paths opened lately, newest first.
        checkpoints: system → paths of checkpoints opened by the person, newest first.
        columns: exhibit → widths of its columns as the person dragged them.
        trouble: a sentence about how reading went; not written.
    """

    theme: str = "system"
    device: str = "auto"
    page: str = "home"  # that the last session ended at
    rail_folded: bool | None = None
    paper_open: bool = False
    window: list[int] = field(default_factory=list)
    maximised: bool = False
    recent: list[str] = field(default_factory=list)
    checkpoints: dict[str, list[str]] = field(default_factory=dict)
    columns: dict[str, list[int]] = field(default_factory=dict)
    export_folder: str = ""
    open_folder: str = ""
    trouble: str = field(default="", metadata={"written": False})

    @classmethod
    def load(cls, path: Path | None = None) -> "Settings":
        """Read them; never fails."""
        path = path or _path()
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            if not isinstance(stored, dict):
                raise ValueError
        except FileNotFoundError:
            return cls()
        except (OSError, ValueError):
            aside = path.with_suffix(".damaged.json")
            try:
                path.replace(aside)
            except OSError:
                return cls(trouble="The settings can't be read; the usual ones are used.")
            return cls(
                trouble=f"The settings were damaged; they start anew (kept as {aside.name})."
            )
        return cls._from(stored)

    @classmethod
    def _from(cls, stored: dict[str, object]) -> "Settings":
        settings = cls()
        for entry in fields(cls):
            value = stored.get(entry.name)
            if value is not None and _fits(entry.name, value):
                setattr(settings, entry.name, value)
        return settings

    def save(self, path: Path | None = None) -> bool:
        """Write them; says whether that worked (a read-only home must not stop the program)."""
        values = asdict(self)
        for entry in fields(self):
            if not entry.metadata.get("written", True):
                del values[entry.name]
        try:
            folders.write_whole(path or _path(), json.dumps(values, indent=1).encode())
        except OSError:
            return False
        return True

    def opened(self, path: Path) -> None:
        """Put a path on top of the recent ones."""
        text = str(path.absolute())
        self.recent = [text, *(other for other in self.recent if other != text)][:MAX_RECENT]

    def opened_checkpoint(self, system: str, path: Path) -> None:
        """Put a checkpoint on top of those that the person opened for a system."""
        text = str(path.absolute())
        others = [other for other in self.checkpoints.get(system, []) if other != text]
        self.checkpoints[system] = [text, *others][:MAX_RECENT]


def _path() -> Path:
    return folders.config() / "settings.json"


def _fits(name: str, value: object) -> bool:
    """Whether a stored value is of the kind that the setting needs."""
    if name == "theme":
        return value in THEMES
    if name == "page":
        return value == "home" or value in SYSTEMS
    if name in ("device", "export_folder", "open_folder"):
        return isinstance(value, str)
    if name in ("rail_folded", "paper_open", "maximised"):
        return isinstance(value, bool)
    if name == "window":
        return isinstance(value, list) and len(value) in (0, 4) and _all(value, int)
    if name == "recent":
        return isinstance(value, list) and _all(value, str)
    if name in ("checkpoints", "columns"):
        kind = str if name == "checkpoints" else int
        return isinstance(value, dict) and all(
            isinstance(v, list) and _all(v, kind) for v in value.values()
        )
    return False


def _all(values: list[object], kind: type) -> bool:
    return all(isinstance(value, kind) and not isinstance(value, bool) for value in values)
