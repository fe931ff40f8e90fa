"""Texts of contracts in Chinese and English, with the dirt that scans, converters and people leave in them."""

import itertools
import random
import re
import subprocess

PLACES = "上海 北京 广州 深圳 杭州 苏州 厦门 重庆 成都 武汉 天津 青岛".split()
NAMES = "东升 样例 澜舟 千帆 恒泰 鹭岛 华远 金石 长城 瑞丰 云峰 明德 汇通 天工 启明 博雅".split()
TRADES = "机电 精密仪器 软件 医疗设备 自动化 新能源 电子 物流 环保科技 数控机床".split()
FORMS = ["有限公司", "股份有限公司", "（集团）有限公司", "设备有限公司"]
PEOPLE = [a + b for a, b in itertools.product("王李张刘陈杨赵黄周吴单解", ["建国", "秀英", "晓东", "田芳", "志强", "丽", "昇", "子轩"])]
ENGLISH_PARTIES = ["Northwind Instruments Ltd.", "Blue Harbor Logistics, Inc.", "Fuller & Söhne GmbH", "Acme Automation Co., Ltd.", "Crane Medical LLC"]
PRODUCTS = ["X射线探伤仪", "数控车床CK6150", "空气压缩机", "离心泵IS80-65", "变频器4500B", "UPS电源", "激光打标机IP67", "Ⅱ型分拣机"]

CHINESE = """
质量保证期为自验收合格之日起{months}个月，质保金为合同总价的百分之{percent}。
保修期内出现非人为损坏的，乙方应在{hours}小时内到场维修，更换部件不另收费。
本产品自购买之日起享受{months}个月免费保修，凭保修卡及发票办理。
质保期满后{days}日内，甲方一次性无息退还质保金。
因履行本合同发生的争议，双方应友好协商；协商不成的，提交{place}仲裁委员会仲裁。
因本合同引起的诉讼，由甲方所在地人民法院管辖。
乙方逾期交货的，每日按合同总价的万分之{percent}支付违约金，违约金累计不超过合同总价的百分之十。
乙方保证所提供的软件不侵犯任何第三方的知识产权，否则应承担全部赔偿责任。
合同总价为人民币{amount}元，含增值税，税率百分之十三。
甲方应在收到发票之日起{days}日内付款，付款方式为银行转账。
乙方应将设备运至{place}，到货后由双方共同验收并签署验收报告。
设备安装面积约{area}㎡，电源及接地由甲方负责。
本合同有效期自{date}起至{date}止，期满前{days}日任何一方未书面提出异议的，自动续期一年。
任何一方提前解除合同的，应提前{days}日书面通知对方。
双方对在合作中知悉的商业秘密负有保密义务，保密期限为三年。
不可抗力是指不能预见、不能避免且不能克服的客观情况，遭遇方应在{days}日内提供证明。
本合同未尽事宜，由双方另行签订补充协议，补充协议与本合同具有同等法律效力。
乙方每季度对设备进行一次预防性维护，并提交维护记录。
备品备件清单见附件一，价格有效期为{months}个月。
甲方联系人：{person}，电话：138{phone}。
乙方项目经理：{person}，负责现场安装、调试与培训。
产品型号：{product}，序列号：SN{serial}。
补充协议编号：{number}，签订日期：{date}。
租赁物为{product}，租金每月{amount}元，押金为两个月租金。
乙方不得将本合同项下的权利义务转让给第三方。
运输途中的毁损、灭失风险自交付时起由甲方承担。
履约保证金为合同总价的百分之五，验收合格后三十日内退还。
甲乙双方签字盖章后生效，一式四份，双方各执两份。
甲方从首期款中扣留质保金{percent}万元，期满无质量问题时付清。
""".strip().splitlines()

ENGLISH = """
The Supplier warrants that the equipment will be free from defects for {months} months after acceptance.
This warranty does not cover damage caused by misuse, neglect or unauthorized modification.
Either party may terminate this service agreement upon {days} days' prior written notice.
This Agreement shall renew automatically for successive one-year terms unless terminated.
The total contract price is RMB {amount}, exclusive of value-added tax.
All disputes shall be finally settled by arbitration in {englishplace}.
The Receiving Party shall keep all Confidential Information strictly confidential.
Liquidated damages shall not exceed ten percent of the purchase price.
The Supplier shall deliver purchase order {number} to the site no later than {englishdate}.
Neither party shall be liable for any delay caused by force majeure.
Preventive maintenance is performed every {months} months by certified field engineers.
Spare parts are invoiced separately unless covered by an extended warranty.
The governing law of this Agreement is the law of {englishplace}.
The Lessee shall return the leased equipment in good working order.
""".strip().splitlines()

# Lines that some queries look for and chance alone would rarely write.
PLANTED = [
    "甲方：上海样例机电有限公司", "合同编号：SA/2023/017", "原合同编号：PO_2022.15A", "参见 HT-2024-0031 号合同", "设备档案号：HT20240031", "王昇（签字）",
]


class Writer:
    """Writes contracts; the same seed writes the same ones."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def company(self):
        pick = self.random.choice
        return pick(PLACES) + pick(NAMES) + pick(TRADES) + pick(FORMS)

    def number(self):
        year, serial = self.random.randint(2020, 2025), self.random.randint(1, 35)
        return self.random.choice([f"HT-{year}-{serial:04}", f"京采购{year}第{serial:03}号", f"XY{year}{serial:04}", f"SA/{year}/{serial:03}", f"PO_{year}.{serial:02}A"])

    def filled(self, clause):
        pick, number = self.random.choice, self.random.randint
        values = {
            "months": pick([6, 12, 18, 24, 36]), "percent": pick([3, 5, 8, 10]), "hours": pick([4, 24, 48]), "days": pick([5, 15, 30, 60, 90]),
            "place": pick(PLACES), "amount": pick(["1,234,500", f"{number(1, 9)},{number(100, 999)},000"]) + pick(["", ".00"]),
            "area": number(20, 90), "date": f"{number(2019, 2027)}年{number(1, 12)}月{number(1, 28)}日", "person": pick(PEOPLE),
            "phone": f"{number(0, 99999999):08}", "product": pick(PRODUCTS), "serial": f"{number(1000, 1100)}", "number": self.number(),
            "englishplace": pick(["Hong Kong", "Singapore", "New York", "Shanghai"]), "englishdate": f"{number(1, 28)} March {number(2020, 2026)}",
        }
        return clause.format(**values)

    def contract(self):
        """Paragraphs of a clean contract, and whether it is Chinese."""
        chinese = self.random.random() < 0.75
        if chinese:
            head = [
                self.random.choice(["设备采购合同", "年度维护服务合同", "保修卡", "租赁合同", "软件许可协议", "补充协议"]),
                f"合同编号：{self.number()}",
                f"甲方：{self.company()}",
                f"乙方：{self.random.choice([self.company(), self.random.choice(ENGLISH_PARTIES)])}",
            ]
            clauses = [self.filled(clause) for clause in self.random.sample(CHINESE, self.random.randint(6, 12))]
            clauses = [f"第{'一二三四五六七八九十'[at % 10]}条 {clause}" for at, clause in enumerate(clauses)]
        else:
            head = [
                self.random.choice(["SERVICE AGREEMENT", "Warranty Certificate", "Equipment Purchase Agreement", "LEASE AGREEMENT"]),
                f"Contract No. {self.number()}",
                f"Between {self.random.choice(ENGLISH_PARTIES)} and {self.random.choice(ENGLISH_PARTIES + [self.company()])}",
            ]
            clauses = [f"{at + 1}. {self.filled(clause)}" for at, clause in enumerate(self.random.sample(ENGLISH, self.random.randint(5, 10)))]
        if self.random.random() < 0.02:
            clauses.append(self.random.choice(PLANTED))
        return head + clauses, chinese

    def dirty(self, paragraphs, chinese):
        """The text as it comes out of a scan or a converter: each kind of dirt in some of the documents."""
        chance = self.random.random
        if chance() < 0.25:
            paragraphs = [self.wide(paragraph) for paragraph in paragraphs]
        if chinese and chance() < 0.15:
            paragraphs = [self.radicals(paragraph) for paragraph in paragraphs]
        if chinese and chance() < 0.3:
            share = self.random.choice([0.05, 0.3, 1.0])
            paragraphs = [self.gaps(paragraph, share) for paragraph in paragraphs]
        if not chinese and chance() < 0.3:
            paragraphs = [self.hyphens(paragraph) for paragraph in paragraphs]
        if chance() < 0.5:
            width = self.random.randint(14, 40) if chinese else self.random.randint(50, 90)
            end = self.random.choice(["\n", "\r\n", "\n　", " \n"])
            paragraphs = [self.wrapped(paragraph, width, end) for paragraph in paragraphs]
        separators = self.random.choice([["\n"], ["\n\n"], ["\n", "\n", "\n\f"], ["\r\n"]])
        return "".join(paragraph + self.random.choice(separators) for paragraph in paragraphs)

    def wide(self, text):
        """Full-width letters, digits and joiners."""
        return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and (c.isalnum() or c in "-/_.") else c for c in text)

    def radicals(self, text):
        shapes = dict(zip("长金日车水石高电", "⻓⾦⽇⻋⽔⽯⾼电"))
        return "".join(shapes.get(c, c) if self.random.random() < 0.5 else c for c in text)

    def gaps(self, text, share):
        """Spaces between ideographs, as optical recognition leaves them."""
        between = r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])"
        return re.sub(between, lambda _: " " if self.random.random() < share else "", text)

    def hyphens(self, text):
        """Soft hyphens inside long words, ligatures, dashes for hyphens."""
        text = re.sub(r"([a-z]{4})([a-z]{4})", lambda found: found.group(1) + "\u00ad" + found.group(2), text)
        return text.replace("fi", "ﬁ").replace("-", self.random.choice(["-", "\u2010", "\u2011"]))

    def wrapped(self, text, width, end):
        """Hard line ends after so many characters: inside Chinese words, not inside words of letters or numbers."""
        lines, line = [], ""
        for piece in re.findall(r"[\w.,/－．／_-]+(?<![\u3400-\u9fff])|.", re.sub(r"([\u2e80-\u9fff])", "\x00\\1\x00", text)):
            for part in piece.split("\x00"):
                if len(line) + len(part) > width and line:
                    lines.append(line)
                    line = ""
                line += part
        return end.join(lines + [line])


def traditional(texts):
    """The texts in traditional characters, by OpenCC's phrases."""
    mark = "\n\x1e\n"
    command = ["opencc", "-c", "s2t.json"]
    output = subprocess.run(command, input=mark.join(texts).encode(), capture_output=True, check=True)
    return output.stdout.decode().split(mark)
