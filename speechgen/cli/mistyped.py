"""Command lines typed with a Chinese keyboard: —— for --, ＝ for =, “ ” for quotes.

Owns which words of a command line are so; it is asked before anything is made of them. Must not
know which options there are.
"""

import re
from collections.abc import Sequence
from typing import Final

from speechgen.cli.options import DASHES, usage
from speechgen.files import is_file, is_folder

_OPTION: Final = re.compile(rf"([{DASHES}]+)([A-Za-z][\w-]*)(?:([=＝])(.*))?", re.ASCII | re.DOTALL)


def refuse(arguments: Sequence[str]) -> None:
    """Raises SpeechError, with the line as it was meant, where a word is no file that exists and
    shows such a mark where an option or a quotation begins or ends."""
    meant = [word if is_file(word) or is_folder(word) else _meant(word) for word in arguments]
    wrong = next((word for word, right in zip(arguments, meant, strict=True) if word != right), "")
    if not wrong:
        return
    said = f"“{wrong}”里的减号、等号要用半角（英文输入法）"
    if wrong.strip("“”") != wrong:
        said = "文件名两边的引号要用英文的"
    line = " ".join(f'"{word}"' if " " in word else word for word in meant)
    raise usage(said, f"写成  speechgen {line}")


def _meant(word: str) -> str:
    option = _OPTION.fullmatch(word)
    if option and (set(option[1]) != {"-"} or option[3] == "＝"):
        dashes = "-" if len(option[2]) == 1 else "--"
        return f"{dashes}{option[2]}" + (f"={option[4]}" if option[3] else "")
    opens, closes = word[:1] == "“", word[-1:] == "”"
    if (opens and "”" not in word[:-1]) or (closes and "“" not in word[1:]):
        return '"' * opens + word.strip("“”") + '"' * closes
    return word
