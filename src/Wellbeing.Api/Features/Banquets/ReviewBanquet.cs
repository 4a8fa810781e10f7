using Wellbeing.Api.Features.Officers;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Banquets;

namespace Wellbeing.Api.Features.Banquets;

/// <summary>A commander takes note of a banquet, and never of the own one.</summary>
internal static class ReviewBanquet
{
    /// <summary>What the commander has to say to it; sealed.</summary>
    internal sealed record Request(string? Remark = null, DateTimeOffset? OccurredAt = null) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Banquet, Request, bool>(
        "banquet_reviewed",
        (query, _) => query.CallerIsItsOfficer(),
        (context, banquet, self, request) =>
            BanquetDecisions.Review(banquet, context.UnitThen, context.Seal("remark", request.Remark), self)
    )
    {
        Refusals = ["banquet-reviewed", "banquet-withdrawn", "own-request"],
        When = _ => ValidTime.Recorded,
        Example = """{ "remark": "Within the rules." }""",
        Text = request => request.Remark is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapContinue("/banquets/{id:guid}/review", UseCase, "Takes note of a banquet").AllowRoles(Role.Commander);
}
