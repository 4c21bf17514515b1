# SPDX-License-Identifier: AGPL-3.0-or-later
"""Drafts out of Word, Markdown or the clipboard, made into sections and paragraphs.

Knows nothing of Django's models: `reading` gives a `ParsedText`, `documents.consultations.services.imports` keeps it.
This module imports nothing, because `docx_child` runs as a program of its own.
"""
