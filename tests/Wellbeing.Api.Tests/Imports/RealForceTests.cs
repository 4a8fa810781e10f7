using System.Runtime.CompilerServices;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Wellbeing.Api.Tests.Imports;

/// <summary>Runs when nothing else does: it needs the machine for itself.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}

/// <summary>A whole real force's record comes out with the counts of its own source.</summary>
[Collection(Alone.Name)]
public sealed class RealForceTests
{
    private static readonly string Folder = Path.GetFullPath(
        Path.Combine(Here(), "..", "..", "..", "..", "shared", "data", "real-force")
    );

    [Fact]
    public async Task every_line_is_accepted_and_every_count_is_the_sources_own()
    {
        if (!Directory.Exists(Folder))
            Assert.Skip("The data of the real force is not beside this checkout (../shared/data/real-force).");
        await using var server = await Host.StartAsync();
        var truth = JsonElement.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, "truth.json")));

        (await ImportAsync(server, "force.ndjson.gz")).Totals.ShouldBe(new(110_082, 0, 0, 0));
        var awards = await ImportAsync(server, "commendations.ndjson.gz");
        awards.Totals.ShouldBe(new(128_866, 0, 0, awards.Findings.Count));
        awards.Findings.Count(x => x.Finding == "authority-exceeded").ShouldBe(717);
        awards.Findings.Count(x => x.Finding == "before-appointment").ShouldBe(2);

        foreach (var count in truth.GetProperty("commendations").EnumerateObject())
            (await CountAsync(server, count.Name)).ShouldBe(count.Value.GetInt64(), count.Name);
        foreach (
            var (name, type) in new[]
            {
                ("officers", "officer_enrolled"),
                ("transfers", "officer_transferred"),
                ("units", "unit_formed"),
            }
        )
            (await EventsAsync(server, type)).ShouldBe(truth.GetProperty(name).GetInt64(), name);
        foreach (var most in truth.GetProperty("mostCommended").EnumerateArray())
            (
                await server.Database.AskAsync<long>(
                    "SELECT count(*) FROM readmodels.mt_doc_commendation c JOIN identities.officers i USING (officer_id) WHERE badge_number = $1",
                    most[0].GetString()!
                )
            ).ShouldBe(most[1].GetInt64());
    }

    private static async Task<Imported> ImportAsync(Host.Running server, string file) =>
        await server.ImportAsync(Lines.Gzip(await File.ReadAllBytesAsync(Path.Combine(Folder, file))), "force");

    private static Task<long> CountAsync(Host.Running server, string count) =>
        count.StartsWith("title:", StringComparison.Ordinal)
            ? server.Database.AskAsync<long>(
                "SELECT count(*) FROM readmodels.mt_doc_commendation WHERE approved_on IS NOT NULL AND title = $1",
                count["title:".Length..]
            )
            : EventsAsync(server, $"commendation_{count}");

    private static Task<long> EventsAsync(Host.Running server, string type) =>
        server.Database.AskAsync<long>("SELECT count(*) FROM events.mt_events WHERE type = $1", type);

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
