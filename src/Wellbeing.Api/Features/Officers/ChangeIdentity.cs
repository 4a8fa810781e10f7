using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Journal;
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
    ) : IActRequest;

    public static readonly Act<Request> Act = new(
        "officer_identity_changed",
        (scene, request) =>
            OfficerDecisions.ChangeIdentity(
                scene.Of<Officer>(),
                Changed(scene.Identity!, Identity(scene, request)),
                Identity(scene, request).Commitment()
            )
    )
    {
        Refusals = ["badge-number-in-use", "nothing-changed"],
        Example = """{ "badgeNumber": "031208" }""",
        Codes = request => [("badgeNumber", request.BadgeNumber)],
        Needs = _ => new Needs { Identity = true },
        Identity = Identity,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapAct("/officers/{id:guid}/identity", Act, "Changes an officer's identity")
            .AllowRoles(Role.Administrator, Role.Integrator);

    private static IdentityRow Identity(Scene scene, Request request) =>
        scene.Identity! with
        {
            Name = request.Name ?? scene.Identity.Name,
            BadgeNumber = request.BadgeNumber ?? scene.Identity.BadgeNumber,
            Contact = request.Contact ?? scene.Identity.Contact,
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
