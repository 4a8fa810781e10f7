using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Wellbeing.Api.Tests.EventStore;

/// <summary>Nothing but the journal appends.</summary>
public sealed partial class OneWritePathTests
{
    private static readonly string Source = Path.GetFullPath(Path.Combine(Here(), "..", "..", "..", "src"));

    [Fact]
    public void no_source_writes_the_event_stores_tables_by_sql_of_its_own()
    {
        var files = Sources();
        files.Where(x => WritesTables().IsMatch(File.ReadAllText(x))).ShouldBeEmpty();
    }

    [Fact]
    public void outside_the_journal_no_source_appends_through_a_session_of_the_event_store()
    {
        var files = Sources();
        files.Where(x => !IsJournal(x) && Appends().IsMatch(File.ReadAllText(x))).ShouldBeEmpty();
        // The rule can fail: the journal itself does what it forbids.
        files.ShouldContain(x => IsJournal(x) && Appends().IsMatch(File.ReadAllText(x)));
    }

    [Theory]
    [InlineData("INSERT INTO events.mt_events (id) VALUES ($1)")]
    [InlineData("DELETE FROM events.mt_streams")]
    [InlineData("UPDATE\n events.mt_events SET data = $1")]
    [InlineData("COPY events.mt_events FROM STDIN")]
    public void what_writes_the_tables_is_recognised(string text) => WritesTables().IsMatch(text).ShouldBeTrue();

    [Theory]
    [InlineData("session.Events.Append(id, fact)")]
    [InlineData("session.Events.StartStream<Officer>(id, fact)")]
    [InlineData("await session.SaveChangesAsync()")]
    [InlineData("store.LightweightSession()")]
    [InlineData("store.BulkInsertEventsAsync(streams)")]
    public void what_appends_is_recognised(string text) => Appends().IsMatch(text).ShouldBeTrue();

    private static List<string> Sources()
    {
        var files = Directory.GetFiles(Source, "*.cs", SearchOption.AllDirectories).Where(x => !IsBuilt(x)).ToList();
        files.Count.ShouldBeGreaterThan(100);
        return files;
    }

    private static bool IsJournal(string file) =>
        file.StartsWith(Path.Combine(Source, "Wellbeing.Api", "EventStore"), StringComparison.Ordinal);

    private static bool IsBuilt(string file) => file.Split(Path.DirectorySeparatorChar).Any(x => x is "obj" or "bin");

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    [GeneratedRegex(
        @"(INSERT\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE|COPY)\s+(events\.)?mt_(events|streams)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000
    )]
    internal static partial Regex WritesTables();

    [GeneratedRegex(
        @"\bEvents\.(Append|StartStream|WriteToAggregate|FetchForWriting)|SaveChangesAsync|BulkInsert"
            + @"|\.(Lightweight|Open|DirtyTracked|Identity|OpenSerializable)Session(Async)?\(",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000
    )]
    private static partial Regex Appends();
}
