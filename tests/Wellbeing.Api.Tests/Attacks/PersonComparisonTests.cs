using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Wellbeing.Api.Tests.Attacks;

/// <summary>Persons are compared in one way: by the type in the code, by the function in SQL. A comparison that will be written tomorrow is found here.</summary>
public sealed partial class PersonComparisonTests
{
    private static readonly string Source = Path.GetFullPath(Path.Combine(Here(), "..", "..", "..", "src"));

    // Marks of notices are kept by the person's key.
    private static readonly string[] ByKey = ["r.reader = $1", "reader = excluded.reader"];

    // Where an id is recorded, or said in the log, as it came.
    private static readonly string[] Recording =
    [
        "AppendPipeline.cs",
        "Changing.cs",
        "DiscloseRecord.cs",
        "ExportDossier.cs",
        "HistoryReads.cs",
        "OpenIntervention.cs",
        "PostImport.cs",
        "Registering.cs",
        "ScheduleTalk.cs",
        "TalkReport.cs",
    ];

    [Fact]
    public void no_source_compares_persons_as_texts()
    {
        var files = Files();
        files.Count.ShouldBeGreaterThan(100);
        files.SelectMany(x => Wrong(Path.GetFileName(x), File.ReadAllText(x))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("string.Equals(it.ApprovedBy, actor, StringComparison.Ordinal)")]
    [InlineData("string.Equals(caller.Sub.Id, x.Lead, StringComparison.Ordinal)")]
    [InlineData("happened.Actor == RaisedBy")]
    [InlineData("x.Lead != x.Host")]
    [InlineData("talk.RecordedBy == \"po-1\"")]
    [InlineData("happened.Actor.Equals(RaisedBy)")]
    [InlineData("happened.Actor.StartsWith(\"rule:\", StringComparison.Ordinal)")]
    [InlineData("hosts.Contains(talk.Host)")]
    [InlineData("WHERE by = $1 AND until > $2")]
    [InlineData("AND c.lead = {0}")]
    [InlineData("e.user_name <> {sub}")]
    [InlineData("AND uw.raised_by = ANY ($1)")]
    [InlineData("e.data->>'owner' = {sub}")]
    [InlineData("JOIN x ON x.user_name = e.user_name")]
    [InlineData("coalesce(headers ->> 'recordedBy', user_name) = $2")]
    [InlineData("SELECT 1 FROM identities.officers WHERE badge_number = $1\", Lookups.Value(caller.Badge)")]
    [InlineData("ids.Reply(caller.Sub.Id, key)")]
    public void what_compares_them_as_texts_is_recognised(string text) => Wrong("Any.cs", text).ShouldNotBeEmpty();

    [Theory]
    [InlineData("actor == access.By")]
    [InlineData("caller.Sub == access.By")]
    [InlineData("context.Actor == facts.EntryBy")]
    [InlineData("Person.AreSame(happened.Actor, RaisedBy)")]
    [InlineData("AND journal.person(by) = $1")]
    [InlineData("talk.Host is null")]
    [InlineData("SecondsBy == 3")]
    public void what_compares_them_as_persons_is_not(string text) => Wrong("Any.cs", text).ShouldBeEmpty();

    private static IEnumerable<string> Wrong(string file, string text)
    {
        foreach (Match found in InCode().Matches(text))
        {
            if (!Typed().IsMatch(found.Value))
                yield return $"{file}: {found.Value}";
        }
        foreach (Match found in InSql().Matches(text))
        {
            if (!ByKey.Any(x => text[found.Index..].StartsWith(x, StringComparison.Ordinal)))
                yield return $"{file}: {found.Value}";
        }
        // Who the officer is that a token names by badge is found by one expression.
        if (
            OwnBadge().IsMatch(text)
            && !text.Contains("Persons.OfBadge", StringComparison.Ordinal)
            && file != "AppendPipeline.cs"
        )
            yield return $"{file}: {OwnBadge().Match(text).Value}";
        if (!Recording.Contains(file, StringComparer.Ordinal) && AsRecorded().IsMatch(text))
            yield return $"{file}: {AsRecorded().Match(text).Value}";
    }

    private static List<string> Files() =>
        [
            .. Directory
                .GetFiles(Source, "*.cs", SearchOption.AllDirectories)
                .Where(x => !x.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"))
                // They make the one way.
                .Where(x => Path.GetFileName(x) is not ("Person.cs" or "Persons.cs" or "Actors.cs")),
        ];

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    private const string Named =
        @"\b(?:\w+\.)*(?:Actor|EntryBy|By|(?:Raised|TakenUp|Assigned|Recorded|Proposed|Confirmed|Consolidated|Signed|Decided|Reviewed|Approved|Declined|Nominated|Acknowledged|Voided|Requested|Opened|Adopted)By|Host|Lead|Owner|AssignedTo|Reader|UserName)\b";

    [GeneratedRegex(
        @"string\.Equals\([^;{]*?"
            + Named
            + @"[^;{]*?\)|(?<![\w.])\S+\s*[=!]=\s*"
            + Named
            + @"(?!\()|"
            + Named
            + @"\s*[=!]=\s*(?!null)\S+|"
            + Named
            + @"\.(?:Equals|StartsWith|EndsWith|CompareTo)\(|\.Contains\("
            + Named
            + @"[,)]",
        RegexOptions.None,
        matchTimeoutMilliseconds: 5000
    )]
    private static partial Regex InCode();

    // One side is of the type: then the other one is made a person of.
    [GeneratedRegex(
        @"^!?\(?(?:actor|caller\.Sub|context\.Actor|Of\(caller\)) [=!]= ",
        RegexOptions.None,
        matchTimeoutMilliseconds: 5000
    )]
    private static partial Regex Typed();

    [GeneratedRegex(
        @"(?<![\w(])(?:\w+\.)?(?:by|raised_by|taken_up_by|assigned_by|(?<=\.)(?:lead|host)|user_name|reader)\s*(?:=|<>|!=|LIKE|IN\s*\()\s*(?:\$\d|\{|ANY\b|'|\w+\.\w+)"
            + @"|->>\s*'(?:owner|lead|host|to|by|recordedBy|proposedBy|raisedBy)'\s*(?:\)|,\s*user_name\))?\s*(?:=|<>|!=)",
        RegexOptions.None,
        matchTimeoutMilliseconds: 5000
    )]
    private static partial Regex InSql();

    [GeneratedRegex(@"(?:caller|scene)\.Badge\b", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex OwnBadge();

    [GeneratedRegex(@"\.(?:Sub|Actor)\.Id\b", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex AsRecorded();
}
