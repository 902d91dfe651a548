"""ReportLab: platypus tables; the fonts are registered once. It makes no tagged files."""

import io

import reportlab
from content import FOOT, HEADERS, MONTHS, NOTES, TITLE, WIDTHS, form
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table
from tell import tell

pdfmetrics.registerFont(TTFont("mincho", "/usr/share/fonts/truetype/ipamj/ipamjm.ttf"))
pdfmetrics.registerFont(TTFont("gothic", "/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf"))


def style(font, size, **more):
    return ParagraphStyle(font + str(size), fontName=font, fontSize=size, leading=size * 1.2, wordWrap="CJK", **more)


VALUE, LABEL, SMALL, NOTE = style("mincho", 10.5), style("gothic", 8), style("mincho", 7.5), style("gothic", 7.5)
NAME, FOOT_STYLE, HEAD = style("mincho", 13), style("gothic", 6.5), style("gothic", 17, alignment=1)
RULES = [("GRID", (0, 0), (-1, -1), .4, "black"), ("BOX", (0, 0), (-1, -1), 1.2, "black"),
         ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("TOPPADDING", (0, 0), (-1, -1), 1), ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
         ("LEFTPADDING", (0, 0), (-1, -1), 2), ("RIGHTPADDING", (0, 0), (-1, -1), 2)]


def value(of):
    if isinstance(of, tuple):
        return [Paragraph(of[0], SMALL), Paragraph(of[1], NAME)]
    if isinstance(of, list):
        return Paragraph("　".join(("■" if ticked else "□") + label for ticked, label in of), LABEL)
    return Paragraph(of, VALUE)


def grid(side, rows):
    tables = []
    for row in rows:
        cells, widths, rules = [], [], list(RULES)
        for label, of, width in row:
            rules.append(("BACKGROUND", (len(cells), 0), (len(cells), 0), "#eeeeee"))
            cells += [Paragraph(label, LABEL), value(of)]
            widths += [20 * mm, (width - 20) * mm]
        tables.append(Table([cells], colWidths=widths, rowHeights=[8.5 * mm], style=rules))
    if side:
        inner = [[table] for table in tables]
        plain = [("LEFTPADDING", (0, 0), (-1, -1), 0), ("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 0)]
        right = Table(inner, colWidths=[270 * mm], style=plain)
        return [Table([[Paragraph("<br/>".join(side), LABEL), right]], colWidths=[7 * mm, 270 * mm], style=RULES)]
    return tables


def make(n):
    it = form(n)
    head = Table([["みほん市長　様", "次のとおり届け出ます。", f"届出日　{MONTHS}", f"受付番号 {it['number']}"]],
                 style=[("FONT", (0, 0), (-1, -1), "mincho", 10)])
    story = [Paragraph(TITLE, HEAD), head]
    for side, rows in it["blocks"]:
        story += [*grid(side, rows), Spacer(1, 1.6 * mm)]
    rows = [[Paragraph(label, LABEL) for label in HEADERS]] + [[value(of) for of in row] for row in it["people"]]
    story.append(Table(rows, colWidths=[width * mm for width in WIDTHS], rowHeights=[7.5 * mm] + [13 * mm] * 5,
                       style=RULES + [("BACKGROUND", (0, 0), (-1, 0), "#eeeeee")]))
    story += [Spacer(1, 1.6 * mm), *grid(*it["office"]), *(Paragraph(note, NOTE) for note in NOTES), Paragraph(FOOT, FOOT_STYLE)]
    out = io.BytesIO()
    edge = 10 * mm
    SimpleDocTemplate(out, pagesize=landscape(A4), leftMargin=edge, rightMargin=edge, topMargin=edge, bottomMargin=edge,
                      title="住民異動届").build(story)
    return out.getvalue()


tell("ReportLab", reportlab.__version__, make)
