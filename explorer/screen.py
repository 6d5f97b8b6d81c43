"""Whether there is a screen to open a window on, and a virtual one where there is none."""

import os
import shutil
import sys

from explorer.errors import ExplorerError

SERVER = "-screen 0 1920x1200x24 -nolisten tcp"  # 24 bits: OpenGL needs them


class NoScreenError(ExplorerError):
    """There is neither a screen nor a virtual one."""


def present() -> bool:
    """Whether a window could open here."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def virtual() -> list[str]:
    """The words to put before a command so that it runs on a virtual screen with OpenGL.

    Raises:
        NoScreenError: xvfb-run is not installed.
    """
    found = shutil.which("xvfb-run")
    if found is None:
        raise NoScreenError(
            "There is no screen here, and no virtual one can be made; "
            "install it with: sudo apt-get install xvfb xauth libgl1-mesa-dri"
        )
    return [found, "-a", "-s", SERVER]


def prefix() -> list[str]:
    """`virtual()` where it is needed, else nothing.

    Raises:
        NoScreenError: as `virtual`.
    """
    return [] if present() else virtual()
