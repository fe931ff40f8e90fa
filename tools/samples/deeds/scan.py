"""Pages as a scanner sees them: grey, a little askew, with a red seal and the specks of a seeded generator."""

import math
import random
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from .page import Page
from .pdf import MICRO_HEI

WIDTH, HEIGHT = 1240, 1754  # A4 at 150 dpi
MARGIN, LEADING = 130, 38
RED = (196, 40, 40)


def font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(MICRO_HEI), size)


def pages(page: Page, seal: str) -> list[bytes]:
    """The page as JPEGs, the seal on the last."""
    lines = laid_out(page)
    room = (HEIGHT - 2 * MARGIN) // LEADING
    sheets = [lines[i:i + room] for i in range(0, len(lines), room)]
    return [sheet(part, seal if i == len(sheets) - 1 else None, seed=i) for i, part in enumerate(sheets)]


def laid_out(page: Page) -> list[tuple[str, int]]:
    """Lines with their sizes, broken at 40 characters."""
    lines = [(page.title, 40), ("", 26)] + [(f"{label}：{value}", 26) for label, value in page.form] + [("", 26)]
    paragraphs = ["　　" + page.opening] if page.opening else []
    for name, texts in page.sections:
        paragraphs += [name] + ["　　" + text for text in texts]
    for block in page.signatures:
        paragraphs += [""] + block
    for paragraph in paragraphs:
        lines += [(paragraph[i:i + 37], 26) for i in range(0, max(len(paragraph), 1), 37)]
    return lines


def sheet(lines: list[tuple[str, int]], seal: str | None, seed: int) -> bytes:
    image = Image.new("RGB", (WIDTH, HEIGHT), (247, 245, 240))
    draw = ImageDraw.Draw(image)
    for row, (text, size) in enumerate(lines):
        left = (WIDTH - draw.textlength(text, font(size))) / 2 if size > 30 else MARGIN
        draw.text((left, MARGIN + row * LEADING), text, (38, 38, 44), font(size))
    if seal:
        stamp(image, seal, (WIDTH - 380, min(MARGIN + (len(lines) - 4) * LEADING, HEIGHT - 320)))
    specks = random.Random(seed)
    for _ in range(260):
        x, y = specks.randrange(WIDTH), specks.randrange(HEIGHT)
        draw.ellipse((x, y, x + specks.randrange(1, 3), y + 1), fill=(150, 150, 150))
    askew = image.rotate(0.6 - 0.9 * (seed % 2), Image.Resampling.BICUBIC, fillcolor=(228, 226, 222))
    out = BytesIO()
    askew.save(out, "JPEG", quality=48, dpi=(150, 150))
    return out.getvalue()


def stamp(image: Image.Image, name: str, centre: tuple[int, int], radius: int = 125) -> None:
    """A company's round seal: ring, star, the name along the arc, 合同专用章 below."""
    size = 2 * radius + 10
    mark = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    draw = ImageDraw.Draw(mark)
    draw.ellipse((4, 4, size - 4, size - 4), outline=RED + (200,), width=6)
    middle = size / 2
    star = [
        (middle + r * math.sin(i * math.pi / 5), middle - r * math.cos(i * math.pi / 5))
        for i in range(10) for r in [(36 if i % 2 == 0 else 14)]]
    draw.polygon(star, fill=RED + (200,))
    draw.text((middle - 60, middle + 58), "合同专用章", RED + (200,), font(24))
    for index, character in enumerate(name):
        turn = (index - (len(name) - 1) / 2) * 240 / len(name)
        glyph = Image.new("RGBA", (size, size), (0, 0, 0, 0))
        ImageDraw.Draw(glyph).text((middle - 13, 18), character, RED + (200,), font(26))
        mark.alpha_composite(glyph.rotate(-turn, Image.Resampling.BICUBIC))
    image.paste(mark, centre, mark)
