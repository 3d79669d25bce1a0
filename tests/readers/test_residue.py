"""Page furniture is left out and listed; prose that mentions the same things stays."""

from __future__ import annotations

import pytest

from speechgen.diagnostics import Severity
from speechgen.readers import read_bytes
from speechgen.readers.structure.residue import reason_for

from .reading_help import INNOCENT, only, readings

SPEECH = f"在校运会上的讲话\n各位老师：\n{INNOCENT}\n一、抓安全\n{INNOCENT}\n"


@pytest.mark.parametrize(
    "line",
    [
        "2024-02-20 05:03:52 22",
        "¥8.88",
        "分享到：",
        "微信扫一扫在手机阅读、分享本文",
        "上一篇：没有了",
        "查看更多>>",
        "热门推荐",
        "链接地址:https://example.com/a/1.html",
        "更多会议讲话稿和工作总结范文请访问https://example.com/wenku查看。",
        "购买后可下载",
        "29.8元 立即下载",
        "支付后查看全文",
        "##paidend##",
        "第3页 共9页",
        "— 3 —",
        "打印本页 关闭窗口",
        "当前位置：首页 > 工作动态",
        "内网门户 >> 公告管理 >> 已发公告",
        "查看次数：317 次　　状态：已归档",
        "来源：本站 时间：2024-01-02 浏览：35",
        "本文档编辑密码：abc123",
        "如果喜欢本篇内容，请赞赏鼓励哦！",
        "责任编辑：小张",
        "本文由网友上传，仅代表作者观点，如有侵权请联系本站删除。",
        "（未完待续）",
        "------------",
    ],
)
def test_furniture(line: str) -> None:
    assert reason_for(line)


@pytest.mark.parametrize(
    "line",
    [
        "推行扫码缴费，市民扫一扫就能办成事。",
        "要用好微信公众号，让群众足不出户办成事。",
        "收藏单位要登记造册。",
        "水位甲站 > 乙站，乙站 > 丙站，要盯紧甲站。",
        "一等奖 > 二等奖",
        "来源：云汀日报",
        "为救灾工作点赞的同志很多，值得我们学习。",
        "下载安装应急广播程序，覆盖全部村组。",
        "请于3月20日前登录报名系统https://baoming.example.gov.cn填写回执，逾期不再受理。",
        "报名网址：https://baoming.example.gov.cn",
        "定于2026-05-12 09:00在区行政中心三楼会议室召开动员会，请准时参加。",
        "开通绿色通道",
        "购买服务清单",
        "一、加强版权保护",
        "会议密码管理要严格。",
        INNOCENT,
        "**同志作了发言",
        "____年____月",
    ],
)
def test_prose(line: str) -> None:
    assert not reason_for(line)


def test_the_tail_of_a_page_goes_with_its_first_sign() -> None:
    reading = only(SPEECH + "赏赞一下吧\n请选择打赏类型\n赏赞\n关于本文\n小编\n")
    assert [p.line for p in reading.passages if p.kind == "noise"] == [6, 7, 8, 9, 10]
    assert len(reading.residue) == 5


def test_a_signature_before_the_tail_stays() -> None:
    reading = only(SPEECH + "青禾小学校委会\n2026年3月5日\n打印本页\n返回顶部\n")
    assert [p.kind for p in reading.passages[-4:]] == ["signature", "date", "noise", "noise"]


def test_a_pay_wall_mark_inside_a_sentence_is_cut_out_and_listed() -> None:
    reading = only(SPEECH + "排查要全面##paidbegin##整改要彻底。\n")
    assert reading.passages[-1].text == "排查要全面整改要彻底。"
    note = reading.residue[-1]
    assert (note.span.line, note.span.column) == (6, 6)
    assert "##paidbegin##" in note.message


def test_a_label_behind_a_pay_wall_mark_opens_a_paragraph() -> None:
    text = f"大会讲话\n一、甲事\n{INNOCENT[:-1] * 2}\n##paidbegin##二、乙事\n{INNOCENT}\n"
    assert [each.label for each in only(text).passages if each.label] == ["一、", "二、"]


def test_page_numbers_that_count() -> None:
    text = SPEECH + f"1\n{INNOCENT}\n2\n{INNOCENT}\n3\n"
    assert [p.text for p in only(text).passages if p.kind == "noise"] == ["1", "2", "3"]


@pytest.mark.parametrize("filled", range(3))
def test_rows_to_be_filled_in_are_no_page_numbers(filled: int) -> None:
    names = ("1\t何立新\t", "2\t潘永康\t")[:filled]
    rows = "\n".join(["序号\t姓名\t签名", *names, *map("{}\t\t".format, range(filled + 1, 6))])
    reading = only(f"签到表\n{INNOCENT}\n{rows}\n9\n{INNOCENT}\n10\n")
    assert [p.text for p in reading.passages if p.kind == "noise"] == ["9", "10"]


def test_nothing_but_furniture_is_still_an_answer() -> None:
    from speechgen.diagnostics import SpeechError

    with pytest.raises(SpeechError, match=r"没有文稿.*8\.88"):
        readings("¥8.88\n打印本页\n")


def test_several_pay_wall_marks_in_a_line_leave_nothing() -> None:
    reading = only(SPEECH + "##paidbegin## ##paidend##\n" + INNOCENT)
    assert [p.kind for p in reading.passages[-2:]] == ["noise", "para"]
    assert only(SPEECH + "##paidend## 整改要彻底。\n").passages[-1].text == "整改要彻底。"


NOTICE = (
    "关于开展消防演练的通知\n各科室：\n现将有关事项通知如下。\n一、演练时间\n5月12日 09:30开始。\n"
    "二、报名办法\n请登录 www.example.gov.cn 填报。\n报名网址：https://www.example.gov.cn/bm\n"
    "扫描二维码填写问卷。\n2026-05-08 09:30 前有效 来源：院办\n每人¥20，由工会支付\n"
    "三、联系方式\n更多事项请长按识别二维码咨询。\n医院办公室\n2026年5月8日\n"
)


def test_what_a_sign_stands_on_inside_the_text_stays() -> None:
    reading = only(NOTICE)
    assert [p.text for p in reading.passages if p.kind == "noise"] == []
    assert [p.kind for p in reading.passages[-2:]] == ["signature", "date"]


def test_what_can_be_no_sentence_goes_and_is_told_as_a_difference() -> None:
    reading = only(NOTICE.replace("三、", "查看更多>>\n— 3 —\n三、"))
    assert [(note.severity, note.span.line) for note in reading.residue] == [
        (Severity.WARNING, 12),
        (Severity.INFO, 13),
    ]


def test_the_way_to_the_page_and_its_card_above_the_title() -> None:
    speech = f"同志们：\n{INNOCENT}\n一、抓安全\n要抓实。\n相关报道\n·市里开会\n下一篇：没有了\n"
    for above in ("首页\n新闻中心\n通知公告\n", "索引号：A01\n发布机构：市府办\n文号：无\n"):
        for title in ("在校运会上的讲话\n", "在校运会上的讲话\n在校运会上的讲话\n"):
            reading = only(above + title + "发布时间：2026-03-05　浏览次数：3\n" + speech)
            assert reading.title == "在校运会上的讲话"
            assert [p.kind for p in reading.passages if p.line < 4] == ["noise"] * 3
            assert [p.kind for p in reading.passages[-3:]] == ["noise"] * 3
            assert all(note.severity is Severity.INFO for note in reading.residue)


def test_an_office_above_its_title_is_no_way_to_the_page() -> None:
    reading = only(f"首页\n云汀市人民政府\n关于演练的通知\n各科室：\n{INNOCENT}\n")
    assert reading.title == "云汀市人民政府关于演练的通知"


def test_the_head_of_every_page_of_a_pasted_pdf() -> None:
    pages = "".join(f"{INNOCENT}\n云汀市防汛材料汇编\n— {n} —\n" for n in range(1, 4))
    reading = only(f"防汛工作总结\n{pages}{INNOCENT}\n")
    assert [p.reason for p in reading.passages if p.kind == "noise"] == ["页眉", "页码"] * 3


CHAPTERS = f"一、抓排查\n{INNOCENT}\n二、抓队伍\n{INNOCENT}\n"


@pytest.mark.parametrize(
    "contents",
    [
        "目录\n一、抓排查\t1\n二、抓队伍\t3\n",
        "目　录\n一、抓排查……………1\n二、抓队伍……………3\n",
        "目录\n一、抓排查\n二、抓队伍\n",
        "一、抓排查......1\n（一）全面\t2\n二、抓队伍\t3\n",
    ],
)
def test_a_list_of_contents_is_left_out(contents: str) -> None:
    reading = only(f"防汛工作方案\n{contents}{CHAPTERS}")
    assert {p.reason for p in reading.passages if p.kind == "noise"} == {"目录"}
    assert [p.head for p in reading.passages if p.level] == ["抓排查", "抓队伍"]
    assert "\t" not in reading.residue[0].message


def test_a_chapter_about_a_catalogue_stays() -> None:
    reading = only(f"图书馆工作方案\n一、编好目录\n{INNOCENT}\n目录\n共3册\n{INNOCENT}\n")
    assert [p for p in reading.passages if p.kind == "noise"] == []


def test_a_line_of_many_blanks_is_read_in_its_own_time() -> None:
    blanks = "\u3000" * 5_000
    reading = only(f"在校运会上的讲话\n各位老师：\n抓安全{blanks}在1楼\n{INNOCENT}\n")
    assert any(blanks in str(each.text) for each in reading.passages)


@pytest.mark.parametrize(
    "text",
    [
        "培训日程\n报到 2026-05-16 18:30 一楼大堂\n开班 2026-05-17 09:00 二楼会议室\n",
        "例会通知\n时间：2026-05-16 18:30\n地点：二楼会议室\n",
        f"{SPEECH}如需帮助请拨打12345。\n",
        f"培训通知\n腾讯会议号：123-456-789，密码：1234\n{INNOCENT}\n",
        f"培训通知\n报名请扫描下方二维码\n{INNOCENT}\n",
        f"读书体会\n关键词：读书；学校\n{INNOCENT}\n",
        f"{SPEECH}现场可以领取二维码\n",
        f"{SPEECH}闭幕 2026年5月16日 18:30 礼堂\n",
    ],
)
def test_what_a_page_may_hold_and_a_paper_too_stays(text: str) -> None:
    (reading,) = readings(text)
    assert not reading.residue


def test_a_title_keeps_its_first_line_below_a_page_s_card() -> None:
    card = "栏目：领导讲话 ｜ 索引号：QY001 ｜ 公开日期：2026-11-16"
    reading = only(f"{card}\n县长在全县城乡环境整治\n现场推进会上的讲话要点\n同志们：\n{INNOCENT}")
    assert reading.title == "县长在全县城乡环境整治现场推进会上的讲话要点"


def test_an_issuer_in_the_title_signs_as_well() -> None:
    text = (
        f"临溪县图书馆\n关于举办培训班的通知\n各文化站：\n{INNOCENT}\n临溪县图书馆\n2026年11月25日"
    )
    kinds = [(each.kind, each.text) for each in only(text).passages[-2:]]
    assert kinds == [("signature", "临溪县图书馆"), ("date", "2026年11月25日")]


def test_a_red_head_below_a_breadcrumb_stays() -> None:
    head = "望川区应急管理局文件\n望应急〔2026〕64号\n关于开展大检查的通知"
    reading = only(f"首页 > 信息公开 > 通知公告\n{head}\n各街道办事处：\n{INNOCENT}")
    kinds = ["noise", "letterhead", "letterhead-number", "title"]
    assert [each.kind for each in reading.passages[:4]] == kinds


def test_a_signature_stands_above_a_line_nobody_knows() -> None:
    end = "青沅县指挥部办公室\n2026年11月27日\n领导批示：请认真落实。盛春林 11.27"
    reading = only(f"关于启动应急响应的通知\n各乡镇：\n{INNOCENT}\n{end}")
    assert [each.kind for each in reading.passages[-3:]] == ["signature", "date", "para"]


def test_a_page_number_behind_the_text_takes_nothing_with_it() -> None:
    reading = only(f"总结\n{INNOCENT}\n— 3 —\n青禾区水务局")
    assert [each.text for each in reading.passages if each.kind == "noise"] == ["— 3 —"]


def test_facts_between_bars_are_no_page_s_card() -> None:
    facts = "时间：5月12日 ｜ 地点：三楼会议室"
    reading = only(f"关于召开座谈会的通知\n{facts}\n各科室：\n{INNOCENT}")
    assert not reading.residue


@pytest.mark.parametrize(
    "line",
    [
        "会议录音_20261119.m4a 转写结果",
        "↑点击上方音频，可收听本文",
        "幻灯片 12",
        "《临岚党建》2026年第11期　—27—",
        "发件人: 党委办公室 <dwb@example.cn>",
        "主题: 转发: 会议安排",
        "---------- 原始邮件 ----------",
        "#接龙",
        "说话人1 00:04:58",
        "设为首页 | 加入收藏",
        "首页 政务公开 通知公告 办事指南",
        "[图片]",
        "“晓梅”撤回了一条消息",
        "以上是群聊聊天记录",
        "复制　重新生成　👍",
    ],
)
def test_what_mails_slides_and_transcripts_put_around_a_text_is_left_out(line: str) -> None:
    (note,) = only(f"{line}\n{SPEECH}").residue
    assert line[:8] in note.message


@pytest.mark.parametrize(
    "line",
    [
        "感谢各位网友的关注。",
        "收件人：李明",
        "主题：学习全会精神",
        "文件格式为docx",
        "接龙报名截止到周五",
        "@全体成员 明天上午9点在三楼开防汛会",
        "首页 增加搜索框",
        "- - - - - - - - - - - -",
    ],
)
def test_what_only_looks_like_that_stays(line: str) -> None:
    assert not only(f"{SPEECH}{line}\n{INNOCENT}\n").residue


def test_the_title_of_what_was_forwarded_stays() -> None:
    (note,) = only(f"【转发】\n【转发】关于做好防汛工作的通知\n各单位：\n{INNOCENT}\n").residue
    assert note.message.endswith("：【转发】")


def test_the_head_of_a_page_that_says_the_top_in_one_line() -> None:
    text = f"甲乙市第九中学\n校务会议纪要\n〔2026〕17号\n{SPEECH}"
    (_, page) = only(f"{text}甲乙市第九中学校务会议纪要〔2026〕17号\n- 1 -\n{INNOCENT}\n").residue
    assert "页码" in page.message
    assert not only(
        f"甲乙市第九中学\n校务会议纪要\n{INNOCENT}\n甲乙市第九中学\n2026年5月5日"
    ).residue


def test_rows_with_numbers_that_nobody_can_count() -> None:
    for long in ("9" * 5000, "٣", "²"):
        rows = ("序号\t姓名\t职务", f"{long}\t沈明远\t局长", f"{long}\t林晓舟", "2\t周正言")
        found = only("\n".join(("参会人员名单", *rows)))
        assert long in "".join(str(each.text) for each in found.passages)


def test_a_machine_answers_below_what_it_was_asked() -> None:
    asked = "帮我写一份防汛讲话稿\n要求语气平实\n字数一千字左右\n好的，以下是为您起草的讲话稿：\n"
    paper = f"在防汛会上的讲话\n同志们：\n{INNOCENT}\n希望以上内容对您有帮助。\n"
    assert [each.kind for each in only(asked + paper).passages][-1] == "noise"
    assert [each.kind for each in only(paper).passages][-1] != "noise"


def test_a_list_of_contents_in_one_line() -> None:
    heads = ("先学一步", "真干实事")
    parts = "".join(f"PART 0{n}\u3000{head}\n{INNOCENT}\n" for n, head in enumerate(heads, 1))
    contents = "\u3000".join(f"0{n} {head}" for n, head in enumerate(heads, 1))
    reading = only(f"微党课讲稿\n目　录 CONTENTS\n{contents}\n{parts}")
    assert [each.kind for each in reading.passages][:3] == ["title", "noise", "noise"]
    assert not only(f"微党课讲稿\n目　录\n甲\u3000乙\n{INNOCENT}\n{INNOCENT}\n").residue[1:]


CHAT = f"""王主任 09:12
会改到三点
甲乙 2026-03-05 09:14:22
在春耕动员会上的讲话
同志们：
{INNOCENT}
谢谢大家！
丙丁 09:40
写得好
"""


def test_the_messages_around_a_text_are_left_out_and_told_as_differences() -> None:
    (reading,) = readings(CHAT)
    assert str(reading.title) == "在春耕动员会上的讲话"
    told = [(note.severity, note.span.line) for note in reading.residue]
    assert told == [
        (Severity.INFO, 1), (Severity.WARNING, 2), (Severity.INFO, 3),
        (Severity.INFO, 8), (Severity.WARNING, 9),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        CHAT.replace("同志们：\n", ""),  # no text among the messages
        CHAT.replace("写得好", "写得好\n一\n二\n三"),
        f"签到 08:30\n开幕 09:00\n同志们：\n{INNOCENT}\n",  # a programme
    ],
)
def test_what_may_be_no_chat_stays(text: str) -> None:
    assert not any("群聊" in note.message for each in readings(text) for note in each.residue)


def test_what_was_asked_of_a_machine_and_what_it_offers_are_left_out() -> None:
    asked = "你：帮我写一篇讲话，口语一点\n助手：好的！以下是为您撰写的讲话稿：\n"
    offer = "以上讲话稿约800字。希望我补充数据，请随时告诉我！\n"
    (reading,) = readings(f"{asked}{SPEECH}{offer}")
    assert [note.span.line for note in reading.residue] == [1, 2, 8]
    (alone,) = readings(f"{SPEECH}{offer}")
    assert not alone.residue


def test_a_rule_alone_makes_no_foot_of_a_page() -> None:
    (reading,) = readings(f"{SPEECH}---\n记录：甲乙\n")
    assert [note.span.line for note in reading.residue] == [6]


@pytest.mark.parametrize(
    "line", ["分享：沈明远", "免费下载", "版权所有，翻印必究", "打印", "赞赏支持"]
)
def test_words_of_a_web_page_inside_a_text_stay_where_nothing_around_it_is_one(line: str) -> None:
    inside = f"{SPEECH}一、说明\n{line}\n{INNOCENT}\n"
    assert not only(inside).residue
    assert [note.span.line for note in only(f"{inside}网站首页 | 收藏本站\n").residue][:1] == [7]


CREDITS = "供稿：校团委 图片：孙倩\n编辑：老魏 审核：周敏\n"
RELATED = "往期推荐\n1.校运会招生简章\n2. 暑假安全告家长书"


@pytest.mark.parametrize("behind", [CREDITS, CREDITS + RELATED, f"{RELATED}\n阅读 1024  赞 36\n"])
def test_what_a_wechat_page_says_below_its_text_is_left_out(behind: str) -> None:
    first = SPEECH.count("\n") + 1
    left = [note.span.line for note in only(SPEECH + behind).residue]
    assert left == list(range(first, first + len(behind.splitlines())))


@pytest.mark.parametrize(
    "behind",
    [
        "推荐名单\n1.张三\n2.李四",
        "编制：符晓　　审核：何立本　　校对：邬建章",
        "最新进展\n1.已开工\n2.已完工\n- 3 -",
    ],
)
def test_lists_and_signers_behind_a_text_stay(behind: str) -> None:
    assert not [note for note in only(SPEECH + behind).residue if "- 3 -" not in note.message]


def test_a_table_s_last_column_is_no_list_of_contents() -> None:
    rows = "名称      单价      小计（元）\n立杆      320      2560\n地砖      360      2800\n"
    assert not only(f"{SPEECH}{rows}告示牌      440      4400\n").residue
    towns = "城东中心小学　　　12\n城西中心小学　　　15\n城南中心小学　　　20\n"
    assert not only(SPEECH + towns + INNOCENT).residue


HEAD_OF_A_SITE = (
    "请升级浏览器版本\n为了更好地浏览，请您升级浏览器。\n工作通知\n首页 -> 工作通知 -> 正文\n"
    "工作通知\n",
    "建设阳光机关，服务全区群众。\n信息搜索：\n关于调整值班要求的通知\n来源：办公室\n"
    "访问量：\n更新日期：2026-01-12\n",
    "返回顶部\n关于调整值班要求的通知\n• 索引号：\n61072800/2026-001005\n• 主题分类：\n"
    "• 发布日期：\n2026年04月06日 16:34\n",
    "云政办〔2026〕20号《关于调整值班要求的通知》\n浏览量：   时间：2026-01-17 23:45:19\n",
)


@pytest.mark.parametrize("head", HEAD_OF_A_SITE)
def test_what_a_site_sets_above_the_document_is_left_out_whole(head: str) -> None:
    passages = only(f"{head}关于调整值班要求的通知\n各科室：\n{INNOCENT}\n").passages
    count = head.count("\n")
    assert [each.kind for each in passages[:count]] == ["noise"] * count
    assert [each.kind for each in passages[count:]] == ["title", "salutation", "para"]


def test_a_document_named_like_its_place_on_the_site_keeps_its_title() -> None:
    text = f"首页 > 公开 > 工作报告\n工作报告\n——2026年1月2日在大会上\n各位代表：\n{INNOCENT}\n"
    kinds = [each.kind for each in only(text).passages]
    assert kinds[:3] == ["noise", "title", "date"]


def test_a_title_page_is_no_site() -> None:
    text = f"工作报告\n云河镇人民政府\n2026年1月\n工作报告\n各位代表：\n{INNOCENT}\n"
    assert [each.text for each in only(text).passages if each.kind == "noise"] == ["工作报告"]


def test_a_preview_ends_where_its_page_says() -> None:
    text = f"{SPEECH}……（未完，全文共6606字，当前仅显示2320字，请阅读提示信息。\n收藏《讲话》\n"
    assert [each.kind for each in only(text).passages][-2:] == ["noise", "noise"]


def test_what_stands_below_the_end_of_an_article_is_the_page_s() -> None:
    below = (
        "—— END ——\n来源：党工委　　责编：盛如月\n往期推荐\n名单来了！\n长按二维码关注　　分享\n"
    )
    passages = only(f"{SPEECH}谢谢大家！\n{below}").passages
    assert [each.kind for each in passages][-5:] == ["noise"] * 5


def test_the_number_of_a_page_stands_between_full_width_dashes() -> None:
    """It was read as a heading."""
    head = "关于校园安全的通知\n各班级：\n请落实以下工作。\n－ 1 －\n"
    points = "一、检查电路\n检查到位。\n二、检查门窗\n检查到位。\n－ 2 －\n"
    (read,) = read_bytes("通知.txt", f"{head}{points}".encode())
    assert [one.line for one in read.passages if one.kind == "noise"] == [4, 9]
