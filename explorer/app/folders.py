"""Where the program keeps what belongs to the person: settings, the last session, crash logs.

`INVEXPLORER_HOME` moves all of it below one folder; tests and the bench use it.
"""

import os
from pathlib import Path


def config() -> Path:
    """Settings."""
    return _folder("config")


def state() -> Path:
    """The last session, crash logs, the log."""
    return _folder("state")


def cache() -> Path:
    """What can be made again: the home page's thumbnails."""
    return _folder("cache")


def _folder(kind: str) -> Path:
    """The folder, made where it can be (a read-only home is met where something is written)."""
    if home := os.environ.get("INVEXPLORER_HOME"):
        found = Path(home) / kind
    else:
        import platformdirs

        found = {
            "config": platformdirs.user_config_path,
            "state": platformdirs.user_state_path,
            "cache": platformdirs.user_cache_path,
        }[kind]("invexplorer", appauthor=False)
    try:
        found.mkdir(parents=True, exist_ok=True)
    except OSError:
        return found
    return found


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a full disk or a crash leaves the old one whole.

    Raises:
        OSError: it can't be written; the old file is as it was.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)  # noqa: PTH105 - tests fill the disk here
    except BaseException:
        part.unlink(missing_ok=True)
        raise
