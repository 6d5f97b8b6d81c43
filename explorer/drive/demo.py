"""`make run` without a screen: the real window on a virtual one, its pictures, and an answer's
numbers, in out/."""

import contextlib
import io
import json
import sys
import tempfile
from pathlib import Path

from explorer.drive.stage import Stage


def demonstrate(out: Path) -> None:
    """Open the window on PTN, wait until the reconstruction is drawn, and keep what it shows.

    Raises:
        TimeoutError: no answer came.
        RuntimeError: the answer is an error.
    """
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(home=Path(folder), page="ptn")
        exhibit = stage.exhibit
        stage.answered()
        stage.settle()
        if exhibit.result is None:
            raise RuntimeError(f"PTN did not answer: {exhibit.status.text}")
        stage.picture().save(str(out / "ptn.png"))
        stage.window.toggle_theme()
        stage.settle()
        stage.picture().save(str(out / "ptn_light.png"))
        stage.window.toggle_theme()
        stage.window.go("home")
        stage.settle()
        stage.picture().save(str(out / "home.png"))
        stage.close()
    (out / "result.json").write_text(ask(out) + "\n")


def ask(out: Path) -> str:
    """What `invexplorer ask ptn --out out/answer --json` prints."""
    from explorer.cli import app

    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        app(["ask", "ptn", "--out", str(out / "answer"), "--json"], standalone_mode=False)
    return json.dumps(json.loads(said.getvalue()), indent=1)


def main() -> int:
    out = Path(sys.argv[1])
    try:
        demonstrate(out)
    except (RuntimeError, TimeoutError) as error:
        print(error, file=sys.stderr)
        return 1
    print("There is no screen here, so the window was opened on a virtual one. It left:")
    for path in sorted(out.rglob("*")):
        if path.is_file():
            print(f"  {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
