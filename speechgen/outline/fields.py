"""The table of keys an outline may hold: names, aliases, kinds, explanations.

One table serves validation, did-you-mean, `speechgen types`, starter outlines and the published
JSON Schema. Must not know how a value is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from speechgen.document import LETTERHEADS
from speechgen.schema import json
from speechgen.schema.fields import Field, Kind

NODE_FIELDS: Final = (
    Field("题", aliases=("head",), near=("提", "体", "标题", "题目", "小标题", "title"),
          explain="小标题或要点本身", example="认清严峻形势，绷紧防汛之弦"),
    Field("文", Kind.PARAGRAPHS, ("text",), ("问", "闻", "正文", "内容", "段", "文字"),
          explain="标题下的文字；几段就写成列表，或用 | 起头逐段换行"),
    Field("点", Kind.NODES, ("points",), ("店", "典", "要点", "分点", "子项"),
          explain="下一级要点"),
    Field("表", Kind.TABLE, ("table",), ("表格",),
          explain="一张表，印在“文”之后：几行列表（第一行是表头），或表格文件的名字",
          example="分工.xlsx"),
    Field("图", Kind.PICTURE, ("picture",), ("图片", "照片"),
          explain="一张图，印在“文”之后：提纲旁边的 PNG 或 JPEG 文件", example="现场.jpg"),
    Field("编号", aliases=("numbering",), near=("序号", "编码"), setting=True,
          explain="下一级用什么序号，如 一要、第一，、无", example="一要"),
    Field("独行", Kind.FLAG, ("own_line",), ("独立", "单行"), setting=True,
          explain="标题独占一行（是/否）"),
    Field("连排", Kind.FLAG, ("inline",), ("连写", "连续"), setting=True,
          explain="下一级接排在同一段里（是/否）"),
    Field("数量", aliases=("count",), near=("个数", "条数"), setting=True,
          explain="标题里说的数，只核对、不印出", example="三件大事"),
)  # fmt: skip

ATTACHMENT_FIELDS: Final = (
    Field("题", aliases=("title", "head"), near=("提", "体", "标题", "题目", "名称"),
          explain="附件的名称；写了“提纲”可以省去", example="参会回执"),
    *(field for field in NODE_FIELDS if field.key in ("文", "点", "表", "图", "编号")),
    Field("提纲", aliases=("outline",), near=("大纲", "文件"),
          explain="这一页印另一份提纲：提纲旁边的文件", example="回执.yaml"),
)  # fmt: skip
"""What an attachment may hold: its title, and what stands on a page of its own."""

MEETING_FIELDS: Final = (
    Field("名称", aliases=("name",), near=("名字", "会名"), example="全市2026年防汛工作部署会"),
    Field("简称", aliases=("short_name",)),
    Field("日期", Kind.DATE, ("date",), example="2026年5月12日"),
    Field("时间", aliases=("time",), example='"9:00"'),
    Field("地点", aliases=("place",), near=("地址",), example="市应急指挥中心二楼会议室"),
    Field("主持", aliases=("chair",), near=("主持人",), between="、"),
)

LETTERHEAD_FIELDS: Final = (
    Field("机关", Kind.LIST, ("issuer",), ("发文机关", "单位"),
          explain="发文机关标志，印成红色大字；几家联合发文就写成列表，主办的在前，"
                  "末一家写上“文件”，这两个字就排在各家右边", example="云汀市防汛抗旱指挥部文件"),
    Field("格式", aliases=("form",), near=("样式", "类型"), setting=True,
          explain="文件、信函、命令、纪要；不写就是文件（会议纪要是纪要）", example="文件",
          choices=LETTERHEADS),
    Field("字号", aliases=("number",), near=("文号", "发文字号"), example="云汛〔2026〕7号"),
    Field("签发人", Kind.LIST, ("signer",),
          explain="上行文写签发人姓名；几位就写成列表，每行印两位", example="沈明远"),
    Field("份号", aliases=("copy_number",), example="000001"),
    Field("密级", aliases=("classification",), near=("密级和保密期限",), example="机密★1年"),
    Field("紧急", aliases=("urgency",), near=("紧急程度",), example="特急"),
    Field("标注", aliases=("mark",), explain="送审稿、征求意见稿、讨论稿", example="送审稿"),
    Field("套打", Kind.FLAG, ("preprinted",), setting=True,
          explain="用印好红头的纸打印就写“是”：机关名称和红线的位置空着"),
    Field("印发机关", aliases=("printer",), between="、", explain="版记里的印发机关"),
    Field("印发日期", Kind.DATE, ("printed",), explain="版记里的印发日期"),
)  # fmt: skip

COMMON_FIELDS: Final = (
    Field("类型", aliases=("type",), near=("种类", "会议类型", "文种"), required=True, setting=True,
          explain="会议类型的名称或代号，见 speechgen types", example="动员部署会讲话"),
    Field("标题", aliases=("title",), near=("题目", "题", "标題", "文题", "subject", "heading"),
          required=True,
          explain="文稿标题；想在哪里换行就写一个 |",
          example="在全市2026年防汛工作部署会上的讲话"),
    Field("副标题", aliases=("subtitle",), explain="标题下的小一号标题"),
    Field("讲话人", aliases=("speaker",), near=("发言人", "报告人", "演讲人", "汇报人", "主讲人",
          "宣讲人", "作者", "author"),
          explain="署在标题下：单位职务 姓名", between="、", example="云汀市副市长 沈明远"),
    Field("职务", aliases=("position",), near=("职位",), explain="讲话人的职务，印在姓名前"),
    Field("日期", Kind.DATE, ("date",), ("时间日期", "会期", "成文日期", "发文日期", "day"),
          explain="2026-05-12、2026.5.12、2026年5月12日都行", example="2026年5月12日"),
    Field("时间", aliases=("time",), explain="开会时间", example='"9:00"'),
    Field("星期", aliases=("weekday",), setting=True, explain="开会那天是星期几，用来核对日期"),
    Field("地点", aliases=("place",), near=("地址", "会址"), explain="开会地点"),
    Field("单位", Kind.LIST, ("unit",), near=("部门",),
          explain="发文或主办单位，几家就写成列表；没写落款就署在文末"),
    Field("会议", Kind.GROUP, ("meeting",), fields=MEETING_FIELDS, shorthand="名称",
          explain="会议名称，或名称、日期、时间、地点、主持分开写"),
    Field("称谓", Kind.PARAGRAPHS, ("salutation",), ("称呼", "称为"), says_nothing=True,
          explain="开头的称呼，冒号可不写；不写用本类型的默认称谓，写“无”就没有", example="同志们"),
    Field("主送", Kind.PARAGRAPHS, ("to",), ("受文单位", "收文单位", "发给", "主送机关",
          "主送单位", "收件人", "收信人"),
          between="、", explain="文书发给谁，印在标题下；冒号可不写",
          example="各镇人民政府，区直有关单位"),
    Field("时长", aliases=("minutes",), near=("时限", "用时"), setting=True,
          explain="给的时间，用来对照字数", example="15分钟"),
    Field("编号", aliases=("numbering",), near=("序号", "编码"), setting=True,
          explain="各级序号，从上到下用 > 隔开", example="一、>（一）>一是"),
    Field("独行", Kind.LIST, ("own_line",), ("独立", "单行"), setting=True,
          explain="哪几级标题独占一行、不加标点；不写就按类型，都不就写“无”",
          example="[1, 2]"),
    Field("版式", aliases=("layout",), near=("格式", "样式"), setting=True,
          explain="版式代号", example="gbt9704"),
    Field("稿次", aliases=("revision",), setting=True,
          explain="第几稿，可以用在文件名里：-o '{标题}-{稿次}.docx'", example="第2稿"),
    Field("语气", aliases=("tone",), near=("口气",), setting=True,
          explain="1、2、3 三套衔接语，或该类型列出的名称", example="1"),
    Field("材料", Kind.FACTS, ("facts",), explain="模板可以取用的其他事实，键名自定"),
    Field("正文", Kind.NODES, ("body",), ("内容", "主体", "要点", "主要内容", "正文内容",
          "主体内容", "大纲", "提纲", "content", "text"),
          explain="各部分：题（标题）、文（文字）、点（下一级）"),
    Field("落款", Kind.GROUP, ("signature",), near=("署名", "签名", "签字"), shorthand="单位",
          explain="文末署名；单位、日期不写就用文稿的“单位”“日期”",
          fields=(
               Field("单位", Kind.LIST, ("unit",), explain="几家联合署名就写成列表，主办的在前"),
               Field("日期", Kind.DATE, ("date",)),
               Field("印章", Kind.FLAG, ("seal",), explain="盖章的写“是”，留出盖章的位置"))),
    Field("附件", Kind.ATTACHMENTS, ("attachments",), fields=ATTACHMENT_FIELDS, shorthand="题",
          explain="附件名称，一行一个，序号会自动加上；要连内容一起印，就写“题”和“文”“点”“表”“图”，"
                  "或者“提纲: 文件”", example="参会回执"),
    Field("附注", aliases=("note",), near=("注", "备注"),
          explain="印在成文日期之下的话，括号自动加", example="联系人：周晓梅，电话：0000-5550123"),
    Field("抄送", aliases=("copy_to",), between="，",
          explain="抄送单位，写在一行，用逗号隔开，或写成列表",
          example="区委办公室，区人大常委会办公室"),
    Field("版头", Kind.GROUP, ("letterhead",), ("红头",), shorthand="机关",
          fields=LETTERHEAD_FIELDS, explain="红头文件的版头和版记；只写机关名称也行"),
    Field("注音", Kind.FACTS, ("readings",), ("拼音",), setting=True,
          explain="生僻字和人名怎么念，大字版里印出来：  倜: tì"),
)  # fmt: skip

REQUIRED: Final = tuple(field.key for field in COMMON_FIELDS if field.required)
"""What no outline does without, whatever its type says of the key: an error where it is missing."""


def settings_of(fields: Iterable[Field], owner: str = "") -> Iterator[str]:
    """Dotted paths of the keys that steer and are not printed."""
    for field in fields:
        if field.setting:
            yield owner + field.key
        yield from settings_of(field.fields, f"{owner}{field.key}.")


def schema(
    fields: Iterable[Field] = (), types: Iterable[str] = (), title: str = "提纲"
) -> dict[str, Any]:
    """The JSON Schema of outlines whose type declares `fields`; `types` are the accepted 类型."""
    table = {field.key: field for field in (*COMMON_FIELDS, *fields)}
    made = json.mapping(
        replace(field, required=field.required and key not in REQUIRED)  # that is no gap
        for key, field in table.items()
    )
    names = list(dict.fromkeys(types))
    for name in table["类型"].names if names else ():
        made["properties"][name]["enum"] = names
    return json.whole(made, title, (table[key] for key in REQUIRED), point_schema())


def point_schema() -> dict[str, Any]:
    """The JSON Schema of 要点: a text, what a point holds, or one pair of head and text."""
    pair = {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": json.SCALAR,
        "description": "小标题: 文字",
    }
    return {"anyOf": [json.TEXT, json.mapping(NODE_FIELDS), pair]}
