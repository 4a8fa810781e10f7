using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Banquets;

namespace Wellbeing.Api.Features.Banquets;

/// <summary>A commander takes note of a banquet, and never of the own one.</summary>
internal static class ReviewBanquet
{
    /// <summary>What the commander has to say to it; sealed.</summary>
    internal sealed record Request(string? Remark = null, DateTimeOffset? OccurredAt = null) : IActRequest;

    public static readonly Act<Request> Act = new(
        "banquet_reviewed",
        (scene, request) =>
            BanquetDecisions.Review(
                scene.Of<Banquet>(),
                scene.UnitNow,
                scene.Seal("remark", request.Remark),
                scene.Self
            )
    )
    {
        Refusals = ["banquet-reviewed", "banquet-withdrawn", "own-request"],
        Example = """{ "remark": "Within the rules." }""",
        Needs = _ => new Needs { Self = true },
        Text = request => request.Remark is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapAct("/banquets/{id:guid}/review", Act, "Takes note of a banquet").AllowRoles(Role.Commander);
}
