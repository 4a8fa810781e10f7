using static Wellbeing.Api.Hosting.Role;

namespace Wellbeing.Api.Tests.Laws;

/// <summary>What units do and record for their officers together: the records are a unit's.</summary>
internal static partial class Matrix
{
    private static Row[] OfUnitsTogether =>
        [
            List("activities", Board, "unitCode", x => x.Unit, (server, x) => server.ActivityAsync(x.Unit)),
            List("attendances", Board, "officerId", x => $"{x.Id}", (server, x) => server.AttendedAsync(x)),
            OfTogether(
                "GET /api/v1/activities/{id:guid}",
                [.. Board, Integrator],
                null,
                (s, unit) => s.ActivityAsync(unit)
            ),
            OfUnitBody("POST /api/v1/activities", [PoliticalOfficer, Commander, Integrator], Bureau.Activity),
            OfTogether(
                "POST /api/v1/activities/{id:guid}/hold",
                TogetherStep,
                new
                {
                    heldAt = Bureau.Held,
                    minutes = 90,
                    topics = new[] { "sleep" },
                    summary = "Many questions",
                },
                (s, unit) => s.PlannedAsync(unit)
            ),
            new("POST /api/v1/activities/{id:guid}/attendance", TogetherStep, AttendanceAsync),
        ];

    private static Right[] TogetherStep => [PoliticalOfficer, Commander, Integrator.To(Reaches.WhatItPosted)];

    private static Row OfTogether(
        string endpoint,
        Right[] may,
        object? body,
        Func<Host.Running, string, Task<Guid>> makeAsync
    ) =>
        new(
            endpoint,
            may,
            async server =>
            {
                var officer = await server.OfficerAsync();
                return About(officer, _ => "", body) with
                {
                    Path = Filled(endpoint, await makeAsync(server, officer.Unit)),
                };
            }
        );

    private static Row OfUnitBody(string endpoint, Right[] may, Func<string, object> body) =>
        new(
            endpoint,
            may,
            async server =>
            {
                var officer = await server.OfficerAsync();
                return About(officer, _ => endpoint.Split("/api/v1/")[1], body(officer.Unit));
            }
        );

    private static async Task<Sample> AttendanceAsync(Host.Running server)
    {
        var officer = await server.OfficerAsync();
        var activity = await server.ActivityAsync(officer.Unit);
        return About(
            officer,
            _ => $"activities/{activity}/attendance",
            new { officerIds = new[] { officer.Id }, at = Bureau.Held }
        );
    }
}
