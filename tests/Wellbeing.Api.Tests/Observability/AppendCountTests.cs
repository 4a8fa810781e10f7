using System.Diagnostics.Metrics;
using Shouldly;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Observability;
using Wellbeing.Api.Tests.EventStore;
using Xunit;

namespace Wellbeing.Api.Tests.Observability;

/// <summary>What is counted as appended is what is stored. The meter is the process's, so each test counts its own flow alone.</summary>
public sealed class AppendCountTests(Database database) : IClassFixture<Database>
{
    private static readonly AsyncLocal<List<string>?> Counted = new();

    [Fact]
    public async Task when_a_batch_is_stored_each_of_its_events_is_counted_once()
    {
        await using var writing = Writing.Idle(database);
        var batch = Batch(writing.Forms(Bureau.Name("U")), writing.Forms(Bureau.Name("U")));
        (await CountAsync(batch)).ShouldBe(["unit unit_formed", "unit unit_formed"]);
    }

    [Fact]
    public async Task when_a_batch_is_refused_nothing_is_counted()
    {
        await using var writing = Writing.Idle(database);
        var entry = writing.Forms(Bureau.Name("U"));
        await CountAsync(Batch(entry));
        (await CountAsync(Batch(entry))).ShouldBeEmpty();
    }

    [Fact]
    public async Task when_a_batch_is_a_dry_run_nothing_is_counted()
    {
        await using var writing = Writing.Idle(database);
        (await CountAsync(Batch(writing.Forms(Bureau.Name("U"))), kept: false)).ShouldBeEmpty();
    }

    private static Batch Batch(params JournalEntry[] entries)
    {
        var batch = new Batch(DateTimeOffset.UnixEpoch, Database.Calendar, Database.Authenticity.Key);
        foreach (var entry in entries)
            batch.Add(entry);
        return batch;
    }

    private async Task<List<string>> CountAsync(Batch batch, bool kept = true)
    {
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument is { Name: "wellbeing.appends", Meter.Name: Counters.Name })
                listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>(
            (_, value, tags, _) =>
            {
                value.ShouldBe(1);
                Counted.Value?.Add($"{tags[0].Value} {tags[1].Value}");
            }
        );
        listener.Start();
        var counted = Counted.Value = [];
        await using var connection = await database.Application.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        batch.IsTaken = true;
        await Database.Journal(database, TimeProvider.System).AppendAsync(batch, transaction, default, kept);
        await transaction.CommitAsync();
        Counted.Value = null;
        return counted;
    }
}
