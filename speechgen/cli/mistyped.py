"""Command lines typed with a Chinese keyboard: —— for --, ＝ for =, “ ” for quotes; names with a
blank and no quotes.

Owns which words of a command line are so; it is asked before anything is made of them. Must not
know which options there are.
"""

import re
from collections.abc import Sequence
from typing import Final

from speechgen.cli.options import DASHES, usage
from speechgen.files import is_file, is_folder

_MOST_WORDS: Final = 8  # of a name
_OPTION: Final = re.compile(rf"([{DASHES}]+)([A-Za-z][\w-]*)(?:([=＝])(.*))?", re.ASCII | re.DOTALL)


def refuse(arguments: Sequence[str]) -> None:
    """Raises SpeechError, with the line as it was meant, where a word is no file that exists and
    shows such a mark where an option or a quotation begins or ends."""
    meant = [word if is_file(word) or is_folder(word) else _meant(word) for word in arguments]
    if (at := _parted(meant)) is not None:
        name = " ".join(meant[at])
        meant[at] = [name]
        raise usage(f"文件名“{name}”里有空格，两边要加引号", f"写成  speechgen {_line(meant)}")
    wrong = next((word for word, right in zip(arguments, meant, strict=True) if word != right), "")
    if not wrong:
        return
    said = f"“{wrong}”里的减号、等号要用半角（英文输入法）"
    if wrong.strip("“”") != wrong:
        said = "文件名两边的引号要用英文的"
    raise usage(said, f"写成  speechgen {_line(meant)}")


def _line(words: Sequence[str]) -> str:
    return " ".join(f'"{word}"' if " " in word else word for word in words)


def _parted(words: Sequence[str]) -> slice | None:
    """Which words are the name of one file that was parted at its blanks; None for none."""
    known = [is_file(word) or is_folder(word) or word.startswith("-") for word in words]
    for start in range(len(words)):
        for end in range(start + 2, min(len(words), start + _MOST_WORDS) + 1):
            if any(known[start:end]):
                break
            if is_file(" ".join(words[start:end])):
                return slice(start, end)
    return None


def _meant(word: str) -> str:
    option = _OPTION.fullmatch(word)
    if option and (set(option[1]) != {"-"} or option[3] == "＝"):
        dashes = "-" if len(option[2]) == 1 else "--"
        return f"{dashes}{option[2]}" + (f"={option[4]}" if option[3] else "")
    opens, closes = word[:1] == "“", word[-1:] == "”"
    if (opens and "”" not in word[:-1]) or (closes and "“" not in word[1:]):
        return '"' * opens + word.strip("“”") + '"' * closes
    return word
