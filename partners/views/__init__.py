# SPDX-License-Identifier: AGPL-3.0-or-later
"""The public pages of the register, of the Distretto and of who joins it."""

from partners.views.application import (
    answer,
    application,
    application_file,
    withdraw,
)
from partners.views.applying import (
    apply,
    confirm_application,
)
from partners.views.calls import (
    call,
    call_list,
)
from partners.views.confirm import (
    confirm,
)
from partners.views.designations import (
    designation,
    minutes,
    stand,
    step_back,
    vote,
)
from partners.views.governance import (
    governance,
)
from partners.views.invitations import (
    invitation,
    invitation_link,
)
from partners.views.opendata import (
    register_csv,
    register_json,
)
from partners.views.own import (
    confirm_own,
    own,
    own_card,
    own_paper,
    own_part,
    own_verified,
    paper,
    remove_paper,
)
from partners.views.people import (
    end_person,
    invite_person,
    office_people,
    people,
    revoke_invitation,
)
from partners.views.places import (
    places,
)
from partners.views.register import (
    detail,
    distretto,
    my_name,
    register,
)

__all__ = [
    "answer",
    "application",
    "application_file",
    "apply",
    "call",
    "call_list",
    "confirm",
    "confirm_application",
    "confirm_own",
    "designation",
    "detail",
    "distretto",
    "end_person",
    "governance",
    "invitation",
    "invitation_link",
    "invite_person",
    "minutes",
    "my_name",
    "office_people",
    "own",
    "own_card",
    "own_paper",
    "own_part",
    "own_verified",
    "paper",
    "people",
    "places",
    "register",
    "register_csv",
    "register_json",
    "remove_paper",
    "revoke_invitation",
    "stand",
    "step_back",
    "vote",
    "withdraw",
]
