# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the index finds of texts, consultations and observations."""
