using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Features.Units;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain.Registers;
using Wellbeing.Domain.Units;

namespace Wellbeing.Api.Features.Registers;

/// <summary>A unit's month of talks is put together. The server finds the talks, and their versions.</summary>
internal static class ConsolidateRegister
{
    /// <summary>Which unit's, and of which month, <c>yyyy-MM</c>; it has to be over.</summary>
    internal sealed record Request(
        [property: MaxLength(40)] string UnitCode,
        [property: MaxLength(7)] string Month,
        DateTimeOffset? OccurredAt = null
    ) : IUseCaseRequest;

    public static readonly UseCase UseCase = new StartRecord<Request, Facts>(
        "register_consolidated",
        Load,
        (context, facts, request) =>
            RegisterDecisions.Consolidate(
                facts.Unit.UnitCode,
                Month.Parse(request.Month)!,
                facts.Talks,
                facts.Exists,
                context.Day
            )
    )
    {
        Refusals = ["month-not-over", "register-exists"],
        When = _ => ValidTime.Recorded,
        Example = """{ "unitCode": "DT-01", "month": "2023-04" }""",
        UnitField = "unitCode",
        OfClosedUnits = true,
        Check = NamesAMonth,
        Location = (_, facts, request) =>
            $"/api/v1/registers/{Uri.EscapeDataString(facts.Unit.UnitCode)}/{request.Month}",
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapStart("/registers", UseCase, "Puts a unit's month of talks together")
            .AllowRoles(Role.PoliticalOfficer);

    /// <summary>The unit, its talks of that month, and whether it has a register of it.</summary>
    private sealed record Facts(Unit Unit, IReadOnlyList<RegisterTalk> Talks, bool Exists);

    private static Loading<Facts> Load(RecordQuery query, Request request) =>
        query
            .Unit(request.UnitCode)
            .And(query.MonthsTalks(request.UnitCode, Month.Parse(request.Month)!))
            .And(query.HasRecordOf<Register>(request.UnitCode, request.Month))
            .Select(x => new Facts(x.Item1.Item1, x.Item1.Item2, x.Item2));

    private static void NamesAMonth(Request request, FieldErrors errors)
    {
        if (Month.Parse(request.Month) is null)
            errors.Add("month", "month");
    }
}
