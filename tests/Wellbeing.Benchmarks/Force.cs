using System.Diagnostics;
using System.Text;
using Npgsql;
using Wellbeing.Benchmarks.Running;

namespace Wellbeing.Benchmarks;

/// <summary>Forces to measure with: a real one of 239,000 events, and a small one of our own.</summary>
internal static class Force
{
    /// <summary>Imports the real force; answers how many events that were, and how long it took.</summary>
    public static async Task<(long Events, TimeSpan Took)> ImportAsync(Settings settings, Uri server, string token)
    {
        var (events, started) = (0L, Stopwatch.GetTimestamp());
        foreach (var file in settings.Files)
        {
            await using var content = File.OpenRead(file);
            events += await Importing.SendAsync(server, token, content, gzip: true);
        }
        return (events, Stopwatch.GetElapsedTime(started));
    }

    /// <summary>Imports one unit with a number of officers.</summary>
    public static async Task ImportOfficersAsync(int count, Uri server, string token)
    {
        var lines = new StringBuilder(
            Line("unit", "unit/U1", "unit_formed", """{"unitCode":"U1","name":"Unit 1","kind":"frontline"}""")
        );
        for (var i = 0; i < count; i++)
            lines.Append(
                Line(
                    $"officer-{i}",
                    $"officer/{i}",
                    "officer_enrolled",
                    $$"""{"badgeNumber":"B{{i}}","name":"Officer {{i}}","unitCode":"U1","appointedOn":"2001-02-03"}"""
                )
            );
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(lines.ToString()));
        await Importing.SendAsync(server, token, content);
    }

    private static string Line(string key, string stream, string type, string data) =>
        $$"""{"key":"{{key}}","stream":"{{stream}}","type":"{{type}}","occurredAt":"2001-02-03T00:00:00Z","actor":"office","data":{{data}}}"""
        + "\n";

    /// <summary>Events a second of a mere COPY of all of them to a client.</summary>
    public static async Task<double> CopyOutAsync(Installation installation, long events)
    {
        await using var database = await NpgsqlDataSource.Create(installation.Application).OpenConnectionAsync();
        var buffer = new byte[64 * 1024];
        var started = Stopwatch.GetTimestamp();
        await using (
            var copy = await database.BeginRawBinaryCopyAsync(
                "COPY (SELECT * FROM events.mt_events) TO STDOUT (FORMAT BINARY)"
            )
        )
        {
            while (await copy.ReadAsync(buffer, CancellationToken.None) > 0) { }
        }
        return events / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
