# SPDX-License-Identifier: AGPL-3.0-or-later
"""What people type about observations, made into values."""
