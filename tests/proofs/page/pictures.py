"""Takes the pictures of the READMEs: a real answer on a phone, in the language of each."""

from __future__ import annotations

import asyncio
import io
import os
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from PIL.Image import Dither, Quantize
from playwright.async_api import Browser, ViewportSize, async_playwright

from tests.proofs.page.conftest import PATIENCE, Messenger, playing

QUESTION = "金融科技为什么要成为基础设施？"

PHONE: ViewportSize = {"width": 390, "height": 844}
"""The size of the screen of a usual phone, in CSS pixels."""

FOLDER = Path(__file__).parents[3] / "docs/pictures"
PICTURES = {"en": "answer.en.png", "zh-hans": "answer.zh.png"}
"""The file of each language that a README is in."""

_COLOURS = 256
"""Number of colours, which is enough for a screen and makes a file of a fraction of the size."""


async def take(browser: Browser, address: str, language: str) -> bytes:
    """Ask a question in a language, and return a picture of the chat as PNG."""
    context = await browser.new_context(viewport=PHONE, device_scale_factor=2)
    messenger = Messenger(await context.new_page(), address)
    messenger.page.set_default_timeout(PATIENCE * 1000)
    await messenger.open()
    await messenger.page.select_option("#language", language)
    await messenger.ask(QUESTION)
    await messenger.page.mouse.move(0, 0)
    await messenger.page.wait_for_timeout(500)  # Animations end.
    shot = await messenger.page.locator(".conversation").screenshot()
    await context.close()
    picture: bytes = shot
    return picture


async def main(data_dir: Path) -> None:
    """Take all pictures, of a bot that starts anew for each, with its data in a folder."""
    FOLDER.mkdir(exist_ok=True)
    options = ["--no-sandbox"] if os.geteuid() == 0 else []
    async with async_playwright() as playwright:
        found = shutil.which("chromium")
        browser = await playwright.chromium.launch(executable_path=found, args=options)
        for language, name in PICTURES.items():
            async with playing(data_dir) as address:
                shot = await take(browser, address, language)
            picture = Image.open(io.BytesIO(shot)).convert("RGB")
            few = picture.quantize(_COLOURS, Quantize.FASTOCTREE, dither=Dither.NONE)
            few.save(FOLDER / name, optimize=True)
            sys.stdout.write(f"{FOLDER / name}: {picture.width} x {picture.height}\n")
        await browser.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(main(Path(folder)))
