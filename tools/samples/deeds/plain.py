"""Text files and a web page, in the charsets of Chinese desktops, and an OFD invoice."""

from html import escape

from .archive import pack
from .page import Page


def text(page: Page, charset: str = "gb18030") -> bytes:
    """Windows lines; GB18030 unless the paper is English."""
    lines = [page.title, ""] + [f"{label}：{value}" if charset != "utf-8" else f"{label}: {value}" for label, value in page.form]
    lines += ["", page.opening] if page.opening else []
    for name, paragraphs in page.sections:
        lines += ["", name] + [("　　" if charset != "utf-8" else "") + paragraph for paragraph in paragraphs]
    for block in page.signatures:
        lines += [""] + block
    return ("\r\n".join(lines) + "\r\n").encode(charset)


def web(page: Page) -> bytes:
    """Labelled gb2312 as old editors do, with a character beyond it (㎡): such a page must not be cut there."""
    parts = [f"<h1>{escape(page.title)}</h1>"]
    for name, paragraphs in page.sections:
        parts.append(f"<h2>{escape(name)}</h2>" + "".join(f"<p>{escape(p)}</p>" for p in paragraphs))
    parts.append("<p>备件仓库面积 1200㎡，常备备件三千余种。</p>" + "".join(f"<p>{escape(line)}</p>" for line in page.signatures[0]))
    head = f'<meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>{escape(page.title)}</title>'
    return f"<html><head>{head}<style>p {{ margin: 0 }}</style></head><body>\r\n{''.join(parts)}\r\n</body></html>\r\n".encode("gb18030")


def ofd(lines: list[str]) -> bytes:
    """The smallest OFD (GB/T 33190) that a viewer opens: one page, one text object a line."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    objects = "".join(
        f'<ofd:TextObject ID="{10 + i}" Boundary="20 {20 + 9 * i} 170 8" Font="3" Size="4"><ofd:TextCode X="0" Y="6">{escape(line)}'
        "</ofd:TextCode></ofd:TextObject>" for i, line in enumerate(lines))
    entries = {
        "OFD.xml": f'{head}<ofd:OFD {space} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>55500509</ofd:DocID></ofd:DocInfo>'
                   "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"{head}<ofd:Document {space}><ofd:CommonData><ofd:MaxUnitID>99</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>"
                              "0 0 210 140</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData>"
                              '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
        "Doc_0/PublicRes.xml": f'{head}<ofd:Res {space} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="3" FontName="宋体"/></ofd:Fonts></ofd:Res>',
        "Doc_0/Pages/Page_0/Content.xml": f'{head}<ofd:Page {space}><ofd:Content><ofd:Layer ID="2">{objects}</ofd:Layer></ofd:Content></ofd:Page>',
    }
    return pack([(name, xml.encode()) for name, xml in entries.items()], charset="utf-8")
