# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading texts, consultations and outcomes, always for someone."""
