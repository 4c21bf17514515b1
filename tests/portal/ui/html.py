# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading the pages that the tests get, as a browser would."""

import html5lib

XHTML = "{http://www.w3.org/1999/xhtml}"
EXECUTED = {"", "text/javascript", "module", "application/javascript"}


def parsed(response):
    """Return the page as a tree; markup that the standard calls wrong raises `html5lib.html5parser.ParseError`."""
    parser = html5lib.HTMLParser(strict=True)
    return parser.parse(response.content.decode())


def elements(tree, name):
    """Return the elements with this name, in order."""
    return list(tree.iter(f"{XHTML}{name}"))


def what_a_strict_policy_blocks(tree):
    """Return inline styles, inline scripts, `on…` attributes and `javascript:` addresses."""
    found = []
    for element in tree.iter():
        name = str(element.tag).removeprefix(XHTML)
        is_inline_script = name == "script" and "src" not in element.attrib
        if name == "style" or (is_inline_script and element.get("type", "") in EXECUTED):
            found.append(name)
        found += [f"{name}@{key}" for key in element.attrib if key == "style" or key.startswith("on")]
        found += [f"{name}@{key}" for key, value in element.attrib.items() if "javascript:" in value.lower()]
    return found


def hosts_asked(tree):
    """Return what the page itself would fetch from another host."""
    fetched = [(element, "src") for element in tree.iter() if "src" in element.attrib]
    fetched += [(element, "href") for element in elements(tree, "link")]
    return [element.get(name) for element, name in fetched if "//" in element.get(name).replace("data:", "")]
