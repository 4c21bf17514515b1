# SPDX-License-Identifier: AGPL-3.0-or-later
"""What people type about texts, consultations and answers, made into values."""
