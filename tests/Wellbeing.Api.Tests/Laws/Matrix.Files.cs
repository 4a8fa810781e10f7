using System.Globalization;
using Wellbeing.Api.Tests.Exports;

namespace Wellbeing.Api.Tests.Laws;

/// <summary>Reads that are answered as files as well: whoever may read them may have the file, of whom they reach.</summary>
internal static partial class Matrix
{
    // What a file shows of the subject, where the read answers everybody.
    private static Dictionary<string, Func<Sample, string, bool>?> Exported =>
        new()
        {
            ["care-board"] = (_, file) => Value(file, "Officers", x => x[2] == "" && x[3] == "") > 0,
            ["warning-board"] = (_, file) => Value(file, "Value", x => x.Contains("open warnings")) > 0,
            ["support-board"] = (_, file) => Value(file, "Value", x => x.Contains("support cases")) > 0,
            ["talk-coverage"] = (sample, file) => Sheets.Csv(file).Any(x => x[2] == sample.Unit),
            ["transfers"] = Listed,
            ["talents"] = Listed,
            ["honours"] = (_, file) => Value(file, "Value", x => x.Contains("officers honoured")) > 0,
            ["dashboards/bureau"] = null,
            ["dashboards/units/{code}"] = null,
            ["registers/{unit}/{month}"] = null,
            ["reviews/{quarter}"] = null,
        };

    private static IEnumerable<Row> Files(IReadOnlyList<Row> reads) =>
        Exported.Select(x =>
        {
            var read = reads.Single(row => row.Endpoint == $"GET /api/v1/{x.Key}");
            return read with
            {
                Endpoint = $"{read.Endpoint}.{{format}}",
                SampleAsync = async server => FileOf(await read.SampleAsync(server), x.Value),
                Also = [],
            };
        });

    private static Sample FileOf(Sample read, Func<Sample, string, bool>? shows)
    {
        var path = read.Path.Replace("?limit=500", "", StringComparison.Ordinal).Split('?', 2);
        return read with
        {
            Path = string.Join('?', [$"{path[0]}.csv", .. path[1..]]),
            Shows = null,
            ShowsInFile = shows is null ? null : file => shows(read, file),
        };
    }

    private static bool Listed(Sample sample, string file) =>
        Sheets.Csv(file).Any(x => x[0] == sample.Officer?.ToString());

    /// <summary>The figure of the first line that is meant.</summary>
    private static decimal Value(string file, string column, Func<string[], bool> meant)
    {
        var lines = Sheets.Csv(file);
        var at = Array.IndexOf(lines[0], column);
        return decimal.Parse(lines.Skip(1).First(meant)[at], CultureInfo.InvariantCulture);
    }
}
