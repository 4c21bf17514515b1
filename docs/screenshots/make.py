# SPDX-License-Identifier: AGPL-3.0-or-later
"""Make the pictures of the README again, from a demo site that is running.

    make run                                                       # in another window, fresh (`make reset`)
    .venv/bin/python docs/screenshots/make.py [http://localhost:8000]

It needs the libraries of `make test` and Chromium. It reads only: nothing in the demo changes.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from portal.demo.accounts import PASSWORD  # noqa: E402 -- the project must be found first

CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
COLOURS = 96
DESK, LONG_DESK, PHONE = (1280, 900), (1280, 1500), (375, 812)
REGOLAMENTO = "/testi/regolamento-di-funzionamento-dell-ufficio-del-piano-sociale/"


@dataclass(frozen=True, kw_only=True)
class Shot:
    """One picture: its name, the page, who looks, how wide, and what is on the top of it."""

    name: str
    path: str
    who: str = ""
    size: tuple[int, int] = DESK
    follow: str = ""
    top: str = ""


SHOTS = [
    Shot(name="home", path="/"),
    Shot(name="sezione", path=f"{REGOLAMENTO}art-14-rapporti-con-l-esterno/"),
    Shot(
        name="scrivere-dal-telefono",
        path=f"{REGOLAMENTO}art-14-rapporti-con-l-esterno/",
        size=PHONE,
        follow="Osserva il paragrafo 76",
        top="h1",
    ),
    Shot(name="che-fine-ha-fatto", path="/osservazioni/{codice}/", size=LONG_DESK),
    Shot(name="confronto", path="/testi/piano-sociale-di-zona-2027-2029/confronto/1-2/"),
    Shot(name="rapporto", path="/consultazioni/piano-sociale-2027-2029/rapporto/"),
    Shot(name="da-fare-oggi", path="/gestione/", who="coordinamento@valsarva.example"),
    Shot(name="da-moderare", path="/gestione/osservazioni/da-moderare/", who="moderazione@valsarva.example"),
]


def main() -> None:
    """Make every picture and say which and how heavy."""
    site = (sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000").rstrip("/")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=ARGUMENTS)
        code = _first_answered(browser, site)
        for shot in SHOTS:
            kept = HERE / f"{shot.name}.png"
            kept.write_bytes(_small(_taken(browser, site, shot, code)))
            sys.stdout.write(f"{kept.name}: {kept.stat().st_size // 1024} KB\n")
        browser.close()


def _taken(browser: Browser, site: str, shot: Shot, code: str) -> bytes:
    width, height = shot.size
    context = browser.new_context(
        base_url=site, viewport={"width": width, "height": height}, locale="it-IT", reduced_motion="reduce"
    )
    page = context.new_page()
    if shot.who:
        _sign_in(page, shot.who)
    page.goto(shot.path.format(codice=code))
    if shot.follow:
        page.get_by_role("link", name=shot.follow).first.click()
    page.wait_for_load_state("networkidle")
    if shot.top:
        page.locator(shot.top).first.evaluate("one => one.scrollIntoView({behavior: 'instant'})")
    picture = page.screenshot()
    context.close()
    return picture


def _sign_in(page: Page, email: str) -> None:
    page.goto("/account/login/")
    page.locator("details", has_text="Accedi con la password").locator("summary").first.click()
    page.locator("details input[type=email]").fill(email)
    page.locator("details input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="Accedi con la password").click()
    page.wait_for_url("**/area-personale/")


def _first_answered(browser: Browser, site: str) -> str:
    """Return the number of the first observation of the report about the transport: the year in it changes."""
    page = browser.new_page(base_url=site)
    page.goto("/consultazioni/piano-sociale-2027-2029/rapporto/")
    address = page.locator("li", has_text="Il pulmino parte alle 8").locator("a").first.get_attribute("href") or ""
    page.close()
    return address.strip("/").rpartition("/")[2]


def _small(picture: bytes) -> bytes:
    """Return the picture with few colours: pages have few."""
    few = Image.open(BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    kept = BytesIO()
    few.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _chromium() -> str:
    found = next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)
    if found is None:
        sys.exit("Chromium non c'è: su Debian è il pacchetto «chromium».")
    return found


if __name__ == "__main__":
    main()
