"""`python -m speechgen` and the console script: nothing but the way into the command line."""

import gc
import os
import sys

_COLLECT_AFTER = 100_000  # objects; what is imported stays, looking for garbage in it finds none


def main() -> None:
    """Run the command line and exit with its status."""
    arguments, status = sys.argv[1:], 0
    try:
        if arguments != ["--version"] or not _version():  # before anything heavy is imported
            gc.set_threshold(_COLLECT_AFTER)
            os.environ.setdefault("PYTHONSAFEPATH", "1")  # for the processes of a batch, as below
            from speechgen.cli import run

            status = run(arguments)
        if "multiprocessing" not in sys.modules and os.environ.get("SPEECHGEN_DEBUG") != "1":
            os._exit(status)  # all is written; taking every module apart would take a while
    except KeyboardInterrupt:  # while modules were being imported, or after the last word
        status = 130
    sys.exit(status)


def _version() -> bool:
    """Whether the version could be printed; if not, the command line tells why."""
    from speechgen._version import __version__

    if sys.stdout is None:
        return False
    try:
        print(f"speechgen {__version__}", flush=True)
    except (OSError, ValueError):
        return False
    return True


if __name__ == "__main__":
    # `python -m` looks for modules in the working folder first: a stranger's `yaml.py` must not be
    # one of them. The checkout itself may.
    checkout = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 (pathlib is not imported for --version)
    if not sys.flags.safe_path and sys.path[:1] not in ([checkout], []):
        del sys.path[0]
    main()
