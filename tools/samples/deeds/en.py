"""Clauses of the English papers."""

from .model import Deed, Section
from .numbers import english, money

LAW = ("Governing Law", ["This Agreement is governed by the laws of England and Wales. Any dispute shall be finally settled by arbitration in Singapore under the SIAC Rules."])


def term(deed: Deed) -> Section:
    if deed.perpetual:
        return ("Term", [f"This Agreement takes effect on {english(deed.effective)} and continues until terminated by either party on ninety (90) days' written notice."])
    text = f"This Agreement takes effect on {english(deed.effective)} and shall continue until {english(deed.expires)}"
    if deed.renewal != "否":
        text += (
            f" (the \"Initial Term\"), and shall thereafter renew automatically for successive periods of one (1) year unless either party gives "
            f"written notice of non-renewal at least {deed.notice} days before the end of the then-current term.")
    else:
        text += ", unless terminated earlier in accordance with its terms. It does not renew automatically."
    return ("Term and Renewal", [text])


def distribution(deed: Deed) -> list[Section]:
    return [
        ("Appointment", [
            "The Supplier appoints the Distributor as its non-exclusive distributor of laser marking systems and spare parts in the United Kingdom and Ireland (the \"Territory\").",
            "The Distributor shall purchase Products for its own account and shall not bind the Supplier in any manner."]),
        ("Minimum Purchase", [f"The Distributor shall place orders of not less than {deed.currency} {money(deed.amount)} during the term. If it fails to do so, the Supplier may reduce the Territory on sixty days' notice."]),
        ("Delivery and Title", ["Products are delivered FCA Suzhou (Incoterms 2020). Title passes on payment in full; risk passes on delivery."]),
        ("Warranty", ["The Supplier warrants each Product against defects in material and workmanship for twenty-four (24) months from the date of sale to the end user, as stated in the warranty certificate supplied with it."]),
        ("Limitation of Liability", ["Except for death, personal injury or fraud, neither party's aggregate liability shall exceed the amounts paid in the twelve months before the claim arose."]),
        term(deed), LAW,
    ]


def marine(deed: Deed) -> list[Section]:
    return [
        ("Services", [
            "The Contractor shall inspect, maintain and repair the screw compressors and chillers installed on board the Customer's vessels while they call at Ningbo, Qingdao or Bergen.",
            "Scheduled inspections take place twice in each calendar year; emergency attendance is available at all times within thirty-six hours."]),
        ("Fees", [f"The annual fee is {deed.currency} {money(deed.amount)}, invoiced in two equal instalments. Parts are charged at list price less fifteen per cent; labour and travel are included."]),
        ("Service Levels", ["If the Contractor fails to attend within the agreed time, the Customer is entitled to a credit of one per cent of the annual fee for each day of delay, up to ten per cent."]),
        ("Insurance", ["The Contractor shall maintain marine liability insurance of not less than USD 2,000,000 for each occurrence."]),
        term(deed), LAW,
    ]


def supply(deed: Deed) -> list[Section]:
    """Bilingual, the Chinese text beside the English."""
    return [
        ("Supply 供货", [
            "The Supplier shall supply industrial chillers and compressed-air stations ordered by the Buyer under this Agreement.",
            "供方应按照本协议项下买方的订单供应工业冷水机及压缩空气站。"]),
        ("Price 价款", [
            f"The total price of the orders is expected to be {deed.currency} {money(deed.amount)}, excluding value added tax.",
            "付款条件：发货后六十日内电汇支付；迟延付款按年利率百分之五计收利息。"]),
        ("Warranty 质量保证", [
            "Eighteen (18) months from commissioning or twenty-four (24) months from delivery, whichever is the earlier.",
            "质保期为调试完成后18个月或交货后24个月，以先到者为准。"]),
        term(deed),
        ("Language 语言", ["If the two texts differ, the English text prevails. 中英文文本不一致的，以英文为准。"]), LAW,
    ]


def secrecy(deed: Deed) -> list[Section]:
    return [
        ("Confidential Information", ["Each party may receive drawings, software, price lists and customer data of the other. It shall use them only to evaluate the distribution of Products and shall protect them with reasonable care."]),
        ("Exceptions", ["The obligations do not apply to information that is public, was known before, or must be disclosed by law."]),
        ("Survival", ["The duty of confidence survives termination for five (5) years."]),
        term(deed), LAW,
    ]


def certificate(deed: Deed) -> list[Section]:
    cover = deed.covers[0]
    return [
        ("Product", [f"Model {cover.machine.model}, serial number {cover.machine.serial}, sold on {english(cover.machine.sold)}, invoice {cover.machine.invoice}."]),
        ("Warranty Period", [f"This product is warranted for {cover.months} months from the date of sale, that is until {english(cover.ends)}. Parts and labour are covered; travel is charged at cost."]),
        ("Exclusions", ["Consumables, optics damaged by improper cleaning, and defects caused by unauthorised modification, over-voltage or operation outside the specified temperature range are not covered."]),
        ("How to Claim", ["Call +44 113 496 0012 or write to service@harrowgate.example and quote the serial number."]),
    ]
