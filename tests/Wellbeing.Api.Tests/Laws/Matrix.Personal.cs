using static Wellbeing.Api.Hosting.Role;
using static Wellbeing.Api.Tests.Requested;

namespace Wellbeing.Api.Tests.Laws;

internal static partial class Matrix
{
    private static Right[] Asking => [PoliticalOfficer, Officer, Integrator];

    private static Right[] Deciding => [Commander];

    private static Right[] Following => [PoliticalOfficer, Commander, Integrator.To(Reaches.WhatItPosted)];

    private static IEnumerable<Row> Personal => Leaves;

    private static Row[] Leaves =>
        [
            WithCare(List("leaves", Record, "officerId", x => $"{x.Id}", (server, x) => server.LeaveAsync(x))),
            WithCare(
                OfRecord("GET /api/v1/leaves/{id:guid}", [.. Record, Integrator], null, (s, x) => s.LeaveAsync(x))
            ),
            OfBody("POST /api/v1/leaves", Asking, x => Leave(x)),
            OfRecord("POST /api/v1/leaves/{id:guid}/approve", Deciding, new { }, (s, x) => s.LeaveAsync(x), NotOnes),
            OfRecord(
                "POST /api/v1/leaves/{id:guid}/decline",
                Deciding,
                new { reason = "Nobody stands in" },
                (s, x) => s.LeaveAsync(x),
                NotOnes
            ),
            OfRecord(
                "POST /api/v1/leaves/{id:guid}/start",
                Following,
                new { startedOn = "2024-03-11" },
                (s, x) => s.ApprovedLeaveAsync(x)
            ),
            OfRecord(
                "POST /api/v1/leaves/{id:guid}/return",
                Following,
                new { returnedOn = "2024-03-15" },
                (s, x) => s.StartedLeaveAsync(x)
            ),
            WithCare(
                OfRecord(
                    "POST /api/v1/leaves/{id:guid}/disclosures",
                    Sealed,
                    new { purpose = "To find somebody to stand in" },
                    (s, x) => s.LeaveAsync(x)
                )
            ),
        ];

    /// <summary>Nobody decides on what is one's own.</summary>
    private static string? NotOnes(Hosting.Role role, Relation relation) =>
        relation == Relation.Own ? "own-request" : null;
}
