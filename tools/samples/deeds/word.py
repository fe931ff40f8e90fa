"""DOCX papers as Word on a Chinese desktop saves them, packed again with fixed times."""

from datetime import datetime
from io import BytesIO

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from .archive import repack
from .page import Page

SAVED = datetime(2026, 1, 5, 9, 30)


def write(page: Page) -> bytes:
    """Title, form table, clauses, signatures; the number stands in the page header."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    document.sections[0].header.paragraphs[0].text = page.footer
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(page.title)
    run.bold, run.font.size = True, Pt(18)
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for label, value in page.form:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, value
    if page.opening:
        document.add_paragraph(page.opening)
    for name, paragraphs in page.sections:
        document.add_paragraph().add_run(name).bold = True
        for paragraph in paragraphs:
            document.add_paragraph(paragraph)
    for block in page.signatures:
        document.add_paragraph()
        for line in block:
            document.add_paragraph(line)
    return saved(document, page.title)


def saved(document, title: str) -> bytes:
    core = document.core_properties
    core.title, core.author, core.last_modified_by = title, "", ""
    core.created = core.modified = SAVED
    out = BytesIO()
    document.save(out)
    return repack(out.getvalue())
