"""句子不要太长，段落不要太长。

为什么：一口气念不完的句子，念的人断错，听的人记不住；六七百字一段，纸面上黑压压一片。

错：
    在全市防汛工作会议上的讲话
    同志们：
    各镇街、各部门要按照市委、市政府的统一部署，对辖区内的水库、山塘、堤防、涵闸、泵站、地质灾害隐患点、低洼易涝点、在建工程、旅游景区、学校、医院、养老机构、地下空间、老旧房屋、高空构筑物、危险化学品企业逐一进行拉网式排查，对排查出来的问题逐项登记造册，明确责任单位、责任人员、整改措施和完成时限，能够立即整改的要立即整改，一时难以整改的要落实应急措施和值守人员，对整改不力、工作不实、弄虚作假以及造成严重后果的单位和个人，要依照有关规定严肃追究责任，绝不姑息迁就，并在全市范围内予以公开通报。

对：
    在全市防汛工作会议上的讲话
    同志们：
    各镇街、各部门要按照市委、市政府的统一部署，逐一排查水库、山塘、堤防、涵闸和泵站。排查出来的问题要逐项登记，明确责任人员和完成时限。整改不力的，要严肃追究责任。

修改：只报告，不改。
不误报：字数连标点一起数，以句号、问号、叹号为句；一百二十字以上作提示，要念的稿子二百字以上才作警告；段落四百字以上只作提示；表格不查。
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from speechgen.checks.finding import Finding, Rule
from speechgen.checks.paper import Manuscript
from speechgen.diagnostics import Severity

_LONG: Final = 120  # characters of a sentence, marks included
_TOO_LONG: Final = 200  # characters no one reads out in two breaths
_PARAGRAPH: Final = 400


def check(paper: Manuscript) -> Iterator[Finding]:
    """Sentences, then paragraphs."""
    for start, end in paper.sentences:
        size = end - start
        if size > _LONG:
            warned = paper.spoken and size > _TOO_LONG
            yield Finding(
                start, end, f"这一句有{size}字", "念起来太长，分成几句" if paper.spoken else "分成几句",
                severity=None if warned else Severity.INFO,
            )  # fmt: skip
    for paragraph in paper.paragraphs:
        if paragraph.role != "table" and len(paragraph.text) > _PARAGRAPH:
            yield Finding(
                paragraph.start,
                paragraph.end,
                f"这一段有{len(paragraph.text)}字",
                "分成几段",
                severity=Severity.INFO,
            )


RULE = Rule("long-text", Severity.WARNING, check)
