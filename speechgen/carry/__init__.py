"""Edits made in Word return to the outline.

    outline ── drafted ──▶ Printed: units, and which value each character is ─┐
    edited DOCX ─────────▶ paragraphs ────────────────────────────────────────┴▶ Pair ▶ Plan
                                                                                        │
    outline's file ▶ Meaning ◀ Amendment: words, insert, move, delete, fill, remark ◀───┘
            ▲           │                                        ▲
            └── Edit ◀──┘ ──▶ drafted again ──▶ Outcome ─────────┘ what it does not bear out
                                                   └──▶ report

Seven things are known here, each in one place: which value a printed character is (`printed`);
which paragraph is which, and who changed it (`pairing`); what other words mean for values (`words`,
`listing`), and other paragraphs for points (`shape`), together a plan of amendments (`plan`,
`amendments`); what an outline says once they are carried out, and how its own lines come to say it
(`patch`); what then prints and what not (`outcome`); what is given up for that (`pull`); from which
files a DOCX was drafted (`sources`).

Must not know the command line.
"""
