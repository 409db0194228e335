"""What each step of SOP 4 and each act of the law asks of the person who performs it.

As in ``requests_app.forms``: ``payload`` of every form is exactly what its transition in
``models`` takes by keyword. The Commission has no account, so most forms key in its papers, each
with the date on it, the date it was sent and the date it was received.
"""

from disputes_app.forms.outcomes import (
    AnswerInterimForm,
    CassationForm,
    CloseByAgreementForm,
    CourtFilingForm,
    CourtRulingForm,
    DismissalForm,
    InterimOrderForm,
    RecordPaperForm,
    RecordRulingForm,
    ReportForm,
    ToAdjudicationForm,
    WithdrawalForm,
)
from disputes_app.forms.preparation import (
    AddEvidenceForm,
    AssignmentForm,
    CompileFileForm,
    CoordinateForm,
    GiveDocumentsForm,
    HoldMeetingForm,
    PositionPaperForm,
    PowerOfAttorneyForm,
    RecommendForm,
    RegisterSummonsForm,
    VerifySummonsForm,
)
from disputes_app.forms.sessions import (
    AcceptAgreementForm,
    AttendPreliminaryForm,
    CancelHearingForm,
    DeclineAgreementForm,
    EnterMediationForm,
    PostponeHearingForm,
    RecordHearingForm,
    ScheduleHearingForm,
    TestifyForm,
    TestifyMediationForm,
)

__all__ = [
    "AcceptAgreementForm",
    "AddEvidenceForm",
    "AnswerInterimForm",
    "AssignmentForm",
    "AttendPreliminaryForm",
    "CancelHearingForm",
    "CassationForm",
    "CloseByAgreementForm",
    "CompileFileForm",
    "CoordinateForm",
    "CourtFilingForm",
    "CourtRulingForm",
    "DeclineAgreementForm",
    "DismissalForm",
    "EnterMediationForm",
    "GiveDocumentsForm",
    "HoldMeetingForm",
    "InterimOrderForm",
    "PositionPaperForm",
    "PostponeHearingForm",
    "PowerOfAttorneyForm",
    "RecommendForm",
    "RecordHearingForm",
    "RecordPaperForm",
    "RecordRulingForm",
    "RegisterSummonsForm",
    "ReportForm",
    "ScheduleHearingForm",
    "TestifyForm",
    "TestifyMediationForm",
    "ToAdjudicationForm",
    "VerifySummonsForm",
    "WithdrawalForm",
]
