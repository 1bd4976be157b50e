"""Hold pages against axe-core at level AA, at the width of a phone and of a desk, light and dark.

Run by hand, since neither a browser nor axe-core comes with the locks:

    python -m tests.axe path/to/axe.min.js page.html ...

`axe.min.js` is a file of the npm package axe-core; Chromium is found by `--browser`. Exits with 1
where a page breaks a rule or is wider than its screen. What is seen without a browser is tried in
the suite.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from html import escape, unescape
from pathlib import Path
from typing import Any, Final

WIDTHS: Final = {"phone": 360, "desk": 1280}
SCHEMES: Final = {"light": 1, "dark": 0}
"""Chromium's numbers for the colour schemes that a reader prefers."""
TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
PATIENCE: Final = 120  # seconds for one page at one width

_RUN: Final = """
document.querySelectorAll('details').forEach(each => { each.open = true });
axe.run(document, { runOnly: %s }).then(found => {
  const said = {
    dark: matchMedia('(prefers-color-scheme: dark)').matches,
    over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    passes: found.passes.length,
    violations: found.violations.map(each => [each.id, each.nodes.map(node => node.html)]),
  };
  const place = parent.document.createElement('pre');
  place.id = 'said';
  place.textContent = JSON.stringify(said);
  parent.document.body.append(place);
});
"""


def judged(page: str, *, axe: str, browser: str, width: int, scheme: int) -> dict[str, Any]:
    """What axe-core says of a page in a frame of that width; raises RuntimeError where nothing."""
    scripts = f"<script>{axe}</script><script>{_RUN % json.dumps(TAGS)}</script>"
    framed = escape(page.replace("</body>", f"{scripts}</body>"))
    frame = f'<iframe title="page" width="{width}" height="900" srcdoc="{framed}"></iframe>'
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "framed.html"
        file.write_text(f"<!doctype html><body>{frame}", encoding="utf-8")
        words = [
            browser, "--headless", "--no-sandbox", "--disable-gpu",
            f"--user-data-dir={folder}/data",
            f"--window-size={width + 60},1000", f"--blink-settings=preferredColorScheme={scheme}",
            "--virtual-time-budget=60000", "--dump-dom", file.as_uri(),
        ]  # fmt: skip
        done = subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE, check=True)
    found = re.search(r'<pre id="said">(.*?)</pre>', done.stdout, re.DOTALL)
    if found is None:
        raise RuntimeError("the browser gave no answer")
    answer: dict[str, Any] = json.loads(unescape(found[1]))
    return answer


def main() -> int:
    """Judge every page that is named, and say what was found."""
    parser = argparse.ArgumentParser(description="Hold pages against axe-core at level AA.")
    parser.add_argument("--browser", default="chromium")
    parser.add_argument("axe", type=Path)
    parser.add_argument("pages", type=Path, nargs="+")
    asked = parser.parse_args()
    axe, bad = asked.axe.read_text(encoding="utf-8"), 0
    for path in asked.pages:
        page = path.read_text(encoding="utf-8")
        for name, width in WIDTHS.items():
            for scheme, number in SCHEMES.items():
                said = judged(page, axe=axe, browser=asked.browser, width=width, scheme=number)
                if said["dark"] != (scheme == "dark"):
                    raise RuntimeError(f"the browser does not show pages {scheme}")
                bad += len(said["violations"]) + (said["over"] > 0)
                print(f"{path.name} {name} {scheme}:", json.dumps(said))  # noqa: T201 - a command
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
