# SPDX-License-Identifier: AGPL-3.0-or-later
"""What happened in the register, told to the floors above."""

from django.dispatch import Signal

# A partner's data changed, its name among them. Sent after commit. Arguments: partner_id.
partner_changed = Signal()

# A seat was made or changed, its name perhaps. Sent after commit. Arguments: seat_id.
seat_changed = Signal()

# Who may act for a partner changed. Sent after commit. Arguments: partner_id, user_id.
mandates_changed = Signal()
