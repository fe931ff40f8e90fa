"""Every paper of the archive, with the facts that its text and its ledger row share.

Reckoned from 2026-11-20. The quarter then holds ends before and after that day, act-by dates already passed, an automatic renewal
beyond the quarter whose notice falls in it, and a contract without an end.
"""

from datetime import date as D

from . import en, zh_cards, zh_sales, zh_service
from .model import Cover, Deed, Machine
from .numbers import chinese, dots, iso, numerals, republic, slashes, wide
from .parties import (
    CHUTING, DONGSHENG, FJORD, HAIYAO, HARROWGATE, HECHENG, JINGYUN, KESTREL, NANLU, RONGYAN, XILAN, YANGLI, YUNQI, ZHOU,
)

SALES, SERVICE, CARDS, EXTRA = "销售合同/", "服务协议/", "保修卡/", "补充与终止/"
ENGLISH, SCANS, INVOICES, SPARE, OLD = "English contracts/", "扫描件/", "发票/", "备份/", "历史资料/"
HOME = "合同归档2026/"

LASER = Machine("LM200-2411-0108", "LM200 光纤激光打标机", D(2024, 11, 8), "05500108")
COMPRESSOR = Machine("AC75-2503-0017", "AC75 螺杆空压机", D(2025, 3, 15), "05500217")
CHILLER = Machine("CH30-2506-0042", "CH30 工业冷水机", D(2025, 6, 18), "05500342")
MILL = Machine("VMC850-2504-0003", "VMC850 立式加工中心", D(2025, 4, 10), "05500403", D(2025, 4, 10), D(2025, 7, 15))
PUMP = Machine("HP12-2512-0009", "HP12 高温热泵机组", D(2025, 12, 10), "26322000000055500509")
ENGRAVER = Machine("DK3-2607-1105", "DK3 台式雕刻机", D(2026, 7, 2), "26322000000055501105")
HARBOUR = Machine("AC75-2402-0005", "AC75 螺杆空压机", D(2024, 2, 20), "05500105")
TOWER = Machine("CH30-2601-0007", "CH30 工业冷水机", D(2026, 1, 9), "26322000000055500707")
OLD_LASER = Machine("LM200-2309-0061", "LM200 光纤激光打标机", D(2023, 9, 1), "05500061")
ROBOT = Machine("ROB6-2605-0031", "ROB6 six-axis robot", D(2026, 5, 20), "HG-INV-0031")

SALES_DEEDS = [
    Deed(SALES + "京采购2025第001号 立式加工中心采购合同.pdf", "pdf", "采购合同", "京采购2025第001号", "立式加工中心采购合同", JINGYUN,
         zh_sales.purchase, D(2025, 3, 1), D(2025, 3, 10), D(2026, 12, 31), notice=30, amount=1_286_000, owner="王砚", written=chinese,
         file_in_ledger=False, facts={
             "goods": "VMC850立式加工中心壹台", "delivery": "2025年4月20日",
             "warranty": "质保期为验收合格后12个月或到货后18个月，以先到者为准。"}),
    Deed(SALES + "HT-2024-0031 激光打标机销售合同.pdf", "pdf-cid", "销售合同", "HT-2024-0031", "激光打标机销售合同", YANGLI,
         zh_sales.purchase, D(2024, 10, 28), D(2024, 11, 1), D(2026, 12, 4), amount=368_000, owner="李溪", written=numerals, facts={
             "goods": "LM200光纤激光打标机贰台及备件", "delivery": "2024年11月15日", "warranty": "整机质保期为自购买之日起二十四个月。"}),
    Deed(SALES + "HT-2024-0052 设备及备件年度框架合同.docx", "docx", "框架合同", "HT-2024-0052", "设备及备件年度框架合同", DONGSHENG,
         zh_sales.framework, D(2023, 12, 20), D(2024, 1, 1), D(2026, 12, 31), renewal="是", notice=90, amount=2_400_000, owner="王砚",
         written=slashes, facts={"goods": "空压机、冷水机整机及其备件"}),
    Deed(SALES + "HT-2025-0007 螺杆空压机销售合同.docx", "docx", "销售合同", "HT-2025-0007", "螺杆空压机销售合同", HAIYAO,
         zh_sales.framework, D(2025, 1, 10), D(2025, 1, 15), D(2027, 1, 14), renewal="是", notice=30, amount=980_000, owner="赵珩",
         written=dots, facts={"goods": "AC75螺杆空压机及后处理设备"}),
    Deed(SALES + "HT-2025-0019 工业热泵销售合同.pdf", "pdf", "销售合同", "HT-2025-0019", "工业热泵销售合同", XILAN,
         zh_sales.purchase, D(2025, 11, 20), D(2025, 12, 1), D(2027, 11, 30), amount=215_600, owner="李溪", written=iso, facts={
             "goods": "HP12高温热泵机组壹套", "delivery": "2025年12月10日", "warranty": "整机质保期为自购买之日起十二个月。"}),
    Deed(SALES + "HT-2026-0003 六轴机器人集成合同.pdf", "pdf-cid", "销售合同", "HT-2026-0003", "六轴机器人集成合同", NANLU,
         zh_sales.purchase, D(2026, 2, 6), D(2026, 2, 6), D(2027, 6, 30), amount=1_560_800, owner="王砚", written=chinese, facts={
             "goods": "ROB6六轴机器人工作站叁套", "delivery": "2026年6月30日",
             "warranty": "质保期为验收合格后18个月，其中控制系统质保期为24个月。"}),
    Deed(SALES + "HT-2023-0044 打标机供货框架合同.docx", "docx", "框架合同", "HT-2023-0044", "打标机供货框架合同", CHUTING,
         zh_sales.framework, D(2023, 8, 10), D(2023, 8, 16), D(2026, 8, 15), amount=660_000, owner="李溪", written=numerals,
         facts={"goods": "激光打标机及耗材"}),
    Deed(SALES + "HT-2025-0033 易损件长期供货协议（电子签章）.pdf", "pdf-signed", "框架合同", "HT-2025-0033", "易损件长期供货协议", YUNQI,
         zh_sales.framework, D(2025, 9, 18), D(2025, 10, 1), perpetual=True, owner="赵珩", written=wide,
         facts={"goods": "滤芯、皮带、密封件、喷嘴等易损件"}),
    Deed(SALES + "HT-2025-0041 台式雕刻机经销合同.txt", "txt", "销售合同", "HT-2025-0041", "台式雕刻机经销合同", YUNQI,
         zh_sales.framework, D(2025, 10, 30), D(2025, 11, 1), D(2027, 10, 31), amount=150_000, owner="赵珩", written=slashes,
         facts={"goods": "DK3台式雕刻机"}),
    Deed(SALES + "HT-2026-0003 附件一 设备清单.xlsx", "xlsx-list", "附件", "HT-2026-0003", "设备清单", NANLU, en.secrecy, ledger=False),
]

SERVICE_DEEDS = [
    Deed(SERVICE + "FW-2025-012 年度维保服务协议.pdf", "pdf", "服务协议", "FW-2025-012", "年度维保服务协议", YANGLI,
         zh_service.maintenance, D(2024, 12, 18), D(2025, 1, 1), D(2026, 12, 31), renewal="是", notice=60, amount=96_000, owner="李溪",
         written=chinese, facts={"goods": "激光打标机、空压机共六台设备"}),
    Deed(SERVICE + "FW-2025-018 驻场运维服务协议.docx", "docx", "服务协议", "FW-2025-018", "驻场运维服务协议", RONGYAN,
         zh_service.onsite, D(2025, 11, 20), D(2025, 11, 26), D(2026, 11, 25), amount=259_200, owner="赵珩", written=dots,
         facts={"people": "贰名", "goods": "样例大厦冷水机房及空压站"}),
    Deed(SERVICE + "FW-2026-002 软件维护服务协议.txt", "txt", "服务协议", "FW-2026-002", "软件维护服务协议", YUNQI,
         zh_service.software, D(2026, 2, 12), D(2026, 3, 1), D(2027, 2, 28), renewal="是", notice=90, amount=48_000, owner="王砚",
         written=iso, facts={"goods": "设备联网监控平台CY-Link V3.2"}),
    Deed(SERVICE + "FW-2024-005 计量校准服务协议.pdf", "pdf-cid", "服务协议", "FW-2024-005", "计量校准服务协议", CHUTING,
         zh_service.calibration, D(2024, 6, 25), D(2024, 7, 1), D(2025, 6, 30), amount=36_000, owner="李溪", written=numerals,
         facts={"goods": "检测仪器及量具共四十二件"}),
    Deed(SERVICE + "FW-2026-003 加工中心延保服务协议.docx", "docx", "服务协议", "FW-2026-003", "加工中心延保服务协议", JINGYUN,
         zh_service.extended, D(2026, 7, 6), D(2026, 7, 16), D(2027, 7, 15), amount=42_000, owner="王砚", written=chinese,
         covers=(Cover(MILL, 12, D(2027, 7, 15)),)),
    Deed(SERVICE + "FW-2026-007 备件服务价格表.xlsx", "xlsx-prices", "服务协议", "FW-2026-007", "备件服务价格表", NANLU, en.secrecy,
         D(2026, 6, 20), D(2026, 7, 1), D(2027, 6, 30), owner="王砚", written=slashes),
    Deed(SERVICE + "FW-2025-021 空压站托管服务协议.pdf", "pdf-cid", "服务协议", "FW-2025-021", "空压站托管服务协议", HAIYAO,
         zh_service.maintenance, D(2025, 3, 20), D(2025, 4, 1), D(2028, 3, 31), notice=30, amount=540_000, owner="赵珩", written=dots,
         facts={"goods": "二号码头空压站全部设备"}),
    Deed(SERVICE + "WY-2025-03 設備維運合約書.pdf", "pdf", "服务协议", "WY-2025-03", "設備維運合約書", HECHENG, zh_service.traditional,
         D(2025, 6, 20), D(2025, 7, 1), D(2027, 6, 30), renewal="是", notice=60, amount=320_000, currency="TWD", owner="王砚",
         written=republic, facts={"goods": "鋁製品產線之雷射打標機三部"}),
    Deed(SERVICE + "售后服务承诺.html", "html", "说明", "", "售后服务承诺", YANGLI, zh_service.pledge, ledger=False),
]


def warranty(path, form, number, customer, machine, months=12, ends=None, body=zh_cards.card, apart=(), **more) -> Deed:
    """A card; `apart` gives parts and labour their own lengths and ends."""
    covers = tuple(Cover(machine, m, e, s) for s, m, e in apart) or (Cover(machine, months, ends),)
    title = "保修卡 " + machine.serial
    return Deed(CARDS + path, form, "保修卡", number, title, customer, body, signed=machine.sold, covers=covers, owner="售后部",
                written=more.pop("written", slashes), **more)


CARD_DEEDS = [
    warranty("BX-2025-0017 东昇 空压机保修卡.pdf", "pdf", "BX-2025-0017", DONGSHENG, COMPRESSOR, 24, D(2027, 3, 15)),
    warranty("BX-2024-0108 样例机电 打标机保修卡.pdf", "pdf-cid", "BX-2024-0108", YANGLI, LASER, 24, D(2026, 11, 8), written=dots),
    warranty("BX-2025-0042 南麓 冷水机保修卡.docx", "docx", "BX-2025-0042", NANLU, CHILLER, written=chinese,
             apart=(("零件", 24, D(2027, 6, 18)), ("人工", 12, D(2026, 6, 18)))),
    warranty("BX-2025-0003 京云 加工中心质保卡.pdf", "pdf", "BX-2025-0003", JINGYUN, MILL, 12, D(2026, 7, 15), zh_cards.acceptance_card,
             written=chinese),
    warranty("BX-2025-0009 汐澜 热泵保修卡.pdf", "pdf-cid", "BX-2025-0009", XILAN, PUMP, 12, D(2026, 12, 10), written=iso),
    warranty("BX-2026-1105 周晓棠 雕刻机保修卡.docx", "docx", "BX-2026-1105", ZHOU, ENGRAVER, 36, D(2029, 7, 2), file_in_ledger=False),
    warranty("IMG_20240220 海曜 空压机保修卡.jpg", "scan-jpg", "BX-2024-0005", HAIYAO, HARBOUR, 36, D(2027, 2, 20)),
    warranty("BX-2026-0007 蓉砚 冷水机保修卡.txt", "txt", "BX-2026-0007", RONGYAN, TOWER, 24, D(2028, 1, 9)),
    warranty("BX-2023-0061 楚汀 打标机保修卡.docx", "docx", "BX-2023-0061", CHUTING, OLD_LASER, 36, D(2026, 9, 1), ledger=False),
]

OTHER_DEEDS = [
    Deed(EXTRA + "HT-2024-0031 补充协议（一）.docx", "docx", "补充协议", "HT-2024-0031-补1", "激光打标机销售合同补充协议（一）", YANGLI,
         zh_service.amendment, D(2026, 9, 8), amount=26_000, ledger=False, facts={"parent": "HT-2024-0031"}),
    Deed(EXTRA + "FW-2024-005 终止协议.pdf", "pdf-cid", "终止协议", "FW-2024-005-终", "计量校准服务终止协议", CHUTING, zh_service.ending,
         D(2025, 6, 25), ledger=False, facts={"parent": "FW-2024-005"}),
    Deed(EXTRA + "NDA-2025-009 保密协议.pdf", "pdf", "保密协议", "NDA-2025-009", "保密协议", DONGSHENG, zh_service.secrecy, D(2025, 5, 6),
         D(2025, 5, 6), D(2030, 5, 5), owner="法务部", written=wide),
    Deed(ENGLISH + "HG-2025-118 Distribution Agreement.pdf", "pdf-en", "Contract", "HG-2025-118", "Distribution Agreement", HARROWGATE,
         en.distribution, D(2025, 2, 3), D(2025, 2, 15), D(2028, 2, 14), amount=450_000, currency="USD", owner="王砚", written=iso),
    Deed(ENGLISH + "BF-2024-07 Marine Service Agreement.docx", "docx-en", "Service Agreement", "BF-2024-07",
         "Marine Service Agreement", FJORD, en.marine, D(2024, 6, 12), D(2024, 7, 1), D(2027, 6, 30), renewal="是", notice=90,
         amount=86_500, currency="EUR", owner="赵珩", written=slashes),
    Deed(ENGLISH + "KF-2026-02 Supply Agreement 供货协议.pdf", "pdf-en", "Contract", "KF-2026-02", "Supply Agreement 供货协议", KESTREL,
         en.supply, D(2026, 1, 22), D(2026, 2, 1), D(2027, 12, 31), amount=312_000, currency="EUR", owner="王砚", written=iso),
    Deed(ENGLISH + "Warranty Certificate ROB6-2605-0031.pdf", "pdf-en", "Warranty", "WC-2026-0031", "Warranty Certificate", HARROWGATE,
         en.certificate, D(2026, 5, 20), covers=(Cover(ROBOT, 24, D(2028, 5, 20)),), owner="售后部", written=iso),
    Deed(ENGLISH + "NDA Harrowgate 2025.txt", "txt-en", "Agreement", "NDA-2025-002", "Mutual Non-Disclosure Agreement", HARROWGATE, en.secrecy,
         D(2025, 1, 15), D(2025, 1, 15), perpetual=True, owner="法务部", written=dots),
    Deed(SCANS + "2022年设备租赁合同（扫描）.pdf", "scan-pdf", "租赁合同", "ZL-2022-0006", "设备租赁合同", YUNQI, zh_sales.lease,
         D(2022, 8, 25), D(2022, 9, 1), D(2027, 8, 31), notice=60, amount=468_000, owner="李溪", we_are_first=True, written=chinese,
         facts={"goods": "CH30工业冷水机肆台"}),
    Deed(INVOICES + "电子发票 26322000000055500509.ofd", "ofd", "发票", "26322000000055500509", "电子发票", XILAN, en.secrecy,
         D(2025, 12, 10), amount=215_600, ledger=False),
]

OLD_DEEDS = [
    Deed("2019-2022历史合同/HT-2019-0012 气动元件采购合同.pdf", "pdf-cid", "采购合同", "HT-2019-0012", "气动元件采购合同", YANGLI,
         zh_sales.history, D(2019, 4, 16), D(2019, 5, 1), D(2021, 4, 30), amount=83_500, owner="李溪", written=slashes,
         facts={"goods": "气缸、电磁阀等气动元件"}),
    Deed("2019-2022历史合同/HT-2020-0027 冷却塔改造合同.docx", "docx", "服务合同", "HT-2020-0027", "冷却塔改造合同", RONGYAN,
         zh_sales.history, D(2020, 9, 9), D(2020, 9, 15), D(2022, 9, 14), amount=126_000, owner="赵珩", written=numerals,
         facts={"goods": "冷却塔填料及风机"}),
    Deed("2019-2022历史合同/HT-2022-0009 标签打印机销售合同.txt", "txt", "销售合同", "HT-2022-0009", "标签打印机销售合同", CHUTING,
         zh_sales.history, D(2022, 3, 1), D(2022, 3, 1), D(2024, 2, 29), amount=40_050, owner="李溪", ledger=False,
         facts={"goods": "标签打印机及碳带"}),
]

DEEDS = SALES_DEEDS + SERVICE_DEEDS + CARD_DEEDS + OTHER_DEEDS

#: The second name of a file that is in the archive twice.
DUPLICATE = (SALES_DEEDS[1].path, SPARE + "样例机电 打标机合同 最终版.pdf")
NESTED = OLD + "2019-2022历史合同.zip"
REJECTED = {SERVICE + "新建 文本文档.txt": b"", CARDS + "Thumbs.db": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)}

#: Rows of the ledger whose paper is missing.
PAPERLESS = [
    Deed("", "", "采购合同", "HT-2021-0015", "除尘设备采购合同", DONGSHENG, zh_sales.history, D(2021, 5, 18), D(2021, 6, 1), D(2023, 5, 31),
         amount=72_000, owner="王砚", written=dots, file_in_ledger=False),
    Deed("", "", "销售合同", "HT-2026-0015", "六轴机器人二期合同", NANLU, zh_sales.history, D(2026, 11, 12), D(2026, 12, 1), D(2028, 11, 30),
         amount=1_040_000, owner="王砚", written=chinese),
]
PAPERLESS_FILE = "HT-2026-0015 六轴机器人二期合同.pdf"
