"""An outline that is drafted, edited by hand and pulled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from speechgen.api.drafted import Options
from speechgen.api.drafting import draft_as
from speechgen.carry.pull import Pulled, pull
from tests.word_hand import done

OUTLINE = """\
类型: 动员部署会讲话
标题: 在校园安全工作会议上的讲话
称谓: 老师们
日期: 2026-05-12
任务: 部署汛期校园安全
主题: 做好校园安全
正文:
  # 第一部分
  - 题: 看清风险
    文: 雨季快到了。
    点:
      - 边坡：操场后面的边坡每天看一次。
      - 电线：老教学楼的电线换新。   # 已报预算
  - 题: 落实责任
    文:
      - 谁的班级谁负责。
      - 值日老师七点到岗。
    点:
      - 校门口要有人
      - 饮水机每周清洗
"""

Carry = Callable[..., tuple[Pulled, str]]


@pytest.fixture
def carry(tmp_path: Path) -> Carry:
    """`carry(deed, …)`: the outline drafted, edited by hand and pulled; and its new text."""

    def carried(
        *deeds: tuple[str, ...],
        outline: str = OUTLINE,
        meanwhile: tuple[str, str] = ("", ""),
        live: bool = False,
        original: bool = False,
    ) -> tuple[Pulled, str]:
        path = tmp_path / "校园.yaml"
        path.write_text(outline, encoding="utf-8")
        data = draft_as(path, Options()).printed(live=live).to("docx")
        for deed in deeds:
            data = done(data, *deed)
        path.write_text(outline.replace(*meanwhile) if meanwhile[0] else outline, encoding="utf-8")
        made = pull(data, path, Options(), original=original)
        return made, made.data.decode("utf-8")

    return carried
