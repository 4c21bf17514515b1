# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the floors above may hear. Sent after commit."""

from django.dispatch import Signal

# Anyone may read it now. Arguments: observation_id.
observation_published = Signal()
# A moderator does not publish it, or took it away. Arguments: observation_id.
observation_hidden = Signal()
# Its author took it back. Arguments: observation_id.
observation_withdrawn = Signal()
