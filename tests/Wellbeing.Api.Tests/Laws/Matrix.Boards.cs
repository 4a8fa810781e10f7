using static Wellbeing.Api.Hosting.Role;

namespace Wellbeing.Api.Tests.Laws;

internal static partial class Matrix
{
    private static readonly Right[] CareBoard = [Auditor, Commander, PoliticalOfficer, Counsellor];

    private static List<Row> OfBoards() =>
        [
            Counting("care-board", CareBoard, "underCare", (s, x) => s.WarningAsync(x)),
            Cared("care-board/officers"),
            Counting("warning-board", CareBoard, "open", (s, x) => s.WarningAsync(x)),
            Cared("warning-board/deadlines"),
            new("GET /api/v1/talk-coverage", Board, CoverageAsync),
            List("talk-coverage/officers", Board, "officerId", x => $"{x.Id}"),
            Counting("support-board", Board, "cases", (s, x) => s.InterventionAsync(x)),
            new("GET /api/v1/transfers", Board, MovedAsync),
            List("talents", Board, "officerId", x => $"{x.Id}", TalentedAsync),
            new("GET /api/v1/talents/categories", Board, CategoriesAsync),
        ];

    /// <summary>A list of officers under care, each of whom has an open warning whose deadlines have passed.</summary>
    private static Row Cared(string path) =>
        List(path, CareBoard, "officerId", x => $"{x.Id}", (server, x) => server.WarningAsync(x)) with
        {
            CareAlone = true,
        };

    /// <summary>A board with a figure that counts the officer; who reaches only others is shown none of them.</summary>
    private static Row Counting(
        string path,
        Right[] may,
        string figure,
        Func<Host.Running, Known, Task> prepareAsync
    ) =>
        new(
            $"GET /api/v1/{path}",
            may,
            async server =>
            {
                var officer = await server.OfficerAsync();
                await prepareAsync(server, officer);
                return About(officer, _ => path, null) with
                {
                    Shows = answer => answer.GetProperty(figure).GetProperty("value").GetDecimal() > 0,
                };
            }
        )
        {
            CareAlone = true,
        };

    private static async Task<Sample> CoverageAsync(Host.Running server)
    {
        var officer = await server.OfficerAsync();
        return About(officer, _ => "talk-coverage", null) with
        {
            Shows = answer =>
                answer.GetProperty("byUnit").EnumerateArray().Any(x => x.Text("unitCode") == officer.Unit),
        };
    }

    private static async Task<Sample> MovedAsync(Host.Running server)
    {
        var officer = await server.OfficerAsync();
        var unit = await server.UnitAsync();
        var move = new
        {
            toUnit = unit,
            reason = "rotation",
            effectiveOn = "2024-01-01",
        };
        await server.OfOfficerAsync(officer, "transfer", move);
        return ListOf(officer with { Unit = unit }, "transfers?limit=500", "officerId", $"{officer.Id}");
    }

    private static async Task<Sample> CategoriesAsync(Host.Running server)
    {
        var officer = await server.OfficerAsync();
        await TalentedAsync(server, officer);
        return ListOf(officer, "talents/categories?limit=500", "category", "music");
    }

    private static Task TalentedAsync(Host.Running server, Known officer) =>
        server.OfOfficerAsync(officer, "talents", new { category = "music", occurredAt = "2024-03-05T00:00:00Z" });
}
