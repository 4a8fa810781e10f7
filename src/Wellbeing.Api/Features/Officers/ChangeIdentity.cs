using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features.Officers;

/// <summary>An officer's name, badge number or contact changes; the event names the fields, not their values.</summary>
internal static class ChangeIdentity
{
    /// <summary>What changes.</summary>
    internal sealed record Request(
        [property: MaxLength(200)] string? Name = null,
        [property: MaxLength(40)] string? BadgeNumber = null,
        [property: MaxLength(200)] string? Contact = null,
        DateTimeOffset? OccurredAt = null
    ) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Officer, Request, IdentityRow>(
        "officer_identity_changed",
        (query, _) => query.Identity(),
        (context, officer, before, request) =>
            OfficerDecisions.ChangeIdentity(
                officer,
                context.UnitThen,
                Changed(before, After(before, request)),
                After(before, request).Commitment()
            )
    )
    {
        Refusals = ["badge-number-in-use", "nothing-changed"],
        When = _ => ValidTime.Recorded,
        Example = """{ "badgeNumber": "031208" }""",
        Codes = request => [("badgeNumber", request.BadgeNumber)],
        Identity = (_, before, request) => new(After(before, request), before.BadgeNumber),
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/officers/{id:guid}/identity", UseCase, "Changes an officer's identity")
            .AllowRoles(Role.Administrator, Role.Integrator);

    private static IdentityRow After(IdentityRow before, Request request) =>
        before with
        {
            Name = request.Name ?? before.Name,
            BadgeNumber = request.BadgeNumber ?? before.BadgeNumber,
            Contact = request.Contact ?? before.Contact,
        };

    private static List<IdentityField> Changed(IdentityRow before, IdentityRow after)
    {
        var fields = new List<IdentityField>();
        if (before.Name != after.Name)
            fields.Add(IdentityField.Name);
        if (before.BadgeNumber != after.BadgeNumber)
            fields.Add(IdentityField.BadgeNumber);
        if (before.Contact != after.Contact)
            fields.Add(IdentityField.Contact);
        return fields;
    }
}
