using Wellbeing.Api.Hosting;
using Wellbeing.Domain;
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
    ) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Officer, Request>(
        "officer_departed",
        (context, officer, request) =>
            context.IsOrder
                ? context.Ordered(
                    OfficerDecisions.OrderDeparture(
                        officer,
                        context.UnitThen,
                        request.Kind,
                        context.Seal("reason", request.Reason),
                        request.DepartedOn
                    ),
                    officer,
                    request.DepartedOn
                )
                : OfficerDecisions.Depart(
                    officer,
                    request.Kind,
                    context.Seal("reason", request.Reason),
                    request.DepartedOn
                )
    )
    {
        Refusals = ["later-posting"],
        Order = Catalogue.Named("officer_departure_ordered"),
        Example = """{ "kind": "retired", "departedOn": "2026-10-01" }""",
        When = request => ValidTime.OnDay("departedOn", request.DepartedOn),
        Text = request => request.Reason is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/officers/{id:guid}/departure", UseCase, "Records that an officer left")
            .AllowRoles(Role.Administrator, Role.Integrator);
}
