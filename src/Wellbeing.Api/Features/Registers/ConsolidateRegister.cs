using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain.Registers;

namespace Wellbeing.Api.Features.Registers;

/// <summary>A unit's month of talks is put together. The server finds the talks, and their versions.</summary>
internal static class ConsolidateRegister
{
    /// <summary>Which unit's, and of which month, <c>yyyy-MM</c>; it has to be over.</summary>
    internal sealed record Request(
        [property: MaxLength(40)] string UnitCode,
        [property: MaxLength(7)] string Month,
        DateTimeOffset? OccurredAt = null
    ) : IActRequest;

    public static readonly Act<Request> Act = new(
        "register_consolidated",
        (scene, request) =>
            RegisterDecisions.Consolidate(
                scene.Unit!.UnitCode,
                Month.Parse(request.Month)!,
                scene.Talks,
                scene.HasPeriod,
                scene.Day
            )
    )
    {
        Starts = true,
        Refusals = ["month-not-over", "register-exists"],
        Example = """{ "unitCode": "DT-01", "month": "2023-04" }""",
        UnitField = "unitCode",
        Check = NamesAMonth,
        Needs = request => new Needs
        {
            Unit = request.UnitCode,
            Period = request.Month,
            Talks = Month.Parse(request.Month),
        },
        Location = (scene, request) =>
            $"/api/v1/registers/{Uri.EscapeDataString(scene.Unit!.UnitCode)}/{request.Month}",
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapStart("/registers", Act, "Puts a unit's month of talks together").AllowRoles(Role.PoliticalOfficer);

    private static void NamesAMonth(Request request, FieldErrors errors)
    {
        if (Month.Parse(request.Month) is null)
            errors.Add("month", "month");
    }
}
