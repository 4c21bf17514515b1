# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of staff, in the Wagtail admin."""
