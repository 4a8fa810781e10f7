using Wellbeing.Api.Features.Audit;
using Wellbeing.Api.Features.Commendations;
using Wellbeing.Api.Features.Histories;
using Wellbeing.Api.Features.Honours;
using Wellbeing.Api.Features.Imports;
using Wellbeing.Api.Features.Officers;
using Wellbeing.Api.Features.Units;

namespace Wellbeing.Api.Features;

/// <summary>All that the API can do, use case by use case.</summary>
internal static class Routes
{
    public static void MapWellbeing(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1");

        ListUnits.Map(api);
        GetUnit.Map(api);
        FormUnit.Map(api);
        RenameUnit.Map(api);
        MoveUnit.Map(api);
        ProvideFacility.Map(api);
        WithdrawFacility.Map(api);
        CloseUnit.Map(api);

        ListOfficers.Map(api);
        GetOfficer.Map(api);
        EnrolOfficer.Map(api);
        TransferOfficer.Map(api);
        PromoteOfficer.Map(api);
        StatePreference.Map(api);
        ListTalent.Map(api);
        MarkMilestone.Map(api);
        ChangeIdentity.Map(api);
        RecordDeparture.Map(api);

        GetCommendation.Map(api);
        NominateCommendation.Map(api);
        ReviewCommendation.Map(api);
        PubliciseCommendation.Map(api);
        ApproveCommendation.Map(api);
        DeclineCommendation.Map(api);
        ConferCommendation.Map(api);
        RevokeCommendation.Map(api);

        PostImport.Map(api);

        GetHistory.Map(api);
        ReplayHistory.Map(api);
        GetTrail.Map(api);
        FindEvents.Map(api);

        api.MapHonours();
    }
}
