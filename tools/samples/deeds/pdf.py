"""PDF papers: WenQuanYi Micro Hei embedded as a subset, or STSong-Light named and not embedded."""

from io import BytesIO
from pathlib import Path

from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Image, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from .page import Page

rl_config.invariant = 1
MICRO_HEI = Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc")


def font(form: str) -> str:
    """The font of a form, registered."""
    if form == "pdf-cid":
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
        return "STSong-Light"
    # A fresh name for each file: a registered font remembers the glyphs of the file before.
    name = f"Hei{len(pdfmetrics.getRegisteredFontNames())}"
    pdfmetrics.registerFont(TTFont(name, str(MICRO_HEI), subfontIndex=0))
    return name


def write(page: Page, form: str) -> bytes:
    """The page as PDF, wrapped at any Han character as Word does it."""
    body = font(form)
    wrap = "" if form == "pdf-en" and page.form[0][0].startswith("Agreement") and page.title.isascii() else "CJK"
    size = 10.5 if wrap == "CJK" else 10
    text = ParagraphStyle("text", fontName=body, fontSize=size, leading=size * 1.7, wordWrap=wrap, firstLineIndent=2 * size if wrap else 0)
    heading = ParagraphStyle("heading", parent=text, fontSize=size + 1, firstLineIndent=0, spaceBefore=6, keepWithNext=1)
    title = ParagraphStyle("title", parent=text, firstLineIndent=0, fontSize=18, leading=30, alignment=1)
    small = ParagraphStyle("small", parent=text, fontSize=9.5, leading=14, firstLineIndent=0)
    story = [Paragraph(page.title, title), Spacer(1, 4 * mm), form_table(page, small), Spacer(1, 4 * mm)]
    if page.opening:
        story.append(Paragraph(page.opening, text))
    for name, paragraphs in page.sections:
        story.append(Paragraph(name, heading))
        story += [Paragraph(paragraph, text) for paragraph in paragraphs]
    story += [Spacer(1, 8 * mm), signature_table(page, small)]
    return built(story, page, body)


def form_table(page: Page, style: ParagraphStyle) -> Table:
    rows = [[Paragraph(label, style), Paragraph(value, style)] for label, value in page.form] or [["", ""]]
    table = Table(rows, colWidths=[38 * mm, 122 * mm])
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.4, "#888888"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]))
    return table


def signature_table(page: Page, style: ParagraphStyle) -> Table:
    cells = [[Paragraph(line, style) for line in block] for block in page.signatures]
    return Table([cells], colWidths=[160 * mm / len(cells)] * len(cells), style=TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")]))


def built(story: list, page: Page, font: str) -> bytes:
    out = BytesIO()
    document = SimpleDocTemplate(
        out, pagesize=A4, leftMargin=25 * mm, rightMargin=25 * mm, topMargin=22 * mm, bottomMargin=22 * mm, title=page.title,
        author="", invariant=1)

    def footer(canvas, doc):
        canvas.setFont(font, 8)
        canvas.drawString(25 * mm, 12 * mm, page.footer)
        canvas.drawRightString(185 * mm, 12 * mm, f"- {doc.page} -")

    document.build(story, onFirstPage=footer, onLaterPages=footer)
    return out.getvalue()


def from_images(jpegs: list[bytes]) -> bytes:
    """A scanner's PDF: one picture a page, no text."""
    out = BytesIO()
    document = SimpleDocTemplate(out, pagesize=A4, leftMargin=0, rightMargin=0, topMargin=0, bottomMargin=0, invariant=1)
    width, height = A4
    document.build([Image(BytesIO(jpeg), width - 12.5, height - 12.5) for jpeg in jpegs])
    return out.getvalue()
