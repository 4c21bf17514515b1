# SPDX-License-Identifier: AGPL-3.0-or-later
"""The table of observations and answers, for whoever works on paper or in a spreadsheet."""
