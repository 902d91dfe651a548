"""WeasyPrint: HTML with CSS; the fonts' configuration is made once."""

import logging

import weasyprint
from html_form import page
from tell import tell
from weasyprint.text.fonts import FontConfiguration

logging.getLogger("fontTools").setLevel(logging.ERROR)
FONTS = FontConfiguration()


def make(n):
    return weasyprint.HTML(string=page(n)).write_pdf(font_config=FONTS, pdf_variant="pdf/ua-1")


tell("WeasyPrint", weasyprint.__version__, make)
