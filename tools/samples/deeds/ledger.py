"""The 台账: one row a contract or cover, as a sales office keeps it in Excel and saves it as CSV in GBK."""

import csv
from io import StringIO

from . import catalogue
from .model import Cover, Deed
from .numbers import money
from .parties import US

COLUMNS = [
    "合同编号", "合同名称", "类型", "客户", "甲方", "乙方", "统一社会信用代码", "联系人", "电话", "邮箱", "地址", "签订日期", "生效日期", "到期日期",
    "自动续期", "提前通知天数", "金额", "币种", "责任人", "文件名", "序列号", "型号", "销售日期", "发票号", "保修月数", "保修到期", "保修范围",
]


def rows() -> list[dict[str, str]]:
    """Every row, in the order of the contract numbers' years, papers without a file at the end of their group."""
    deeds = [deed for deed in catalogue.DEEDS + catalogue.OLD_DEEDS + catalogue.PAPERLESS if deed.ledger]
    return [row for deed in deeds for row in (covered(deed) if deed.covers else [contract(deed)])]


def contract(deed: Deed) -> dict[str, str]:
    """The columns of a contract."""
    write = deed.written or (lambda day: day.isoformat())
    first, second = (US, deed.customer) if deed.we_are_first else (deed.customer, US)
    card = deed.kind in ("保修卡", "Warranty")
    return {
        "合同编号": deed.number, "合同名称": deed.title, "类型": deed.kind, "客户": deed.customer.name, "甲方": first.name, "乙方": second.name,
        "统一社会信用代码": deed.customer.code, "联系人": deed.customer.contact, "电话": deed.customer.phone, "邮箱": deed.customer.email,
        "地址": deed.customer.address, "签订日期": "" if card or not deed.signed else write(deed.signed),
        "生效日期": write(deed.effective) if deed.effective else "",
        "到期日期": "长期有效" if deed.perpetual else write(deed.expires) if deed.expires else "",
        "自动续期": "" if card else deed.renewal, "提前通知天数": str(deed.notice) if deed.notice else "",
        "金额": money(deed.amount) if deed.amount else "", "币种": deed.currency if deed.amount else "", "责任人": deed.owner,
        "文件名": file_name(deed),
    }


def file_name(deed: Deed) -> str:
    if deed.number == "HT-2026-0015":
        return catalogue.PAPERLESS_FILE
    return deed.name if deed.file_in_ledger else ""


def covered(deed: Deed) -> list[dict[str, str]]:
    """A row for each promise on a machine; the sale stands on cards only."""
    return [contract(deed) | promise(deed, cover) for cover in deed.covers]


def promise(deed: Deed, cover: Cover) -> dict[str, str]:
    write = deed.written or (lambda day: day.isoformat())
    machine, card = cover.machine, deed.kind in ("保修卡", "Warranty")
    from_sale = card and not machine.accepted
    return {
        "序列号": machine.serial, "型号": machine.model, "销售日期": write(machine.sold) if card else "", "发票号": machine.invoice if card else "",
        "保修月数": str(cover.months), "保修到期": "" if from_sale and len(deed.covers) == 1 else write(cover.ends), "保修范围": cover.scope,
    }


def table() -> bytes:
    """The CSV: GBK, Windows lines, amounts with commas in quotes."""
    out = StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows())
    return out.getvalue().encode("gbk")
