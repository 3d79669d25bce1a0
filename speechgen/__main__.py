"""`python -m speechgen` and the console script: nothing but the way into the command line."""

import gc
import sys

_COLLECT_AFTER = 100_000  # objects; what is imported stays, looking for garbage in it finds none


def main() -> None:
    """Run the command line and exit with its status."""
    if sys.argv[1:] == ["--version"]:  # before anything heavy is imported
        from speechgen._version import __version__

        print(f"speechgen {__version__}")
        return
    gc.set_threshold(_COLLECT_AFTER)
    from speechgen.cli import run

    status = run(sys.argv[1:])
    gc.freeze()  # what is left goes with the process: not worth walking through at exit
    sys.exit(status)


if __name__ == "__main__":
    main()
