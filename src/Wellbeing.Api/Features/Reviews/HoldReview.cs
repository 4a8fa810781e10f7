using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Features.Units;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain.Honours;
using Wellbeing.Domain.Reviews;
using Wellbeing.Domain.Units;

namespace Wellbeing.Api.Features.Reviews;

/// <summary>The state of a unit's force in a quarter is reviewed.</summary>
internal static class HoldReview
{
    /// <summary>Which unit's, of which quarter, such as <c>2023-Q4</c>, and when.</summary>
    internal sealed record Request(
        [property: MaxLength(40)] string UnitCode,
        [property: MaxLength(7)] string Quarter,
        DateTimeOffset HeldAt,
        DateTimeOffset? OccurredAt = null
    ) : IUseCaseRequest;

    public static readonly UseCase UseCase = new StartRecord<Request, (Unit Unit, bool Exists)>(
        "review_held",
        (query, request) =>
            query.Unit(request.UnitCode).And(query.HasRecordOf<Review>(request.UnitCode, request.Quarter)),
        (context, facts, request) =>
            ReviewDecisions.Hold(
                facts.Unit,
                Quarter.Parse(request.Quarter)!,
                request.HeldAt,
                context.Calendar.DayOf(request.HeldAt),
                facts.Exists
            )
    )
    {
        Refusals = ["unit-closed", "quarter-not-begun", "review-exists"],
        Example = """{ "unitCode": "DT-01", "quarter": "2023-Q4", "heldAt": "2024-01-08T09:00:00+08:00" }""",
        UnitField = "unitCode",
        Check = NamesAQuarter,
        When = request => ValidTime.AtTime("heldAt", request.HeldAt),
        Location = (_, facts, request) =>
            $"/api/v1/reviews/{request.Quarter}?unit={Uri.EscapeDataString(facts.Unit.UnitCode)}",
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapStart("/reviews", UseCase, "Records the review of a unit's quarter")
            .AllowRoles(Role.PoliticalOfficer, Role.Commander, Role.Integrator);

    private static void NamesAQuarter(Request request, FieldErrors errors)
    {
        if (Quarter.Parse(request.Quarter) is null)
            errors.Add("quarter", "quarter");
    }
}
