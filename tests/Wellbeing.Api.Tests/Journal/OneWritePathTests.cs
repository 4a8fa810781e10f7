using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Wellbeing.Api.Tests.Journal;

/// <summary>Nothing but the journal appends.</summary>
public sealed partial class OneWritePathTests
{
    private static readonly string Source = Path.GetFullPath(Path.Combine(Here(), "..", "..", "..", "src"));

    [Fact]
    public void outside_the_journal_no_source_appends_through_the_event_store_or_writes_its_tables()
    {
        var files = Directory.GetFiles(Source, "*.cs", SearchOption.AllDirectories).Where(x => !IsBuilt(x)).ToList();
        files.Count.ShouldBeGreaterThan(100);
        files.Where(x => !IsJournal(x) && Appends().IsMatch(File.ReadAllText(x))).ShouldBeEmpty();
        // The rule can fail: the journal itself does what it forbids.
        files.ShouldContain(x =>
            IsJournal(x) && File.ReadAllText(x).Contains("Tables.EventStore", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("INSERT INTO events.mt_events (id) VALUES ($1)")]
    [InlineData("DELETE FROM events.mt_streams")]
    [InlineData("UPDATE\n events.mt_events SET data = $1")]
    [InlineData("COPY events.mt_events FROM STDIN")]
    [InlineData("session.Events.Append(id, fact)")]
    [InlineData("session.Events.StartStream<Officer>(id, fact)")]
    [InlineData("Tables.EventStore.Insert(rows)")]
    [InlineData("await session.SaveChangesAsync()")]
    public void what_appends_is_recognised(string text) => Appends().IsMatch(text).ShouldBeTrue();

    private static bool IsJournal(string file) =>
        file.StartsWith(Path.Combine(Source, "Wellbeing.Api", "Journal"), StringComparison.Ordinal);

    private static bool IsBuilt(string file) => file.Split(Path.DirectorySeparatorChar).Any(x => x is "obj" or "bin");

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    [GeneratedRegex(
        @"(INSERT\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE|COPY)\s+(events\.)?mt_(events|streams)"
            + @"|\.(Append\w*|StartStream)(<\w+>)?\((id|stream)|\bEvents\.(Append|StartStream|WriteToAggregate|FetchForWriting)"
            + @"|Tables\.(EventStore|Streams)\.|SaveChangesAsync",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000
    )]
    private static partial Regex Appends();
}
