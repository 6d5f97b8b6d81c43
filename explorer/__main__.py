"""Where the program starts: `invexplorer`, or `python -m explorer`.

The window does not wait for the command line's machinery: its imports alone would take a fifth of
the time until the first paint.
"""

import sys

FRESH = "--fresh"


def main() -> None:
    """Open the window where nothing else is asked for; else run the command line."""
    words = [word for word in sys.argv[1:] if word != FRESH]
    if words[:1] not in ([], ["open"]) or any(word.startswith("-") for word in words):
        from explorer.cli import main as command_line

        command_line()
        return
    from explorer.commands.window import show
    from explorer.errors import ExplorerError

    try:
        sys.exit(show(words[1:], fresh=FRESH in sys.argv[1:]))
    except ExplorerError as error:
        print(error, file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("Cancelled.", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main()
