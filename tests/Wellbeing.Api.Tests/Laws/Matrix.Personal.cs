using static Wellbeing.Api.Hosting.Role;
using static Wellbeing.Api.Tests.Requested;

namespace Wellbeing.Api.Tests.Laws;

internal static partial class Matrix
{
    private static Right[] Asking => [PoliticalOfficer, Officer, Integrator];

    private static Right[] Deciding => [Commander];

    private static Right[] Following => [PoliticalOfficer, Commander, Integrator.To(Reaches.WhatItPosted)];

    private static Right[] Keeping => [PoliticalOfficer, Integrator];

    private static Right[] KeepingOn => [PoliticalOfficer, Integrator.To(Reaches.WhatItPosted)];

    private static IEnumerable<Row> Personal => [.. Leaves, .. Banquets, .. Suggestions, .. Equipment];

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
                "POST /api/v1/leaves/{id:guid}/withdraw",
                [PoliticalOfficer, Officer, Integrator.To(Reaches.WhatItPosted)],
                new { reason = "The mother is well again" },
                (s, x) => s.LeaveAsync(x)
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

    private static Row[] Banquets =>
        [
            WithCare(List("banquets", Record, "officerId", x => $"{x.Id}", (server, x) => server.BanquetAsync(x))),
            WithCare(
                OfRecord("GET /api/v1/banquets/{id:guid}", [.. Record, Integrator], null, (s, x) => s.BanquetAsync(x))
            ),
            OfBody("POST /api/v1/banquets", Asking, x => Banquet(x, "2099-03-23")),
            OfRecord(
                "POST /api/v1/banquets/{id:guid}/review",
                Deciding,
                new { remark = "Within the rules" },
                (s, x) => s.BanquetAsync(x),
                NotOnes
            ),
            OfRecord(
                "POST /api/v1/banquets/{id:guid}/withdraw",
                [Officer],
                new { reason = "Put off" },
                (s, x) => s.BanquetAsync(x, "2099-03-23")
            ),
            WithCare(
                OfRecord(
                    "POST /api/v1/banquets/{id:guid}/disclosures",
                    Sealed,
                    new { purpose = "To take note" },
                    (s, x) => s.BanquetAsync(x)
                )
            ),
        ];

    private static Row[] Suggestions =>
        [
            WithCare(
                List("suggestions", Record, "officerId", x => $"{x.Id}", (server, x) => server.SuggestionAsync(x))
            ),
            WithCare(
                OfRecord(
                    "GET /api/v1/suggestions/{id:guid}",
                    [.. Record, Integrator],
                    null,
                    (s, x) => s.SuggestionAsync(x)
                )
            ),
            OfBody("POST /api/v1/suggestions", Asking, x => Suggestion(x)),
            OfRecord(
                "POST /api/v1/suggestions/{id:guid}/adopt",
                Deciding,
                new { owner = "po-7", dueOn = "2099-06-30" },
                (s, x) => s.SuggestionAsync(x),
                NotOnes
            ),
            OfRecord(
                "POST /api/v1/suggestions/{id:guid}/decline",
                Deciding,
                new { reason = "The law asks for both" },
                (s, x) => s.SuggestionAsync(x),
                NotOnes
            ),
            OfRecord(
                "POST /api/v1/suggestions/{id:guid}/implement",
                [PoliticalOfficer, Commander],
                new { implementedOn = "2024-04-01", result = "One form since" },
                (s, x) => s.AdoptedAsync(x)
            ),
            WithCare(
                OfRecord(
                    "POST /api/v1/suggestions/{id:guid}/disclosures",
                    Sealed,
                    new { purpose = "To decide on it" },
                    (s, x) => s.SuggestionAsync(x)
                )
            ),
        ];

    private static Row[] Equipment =>
        [
            WithCare(List("equipment", Record, "officerId", x => $"{x.Id}", (server, x) => server.PieceAsync(x))),
            WithCare(
                OfRecord("GET /api/v1/equipment/{id:guid}", [.. Record, Integrator], null, (s, x) => s.PieceAsync(x))
            ),
            OfBody("POST /api/v1/equipment", Keeping, x => Piece(x)),
            OfRecord(
                "POST /api/v1/equipment/{id:guid}/inspect",
                KeepingOn,
                new { inspectedOn = "2024-09-01", condition = "worn" },
                (s, x) => s.PieceAsync(x)
            ),
            OfRecord(
                "POST /api/v1/equipment/{id:guid}/service",
                KeepingOn,
                new { servicedOn = "2024-09-03", note = "New battery" },
                (s, x) => s.PieceAsync(x)
            ),
            OfRecord(
                "POST /api/v1/equipment/{id:guid}/return",
                KeepingOn,
                new { returnedOn = "2024-10-30", condition = "good" },
                (s, x) => s.PieceAsync(x)
            ),
            WithCare(
                OfRecord(
                    "POST /api/v1/equipment/{id:guid}/disclosures",
                    Sealed,
                    new { purpose = "An inspection" },
                    (s, x) => s.PieceAsync(x)
                )
            ),
            new("GET /api/v1/equipment/readiness", Board, ReadinessAsync),
            List("equipment/readiness/officers?ready=false", Board, "officerId", x => $"{x.Id}"),
        ];

    private static async Task<Sample> ReadinessAsync(Host.Running server)
    {
        var officer = await server.OfficerAsync();
        return About(officer, x => $"equipment/readiness?unit={x.Unit}", null) with
        {
            Shows = answer => answer.GetProperty("notReady").GetProperty("value").GetDecimal() > 0,
        };
    }

    /// <summary>Nobody decides on what is one's own.</summary>
    private static string? NotOnes(Hosting.Role role, Relation relation) =>
        relation == Relation.Own ? "own-request" : null;
}
