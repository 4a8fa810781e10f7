using static Wellbeing.Api.Hosting.Role;
using static Wellbeing.Api.Tests.Bureau;

namespace Wellbeing.Api.Tests.Laws;

internal static partial class Matrix
{
    private static Row[] OfAssessments =>
        [
            WithCare(List("assessments", Record, "officerId", x => $"{x.Id}", (server, x) => server.AssessmentAsync(x))),
            WithCare(
                OfRecord(
                    "GET /api/v1/assessments/{id:guid}",
                    [.. Record, Integrator],
                    null,
                    (s, x) => s.TakenAsync(x)
                )
            ),
            WithCare(OfBody("POST /api/v1/assessments", [Counsellor, Integrator], x => Assessment(x))),
            WithCare(
                OfRecord(
                    "POST /api/v1/assessments/{id:guid}/complete",
                    [Counsellor, Officer, Integrator.To(Reaches.WhatItPosted)],
                    Answers(1, 0, 2, 1, 0, 1, 0, 0, 0),
                    (s, x) => s.AssessmentAsync(x)
                )
            ),
            WithCare(
                OfRecord(
                    "POST /api/v1/assessments/{id:guid}/review",
                    [Counsellor, Integrator.To(Reaches.WhatItPosted)],
                    new { note = "To be asked again" },
                    (s, x) => s.TakenAsync(x)
                )
            ),
            WithCare(
                OfRecord(
                    "POST /api/v1/assessments/{id:guid}/disclosures",
                    [Counsellor, Officer, Auditor],
                    new { purpose = "To prepare a session" },
                    (s, x) => s.TakenAsync(x)
                )
            ),
        ];
}
