using System.Globalization;
using Wellbeing.Benchmarks.Running;

namespace Wellbeing.Benchmarks;

/// <summary>What to measure, and how long.</summary>
/// <param name="Names">The benchmarks, in the order given.</param>
/// <param name="Rounds">Rounds of each comparison; fewer than five prove nothing.</param>
/// <param name="Seconds">How long one side runs in a round, where it runs for a time.</param>
/// <param name="Data">Folder of the force whose record is imported.</param>
internal sealed record Settings(IReadOnlyList<string> Names, int Rounds, double Seconds, string Data)
{
    public const int FewestRounds = 5;

    public Cluster Cluster { get; init; } = null!;

    /// <summary>The program of another checkout, built, to compare with; null for none.</summary>
    public string? Against { get; init; }

    public TimeSpan Duration => TimeSpan.FromSeconds(Seconds);

    /// <summary>The force's files, in the order in which they can be applied.</summary>
    public IReadOnlyList<string> Files =>
        [Path.Combine(Data, "force.ndjson.gz"), Path.Combine(Data, "commendations.ndjson.gz")];

    public static Settings? Parse(string[] args, IReadOnlyCollection<string> known)
    {
        var names = new List<string>();
        var settings = new Settings(names, FewestRounds, 5, "../shared/data/real-force");
        for (var i = 0; i < args.Length; i++)
        {
            if (known.Contains(args[i], StringComparer.Ordinal))
                names.Add(args[i]);
            else if (i + 1 < args.Length && settings.With(args[i], args[++i]) is { } changed)
                settings = changed;
            else
                return null;
        }
        return names.Count > 0 ? settings : null;
    }

    private Settings? With(string option, string value) =>
        option switch
        {
            "--rounds" when int.TryParse(value, CultureInfo.InvariantCulture, out var rounds) && rounds > 0 => this with
            {
                Rounds = rounds,
            },
            "--seconds" when double.TryParse(value, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 =>
                this with
                {
                    Seconds = seconds,
                },
            "--data" => this with { Data = value },
            "--against" => this with
            {
                Against = Path.Combine(
                    Path.GetFullPath(value),
                    "src/Wellbeing.Api/bin/Release/net10.0/Wellbeing.Api.dll"
                ),
            },
            _ => null,
        };
}
