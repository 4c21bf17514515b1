# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms as everybody can use them: label, help, error at the field, summary on top."""

import html5lib
from django import forms
from django.template.loader import render_to_string

from tests.portal.ui.html import XHTML, elements


class Sample(forms.Form):
    """A field of each kind."""

    words = forms.CharField(label="Le tue parole", help_text="Bastano poche righe.", widget=forms.Textarea)
    name = forms.CharField(label="Nome", required=False)
    kind = forms.ChoiceField(label="Tipo", choices=[("a", "Osservazione"), ("b", "Domanda")], widget=forms.RadioSelect)
    topics = forms.MultipleChoiceField(
        label="Argomenti", choices=[("x", "Casa"), ("y", "Scuola")], widget=forms.CheckboxSelectMultiple, required=False
    )
    agrees = forms.BooleanField(label="Ho letto l'informativa")
    paper = forms.FileField(label="Allegato", required=False, help_text="PDF, fino a 5 MB.")
    moment = forms.SplitDateTimeField(label="Quando", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def drawn(form):
    markup = render_to_string("ui/form.html", {"form": form})
    return html5lib.HTMLParser(strict=True).parse(f"<!DOCTYPE html><title>x</title><form>{markup}</form>")


def by_id(tree):
    return {element.get("id"): element for element in tree.iter() if element.get("id")}


def test_every_control_has_a_label_and_every_id_is_used_once():
    tree = drawn(Sample())

    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    controls = [
        one for name in ("input", "textarea", "select") for one in elements(tree, name) if one.get("type") != "hidden"
    ]
    labelled = {label.get("for") for label in elements(tree, "label")}
    named = [one for one in controls if one.get("id") in labelled]
    assert sorted(ids) == sorted(set(ids))
    assert [one.get("id") for one in controls if one not in named] == ["id_moment_0", "id_moment_1"]


def test_groups_of_choices_are_fieldsets_with_a_legend():
    tree = drawn(Sample())

    legends = ["".join(legend.itertext()).strip() for legend in elements(tree, "legend")]
    assert legends == ["Tipo", "Argomenti (facoltativo)", "Quando (facoltativo)"]


def test_optional_fields_say_so_and_required_ones_do_not():
    page = render_to_string("ui/form.html", {"form": Sample()})

    assert page.count("(facoltativo)") == 4


def test_help_is_named_by_its_control():
    found = by_id(drawn(Sample()))

    assert found["id_words"].get("aria-describedby") == "id_words_helptext"
    assert found["id_words_helptext"].text == "Bastano poche righe."
    assert found["id_paper"].get("aria-describedby") == "id_paper_helptext"


def test_an_error_stands_at_the_field_and_in_the_summary_and_the_words_are_kept():
    form = Sample({"words": "", "name": "Ada", "kind": "z"})

    tree = drawn(form)

    found = by_id(tree)
    assert found["id_words"].get("aria-invalid") == "true"
    assert found["id_words"].get("aria-describedby") == "id_words_helptext id_words_error"
    assert found["id_kind"].tag == f"{XHTML}fieldset"
    assert found["id_kind"].get("aria-describedby") == "id_kind_error"
    assert found["id_name"].get("value") == "Ada"
    links = [link.get("href") for link in elements(found["errori"], "a")]
    assert links == ["#id_words", "#id_kind", "#id_agrees"]
    assert [address.removeprefix("#") in found for address in links] == [True, True, True]


def test_a_form_without_errors_has_no_summary():
    assert "errori" not in by_id(drawn(Sample()))


# THREATS: 33
def test_what_was_typed_in_a_field_is_never_run():
    page = render_to_string(
        "ui/form.html", {"form": Sample({"words": "</textarea><script>alert(1)</script>", "name": '"><b>'})}
    )

    assert "<script>" not in page
    assert '"><b>' not in page
