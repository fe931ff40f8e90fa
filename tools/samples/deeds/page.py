"""How a paper reads from top to bottom, whatever file it becomes."""

from dataclasses import dataclass

from . import zh_cards
from .model import Deed, Section
from .numbers import chinese, english, han, republic
from .parties import US, US_EN, Party


@dataclass(frozen=True)
class Page:
    """A title, the form lines above the text, the numbered sections and the two signature blocks."""

    title: str
    form: list[tuple[str, str]]
    opening: str
    sections: list[Section]
    signatures: list[list[str]]
    footer: str


#: Simplified to traditional, the characters that a form around a traditional text needs.
TRADITIONAL = str.maketrans("苏砚动备设盖联话邮户样银账业园编号签订统码权开区应实托务", "蘇硯動備設蓋聯話郵戶樣銀帳業園編號簽訂統碼權開區應實託務")


def is_english(deed: Deed) -> bool:
    return deed.form.endswith("-en")


def is_card(deed: Deed) -> bool:
    return deed.kind == "保修卡"


def compose(deed: Deed) -> Page:
    """The page of a deed in its own language."""
    if is_english(deed):
        return english_page(deed)
    if is_card(deed):
        title = "产品质保卡" if "质保" in deed.name else "产品保修卡"
        end = [[US.name + "（盖章）", "服务热线：400-000-6600"]]
        return Page(title, zh_cards.facts(deed), "", numbered(deed), end, f"{US.name}　{deed.number}")
    if deed.kind == "说明":
        return Page(deed.title, [], "", numbered(deed), [[US.name]], US.name)
    return chinese_page(deed)


def numbered(deed: Deed) -> list[Section]:
    return [(f"第{han(i)}条　{head}", text) for i, (head, text) in enumerate(deed.body(deed), 1)]


def roles(deed: Deed) -> tuple[str, str]:
    """What 甲方 and 乙方 are in this kind of paper."""
    if deed.kind == "租赁合同":
        return "出租方", "承租方"
    if "服务" in deed.kind or "终止" in deed.kind:
        return "委托方", "服务方"
    if deed.kind == "保密协议":
        return "披露方", "接收方"
    return "买方", "卖方"


def chinese_page(deed: Deed) -> Page:
    first, second = (US, deed.customer) if deed.we_are_first else (deed.customer, US)
    first_role, second_role = roles(deed)
    traditional = deed.written is republic
    number = "合約編號" if traditional else "合同编号"
    signed = deed.written(deed.signed) if deed.written else chinese(deed.signed)
    form = [
        (number, deed.number), (f"甲方（{first_role}）", first.name), (f"乙方（{second_role}）", second.name),
        ("簽訂日期" if traditional else "签订日期", signed), ("簽訂地點" if traditional else "签订地点", "苏州市工业园区"),
    ]
    opening = (
        "雙方本於平等互惠原則，訂立本合約，以資共同遵守。" if traditional
        else "甲乙双方在平等、自愿的基础上，依据《中华人民共和国民法典》及有关规定，经协商一致，订立本合同，共同遵守。")
    blocks = [signature("甲方", first, signed), signature("乙方", second, signed)]
    if traditional:
        form = [(label.translate(TRADITIONAL), text.translate(TRADITIONAL)) for label, text in form]
        blocks = [[line.translate(TRADITIONAL) for line in block] for block in blocks]
    return Page(deed.title, form, opening, numbered(deed), blocks, f"{deed.number}　{deed.title}")


def signature(side: str, party: Party, signed: str) -> list[str]:
    lines = [f"{side}（盖章）：{party.name}"]
    if party.code:
        lines.append(f"统一社会信用代码：{party.code}")
    lines += [f"地址：{party.address}", f"联系人：{party.contact}　电话：{party.phone}", f"电子邮箱：{party.email}"]
    if party.bank:
        lines.append(f"开户行：{party.bank}")
    return lines + ["授权代表（签字）：", f"日期：{signed}"]


def english_page(deed: Deed) -> Page:
    sections = [(f"{i}. {head}", text) for i, (head, text) in enumerate(deed.body(deed), 1)]
    form = [("Agreement No.", deed.number), ("Supplier", US_EN.name), ("Customer", deed.customer.name), ("Date", english(deed.signed))]
    opening = (
        "" if deed.covers else
        f"This {deed.title.split(' 供')[0]} is made on {english(deed.signed)} between {US_EN.name} (credit code {US.code}), "
        f"{US_EN.address}, and {deed.customer.name}, {deed.customer.address}.")
    blocks = [
        [f"For {party.name}", f"Contact: {party.contact}, {party.phone}, {party.email}", "Signature: ______________", f"Date: {english(deed.signed)}"]
        for party in (US_EN, deed.customer)]
    return Page(deed.title, form, opening, sections, blocks, f"{deed.number}  {deed.title}")
