using System.Globalization;
using JasperFx.CommandLine;
using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Hosting;

namespace Wellbeing.Api.Commands;

internal sealed class RebuildInput
{
    [FlagAlias("check", true), Description("Compare each table with what the events make of it, and change nothing")]
    public bool Check { get; set; }
}

/// <summary>
/// Makes every read model anew from the events; or checks that this would make of each table what is there, byte for byte,
/// and changes nothing. Status 1 where it would not.
/// </summary>
[Description("Rebuild every read model from the events", Name = "projections rebuild")]
internal sealed class RebuildCommand : Command<RebuildInput>
{
    public override async Task<int> RunAsync(RebuildInput input, CancellationToken stop)
    {
        var configuration = Settings().Configuration;
        // A table may have to be sorted before the first of its rows comes.
        await using var owner = Persistence.DataSource(
            new NpgsqlConnectionStringBuilder(Schema.OwnerConnection(configuration, "Wellbeing"))
            {
                CommandTimeout = 0,
            }.ConnectionString
        );
        var rebuild = new Rebuild(owner, Persistence.Calendar(configuration));
        if (input.Check)
            return Tell(await rebuild.CheckAsync(new Progress<long>(), stop));
        var started = TimeProvider.System.GetTimestamp();
        var events = await rebuild.RunAsync(new Progress<long>(), stop);
        var took = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        Terminal.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"rebuilt from {events} events in {took:0.0} s")
        );
        return CommandLine.Done;
    }

    private static int Tell(List<(TableDigest Before, TableDigest After)> tables)
    {
        Terminal.WriteLine(Line("table", "rows", "sha256 as it is", "rows", "sha256 rebuilt", ""));
        foreach (var (before, after) in tables)
            Terminal.WriteLine(
                Line(
                    before.Table,
                    before.Rows,
                    Short(before),
                    after.Rows,
                    Short(after),
                    before == after ? "the same" : "DIFFERENT"
                )
            );
        var different = tables.Count(x => x.Before != x.After);
        Terminal.WriteLine(
            different == 0
                ? $"a rebuild leaves every read model as it is: {tables.Count} tables, {tables.Sum(x => x.Before.Rows)} rows"
                : $"a rebuild would change {different} of {tables.Count} tables"
        );
        return different == 0 ? CommandLine.Done : CommandLine.Failed;
    }

    private static string Line(
        string table,
        object rows,
        string before,
        object rowsAfter,
        string after,
        string verdict
    ) =>
        string.Create(
                CultureInfo.InvariantCulture,
                $"{table, -26} {rows, 8} {before, -16} {rowsAfter, 8} {after, -16} {verdict}"
            )
            .TrimEnd();

    private static string Short(TableDigest digest) => digest.Sha256[..16];
}
