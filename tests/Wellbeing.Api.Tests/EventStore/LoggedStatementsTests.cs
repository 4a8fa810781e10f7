using System.Net;
using System.Text.RegularExpressions;
using Npgsql;
using Shouldly;
using Wellbeing.Api.Tests.Imports;
using Xunit;

namespace Wellbeing.Api.Tests.EventStore;

/// <summary>PostgreSQL's log says who writes the event store's tables.</summary>
public sealed partial class LoggedStatementsTests
{
    // Beside the data directory, where ./test has it.
    private const string Log = "../log";

    [Fact]
    public async Task talks_warnings_and_imports_are_stored_by_martens_own_functions_and_upserts()
    {
        if (!Database.Available)
            throw Database.Skip();
        var from = await SizeAsync();
        Assert.SkipWhen(from is null, "The log of PostgreSQL is not beside its data directory.");
        await using var server = await Host.StartAsync();
        await server.Database.LogStatementsAsync();
        // The sessions that were ended are noticed by a request.
        await Until.TrueAsync(async () => (await server.Administrator().GetAsync("units")).Status == HttpStatusCode.OK);

        var officer = await server.OfficerAsync();
        await server.TalkAsync(officer);
        await server.WarningAsync(officer);
        await server.ImportAsync(Lines.Text(CareLines.Held(Bureau.Name("n"), officer.Badge)));

        var written = (await StatementsAsync(from!.Value)).Where(x => Writes().IsMatch(x)).ToList();
        written.Where(x => OneWritePathTests.WritesTables().IsMatch(x)).ShouldBeEmpty();
        var snapshots = written.Where(x => x.Contains("mt_doc_", StringComparison.Ordinal)).ToList();
        // Marten writes its words in small letters, and ours are written in capitals.
        snapshots.ShouldAllBe(x => OfMarten().IsMatch(x));
        foreach (var kind in new[] { "officer", "talk", "warning" })
            snapshots.ShouldContain(x => x.Contains($"mt_doc_{kind} ", StringComparison.Ordinal));
        (await StatementsAsync(from.Value)).ShouldContain(x =>
            x.StartsWith("select events.mt_quick_append_events(", StringComparison.Ordinal)
        );
    }

    private static Task<long?> SizeAsync() => AskAsync<long?>($"SELECT size FROM pg_stat_file('{Log}', true)");

    private static async Task<List<string>> StatementsAsync(long from)
    {
        var text = await AskAsync<string>($"SELECT pg_read_file('{Log}', {from}, 500000000)");
        return [.. Statement().Matches(text!).Select(x => x.Groups["sql"].Value)];
    }

    private static async Task<T?> AskAsync<T>(string sql)
    {
        await using var superuser = NpgsqlDataSource.Create(Database.Superuser!);
        await using var command = superuser.CreateCommand(sql);
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    // Only this test's database has its statements logged.
    [GeneratedRegex(@"LOG:  (statement|execute [^:]+): (?<sql>[^\n]+)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Statement();

    [GeneratedRegex(
        @"\b(INSERT\s+INTO|UPDATE\s+\w+\.|DELETE\s+FROM|TRUNCATE|COPY\s+\w+\.)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        5000
    )]
    private static partial Regex Writes();

    [GeneratedRegex(@"^(insert into|update) readmodels\.mt_doc_\w+ ", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex OfMarten();
}
