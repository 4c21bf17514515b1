# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rows of good practices."""

from documents.practices.models.practice import Practice

__all__ = ["Practice"]
