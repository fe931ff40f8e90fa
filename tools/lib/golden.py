"""The papers of the golden vault, and the questions that it is asked: `golden.py papers DIR`, `golden.py answers DEEDBOX VAULT`."""

import json
import os
import subprocess
import sys
import zipfile

PAPERS = {
    "HT-2024-0031 激光打标机采购合同.txt": """采购合同
合同编号：HT-2024-0031
甲方：上海样例机电有限公司
乙方：苏州澄砚自动化设备有限公司
第一条 乙方向甲方供应激光打标机一台，序列号 LM20-2411-0007。
第二条 质保期为验收合格之日起十八个月，或发货之日起二十四个月，以先到者为准。
""",
    "服务协议/FW-2025-012 维保服务协议.txt": """维保服务协议
协议编号：FW-2025-012
甲方：东昇精密制造（苏州）有限公司
乙方：苏州澄砚自动化设备有限公司
本协议自动续期，任何一方不再续签的，应提前三十日书面通知对方。
""",
    "保修卡/BX-2025-0042 保修卡.txt": """产品保修卡
卡号：BX-2025-0042
产品：立式加工中心 VM850
序列号：VM850-2503-0042
保修期：自销售之日起二十四个月。
""",
    "English/Supply agreement.txt": """SUPPLY AGREEMENT
No. SA-2025-7
between Chengyan Automation (Suzhou) Co., Ltd. and Nordlicht Marine Service GmbH.
The warranty period is twelve months from delivery.
""",
    "传统/維修協議.txt": """設備維修協議
甲方：東昇精密製造有限公司
保固期間為交貨後二十四個月。
""",
}
LEDGER = [
    "客户,合同编号,合同名称,类型,签订日期,到期日期,自动续期,提前通知天数,金额,币种,责任人,文件名,序列号,型号,销售日期,保修月数",
    "上海样例机电有限公司,HT-2024-0031,激光打标机采购合同,采购合同,2024年10月28日,2026年12月4日,否,,"
    '"368,000.00",CNY,李溪,HT-2024-0031 激光打标机采购合同.txt,LM20-2411-0007,LM20,2024.11.20,24',
    "东昇精密制造（苏州）有限公司,FW-2025-012,维保服务协议,服务协议,2025/1/1,2026/12/31,是,60,"
    '"96,000.00",CNY,李溪,FW-2025-012 维保服务协议.txt,,,,',
    "上海样例机电有限公司,BX-2025-0042,保修卡,保修卡,,,,,,,,BX-2025-0042 保修卡.txt,VM850-2503-0042,VM850,２０２５年３月１日,24",
]
# A fixed time, so that the archive's bytes do not differ from run to run.
WHEN = (2026, 11, 20, 8, 0, 0)

# Name of the answer, then the command. None of them may change a byte of the vault.
QUESTIONS = {
    "list": ["list"],
    "list withdrawn": ["list", "--withdrawn"],
    "list kind": ["list", "--kind", "contract"],
    "show contract": ["show", "HT-2024-0031"],
    "show service": ["show", "FW-2025-012"],
    "show card": ["show", "BX-2025-0042"],
    "history": ["history", "FW-2025-012"],
    "expiring": ["expiring", "--this-quarter"],
    "expiring act": ["expiring", "--within", "90d", "--by", "act"],
    "warranty": ["warranty", "VM850-2503-0042"],
    "warranty near": ["warranty", "VM850-2503-OO42"],
    "warranty ended": ["warranty", "LM20-2411-0007"],
    "find": ["find", "以先到者为准"],
    "find folded": ["find", "東昇"],
    "find words": ["find", "warranty AND delivery"],
    "customers": ["customer", "list"],
    "customer": ["customer", "show", "上海样例机电有限公司"],
    "imports": ["import", "list"],
    "status": ["status"],
    "verify": ["verify", "--no-record"],
}
# What depends on the machine or on the moment of asking.
LOCAL = {"free", "vault", "seconds", "score"}


def papers(folder):
    for name, text in PAPERS.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        charset = "gb18030" if name.startswith("保修卡") else "utf-8"
        with open(path, "wb") as file:
            file.write(text.encode(charset))
    with open(os.path.join(folder, "空白.txt"), "wb"):
        pass
    with zipfile.ZipFile(os.path.join(folder, "备份.zip"), "w", zipfile.ZIP_DEFLATED) as archive:
        copy = PAPERS["HT-2024-0031 激光打标机采购合同.txt"]
        archive.writestr(zipfile.ZipInfo("备份/采购合同 最终版.txt", WHEN), copy)
        archive.writestr(zipfile.ZipInfo("备份/HT-2023-0107 旧合同.txt", WHEN), "合同编号：HT-2023-0107\n已终止。\n")
    os.makedirs("补充")
    with open("补充/放错的文件.txt", "w", encoding="utf-8") as file:
        file.write("这份文件不属于这里。\n")
    with open("台账.csv", "wb") as file:
        file.write("\r\n".join(LEDGER + [""]).encode("gbk"))


def without_local(value):
    if isinstance(value, dict):
        return {key: without_local(item) for key, item in value.items() if key not in LOCAL}
    if isinstance(value, list):
        return [without_local(item) for item in value]
    return value


def answers(deedbox, vault):
    found = {}
    for name, question in QUESTIONS.items():
        answer = subprocess.run([deedbox, *question, "--json", "--vault", vault], stdout=subprocess.PIPE, check=True).stdout
        found[name] = {"command": question, "answer": without_local(json.loads(answer))}
    json.dump({"today": os.environ["DEEDBOX_TODAY"], "questions": found}, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    if sys.argv[1] == "papers":
        papers(*sys.argv[2:])
    else:
        answers(*sys.argv[2:])
