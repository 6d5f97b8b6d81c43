"""Numbers as people read and type them."""


def number_text(value: float, decimals: int, suffix: str = "") -> str:
    """A number with fixed decimals and a true minus; one decimal more where it needs it."""
    if abs(value - round(value, decimals)) > 0.05 * 10**-decimals:
        decimals += 1
    text = f"{value:.{decimals}f}"
    if float(text) == 0:
        text = text.removeprefix("-")
    return text.replace("-", "\u2212") + suffix


def number_of(text: str) -> float | None:
    """The number typed: minus or hyphen, point or comma, a unit behind it or not; None where
    there is none."""
    plain = text.replace("\u2212", "-").replace(",", ".").strip().rstrip("°%×dBms ")
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if value == value and abs(value) != float("inf") else None
