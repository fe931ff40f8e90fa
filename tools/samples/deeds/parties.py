"""The company whose archive this is, and its customers. All invented: the code bodies begin with MAXX, mail ends in .example."""

from dataclasses import dataclass

from .numbers import credit_code


@dataclass(frozen=True)
class Party:
    """A company or a person, as contracts and the ledger name them."""

    name: str
    code: str
    address: str
    contact: str
    phone: str
    email: str
    bank: str = ""


US = Party(
    "苏州澄砚自动化设备有限公司", credit_code("320594", "MAXX1000"), "江苏省苏州市工业园区样例路66号", "王砚", "0512-5550 6600",
    "sales@chengyan.example", "样例银行苏州分行 账号 0000 6600 1020",
)
US_EN = Party(
    "Suzhou Chengyan Automation Equipment Co., Ltd.", US.code, "66 Yangli Road, Suzhou Industrial Park, Jiangsu, China", "Wang Yan",
    "+86 512 5550 6600", US.email,
)

YANGLI = Party(
    "上海样例机电有限公司", credit_code("310117", "MAXX2001"), "上海市松江区样例路88号", "陈思远", "138 0000 2001", "chensy@yangli.example")
JINGYUN = Party(
    "北京京云采购服务有限公司", credit_code("110108", "MAXX2002"), "北京市海淀区示范街12号院3号楼", "刘敏", "139 0000 2002",
    "liumin@jingyun.example")
DONGSHENG = Party(
    "东昇精密制造（苏州）有限公司", credit_code("320505", "MAXX2003"), "江苏省苏州市高新区样板大道5号", "孙东旭", "136 0000 2003",
    "sundx@dongsheng.example")
HAIYAO = Party(
    "宁波海曜港务机械有限公司", credit_code("330206", "MAXX2004"), "浙江省宁波市北仑区演示路20号", "周海", "137 0000 2004",
    "zhouhai@haiyao.example")
XILAN = Party(
    "青岛汐澜食品有限公司", credit_code("370202", "MAXX2005"), "山东省青岛市市南区范例路9号", "宋佳怡", "135 0000 2005",
    "songjy@xilan.example")
NANLU = Party(
    "深圳南麓电子科技有限公司", credit_code("440305", "MAXX2006"), "广东省深圳市南山区样品街101号", "林嘉文", "134 0000 2006",
    "linjw@nanlu.example")
CHUTING = Party(
    "武汉楚汀医疗器械有限公司", credit_code("420111", "MAXX2007"), "湖北省武汉市洪山区例证路7号", "胡蓉", "133 0000 2007",
    "hurong@chuting.example")
RONGYAN = Party(
    "成都蓉砚物业管理有限公司", credit_code("510107", "MAXX2008"), "四川省成都市武侯区示例巷16号", "罗一鸣", "132 0000 2008",
    "luoym@rongyan.example")
YUNQI = Party(
    "杭州云栖谷智能装备有限公司", credit_code("330106", "MAXX2009"), "浙江省杭州市西湖区样章路33号", "沈若溪", "131 0000 2009",
    "shenrx@yunqigu.example")
HECHENG = Party("臺北禾誠股份有限公司", "", "臺北市內湖區範例路一段1號", "許景誠", "+886 2 5550 2010", "hsu@hecheng.example")
ZHOU = Party("周晓棠", "", "江苏省南京市鼓楼区样例里3幢502室", "周晓棠", "130 0000 2011", "xiaotang@mail.example")
HARROWGATE = Party(
    "Harrowgate Instruments Ltd", "", "14 Specimen Lane, Leeds, United Kingdom", "Amelia Croft", "+44 113 496 0012",
    "a.croft@harrowgate.example")
FJORD = Party(
    "Blue Fjord Marine AS", "", "Specimen Quay 8, Bergen, Norway", "Ingrid Solheim", "+47 55 55 20 13", "ingrid@bluefjord.example")
KESTREL = Party(
    "Kestrel Foods GmbH", "", "Muster Allee 21, Hamburg, Germany", "Jonas Petersen", "+49 40 555 2014", "petersen@kestrel.example")
