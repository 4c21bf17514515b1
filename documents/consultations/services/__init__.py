# SPDX-License-Identifier: AGPL-3.0-or-later
"""Everything that changes texts, consultations and outcomes."""
