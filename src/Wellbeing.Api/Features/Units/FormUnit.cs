using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Features.Exports;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Units;

namespace Wellbeing.Api.Features.Units;

/// <summary>A unit is formed.</summary>
internal static class FormUnit
{
    /// <summary>
    /// A new unit; its code is unique in the bureau and never used again, and ends in no suffix of a file: a path ends in it.
    /// </summary>
    internal sealed record Request(
        [property: MaxLength(40)] string UnitCode,
        [property: MaxLength(200)] string Name,
        UnitKind Kind,
        [property: MaxLength(40)] string? ParentCode = null,
        DateOnly? FormedOn = null,
        DateTimeOffset? OccurredAt = null
    ) : IUseCaseRequest;

    public static readonly UseCase UseCase = new StartRecord<Request, Unit?>(
        "unit_formed",
        (query, request) => query.UnitIfNamed(request.ParentCode),
        (_, parent, request) =>
            UnitDecisions.Form(request.UnitCode, request.Name, request.Kind, parent, request.FormedOn)
    )
    {
        Refusals = ["unit-code-in-use", "unit-closed"],
        When = request => ValidTime.OnDay("formedOn", request.FormedOn),
        Example = """{ "unitCode": "DT-01", "name": "Dongtai station", "kind": "frontline", "parentCode": "DT" }""",
        Codes = request => [("unitCode", request.UnitCode)],
        Check = (request, errors) =>
        {
            if (Formats.NamesFile(request.UnitCode))
                errors.Add("unitCode", "names-file", ("suffixes", Formats.Suffixes));
        },
        UnitField = "parentCode",
        Location = (_, _, request) => $"/api/v1/units/{Uri.EscapeDataString(request.UnitCode)}",
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapStart("/units", UseCase, "Forms a unit").AllowRoles(Role.Administrator, Role.Integrator);
}
