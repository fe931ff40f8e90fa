"""Check characters, capital amounts and the ways in which Chinese offices write a date."""

from datetime import date

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
DIGITS = "〇一二三四五六七八九"
CAPITALS = "零壹贰叁肆伍陆柒捌玖"


def credit_code(region: str, body: str) -> str:
    """统一社会信用代码 (GB 32100) of a company: 91 + region + organisation code (GB 11714) + check character."""
    total = sum(int(c, 36) * w for c, w in zip(body, ORGANISATION_WEIGHTS))
    organisation = body + "0123456789X0"[(11 - total % 11)]
    stem = "91" + region + organisation
    return stem + credit_check(stem)


def credit_check(stem: str) -> str:
    """The 18th character for the first 17."""
    total = sum(CREDIT_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(stem))
    return CREDIT_ALPHABET[(31 - total % 31) % 31]


def iso(day: date) -> str:
    return day.isoformat()


def chinese(day: date) -> str:
    """2025年3月1日"""
    return f"{day.year}年{day.month}月{day.day}日"


def numerals(day: date) -> str:
    """二〇二五年三月一日"""
    year = "".join(DIGITS[int(c)] for c in str(day.year))
    return f"{year}年{han(day.month)}月{han(day.day)}日"


def slashes(day: date) -> str:
    return f"{day.year}/{day.month}/{day.day}"


def dots(day: date) -> str:
    return f"{day.year}.{day.month}.{day.day}"


def wide(day: date) -> str:
    """２０２５年３月１日, as an input method in full-width mode writes it."""
    return "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in chinese(day))


def republic(day: date) -> str:
    """民國114年3月1日"""
    return f"民國{day.year - 1911}年{day.month}月{day.day}日"


def english(day: date) -> str:
    """1 March 2025"""
    return f"{day.day} {day:%B} {day.year}"


def han(value: int) -> str:
    """1…99 in Han numerals."""
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十"
    return head + (DIGITS[ones] if ones else "")


def capital(amount: int) -> str:
    """The capital form of whole yuan below 10⁸, 1286000 → 人民币壹佰贰拾捌万陆仟元整."""
    high, low = divmod(amount, 10_000)
    text = group(high) + "万" if high else ""
    if high and low and low < 1000:
        text += "零"
    return "人民币" + text + (group(low) if low else "") + "元整"


def group(value: int) -> str:
    """Four digits with 仟佰拾; inner zeros once."""
    text, gap = "", False
    for place, unit in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit = value // place % 10
        if digit == 0:
            gap = bool(text)
            continue
        text += ("零" if gap else "") + CAPITALS[digit] + unit
        gap = False
    return text


def money(amount: int) -> str:
    """1,286,000.00"""
    return f"{amount:,}.00"


def months_after(day: date, months: int) -> date:
    """The corresponding day, or the month's end where there is none (Civil Code 202)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, min(day.day, 28))
