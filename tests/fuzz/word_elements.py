"""Elements of random Word files; `{}` and `{v}` in them are the places of content and values."""

from __future__ import annotations

from typing import Final

PICTURE: Final = "<w:drawing><wp:inline><a:blip r:embed='r1'/></wp:inline></w:drawing>"
SETTINGS: Final = (
    "<w:trackRevisions/>",
    "<w:defaultTabStop w:val={}/>",
    "<w:documentProtection w:enforcement={}/>",
    "<w:updateFields w:val={}/>",
)
PARAGRAPH_LOOKS: Final = (
    *("<w:jc w:val='center'/>", "<w:jc w:val={}/>", "<w:outlineLvl w:val={}/>"),
    *("<w:ind w:firstLineChars={} w:left={}/>", "<w:pageBreakBefore w:val={}/>"),
    *("<w:rPr><w:del w:id={}/></w:rPr>", "<w:rPr><w:vanish/></w:rPr>", "<w:spacing w:line={}/>"),
    *("<w:sectPr><w:pgSz w:w={}/></w:sectPr>", "<w:numPr/>", "<w:numPr><w:numId/></w:numPr>"),
    *("<w:pPrChange w:id={}><w:pPr/></w:pPrChange>", "<w:tabs><w:tab w:pos={}/></w:tabs>"),
)
RUN_LOOKS: Final = (
    *("<w:b/>", "<w:b w:val={}/>", "<w:vanish/>", "<w:vanish w:val={}/>", "<w:sz w:val={}/>"),
    *("<w:rStyle w:val={}/>", "<w:rFonts w:eastAsia={}/>", "<w:color w:val={}/>", "<w:rtl/>"),
)
ROW_LOOKS: Final = (
    "<w:tblHeader/>",
    "<w:del w:id={}/>",
    "<w:ins w:id={}/>",
    "<w:gridBefore w:val={}/>",
)
CELL_LOOKS: Final = (
    *(
        "<w:gridSpan w:val={}/>",
        "<w:vMerge/>",
        "<w:vMerge w:val='restart'/>",
        "<w:vMerge w:val={}/>",
    ),
    "<w:tcW w:w={}/>",
)
LEVEL_LOOKS: Final = (
    *(
        "<w:lvlRestart w:val={}/>",
        "<w:isLgl/>",
        "<w:suff w:val='space'/>",
        "<w:pStyle w:val='L1'/>",
    ),
    *("<w:suff w:val={}/>", "<w:rPr><w:vanish/></w:rPr>", "<w:pPr><w:ind w:left={}/></w:pPr>"),
)
WRAPPERS: Final = (
    "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
    '<w:customXml w:element="a">{}</w:customXml>',
    '<w:ins w:id="1" w:author="甲">{}</w:ins>',
    '<w:del w:id="1">{}</w:del>',
    '<w:moveFrom w:id="2">{}</w:moveFrom>',
    '<w:moveTo w:id="2">{}</w:moveTo>',
    '<mc:AlternateContent><mc:Choice Requires="wps">{}</mc:Choice><mc:Fallback>{}</mc:Fallback>'
    "</mc:AlternateContent>",
    "<mc:AlternateContent><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>",
    '<w:altChunk r:id="r1"/>',
    '<w:bookmarkStart w:id="1" w:name="b"/>{}<w:bookmarkEnd w:id="1"/>',
)
INLINE: Final = (
    *('<w:ins w:id={v} w:author="甲" w:date={v}>{}</w:ins>', "<w:ins>{}</w:ins>"),
    '<w:del w:id={v} w:author="甲"><w:r><w:delText>删去</w:delText></w:r></w:del>{}',
    *('<w:moveFrom w:id="1">{}</w:moveFrom>', '<w:moveTo w:id="1">{}</w:moveTo>'),
    *('<w:hyperlink r:id="r20">{}</w:hyperlink>', "<w:hyperlink w:anchor={v}>{}</w:hyperlink>"),
    '<w:fldSimple w:instr=" PAGE ">{}</w:fldSimple>',
    *("<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", "<w:sdt><w:sdtPr/></w:sdt>{}"),
    *('<w:smartTag w:element="date">{}</w:smartTag>', "<w:dir>{}</w:dir>", "<w:bdo>{}</w:bdo>"),
    '<mc:AlternateContent><mc:Choice Requires="x">{}</mc:Choice></mc:AlternateContent>',
    "<w:commentRangeStart w:id={v}/>{}<w:commentRangeEnd w:id={v}/>",
    "<m:oMath><m:r><m:t>x²+1</m:t></m:r></m:oMath>{}",
    '<w:bookmarkStart w:id={v} w:name={v}/>{}<w:proofErr w:type="gramEnd"/>',
)
IN_RUN: Final = (
    '<w:drawing><wp:inline><wp:extent cx={v} cy="720000"/><a:graphic>'
    '<a:graphicData uri="a/picture"><pic:pic xmlns:pic="a"><a:blip r:embed="r30"/>'
    "<a:xfrm rot={v}/></pic:pic></a:graphicData>"
    "</a:graphic></wp:inline></w:drawing>",
    '<w:drawing><wp:anchor><pic:pic xmlns:pic="a"><a:blip r:embed="r31"/><a:srcRect l={v}/>'
    "</pic:pic></wp:anchor></w:drawing>",
    '<w:pict><v:shape style="width:90pt"><v:imagedata r:id="r30"/></v:shape></w:pict>',
    *("<w:tab/>", "<w:br/>", "<w:cr/>", '<w:br w:type="page"/>', "<w:br w:type={v}/>", "<w:ptab/>"),
    *('<w:br w:type="textWrapping"/>', "<w:noBreakHyphen/>", "<w:softHyphen/>", "<w:pgNum/>"),
    *('<w:sym w:font="Wingdings" w:char="F0FE"/>', "<w:sym w:font='x' w:char={v}/>"),
    *('<w:sym w:char="D800"/>', '<w:sym w:char="FFFFFFFF"/>', '<w:sym w:char="-5"/>'),
    *('<w:fldChar w:fldCharType="begin"/>', '<w:fldChar w:fldCharType="separate"/>'),
    *('<w:fldChar w:fldCharType="end"/>', "<w:fldChar/>", "<w:instrText> REF a \\h </w:instrText>"),
    '<w:fldChar w:fldCharType="begin"/><w:instrText>DATE</w:instrText>'
    '<w:fldChar w:fldCharType="separate"/><w:t>2026年5月</w:t><w:fldChar w:fldCharType="end"/>',
    *("<w:footnoteReference w:id={v}/>", "<w:endnoteReference w:id={v}/>", "<w:footnoteRef/>"),
    *("<w:commentReference w:id={v}/>", "<w:annotationRef/>", "<w:lastRenderedPageBreak/>"),
    *(PICTURE, '<w:object><o:OLEObject Type="Embed" r:id="r1"/></w:object>', "<w:t/>"),
    '<w:pict><v:shape id="s"><v:textbox><w:txbxContent>{p}</w:txbxContent></v:textbox></v:shape>'
    "</w:pict>",
    '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>{p}'
    "</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
    "<w:txbxContent>{p}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent>",
    "<w:ruby><w:rt><w:r><w:t>pin</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>拼</w:t></w:r>"
    "</w:rubyBase></w:ruby>",
    *("<w:delText>删</w:delText>", "<w:t>a</w:t><!-- 注 --><?x y?>", "<w:t><w:b/>尾</w:t>"),
)
