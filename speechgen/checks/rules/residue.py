"""What machines leave behind in a text: chat answers, mark-up, Word's fields, wrong decoding.

Lines that a reader took out are for `completeness.import_residue`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Final

from speechgen.checks.characters import shown
from speechgen.checks.engine import Finding, flag
from speechgen.checks.paper import Manuscript
from speechgen.expression import Expression
from speechgen.marks import HAN

# -- pasted-residue -----------------------------------------------------------------------------

_MODELS: Final = "AI|ChatGPT|DeepSeek|Kimi|Claude|文心一言|通义千问|豆包|讯飞星火|智谱清言|腾讯元宝"
_TAGS: Final = (
    "br|p|div|span|b|strong|em|i|u|s|font|a|img|table|tbody|td|tr|th|li|ul|ol|h[1-6]|sup|sub|hr"
    "|html|head|body|style|script|section|article|center|o:p|think|answer"
)
_OF_THE_WEB: Final = (
    "来源 出处 转载 本文来自 编辑 浏览 阅读 点击 发布时间 作者 百度 豆丁 道客 原创力 文库 范文"
    " 公文写作网 返回顶部 版权所有 复制链接 加载更多 一篇 页 Page — － -"
)
_KINDS: Final = (
    (
        "人工智能的答话",
        Expression(
            r"(?m)^(?:好的|当然(?:可以)?|没问题|收到)[，,！!。].{0,40}$",
            "好的",
            "当然",
            "没问题",
            "收到",
        ),
    ),
    (
        "人工智能的答话",
        Expression(
            r"(?:以下|下面|这)(?:就)?是(?:一[份篇])?(?:我)?(?:为|给|帮|根据|按照?)(?:您|你)[^。！？\n]{0,30}"
            r"|(?:我)?(?:已)?(?:为|帮)您(?:撰写|生成|起草|润色|拟写)[^。！？\n]{0,20}"
            r"|作为(?:一[个名款])?(?:AI|人工智能)(?:语言)?(?:模型|助手)?[^。！？\n]{0,12}(?:，|无法|不能)"
            r"|希望(?:以上|这[份篇些个]|上述)[^。！？\n]{0,12}(?:对|能帮|能够帮)[^。！？\n]{0,2}[您你][^。！？\n]{0,10}"
            r"|(?:如果?|若)[您你](?:还)?(?:需要|有|希望|想)[^。！？\n]{0,24}(?:告诉我|随时|我可以|请提供|进一步(?:修改|调整|完善))[^。！？\n]{0,12}"
            r"|(?:请|可以?)(?:根据|结合)(?:您|你|自己|实际)[^。！？\n]{0,10}情况[^。！？\n]{0,8}(?:替换|修改|调整|补充)"
            r"|如需[^。！？\n]{0,16}(?:请|随时|可以?)[^。！？\n]{0,4}告诉我"
            rf"|(?:由|使用|借助)[^，。；\n]{{0,8}}(?:{_MODELS})[^，。；\n]{{0,8}}(?:生成|撰写|创作|辅助)|(?:AI|人工智能)生成[，,]?仅供参考",
            *("您", "你", "情况", "模型", "助手", "告诉我", "仅供参考"),
            *_MODELS.split("|"),
        ),
    ),
    ("网页代码", Expression(rf"</?(?:{_TAGS})(?:\s[^<>\n]{{0,200}})?/?>|<!--|-->", "<", "-->")),
    (
        "网页代码",
        Expression(
            r"&(?:nbsp|amp|lt|gt|quot|apos|[lr][ds]quo|[mn]dash|hellip|middot|e[mn]sp|times|#\d{2,6}|#x[0-9a-fA-F]{2,5});",
            "&",
        ),
    ),
    (
        "Word 的域或批注",
        Expression(
            r"错误[!！]\s?(?:未定义书签|未找到引用源|文档中没有|超链接引用无效|未知的|不能|没有|使用)[^\n，；]{0,20}"
            r"|Error! (?:Reference|Bookmark|No text)[^\n]{0,40}"
            r"|\{\s?(?:PAGE|NUMPAGES|TOC|HYPERLINK|SEQ|REF|PAGEREF|MERGEFIELD|DATE|TIME|EMBED)\b[^{}\n]{0,60}\}?"
            r"|批注\s?[\[［][^\]］\n]{1,14}[\]］][:：]?|«[^»\n]{1,20}»|\[(?:删除|插入)\]",
            *("错误!", "错误！", "Error!", "{", "批注", "«", "[删", "[插"),
        ),
    ),
    (
        "没有认出的字",
        Expression(
            "\ufffd+|锟斤拷|烫烫烫|屯屯屯|锛[\u4e00-\u9fff]|銆\\S|鈥\\S|[ÃÂ][\u0080-\u00bf]|â€.|ï»¿",
            *"\ufffd锟锛銆鈥ÃÂâï",
            *("烫烫烫", "屯屯屯"),
        ),
    ),
    (
        "网页的脚注号",
        Expression(
            rf"(?<={HAN}|[，。；”）])\[\d{{1,2}}\](?=[，。；、！？\n]|{HAN}|\[|$)(?!号)", "[", "^"
        ),
    ),
    (
        "网页或页眉页脚的文字",
        Expression(
            r"(?m)^(?:来源|出处|转载自|本文来自|文章来源|信息来源|图片来源|责任编辑|责编|编辑|浏览次数|阅读量|点击量|发布时间|作者)[:：][\x20\u3000]?(?=.*(?:网|库|百度|微信|公众号|客户端|日报|互联网|豆丁|道客|\d{4}-\d|\d+次|编辑)).{0,30}$"
            r"|^[^。\n]{0,12}(?:百度文库|豆丁网|道客巴巴|原创力文档|人人文库|第一范文网|公文写作网|点击(?:下载|查看|阅读|展开|这里|此处|蓝字)|阅读原文|返回顶部|版权所有|复制链接|加载更多|上一篇[:：]|下一篇[:：])[^。\n]{0,24}$"
            r"|^\s?第\s?\d+\s?页[\s，,/／]*共\s?\d+\s?页\s?$|^\s?Page\x20\d+\x20of\x20\d+\s?$|^\s?[—－-]\s?\d{1,3}\s?[—－-]\s?$",
            *_OF_THE_WEB.split(),
        ),
    ),
    (
        "写给讲话人的话",
        Expression(
            r"（(?:此处|这里|注意|注)[^（）\n]{0,16}(?:脱稿|停顿|掌声|鼓掌|发挥|插入|展开讲|举例|举个例|补充|领导|稍停|语气)[^（）\n]{0,10}）|（(?:停顿|掌声|鼓掌|稍停|此处略)）",
            *("（此处", "（这里", "（注", "（停", "（掌", "（鼓", "（稍"),
        ),
    ),
)
_MARKDOWN: Final = Expression(
    r"(?m)^(?:#{1,6}[\x20\u3000](?=\S)|`{3}|\|[ :]?-{3})|(?<!\*)\*\*(?!\*)[^*\n]{1,60}\*\*(?!\*)",
    "#",
    "`",
    "|",
    "**",
)


def pasted_residue(paper: Manuscript) -> Iterator[Finding]:
    """Kind by kind; the signs of Markdown only where the file is none and no outline."""
    found = chain.from_iterable(
        ((what, one) for one in pattern.finditer(paper.text)) for what, pattern in _KINDS
    )
    for what, one in found:
        yield flag(one, f"残留的{what}：“{shown(one[0], 24)}”", "删去")
    for one in _MARKDOWN.finditer(paper.text) if paper.source in ("text", "docx") else ():
        yield flag(one, f"残留的 Markdown 记号：“{shown(one[0], 24)}”", "删去记号，留下文字")


# -- typing-residue -----------------------------------------------------------------------------

_SYLLABLE: Final = (
    "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:i?ang|iong|[iu]?eng|ing|ong|[iu]?an|[iu]?en|in|un|i?ao|i?ou|[uv]?ei|[uv]?ai|iu|ui|ie|ue|uo|ia|ua|[aeiouv])"
)
_PINYIN: Final = Expression(
    rf"(?<={HAN}|[，。；、])(?=[a-z]{{4,14}}(?![a-z]))(?P<word>(?:{_SYLLABLE}){{2,5}})(?={HAN}|[，。；、])"
    rf"|(?<={HAN}|[，。；、])[a-z]{{1,6}}'[a-z]{{1,6}}(?={HAN}|[，。；、])|(?<={HAN})[a-z](?=[，。；])"
)
_LOWER: Final = Expression("[a-z]")
_LETTER_IN_NUMBER: Final = Expression(r"(?<=\d)[OoОlI](?=\d)", *"OoОlI")
_STRAY_FIGURE: Final = Expression(
    "(?<=[抓做搞办管]好|落实|加强|推进|强化|压实|开展|完善|健全)[0-9](?=落实|工作|责任|管理|整改|学习|安全|推进|服务|保障|建设)"
)
_SPLIT_AMOUNT: Final = Expression(
    r"(?<=\d)[ \u00a0](?=[万亿]?[ \u00a0]?元)|(?<=[万亿])[ \u00a0](?=元)", "元"
)


def typing_residue(paper: Manuscript) -> Iterator[Finding]:
    """Pinyin that was not turned into characters, letters in numbers, stray keys."""
    text = paper.text
    for found in _PINYIN.finditer(text) if _LOWER.search(text) else ():
        if not paper.is_shielded(found.start()):
            yield flag(found, f"没有转成汉字的“{found[0]}”", "改成汉字，或删去")
    for found in _LETTER_IN_NUMBER.finditer(text):
        yield flag(found, f"数字里夹着字母“{found[0]}”", "改成数字")
    for found in _STRAY_FIGURE.finditer(text):
        yield flag(found, f"多打了一个“{found[0]}”", "删去")
    for found in _SPLIT_AMOUNT.finditer(text):
        yield flag(found, "数字和单位之间有空格", "删去空格", "")
