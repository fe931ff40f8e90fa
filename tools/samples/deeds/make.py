"""Writes the archive and its ledger: `python -m deeds.make FOLDER`."""

import sys
from pathlib import Path

from . import catalogue, ledger, pdf, plain, scan, sheet, sign, word
from .archive import pack
from .model import Deed
from .numbers import chinese, money
from .page import compose
from .parties import US

ARCHIVE, LEDGER = "合同归档2026.zip", "合同台账.csv"


def written(deed: Deed) -> bytes:
    """The file of a deed."""
    match deed.form:
        case "xlsx-list":
            return sheet.equipment()
        case "xlsx-prices":
            return sheet.prices()
        case "ofd":
            return plain.ofd([
                "电子发票（增值税专用发票）", f"发票号码：{deed.number}", f"开票日期：{chinese(deed.signed)}", f"购买方：{deed.customer.name}",
                f"销售方：{US.name}", "项目名称：*制冷空调设备*HP12高温热泵机组", f"价税合计（小写）：¥{money(deed.amount)}"])
    page = compose(deed)
    match deed.form:
        case "docx" | "docx-en":
            return word.write(page)
        case "txt":
            return plain.text(page)
        case "txt-en":
            return plain.text(page, "utf-8")
        case "html":
            return plain.web(page)
        case "scan-pdf":
            return pdf.from_images(scan.pages(page, US.name))
        case "scan-jpg":
            return scan.pages(page, US.name)[0]
        case "pdf-signed":
            return sign.signed(pdf.write(page, "pdf"))
        case "pdf" | "pdf-cid" | "pdf-en":
            return pdf.write(page, deed.form)
    raise ValueError(deed.form)


def archive() -> bytes:
    """The bulk archive: folders in the order of the house, the odd files where people leave them."""
    files = {deed.path: written(deed) for deed in catalogue.DEEDS} | catalogue.REJECTED
    original, copy = catalogue.DUPLICATE
    files[copy] = files[original]
    files[catalogue.NESTED] = pack([(deed.path, written(deed)) for deed in catalogue.OLD_DEEDS])
    folders = list(dict.fromkeys(path.split("/")[0] for path in files))
    ordered = sorted(files, key=lambda path: folders.index(path.split("/")[0]))
    return pack([(catalogue.HOME + path, files[path]) for path in ordered])


def main() -> None:
    folder = Path(sys.argv[1])
    for name, data in ((ARCHIVE, archive()), (LEDGER, ledger.table())):
        (folder / name).write_bytes(data)
        print(f"{name}: {len(data)} bytes")


if __name__ == "__main__":
    main()
