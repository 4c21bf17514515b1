# SPDX-License-Identifier: AGPL-3.0-or-later
"""Texts and their frozen versions, consultations and their windows, outcomes."""

from documents.consultations.models.cause import Cause, CauseDraft
from documents.consultations.models.consultation import (
    Category,
    Consultation,
    GuidingQuestion,
    Material,
    SectionWindow,
    Window,
    WindowChange,
)
from documents.consultations.models.following import Following
from documents.consultations.models.grouping import LikeGroup, LikeMember
from documents.consultations.models.handling import Handling, Note
from documents.consultations.models.identity import (
    BlockIdentity,
    BlockOrigin,
    Paragraph,
    ParagraphParent,
    Section,
)
from documents.consultations.models.imports import ImportDraft
from documents.consultations.models.outcome import Commitment, FormerAnswer, Outcome, OutcomeParagraph, Redraft
from documents.consultations.models.override import LeftUnanswered, Override
from documents.consultations.models.pages import SectionPage, TextPage, TextsRoot
from documents.consultations.models.sheet import AnswerSheet
from documents.consultations.models.sign_off import SignOff, SignOffRequest
from documents.consultations.models.simple import SimpleDraft, SimpleParagraph, SimpleSection
from documents.consultations.models.text import Text
from documents.consultations.models.version import Version, VersionParagraph, VersionSection, VersionStage

__all__ = [
    "AnswerSheet",
    "BlockIdentity",
    "BlockOrigin",
    "Category",
    "Cause",
    "CauseDraft",
    "Commitment",
    "Consultation",
    "Following",
    "FormerAnswer",
    "GuidingQuestion",
    "Handling",
    "ImportDraft",
    "LeftUnanswered",
    "LikeGroup",
    "LikeMember",
    "Material",
    "Note",
    "Outcome",
    "OutcomeParagraph",
    "Override",
    "Paragraph",
    "ParagraphParent",
    "Redraft",
    "Section",
    "SectionPage",
    "SectionWindow",
    "SignOff",
    "SignOffRequest",
    "SimpleDraft",
    "SimpleParagraph",
    "SimpleSection",
    "Text",
    "TextPage",
    "TextsRoot",
    "Version",
    "VersionParagraph",
    "VersionSection",
    "VersionStage",
    "Window",
    "WindowChange",
]
