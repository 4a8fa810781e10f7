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
            List("registers", Board, "unitCode", x => x.Unit, (server, x) => server.RegisterAsync(x.Unit)),
            OfUnitPath("GET /api/v1/registers/{unit}/{month}", unit => $"registers/{unit}/2024-03"),
            OfUnitBody(
                "POST /api/v1/registers",
                [PoliticalOfficer],
                unit => new { unitCode = unit, month = "2024-03" }
            ),
            OfTogether(
                "POST /api/v1/registers/{id:guid}/consolidate",
                [PoliticalOfficer],
                new { },
                async (s, unit) =>
                {
                    var register = await s.RegisterAsync(unit);
                    await s.TalkAsync(await s.OfficerAsync(unit));
                    return register;
                }
            ),
            OfTogether(
                "POST /api/v1/registers/{id:guid}/sign",
                [Commander],
                new { },
                (s, unit) => s.LedgeredAsync(unit)
            ),
            OfTogether(
                "POST /api/v1/registers/{id:guid}/reopen",
                [Commander],
                new { reason = "Late entries" },
                (s, unit) => s.SignedAsync(unit)
            ),
            List("reviews", Board, "unitCode", x => x.Unit, (server, x) => server.ReviewAsync(x.Unit)),
            OfUnitPath("GET /api/v1/reviews/{quarter}", unit => $"reviews/2024-Q1?unit={unit}"),
            OfUnitBody("POST /api/v1/reviews", [PoliticalOfficer, Commander, Integrator], unit => Bureau.Review(unit)),
            OfTogether(
                "POST /api/v1/reviews/{id:guid}/findings",
                TogetherStep,
                new
                {
                    category = "workload",
                    severity = 2,
                    text = "Too many nights",
                },
                (s, unit) => s.ReviewAsync(unit)
            ),
            OfTogether(
                "POST /api/v1/reviews/{id:guid}/actions",
                TogetherStep,
                new
                {
                    what = "Other shifts",
                    owner = "commander-2",
                    dueOn = "2099-06-30",
                },
                (s, unit) => s.ReviewAsync(unit)
            ),
            OfTogether(
                "POST /api/v1/reviews/{id:guid}/actions/{number:int}/close",
                TogetherStep,
                new { outcome = "done", closedOn = "2024-06-20" },
                (s, unit) => s.ResolvedAsync(unit)
            ),
        ];

    private static Right[] TogetherStep => [PoliticalOfficer, Commander, Integrator.To(Reaches.WhatItPosted)];

    private static Row OfTogether(
        string endpoint,
        Right[] may,
        object? body,
        Func<Host.Running, string, Task<Guid>> makeAsync
    )
    {
        return new(
            endpoint,
            may,
            async server =>
            {
                var officer = await server.OfficerAsync();
                return About(officer, _ => "", body) with { Path = await PathAsync(server, officer.Unit) };
            }
        );

        // A numbered part of a record is its first.
        async Task<string> PathAsync(Host.Running server, string unit)
        {
            var id = await makeAsync(server, unit);
            return Row.Filled(endpoint, name => name == "number" ? "1" : $"{id}");
        }
    }

    private static Row OfUnitPath(string endpoint, Func<string, string> path) =>
        new(endpoint, Board, async server => About(await server.OfficerAsync(), x => path(x.Unit), null));

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
