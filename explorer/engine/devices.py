"""Which devices there are, which one to take, and how to tell that one is full. torch on demand."""

import ctypes
import gc
import os
import sys
from contextlib import suppress

_GIB = 1 << 30


def available() -> list[str]:
    """Device names, best first: every CUDA device, then Apple's GPU, then "cpu". Imports torch."""
    import torch

    names = [f"cuda:{index}" for index in range(torch.cuda.device_count())]
    if torch.backends.mps.is_available():
        names.append("mps")
    return [*names, "cpu"]


def resolve(wanted: str) -> tuple[str, str]:
    """The device to use for a name, and a sentence for the person where it is not the one wanted.

    Args:
        wanted: "auto" (the best there is), "cuda", "cuda:1", "mps" or "cpu".
    """
    names = available()
    if wanted == "auto":
        return names[0], ""
    name = "cuda:0" if wanted == "cuda" else wanted
    if name in names:
        return name, ""
    return names[0], f"There is no device called {wanted} here, so {describe(names[0])} answers."


def describe(device: str) -> str:
    """A device as the status line names it: "CPU, 3 threads", "NVIDIA H200, 140 GiB"."""
    if device == "cpu":
        return f"CPU, {threads()} thread{'s' if threads() > 1 else ''}"
    if device == "mps":
        return "Apple GPU"
    if not device.startswith("cuda"):
        return device
    import torch

    properties = torch.cuda.get_device_properties(device)
    return f"{properties.name}, {properties.total_memory / _GIB:.0f} GiB"


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def threads() -> int:
    """torch's threads within one operation: a core is left to the window."""
    return max(1, cores() - 1)


def memory_budget(device: str) -> int:
    """Bytes of weights to keep loaded on a device unless told otherwise."""
    if device.startswith("cuda"):
        import torch

        return int(torch.cuda.get_device_properties(device).total_memory) // 2
    try:
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        memory = 8 * _GIB
    return min(2 * _GIB, memory // 4)


def is_out_of_memory(error: BaseException) -> bool:
    """True where an error says that the device, or the computer, has no memory left."""
    import torch

    if isinstance(error, torch.OutOfMemoryError | MemoryError):
        return True
    signs = ("out of memory", "can't allocate", "ALLOC_FAILED")  # MPS, the CPU, cuBLAS and cuDNN
    return isinstance(error, RuntimeError) and any(sign in str(error) for sign in signs)


def free(device: str) -> None:
    """Give back what nothing refers to any more."""
    import torch

    gc.collect()
    if device.startswith("cuda"):
        torch.cuda.empty_cache()
    elif device == "mps":
        torch.mps.empty_cache()


def trim() -> None:
    """Hand freed memory back to the system; glibc keeps it otherwise, for what may come."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library
            ctypes.CDLL(None).malloc_trim(0)
