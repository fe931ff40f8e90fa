"""XLSX papers: an equipment list and a price list."""

import re
from datetime import date
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font

from .archive import repack

STAMP = b"2026-01-05T09:30:00Z"

EQUIPMENT = [
    ("序号", "品名", "型号", "数量", "单位", "单价（元）", "金额（元）", "备注"),
    (1, "六轴机器人本体", "ROB6-1200", 3, "台", 186000, 558000, "臂展1200mm，负载6kg"),
    (2, "机器人控制柜", "RC6-E", 3, "台", 98000, 294000, "控制系统质保24个月"),
    (3, "视觉定位系统", "VS-500", 3, "套", 126600, 379800, "含光源及镜头"),
    (4, "安全围栏及光栅", "定制", 3, "套", 43000, 129000, ""),
    (5, "安装调试与培训", "", 1, "项", 200000, 200000, "含现场培训三天"),
]
PRICES = [
    ("备件编号", "名称", "适用型号", "单价（元）", "更换工时", "保修说明"),
    ("P-0001", "空气滤芯", "AC75", 380, 0.5, "易损件，不保修"),
    ("P-0002", "油气分离器", "AC75", 2150, 1.5, "三个月"),
    ("P-0007", "压缩机轴封", "CH30", 960, 4, "六个月"),
    ("P-0011", "谐波减速器", "ROB6", 15800, 6, "十二个月"),
    ("P-0012", "F-Theta镜片", "LM200", 3200, 1, "易损件，不保修"),
    ("P-0015", "主轴轴承（成对）", "VMC850", 6400, 12, "十二个月"),
]


def equipment() -> bytes:
    book = Workbook()
    fill(book.active, "设备清单", "合同编号 HT-2026-0003 附件一", EQUIPMENT)
    book.active.append(("", "", "", "", "", "合计", sum(row[6] for row in EQUIPMENT[1:])))
    return saved(book)


def prices() -> bytes:
    book = Workbook()
    fill(book.active, "价格表", "服务协议 FW-2026-007 深圳南麓电子科技有限公司 备件服务价格表", PRICES)
    terms = book.create_sheet("服务条款")
    for row in [
        ("协议编号", "FW-2026-007"), ("甲方（委托方）", "深圳南麓电子科技有限公司"), ("乙方（服务方）", "苏州澄砚自动化设备有限公司"),
        ("生效日期", date(2026, 7, 1)), ("到期日期", date(2027, 6, 30)), ("人工费", "每工时180元，节假日加收50%"),
        ("上门费", "市内200元/次，市外按实际差旅费结算"), ("续期", "期满自行终止，不自动续期"),
    ]:
        terms.append(row)
    for cell in (terms["B4"], terms["B5"]):
        cell.number_format = 'yyyy"年"m"月"d"日"'
    return saved(book)


def fill(sheet, name: str, title: str, rows: list[tuple]) -> None:
    sheet.title = name
    sheet["A1"] = title
    sheet["A1"].font = Font(bold=True, size=14)
    for index, row in enumerate(rows, 3):
        for column, value in enumerate(row, 1):
            sheet.cell(index, column, value)


def saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return repack(out.getvalue(), {"docProps/core.xml": lambda xml: re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", STAMP, xml)})
