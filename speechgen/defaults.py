"""The defaults file `speechgen.yaml`: what one office writes the same in every outline.

Owns where the file is looked for, whose it may be and what it may say. An outline and the options
outrank it. Must not know how a draft is made.
"""

import os
import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import field
from pathlib import Path
from typing import Final

from speechgen import files
from speechgen.diagnostics import Span
from speechgen.frozen import frozen
from speechgen.numbering import Scheme
from speechgen.schema.fields import Field, Kind
from speechgen.schema.notes import FileNotes
from speechgen.schema.reading import read_settings
from speechgen.schema.values import Facts, text_of, texts_of
from speechgen.source import load
from speechgen.text import Text, on_lines, place_of

FILE_NAME: Final = "speechgen.yaml"
RATE: Final = (200.0, 220.0)  # characters per minute, slow and fast

DEFAULT_FIELDS: Final = (
    Field("单位", Kind.LIST, ("unit",), explain="提纲没写“单位”时用它"),
    Field("讲话人", aliases=("speaker",), between="、", explain="提纲没写“讲话人”时用它"),
    Field("编号", aliases=("numbering",), explain="提纲没写“编号”时用它", example="一、>（一）>1."),
    Field("版式", aliases=("layout",), explain="提纲没写“版式”时用它", example="gbt9704"),
    Field(
        "页码",
        aliases=("page_number",),
        explain="代替版式的页码：外侧、居中、居左、居右、无，或它的样子，或两样都写",
        example="居中 第{页}页",
    ),
    Field("语速", aliases=("rate",), explain="每分钟多少字，用来估时间", example="200-220"),
    Field("模板", Kind.LIST, ("templates",), explain="会议类型和版式的文件夹，相对本文件"),
    Field("忽略", Kind.LIST, ("ignore",), explain="检查时不要的规则", example="long-text"),
)
LAID_UNDER: Final = ("单位", "讲话人", "编号", "版式")
_RATE: Final = r"(\d+)(?:[-—~～至到](\d+))?(?:字|字/分钟|字每分钟)?"
_SLOWEST, _FASTEST = 50, 600
_LARGEST: Final = 1_000_000  # bytes


@frozen
class Defaults:
    """What a defaults file says: `given` are its keys in the order of DEFAULT_FIELDS, `values`
    texts laid under an outline, with their places."""

    file: str = ""
    values: dict[str, Text] = field(default_factory=dict)
    rate: tuple[float, float] = RATE
    templates: tuple[Path, ...] = ()
    ignore: tuple[Text, ...] = ()
    page_number: Text | None = None
    given: tuple[str, ...] = ()


def config_folder() -> Path:
    """The user's own configuration folder for speechgen; it need not exist."""
    if os.name == "nt":
        base = os.environ.get("APPDATA") or str(Path.home() / "AppData" / "Roaming")
    else:
        base = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(base) / "speechgen"


def working_defaults() -> Defaults:
    """What counts in the working folder. Raises SpeechError like `read_defaults`."""
    file = find_defaults()
    return read_defaults(file) if file else Defaults()


def find_defaults(folder: Path | None = None) -> Path | None:
    """The defaults file of `folder` (None: the working folder) or the nearest folder above it
    whose file is the user's, else the one in his configuration folder."""
    for file, why in looked_at(folder):
        if not why:
            return file
    own = config_folder() / FILE_NAME
    return own if files.is_file(own) else None


def working_folder() -> Path:
    """The working folder; `.` where it is gone."""
    try:
        return Path.cwd()
    except OSError:
        return Path()


def looked_at(folder: Path | None = None) -> Iterator[tuple[Path, str]]:
    """Every defaults file in `folder` (None: the working folder) and above, the nearest first,
    with why it is not read (nothing: it may be).

    A stranger's settings must not slip into a paper: a file counts only if this user owns it, and
    none that lies above his home folder or on another disk than `folder`.
    """
    try:
        start = Path.cwd() if folder is None else folder.absolute()
        disk = start.stat().st_dev
        home = Path.home().resolve()
    except (OSError, RuntimeError):  # a folder that is gone; a user without a home
        return
    why = ""
    for place in (start, *start.parents):
        with suppress(OSError):
            if not why and place.stat().st_dev != disk:
                why = "在另一个盘上"
        if not why and place != home and home.is_relative_to(place):
            why = "在用户主目录之上"
        file = place / FILE_NAME
        if files.is_file(file):
            yield file, why or ("" if _is_users(file) else "属于别的用户")


def _is_users(file: Path) -> bool:
    """Whether this user owns a file, and the link to it if it is one."""
    if os.name != "posix":
        return True
    try:
        return {os.lstat(file).st_uid, file.stat().st_uid} == {os.geteuid()}
    except OSError:
        return False


def read_defaults(file: Path) -> Defaults:
    """What a defaults file says. Raises SpeechError with everything wrong in it."""
    values = _settings(file)
    return Defaults(
        str(file),
        {key: text for key in LAID_UNDER if (text := on_lines(texts_of(values, key)))},
        _rate(text_of(values, "语速")),
        tuple(file.parent / folder for folder in texts_of(values, "模板")),
        tuple(texts_of(values, "忽略")),
        text_of(values, "页码") or None,
        tuple(field.key for field in DEFAULT_FIELDS if field.key in values),
    )


def values_of(file: Path) -> dict[str, tuple[str, Span]]:
    """What a defaults file says, key by key, with the place of each value. Raises SpeechError."""
    values = _settings(file)
    found = {key: texts_of(values, key) for key in values}
    return {key: ("、".join(texts), place_of(texts[0])) for key, texts in found.items() if texts}


def _settings(file: Path) -> Facts:
    loaded = load(files.read_bytes(file, _LARGEST), str(file))
    if not loaded.root:
        return Facts({})
    return read_settings(loaded, DEFAULT_FIELDS, str(file), check=_check)


def _check(reader: FileNotes, values: Facts) -> None:
    if numbering := text_of(values, "编号"):
        reader.check(numbering, Scheme.parse, "defaults-numbering", "")
    reader.check(text_of(values, "语速"), _rate, "defaults-rate", "例如 语速: 200-220")


def _rate(text: str) -> tuple[float, float]:
    """Two speeds, the slow one first. Raises ValueError (Chinese) for what is none."""
    if not text:
        return RATE
    found = re.fullmatch(_RATE, unicodedata.normalize("NFKC", text).replace(" ", ""))
    speeds = [int(speed) for speed in found.groups() if speed] if found else []
    if not speeds or not all(_SLOWEST <= speed <= _FASTEST for speed in speeds):
        raise ValueError(f"看不懂语速“{text}”，应是每分钟{_SLOWEST}到{_FASTEST}字")
    return float(min(speeds)), float(max(speeds))
