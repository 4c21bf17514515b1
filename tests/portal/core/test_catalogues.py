# SPDX-License-Identifier: AGPL-3.0-or-later
"""Catalogues: compiled without gettext, and nothing left unsaid in English."""

import gettext

import pytest

from portal.core import catalogues, extraction

CODE = """# SPDX-License-Identifier: AGPL-3.0-or-later
from django.utils.translation import gettext as _, ngettext, pgettext
TITLE = _("Consultazioni aperte")
def say(n):
    return ngettext("%(n)s osservazione", "%(n)s osservazioni", n), pgettext("mese", "maggio"), _(TITLE)
"""
PAGE = """{% load i18n %}
  <h1>{% trans "Chi siamo" %}</h1>
      {% blocktranslate trimmed with name=x.name %}
        Ciao
        {{ name }}
      {% endblocktranslate %}
"""
CATALOGUE = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Consultazioni aperte"
msgstr "Open consultations"

msgid "%(n)s osservazione"
msgid_plural "%(n)s osservazioni"
msgstr[0] "%(n)s comment"
msgstr[1] "%(n)s comments"

msgctxt "mese"
msgid "maggio"
msgstr "May"

msgid "Chi siamo"
msgstr "About us"

#, python-format
msgid "Ciao %(name)s"
msgstr "Hello %(name)s"
"""


@pytest.fixture
def sources(tmp_path):
    (tmp_path / "app" / "templates").mkdir(parents=True)
    (tmp_path / "app" / "views.py").write_text(CODE, encoding="utf-8")
    (tmp_path / "app" / "templates" / "page.html").write_text(PAGE, encoding="utf-8")
    return tmp_path


def _catalogue(folder, text):
    path = folder / "locale" / "en" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_sentences_are_found_in_code_and_in_templates(sources):
    said = extraction.sentences_under([sources / "app"], top=sources)

    assert {(one.words, one.plural, one.context) for one in said} == {
        ("Consultazioni aperte", "", ""),
        ("%(n)s osservazione", "%(n)s osservazioni", ""),
        ("maggio", "", "mese"),
        ("Chi siamo", "", ""),
        ("Ciao %(name)s", "", ""),
    }


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("", "", []),
        ('msgstr "About us"', 'msgstr ""', ["non tradotta"]),
        ('msgstr "May"', 'msgstr ""', ["non tradotta"]),
        ('msgid "Chi siamo"', '#, fuzzy\nmsgid "Chi siamo"', ["traduzione incerta"]),
        ("Hello %(name)s", "Hello %(nome)s", ["segnaposti diversi"]),
    ],
)
def test_what_a_catalogue_lacks_is_told(sources, old, new, fault):
    path = _catalogue(sources, CATALOGUE.replace(old, new) if old else CATALOGUE)

    found = extraction.faults_of(path, extraction.sentences_under([sources / "app"], top=sources))

    assert [line.split(": ")[1] for line in found] == fault


def test_a_catalogue_is_compiled_once_until_it_changes(tmp_path):
    path = _catalogue(tmp_path, CATALOGUE)

    first = catalogues.compile_under(tmp_path / "locale")
    second = catalogues.compile_under(tmp_path / "locale")

    assert (first, second) == ([path.with_suffix(".mo")], [])
    with path.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert compiled.gettext("Chi siamo") == "About us"
    assert compiled.ngettext("%(n)s osservazione", "%(n)s osservazioni", 2) == "%(n)s comments"
