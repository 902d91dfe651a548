"""Typst: one template for all; the values come in as JSON. Fonts are looked up once, and what is cached stays."""

import json

import typst
from content import FOOT, HEADERS, MONTHS, NOTES, TITLE, WIDTHS, form
from importlib.metadata import version
from tell import tell

TEMPLATE = r"""
#let it = json(bytes(sys.inputs.at("form", default: "{}")))
#set document(title: "住民異動届", date: auto)
#set page(paper: "a4", flipped: true, margin: 10mm)
#set text(font: "IPAmjMincho", size: 10.5pt, lang: "ja", cjk-latin-spacing: none)
#set par(leading: .3em, spacing: .3em)
#let gothic(size, body) = text(font: "IPAexGothic", size: size, body)
#let box-of(ticked) = box(width: 3mm, height: 3mm, stroke: .5pt, fill: if ticked { black } else { none })
#let value(of) = if type(of) == str { of } else if type(of.at(0)) == str {
  stack(spacing: 1mm, text(7.5pt, of.at(0)), line(length: 100%, stroke: .3pt), text(13pt, of.at(1)))
} else { of.map(option => box[#box-of(option.at(0)) #gothic(8.5pt, option.at(1))]).join(h(2mm)) }
#let ground = rgb("#eee")
#let grid-of(side, rows) = block(spacing: 1.6mm, stroke: 1.2pt, grid(
  columns: (if side == "" { 0mm } else { 7mm }, 1fr),
  grid.cell(fill: ground, align: center + horizon, gothic(9pt, side.clusters().join(linebreak()))),
  stack(..rows.map(row => table(
    columns: row.map(cell => (20mm, (cell.at(2) - 20) * 1fr)).flatten(), rows: 8.5mm, stroke: .4pt, inset: 1mm, align: horizon,
    ..row.map(cell => (table.cell(fill: ground, gothic(8pt, cell.at(0))), value(cell.at(1)))).flatten()))),
))
#if "blocks" in it {
  align(center, heading(gothic(17pt, it.title)))
  place(top + right, rect(stroke: .4pt, inset: 1mm)[#gothic(7.5pt, "受付番号")　#it.number])
  grid(columns: (1fr, 1fr, auto), "みほん市長　様", gothic(9pt, "次のとおり届け出ます。"), [届出日　#it.date])
  for (side, rows) in it.blocks { grid-of(side, rows) }
  block(spacing: 1.6mm, stroke: 1.2pt, table(columns: it.widths.map(width => width * 1fr), rows: (7.5mm, 13mm), stroke: .4pt, inset: 1mm,
    align: horizon, table.header(..it.headers.map(label => table.cell(fill: ground, gothic(7.5pt, label)))),
    ..it.people.flatten-rows))
  grid-of(it.office.at(0), it.office.at(1))
  for note in it.notes { gothic(7.5pt, note); linebreak() }
  gothic(6.5pt, it.foot)
}
""".replace("..it.people.flatten-rows", "..it.people.map(row => row.map(value)).join()")

SOURCE = TEMPLATE.encode()
COMPILER = typst.Compiler(SOURCE, sys_inputs={"form": "{}"})


def make(n):
    it = form(n) | {"title": TITLE, "date": MONTHS, "foot": FOOT, "notes": NOTES, "headers": HEADERS, "widths": WIDTHS}
    values = {"form": json.dumps(it, ensure_ascii=False)}
    standards = ["a-2a", "ua-1"]
    return COMPILER.compile(SOURCE, format="pdf", sys_inputs=values, pdf_standards=standards, timestamp=1_795_500_000)


tell("Typst", version("typst"), make)
