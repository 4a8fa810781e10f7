using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Journal;
using Wellbeing.Api.Tests.Imports;
using Xunit;

namespace Wellbeing.Api.Tests.Journal;

/// <summary>A rebuild makes of the events what they made of themselves, byte for byte.</summary>
public sealed class RebuildTests
{
    [Fact]
    public async Task whatever_happened_a_rebuild_leaves_every_read_model_as_it_was()
    {
        await using var server = await Host.StartAsync();
        (await server.ImportAsync(Sample.Under("r"), "rebuild")).Totals!.Accepted.ShouldBe(Sample.Lines);
        (await server.ImportAsync(Lines.Text(Care()), "care")).Totals!.Rejected.ShouldBe(0);
        var officer = await server.OfficerAsync();
        await server.OverrideAsync(officer);
        (await server.As(Role.Auditor).GetAsync($"officers/{officer.Id}/history")).Done();
        var seed = Environment.TickCount;
        await new Workload(server, seed).RunAsync(steps: 500);

        var tables = await server.Database.ListAsync<string>(
            "SELECT tablename::text FROM pg_tables WHERE schemaname = 'readmodels'"
        );
        foreach (var table in tables)
            (await server.Database.AskAsync<long>($"SELECT count(*) FROM readmodels.{table}")).ShouldBeGreaterThan(
                0,
                table
            );
        await server.Services.GetRequiredService<HistoryReads>().FlushAsync(default);
        var reads = await ReadsAsync(server);
        reads.ShouldNotBeEmpty();
        var before = await server.Database.DumpAsync("readmodels");
        var events = await server.Database.AskAsync<long>("SELECT count(*) FROM events.mt_events");
        var folded = await new Rebuild(server.Database.Owner, Database.Calendar).RunAsync(
            new Progress<long>(),
            default
        );

        folded.ShouldBe(events);
        (await server.Database.DumpAsync("readmodels")).ShouldBe(before, $"seed {seed}");
        // They follow from no event: nothing could bring them back.
        (await ReadsAsync(server)).ShouldBe(reads);
    }

    [Fact]
    public async Task a_check_finds_the_table_that_a_rebuild_would_change_and_changes_nothing()
    {
        await using var server = await Host.StartAsync();
        (await server.ImportAsync(Lines.Text(Care()), "care")).Totals!.Rejected.ShouldBe(0);
        await new Workload(server, Environment.TickCount).RunAsync(steps: 50);
        var rebuild = new Rebuild(server.Database.Owner, Database.Calendar);

        var tables = await rebuild.CheckAsync(new Progress<long>(), default);
        tables.Select(x => x.Before.Table).ShouldBe(ReadModelRows.Tables);
        tables.ShouldAllBe(x => x.Before == x.After);
        foreach (var (table, _) in tables)
            table.Rows.ShouldBe(
                await server.Database.AskAsync<long>($"SELECT count(*) FROM {table.Table}"),
                table.Table
            );

        await server.Database.ExecuteAsync("UPDATE readmodels.mt_doc_unit SET name = name || E'\\n' WHERE unit_code = 'C1'");
        var before = await server.Database.DumpAsync("readmodels");
        var changed = (await rebuild.CheckAsync(new Progress<long>(), default)).Single(x => x.Before != x.After);
        (changed.Before.Table, changed.Before.Rows).ShouldBe(("readmodels.mt_doc_unit", changed.After.Rows));
        (await server.Database.DumpAsync("readmodels")).ShouldBe(before);
    }

    [Fact]
    public async Task a_rebuild_that_breaks_off_leaves_all_as_it_was()
    {
        await using var server = await Host.StartAsync();
        await server.NominationAsync();
        var before = await server.Database.DumpAsync("readmodels");
        await server.Database.ExecuteAsync("ALTER TABLE events.mt_events DISABLE TRIGGER USER");
        await server.Database.ExecuteAsync(
            "UPDATE events.mt_events SET type = 'from_the_future' WHERE type = 'commendation_nominated'"
        );
        await Should.ThrowAsync<InvalidOperationException>(() =>
            new Rebuild(server.Database.Owner, Database.Calendar).RunAsync(new Progress<long>(), default)
        );
        (await server.Database.DumpAsync("readmodels")).ShouldBe(before);
    }

    private static Task<List<string>> ReadsAsync(Host.Running server) =>
        server.Database.ListAsync<string>("SELECT t::text FROM journal.history_reads AS t ORDER BY t::text");

    /// <summary>One record of each kind, linked to the next.</summary>
    private static IEnumerable<string> Care() =>
        [
            Lines.Formed("C1"),
            Lines.Enrolled("C2", "C1"),
            CareLines.Held("c", "C2"),
            CareLines.Raised("c", "C2", "talk", "talk/c"),
            CareLines.Opened("c", "C2", "warning/c"),
        ];
}
