using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Wellbeing.Api.Tests.Imports;

/// <summary>
/// Lines of a real force's record: some officers with their units, their moves and every course that a commendation can
/// take. Under a prefix of its own it can be put on record again and again.
/// </summary>
internal static partial class Sample
{
    public const int Lines = 442;

    private static readonly string Real = Read("sample-force.ndjson") + Read("sample-commendations.ndjson");

    /// <summary>The lines as they are, but for a prefix before every badge number and unit code.</summary>
    public static string Under(string prefix) => Names().Replace(Real, prefix + "${name}");

    /// <summary>The same lines many times, each time under a prefix that begins so.</summary>
    public static string Many(string prefix, int times) =>
        string.Concat(Enumerable.Range(0, times).Select(i => Rekeyed(Under($"{prefix}{i}-"), $"{i}-")));

    /// <summary>Everybody's history under a prefix, without what every run has of its own.</summary>
    public static async Task<string> HistoryAsync(Host.Running server, string prefix) =>
        string.Join(
                '\n',
                await server.Database.ListAsync<string>(
                    """
                    SELECT concat_ws('|', i.badge_number, i.name, h.occurred_at, h.entry ->> 'type', h.entry ->> 'version',
                        h.entry ->> 'actor', h.entry ->> 'unitCode', h.entry -> 'facts')
                    FROM readmodels.history AS h JOIN identities.officers AS i USING (officer_id)
                    WHERE starts_with(i.badge_number, $1) ORDER BY i.badge_number COLLATE "C", h.occurred_at, h.seq
                    """,
                    prefix
                )
            )
            .Replace(prefix, "", StringComparison.Ordinal);

    /// <summary>How many events a source's officers, units and commendations have.</summary>
    public static Task<long> EventsAsync(Host.Running server, string prefix) =>
        server.Database.AskAsync<long>(
            """
            SELECT count(*) FROM events.mt_events AS e
            WHERE starts_with(data ->> 'unitCode', $1)
               OR EXISTS (SELECT FROM identities.officers WHERE officer_id = (e.data ->> 'officerId')::uuid AND starts_with(badge_number, $1))
            """,
            prefix
        );

    // The officers' and units' keys have the prefix in them, the commendations' are numbers.
    private static string Rekeyed(string lines, string prefix) =>
        Keys().Replace(lines, "${field}" + prefix + "${number}");

    private static string Read(string name, [CallerFilePath] string here = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, name));

    [GeneratedRegex(@"\b(?<name>P\d{6}|U\d{3})\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Names();

    [GeneratedRegex(
        @"(?<field>""key"":""|commendation/)(?<number>\d+)",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000
    )]
    private static partial Regex Keys();
}
