"""`python -m speechgen` and the console script: nothing but the way into the command line."""

import sys


def main() -> None:
    """Run the command line and exit with its status."""
    if sys.argv[1:] == ["--version"]:  # before anything heavy is imported
        from speechgen._version import __version__

        print(f"speechgen {__version__}")
        return
    from speechgen.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
