using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features.Officers;

/// <summary>An officer leaves the service.</summary>
internal static class RecordDeparture
{
    /// <summary>The departure; its reason is sealed.</summary>
    internal sealed record Request(
        DepartureKind Kind,
        DateOnly DepartedOn,
        string? Reason = null,
        DateTimeOffset? OccurredAt = null
    ) : IActRequest;

    public static readonly Act<Request> Act = new(
        "officer_departed",
        (scene, request) =>
            OfficerDecisions.Depart(
                scene.Of<Officer>(),
                request.Kind,
                scene.Seal("reason", request.Reason),
                request.DepartedOn
            )
    )
    {
        Refusals = ["already-departed"],
        Example = """{ "kind": "retired", "departedOn": "2026-10-01" }""",
        Day = request => request.DepartedOn,
        Text = request => request.Reason is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapAct("/officers/{id:guid}/departure", Act, "Records that an officer left")
            .AllowRoles(Role.Administrator, Role.Integrator);
}
