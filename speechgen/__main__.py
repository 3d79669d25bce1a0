"""`python -m speechgen` and the console script: nothing but the way into the command line."""

import gc
import os
import sys

_COLLECT_AFTER = 100_000  # objects; what is imported stays, looking for garbage in it finds none


def _forget_working_folder() -> None:
    """`python -m` looks for modules in the working folder first: a stranger's `yaml.py` must not
    be one of them. The checkout itself may."""
    checkout = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 (pathlib is not imported for --version)
    if not sys.flags.safe_path and sys.path[:1] not in ([checkout], []):
        del sys.path[0]


def main() -> None:
    """Run the command line and exit with its status."""
    if sys.argv[1:] == ["--version"]:  # before anything heavy is imported
        from speechgen._version import __version__

        print(f"speechgen {__version__}")
        return
    gc.set_threshold(_COLLECT_AFTER)
    os.environ.setdefault("PYTHONSAFEPATH", "1")  # for the processes of a batch, as below
    from speechgen.cli import run

    status = run(sys.argv[1:])
    gc.freeze()  # what is left goes with the process: not worth walking through at exit
    sys.exit(status)


if __name__ == "__main__":
    _forget_working_folder()
    main()
