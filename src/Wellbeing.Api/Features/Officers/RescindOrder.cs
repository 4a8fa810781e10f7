using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features.Officers;

/// <summary>An order that waits for its day is taken back; its number is the version of its event.</summary>
internal static class RescindOrder
{
    /// <summary>Nothing but the time; <c>number</c> is the route's.</summary>
    internal sealed record Request(int? Number = null, DateTimeOffset? OccurredAt = null) : IUseCaseRequest;

    /// <summary>Of a transfer.</summary>
    internal static class Transfer
    {
        public static readonly UseCase UseCase = Of("officer_transfer_rescinded", OrderKind.Transfer);
    }

    /// <summary>Of a promotion.</summary>
    internal static class Promotion
    {
        public static readonly UseCase UseCase = Of("officer_promotion_rescinded", OrderKind.Promotion);
    }

    /// <summary>Of a departure.</summary>
    internal static class Departure
    {
        public static readonly UseCase UseCase = Of("officer_departure_rescinded", OrderKind.Departure);
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "transfer", Transfer.UseCase, "Takes an order to transfer an officer back", "rescindTransfer");
        Map(routes, "promotion", Promotion.UseCase, "Takes an order to promote an officer back", "rescindPromotion");
        Map(routes, "departure", Departure.UseCase, "Takes an order to leave back", "rescindDeparture");
    }

    private static void Map(IEndpointRouteBuilder routes, string what, UseCase useCase, string summary, string id) =>
        routes
            .MapPart($"/officers/{{id:guid}}/{what}/{{number:int}}/rescind", useCase, summary, id)
            .AllowRoles(Role.Administrator, Role.Integrator);

    private static ContinueRecord<Officer, Request> Of(string eventType, OrderKind kind) =>
        new(
            eventType,
            (context, officer, request) => OrderDecisions.Rescind(officer, context.UnitThen, kind, request.Number ?? 0)
        )
        {
            Refusals = ["unknown-order"],
            When = _ => ValidTime.Recorded,
            Example = """{ }""",
            Parts = officer => (officer.Orders ?? []).Where(x => x.Kind == kind).Select(x => (int)x.Number),
            Part = (request, number) => request with { Number = number },
        };
}
