using Shouldly;
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
        var seed = Environment.TickCount;
        await new Workload(server, seed).RunAsync(steps: 300);

        var before = await server.Database.DumpAsync("readmodels");
        var events = await server.Database.AskAsync<long>("SELECT count(*) FROM events.mt_events");
        var folded = await new Rebuild(server.Database.Owner, Database.Calendar).RunAsync(
            new Progress<long>(),
            default
        );

        folded.ShouldBe(events);
        (await server.Database.DumpAsync("readmodels")).ShouldBe(before, $"seed {seed}");
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
}
