"""Warranty cards in Chinese: the facts as a form, the promise as clauses."""

from .model import Cover, Deed, Section
from .numbers import chinese

MAINTENANCE = "用户应按说明书保养设备，空气滤芯每500小时、冷却液每半年更换一次；未按要求保养引起的故障，维修收费。"


def facts(deed: Deed) -> list[tuple[str, str]]:
    """The lines of the form on the card."""
    machine = deed.covers[0].machine
    rows = [
        ("保修卡编号", deed.number), ("用户名称", deed.customer.name), ("联系人", deed.customer.contact),
        ("联系电话", deed.customer.phone), ("产品型号", machine.model), ("序列号（S/N）", machine.serial),
        ("销售日期", chinese(machine.sold)), ("发票号码", machine.invoice),
    ]
    if machine.delivered:
        rows.append(("到货日期", chinese(machine.delivered)))
    if machine.accepted:
        rows.append(("验收日期", chinese(machine.accepted)))
    return rows


def promise(cover: Cover) -> str:
    start = "购买" if not cover.machine.accepted else "验收合格"
    return f"{cover.scope}保修期为自{start}之日起{cover.months}个月，至{chinese(cover.ends)}止。"


def card(deed: Deed) -> list[Section]:
    """整机 covers, or parts and labour apart."""
    promises = [promise(cover) for cover in deed.covers]
    if len(deed.covers) > 1:
        promises.append("零件保修期内、人工保修期满后的维修，更换零件免费，人工费和上门费按收费标准收取。")
    return [
        ("保修期限", promises),
        ("免费保修范围", [
            "在保修期内，产品在正常使用条件下因材料或制造原因发生故障的，凭本卡及购货发票免费维修；同一故障连续维修两次仍不能正常使用的，可以更换同型号产品。",
            "更换下来的零件归本公司所有；更换后的零件享有九十日保修，或者享有原保修期的剩余期限，以较长者为准。",
        ]),
        ("不属于免费保修的情形", [
            "一、超过保修期的；二、无有效保修卡或序列号被涂改的；三、因跌落、进水、雷击、电压异常等造成的损坏；四、自行拆装、改装或使用非原厂耗材造成的损坏；五、滤芯、皮带、镜片等易损件的正常磨损。",
            MAINTENANCE,
        ]),
        ("报修方式", ["报修请致电 400-000-6600，并告知序列号和故障现象。工程师上门时请出示本卡。"]),
    ]


def acceptance_card(deed: Deed) -> list[Section]:
    """The earlier of two dates: 12 months from acceptance, 18 from arrival."""
    sections = card(deed)
    sections[0] = ("保修期限", [
        "质保期为验收合格后12个月或到货后18个月，以先到者为准。",
        "到货日期2025年4月10日，加18个月为2026年10月10日；验收日期2025年7月15日，加12个月为2026年7月15日；取先到，质保期至2026年7月15日止。",
    ])
    return sections
