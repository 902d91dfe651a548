"""The form as HTML with CSS, for WeasyPrint and Chromium."""

from content import FOOT, HEADERS, MONTHS, NOTES, TITLE, WIDTHS, form

STYLE = """
@page { size: A4 landscape; margin: 10mm }
* { box-sizing: border-box }
body { margin: 0; font: 10.5pt 'IPAmjMincho'; width: 277mm }
h1, th, .label, .side, .option, .note, .foot { font-family: 'IPAexGothic'; font-weight: normal }
h1 { font-size: 17pt; text-align: center; margin: 0 }
.number { position: absolute; top: 0; right: 0; border: .4pt solid; padding: 1mm 2mm; font-size: 10pt }
.head { display: flex; justify-content: space-between; margin: 1mm 0 }
table { border-collapse: collapse; width: 277mm; table-layout: fixed; border: 1.2pt solid; margin-bottom: 1.6mm }
td, th { border: .4pt solid; padding: .4mm 1mm; height: 8.5mm; vertical-align: middle }
th, .label, .side { background: #eee; font-size: 8pt; text-align: center }
.side { width: 7mm; font-size: 9pt }
.people td { height: 13mm }
.kana { display: block; font-size: 7.5pt; border-bottom: .3pt dashed }
.name { font-size: 13pt }
.option { font-size: 8.5pt; white-space: nowrap; margin-right: 2mm }
.box { display: inline-block; width: 3mm; height: 3mm; border: .5pt solid; margin-right: .9mm }
.ticked { background: #000 }
.note { font-size: 7.5pt; margin: 0 }
.foot { font-size: 6.5pt; color: #444; margin: 1mm 0 0 }
"""


def value(of):
    if isinstance(of, tuple):
        return f'<span class="kana">{of[0]}</span><span class="name">{of[1]}</span>'
    if isinstance(of, list):
        return "".join(f'<span class="option"><span class="box{" ticked" if ticked else ""}"></span>{label}</span>'
                       for ticked, label in of)
    return of


def grid(side, rows):
    """Each row is a table of its own, for rows have other columns; the label at the left spans them all."""
    inner = []
    for row in rows:
        cells = "".join(f'<td class="label" style="width:20mm">{label}</td><td style="width:{width - 20}mm">{value(of)}</td>'
                        for label, of, width in row)
        inner.append(f'<table style="width:100%;margin:0;border:0"><tr>{cells}</tr></table>')
    left = f'<td class="side">{"<br>".join(side)}</td>' if side else ""
    return f'<table><tr>{left}<td style="padding:0">{"".join(inner)}</td></tr></table>'


def page(n):
    it = form(n)
    columns = "".join(f'<col style="width:{width}mm">' for width in WIDTHS)
    head = "".join(f"<th>{label}</th>" for label in HEADERS)
    rows = "".join("<tr>" + "".join(f"<td>{value(of)}</td>" for of in row) + "</tr>" for row in it["people"])
    notes = "".join(f'<p class="note">{note}</p>' for note in NOTES)
    return (f'<!doctype html><html lang="ja"><meta charset="utf-8"><title>住民異動届</title><style>{STYLE}</style>'
            f'<h1>{TITLE}</h1><div class="number">受付番号　{it["number"]}</div>'
            f'<div class="head"><span>みほん市長　様</span><span>次のとおり届け出ます。</span><span>届出日　{MONTHS}</span></div>'
            f'{"".join(grid(side, rows) for side, rows in it["blocks"])}'
            f'<table class="people"><colgroup>{columns}</colgroup><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
            f'{grid(*it["office"])}{notes}<p class="foot">{FOOT}</p></html>')


if __name__ == "__main__":
    import sys
    for number in range(int(sys.argv[1])):
        print(page(number).replace("\n", " "))
