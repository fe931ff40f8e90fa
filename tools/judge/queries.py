"""The queries of the judge: every shape that people type, and every spelling the design promises to see through."""

QUERIES = """
保修
质保
仲裁
违约
验收
押金
质保金
违约金
补充协议
知识产权
质量保证期
仲裁委员会
不可抗力
预防性维护
履约保证金
自动续期一年
商业秘密负有保密义务
東昇
东升
東昇機電
質保金
質量保證期
補充協議
長城
长城
金石
样例机电
上海样例机电有限公司
上海樣例機電有限公司
恒泰医疗设备
晓东
单田芳
王昇
数控车床
保
昇
泵
税
CK6150
ck6150
ＣＫ６１５０
4500B
IP67
Ⅱ型
II型
50㎡
50m2
HT-2024-0031
ＨＴ－２０２４－００３１
HT20240031
HT-2024
2025第001
京采购2025第001号
SA/2023/017
SA2023017
PO_2022.15A
XY20210007
XY2021*
HT-2023-00*
SN1050
1,234,500
1234500
税率百分之十三
质保金5
warranty
WARRANTY
warrant*
maintenance
confidential
"service agreement"
"force majeure"
"value-added tax"
"extended warranty"
"Blue Harbor Logistics"
"Fuller & Sohne"
terminat*
Söhne
保修 发票
质保金 仲裁
质保 NOT 保修
违约金 -仲裁
保修 OR warranty
仲裁 OR 诉讼
押金 或 质保金
"质量保证期为自验收合格"
"提交厦门仲裁委员会"
采购 厦门 千帆
"合同总价" 税率 NOT 质保金
arbitration Singapore
agreement -warranty
东升 机电 -补充
""".strip().splitlines()
