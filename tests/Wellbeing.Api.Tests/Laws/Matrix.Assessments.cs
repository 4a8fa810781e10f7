using Wellbeing.Domain.Assessments;
using static Wellbeing.Api.Hosting.Role;
using static Wellbeing.Api.Tests.Bureau;

namespace Wellbeing.Api.Tests.Laws;

internal static partial class Matrix
{
    private static Row[] OfAssessments =>
        [
            WithCare(
                List("assessments", Record, "officerId", x => $"{x.Id}", (server, x) => server.AssessmentAsync(x))
            ),
            WithCare(
                OfRecord("GET /api/v1/assessments/{id:guid}", [.. Record, Integrator], null, (s, x) => s.TakenAsync(x))
            ),
            new("GET /api/v1/assessments/bands", Board, BandsAsync),
            WithCare(OfBody("POST /api/v1/assessments", [Integrator, Counsellor], x => Assessment(x))),
            WithCare(
                OfRecord(
                    "POST /api/v1/assessments/{id:guid}/complete",
                    [Officer, Counsellor, Integrator.To(Reaches.WhatItPosted)],
                    Answers(1, 0, 2, 1, 0, 1, 0, 0, 0),
                    (s, x) => s.AssessmentAsync(x)
                )
            ),
            OfRecord(
                "POST /api/v1/assessments/{id:guid}/review",
                [Counsellor, Integrator.To(Reaches.WhatItPosted)],
                new { note = "To be asked again" },
                async (s, x) =>
                {
                    await s.WarningAsync(x);
                    return await s.TakenAsync(x);
                }
            ) with
            {
                CareAlone = true,
            },
            WithCare(
                OfRecord(
                    "POST /api/v1/assessments/{id:guid}/disclosures",
                    [Auditor, Counsellor, Officer],
                    new { purpose = "To prepare a session" },
                    (s, x) => s.TakenAsync(x)
                )
            ),
        ];

    /// <summary>One of five, for fewer are not told of.</summary>
    private static async Task<Sample> BandsAsync(Host.Running server)
    {
        var officer = await server.OfficerAsync();
        await server.TakenAsync(officer);
        for (var i = 1; i < SmallCells.Least; i++)
            await server.TakenAsync(await server.OfficerAsync(officer.Unit));
        return About(officer, _ => "assessments/bands?instrument=PHQ-9&quarter=2024-Q1", null) with
        {
            Shows = answer => answer.TryGetProperty("atLeast", out _),
        };
    }
}
