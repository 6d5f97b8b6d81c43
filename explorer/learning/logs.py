"""What a training run writes down: CSV, TensorBoard, and lines or a bar for the person watching."""

import csv
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

TELL_EVERY = 20.0  # seconds between the lines printed where there is no terminal


class Log:
    """`train.csv` and `validate.csv` in the run's folder, TensorBoard where it is installed.

    Of several processes, one is `first`; the others write and say nothing.
    """

    def __init__(self, folder: Path, title: str, quiet: bool = False, first: bool = True) -> None:
        self.folder, self.title, self.first = folder, title, first
        self.quiet = quiet or not first
        if first:
            folder.mkdir(parents=True, exist_ok=True)
        self._writer = _tensorboard(folder) if first else None
        self._told = 0.0
        self._bar: Any = None

    def __enter__(self) -> Self:
        if not self.quiet:
            self._bar = _bar(self.title)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()
        if self._writer is not None:
            self._writer.close()

    def step(
        self, step: int, fraction: float, seconds_left: float, values: dict[str, float]
    ) -> None:
        """One line of `train.csv`, and the person's view of the progress."""
        self._record("train", step, values)
        text = " ".join(f"{name} {value:.4g}" for name, value in values.items())
        if self._bar is not None:
            self._bar.update(
                self._bar.task_ids[0],
                completed=fraction,
                info=f"step {step} {text}",
                left=seconds_left,
            )
        elif not self.quiet and time.monotonic() - self._told > TELL_EVERY:
            self._told = time.monotonic()
            left = f"{seconds_left / 60:.1f} min left"
            print(f"{self.title}: {fraction:.1%} step {step} {text}, {left}", flush=True)

    def validation(self, step: int, values: dict[str, float], best: bool) -> None:
        """One line of `validate.csv`."""
        self._record("validate", step, values)
        text = " ".join(f"{name} {value:.4f}" for name, value in values.items())
        self.say(f"{self.title}: validation at step {step}: {text}{' (best)' if best else ''}")

    def say(self, text: str) -> None:
        """A sentence for the person."""
        if self._bar is not None:
            self._bar.console.print(text)
        elif not self.quiet:
            print(text, flush=True)

    def _record(self, table: str, step: int, values: dict[str, float]) -> None:
        if not self.first:
            return
        path = self.folder / f"{table}.csv"
        new = not path.exists()
        with path.open("a", newline="") as file:
            rows = csv.writer(file)
            if new:
                rows.writerow(["step", *values])
            rows.writerow([step, *(f"{value:.6g}" for value in values.values())])
        if self._writer is not None:
            for name, value in values.items():
                self._writer.add_scalar(f"{table}/{name}", value, step)


def _tensorboard(folder: Path) -> Any:
    try:
        from torch.utils.tensorboard import SummaryWriter
    except ImportError:
        return None
    return SummaryWriter(str(folder / "tensorboard"))


def _bar(title: str) -> Any:
    """A rich progress bar on a terminal, None elsewhere."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        ProgressColumn,
        Task,
        TaskProgressColumn,
        TextColumn,
    )
    from rich.text import Text

    console = Console()
    if not console.is_terminal:
        return None

    class Left(ProgressColumn):
        def render(self, task: Task) -> Text:
            seconds = int(task.fields["left"])
            return Text(f"{seconds // 60}:{seconds % 60:02d} left")

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        Left(),
        TextColumn("{task.fields[info]}"),
        console=console,
    )
    bar.add_task(title, total=1.0, info="", left=0.0)
    bar.start()
    return bar
