using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Imports;
using Xunit;

namespace Wellbeing.Api.Tests.EventStore;

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
        tables.Select(x => x.Before.Table).ShouldBe(MartenConfiguration.ReadModels.Select(x => x.Table.Name));
        tables.ShouldAllBe(x => x.Before == x.After);
        foreach (var (table, _) in tables)
            table.Rows.ShouldBe(
                await server.Database.AskAsync<long>($"SELECT count(*) FROM {table.Table}"),
                table.Table
            );

        await server.Database.ExecuteAsync(
            "UPDATE readmodels.mt_doc_unit SET name = name || E'\\n' WHERE unit_code = 'C1'"
        );
        var before = await server.Database.DumpAsync("readmodels");
        var all = await rebuild.CheckAsync(new Progress<long>(), default);
        all.Where(x => x.Before != x.After).Select(x => x.Before.Table).ShouldBe(["readmodels.mt_doc_unit"]);
        var changed = all.Single(x => x.Before != x.After);
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

    [Fact]
    public async Task while_it_runs_appends_go_on_and_none_of_them_is_missing_afterwards()
    {
        await using var server = await Host.StartAsync();
        (await server.ImportAsync(Sample.Under("r"), "rebuild")).Totals!.Accepted.ShouldBe(Sample.Lines);
        var rebuild = new Rebuild(server.Database.Owner, Database.Calendar);
        using var over = new CancellationTokenSource();
        var posting = Task.Run(async () =>
        {
            var posted = 0;
            for (; !over.IsCancellationRequested; posted++)
                await new Workload(server, posted).RunAsync(steps: 5);
            return posted;
        });
        for (var round = 0; round < 3; round++)
            await rebuild.RunAsync(new Progress<long>(), default);
        await over.CancelAsync();

        (await posting).ShouldBePositive();
        (await rebuild.CheckAsync(new Progress<long>(), default)).ShouldAllBe(x => x.Before == x.After);
    }

    [Fact]
    public async Task the_new_tables_have_the_names_the_indexes_and_the_rights_of_the_old_ones()
    {
        await using var server = await Host.StartAsync();
        await server.NominationAsync();
        var before = await ShapeAsync(server);
        await new Rebuild(server.Database.Owner, Database.Calendar).RunAsync(new Progress<long>(), default);

        (await ShapeAsync(server)).ShouldBe(before);
        (await server.Database.ListAsync<string>(Shadows)).ShouldBeEmpty();
        await server.NominationAsync();
    }

    [Fact]
    public async Task when_a_session_stops_half_way_through_an_append_the_others_go_on_and_the_rebuild_waits_for_it()
    {
        await using var server = await Host.StartAsync();
        await server.NominationAsync();
        await using var stuck = await server.Database.HoldAsync(
            $"SELECT pg_advisory_xact_lock_shared({Locks.Rebuild})"
        );
        var rebuilding = new Rebuild(server.Database.Owner, Database.Calendar).RunAsync(new Progress<long>(), default);
        await Until.TrueAsync(async () => await server.Database.WaitingAsync() > 0);
        await server.NominationAsync();

        rebuilding.IsCompleted.ShouldBeFalse();
        await stuck.CloseAsync();
        await rebuilding;
    }

    [Fact]
    public async Task when_one_is_under_way_another_is_refused()
    {
        await using var server = await Host.StartAsync();
        await using var first = await server.Database.HoldAsync($"SELECT pg_advisory_lock({Locks.OneRebuild})");
        (
            await Should.ThrowAsync<InvalidOperationException>(() =>
                new Rebuild(server.Database.Owner, Database.Calendar).RunAsync(new Progress<long>(), default)
            )
        ).Message.ShouldBe("Another rebuild is under way.");
        await using var release = first.CreateCommand();
        release.CommandText = "SELECT pg_advisory_unlock_all()";
        await release.ExecuteNonQueryAsync();
    }

    private const string Shadows = "SELECT nspname::text FROM pg_namespace WHERE nspname = 'readmodels_shadow'";

    private static async Task<string> ShapeAsync(Host.Running server) =>
        string.Join(
            '\n',
            await server.Database.ListAsync<string>(
                """
                SELECT indexdef FROM pg_indexes WHERE schemaname = 'readmodels'
                UNION ALL
                SELECT format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint
                WHERE connamespace = 'readmodels'::regnamespace AND contype = 'p'
                UNION ALL
                SELECT format('%s %s %s', c.oid::regclass, relacl, (
                    SELECT string_agg(format('%s %s %s', attname, format_type(atttypid, atttypmod), attnotnull), ',' ORDER BY attnum)
                    FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0))
                FROM pg_class AS c WHERE relnamespace = 'readmodels'::regnamespace AND relkind = 'r'
                ORDER BY 1
                """
            )
        );

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
