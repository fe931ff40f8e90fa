"""Clauses of the Chinese sale, framework and lease contracts."""

from .model import Deed, Section
from .numbers import capital, chinese, money

DISPUTES = (
    "争议解决",
    ["本合同适用中华人民共和国法律。因本合同发生的争议，双方应友好协商；协商不成的，任何一方均可向原告住所地有管辖权的人民法院提起诉讼。"],
)
SECRECY = (
    "保密",
    ["双方对因履行本合同知悉的对方技术资料、价格和经营信息负有保密义务。保密义务在本合同终止后继续有效三年，法律另有规定或者信息已经公开的除外。"],
)
FORCE = (
    "不可抗力",
    ["因地震、台风、洪水、疫情管控、战争等不能预见、不能避免且不能克服的情况不能履行合同的，受影响一方应在七日内书面通知对方，并在十五日内提供证明。"
     "不可抗力持续超过九十日的，双方可以协商解除合同。"],
)


def term(deed: Deed) -> Section:
    """合同期限: the sentence from which the end, the renewal and the notice follow."""
    if deed.perpetual:
        text = f"本合同自{chinese(deed.effective)}起生效，长期有效；任何一方解除本合同，应提前一百八十日书面通知对方。"
    else:
        text = f"本合同有效期自{chinese(deed.effective)}起至{chinese(deed.expires)}止。"
    if deed.renewal != "否":
        text += f"期满前{deed.notice}日内任何一方未书面提出异议的，本合同自动续期一年，续期次数不限。"
    elif deed.notice:
        text += f"任何一方拟续签的，应在期满前{deed.notice}日书面通知对方，双方另行签订合同。"
    elif not deed.perpetual:
        text += "期满自行终止，不自动续期；双方愿意继续合作的，应另行签订书面合同。"
    return ("合同期限", [text])


def price(deed: Deed, what: str) -> Section:
    return (
        "合同价款与支付",
        [
            f"{what}合计人民币{money(deed.amount)}元（大写：{capital(deed.amount)}），该价款含13%增值税、包装费及运抵指定地点的运输费。",
            "合同签订后十个工作日内支付30%预付款；设备到货后支付30%；验收合格后支付35%；剩余5%作为质保金，质保期满且无质量问题后三十日内无息付清。",
            "每次付款前，卖方应开具等额的增值税专用发票；因发票延误造成付款迟延的，买方不承担违约责任。",
        ],
    )


def purchase(deed: Deed) -> list[Section]:
    """设备采购合同: one machine, delivery, acceptance, warranty by the earlier of two dates."""
    goods = deed.facts["goods"]
    return [
        ("合同标的", [f"卖方向买方提供{goods}，技术参数、随机附件及备件见附件一《设备清单》。设备应为全新、未经使用的正品，符合国家标准及本合同约定。"]),
        price(deed, "合同总价"),
        ("交货与运输", [
            f"卖方应于{deed.facts['delivery']}前将设备运抵{deed.customer.address}，设备毁损、灭失的风险自买方签收时转移。",
            "设备到货后三日内，双方共同开箱清点；发现短少、损坏的，应当场作成书面记录，卖方在十日内补齐或更换。",
        ]),
        ("安装、调试与验收", [
            "卖方应在到货后十五日内完成安装、调试，并免费培训买方操作人员不少于两人。连续试运行七十二小时无故障的，双方签署验收报告。",
            "买方无正当理由逾期十五日未签署验收报告，且已实际使用设备的，视为验收合格。",
        ]),
        ("质量保证", [
            f"{deed.facts['warranty']}质保期内非因买方使用不当造成的故障，卖方负责免费维修，更换零件不另收费；卖方接到通知后四小时内响应，四十八小时内到场。",
            "质保期满后卖方提供有偿保修服务，仅收取零件成本费及差旅费。易损件、消耗品及因不可抗力、擅自拆改造成的损坏不在免费质保范围内。",
        ]),
        ("违约责任", [
            "卖方逾期交货的，每逾期一日按逾期部分价款的千分之一支付违约金，违约金总额不超过合同总价的百分之十；逾期超过三十日的，买方有权解除合同。",
            "买方逾期付款的，每逾期一日按应付未付金额的万分之五支付违约金。违约金不足以弥补损失的，违约方应当赔偿超出部分的损失。",
        ]),
        term(deed), SECRECY, FORCE, DISPUTES,
        ("其他", ["本合同一式四份，双方各执两份，自双方盖章之日起成立。附件为本合同不可分割的组成部分，与本合同具有同等效力。"]),
    ]


def framework(deed: Deed) -> list[Section]:
    """框架协议: orders under one roof, renewed by itself or open-ended."""
    goods = deed.facts["goods"]
    ceiling = (
        f"本合同期限内订单总额预计不超过人民币{money(deed.amount)}元（大写：{capital(deed.amount)}），以实际订单结算。"
        if deed.amount else "本协议不约定最低采购量，价款以经双方确认的订单为准。")
    return [
        ("合作内容", [f"买方向卖方采购{goods}。具体品名、型号、数量、单价和交期以双方盖章的采购订单为准，订单与本协议不一致的，以订单为准。"]),
        ("价格", [ceiling, "单价每年核定一次；主要原材料市场价格波动超过百分之八的，任何一方可以提出调价，调价以书面补充协议为准。"]),
        ("订单与交付", ["卖方应在收到订单后两个工作日内确认；常备件五日内发货，定制件按订单约定。卖方应为买方保留不少于一个月用量的安全库存。"]),
        ("验收", ["买方应在到货后七日内按图纸和检验规范验收。不合格品卖方应在五日内更换，往返运费由卖方承担。"]),
        ("结算", ["按月对账，次月二十五日前凭增值税专用发票以电汇或六个月以内的银行承兑汇票付款。"]),
        ("质量保证", ["所供备件自安装之日起质保六个月，整机自验收合格之日起质保十二个月，质保期内因质量问题发生的更换、人工及运费均由卖方承担。"]),
        ("违约责任", ["卖方迟延交货的，每日按该批货款的千分之二支付违约金；买方迟延付款的，每日按迟延金额的万分之五支付违约金。"]),
        term(deed), SECRECY, FORCE, DISPUTES,
    ]


def lease(deed: Deed) -> list[Section]:
    """设备租赁合同: here our company is 甲方."""
    return [
        ("租赁物", [f"甲方将{deed.facts['goods']}出租给乙方使用，安放地点为{deed.customer.address}，未经甲方书面同意不得移动。"]),
        ("租赁期限", [f"租赁期自{chinese(deed.effective)}起至{chinese(deed.expires)}止。乙方需要续租的，应在租期届满前{deed.notice}日书面提出。"]),
        ("租金", [f"租金总额为人民币{money(deed.amount)}元（大写：{capital(deed.amount)}），按季度于每季首月十日前支付。"]),
        ("维护与保养", ["租赁期内甲方每季度保养一次；因乙方操作不当造成的损坏，由乙方承担维修费用。"]),
        ("违约责任", ["乙方逾期支付租金的，每日按未付金额的千分之一支付违约金；逾期超过三十日的，甲方有权收回租赁物。"]),
        DISPUTES,
    ]


def history(deed: Deed) -> list[Section]:
    """A short contract of earlier years."""
    return [
        ("标的与价款", [f"卖方向买方供应{deed.facts['goods']}，总价人民币{money(deed.amount)}元（大写：{capital(deed.amount)}）。"]),
        ("质量", ["质保期为验收合格之日起十二个月。"]),
        term(deed), DISPUTES,
    ]
