using System.Text.Json;
using JasperFx.Events;
using Npgsql;
using Shouldly;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features;
using Wellbeing.Domain;
using Xunit;

namespace Wellbeing.Api.Tests.EventStore;

/// <summary>A kind of record that only this file knows: its events, its state and its line in the registry are all it takes.</summary>
public sealed class NewKindTests(Host host)
{
    private const StreamKind Kind = (StreamKind)99;

    private static readonly Guid Id = Guid.CreateVersion7();
    private static readonly DateTimeOffset At = new(2024, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private static readonly RecordKind Umbrellas = RecordKind.Of<Umbrella>(Kind, "umbrella", "umbrellas", isCare: true);

    [Fact]
    public void its_events_fold_in_their_order_and_in_no_other()
    {
        var lent = Umbrellas.After(null, Happened(1, new Lent(Guid.NewGuid(), "RIVER", "black")), Database.Calendar);
        lent.ShouldBeOfType<Umbrella>()
            .ShouldSatisfyAllConditions(
                x => x.Colour.ShouldBe("black"),
                x => x.Returned.ShouldBeFalse(),
                x => ((IRecordState)x).AboutOfficer.ShouldBe(x.OfficerId)
            );
        var returned = Happened(2, new Returned(Guid.NewGuid(), "RIVER"));

        ((Umbrella)Umbrellas.After(lent, returned, Database.Calendar)).Returned.ShouldBeTrue();
        Should.Throw<InvalidOperationException>(() => Umbrellas.After(null, returned, Database.Calendar));
    }

    [Fact]
    public void its_events_are_decoded()
    {
        var fact = new Lent(Guid.NewGuid(), "RIVER", "black");
        var stored = new Event<Lent>(fact)
        {
            Id = Id,
            StreamId = Id,
            Version = 1,
            Timestamp = At,
            UserName = "po-7",
        };
        stored.SetHeader(RecordedEvents.OccurredAt, "2024-02-29T16:00:00Z");

        RecordedEvents
            .Of(Umbrellas.Events[0], stored)
            .ShouldBe(new RecordedEvent(Id, Id, Kind, 1, new(2024, 2, 29, 16, 0, 0, TimeSpan.Zero), At, "po-7", fact));
        RecordedEvents
            .Of(
                Umbrellas.Events[0],
                Id,
                Id,
                1,
                JsonSerializer.SerializeToUtf8Bytes(fact, CareJson.Options),
                At,
                "po-7",
                "2024-02-29T16:00:00Z"
            )
            .Data.ShouldBe(fact);
    }

    [Fact]
    public async Task its_record_is_found_with_the_officers_unit_and_what_closes_the_officers_record()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var umbrella = new Umbrella(Id, officer.Id, "ELSEWHERE", "black", Returned: false);
        await using var connection = await server.Database.Owner.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await ExecuteAsync(
            $"CREATE TABLE {Umbrellas.Table()} (id uuid, officer_id uuid, mt_version bigint, occurred_at timestamptz, data jsonb)"
        );
        await ExecuteAsync(
            $"INSERT INTO {Umbrellas.Table()} VALUES ($1, $2, 3, $3, $4::jsonb)",
            Id,
            officer.Id,
            At,
            JsonSerializer.Serialize(umbrella, CareJson.Options)
        );

        var found = (await LoadedRecord.FindAsync(connection, Umbrellas, Id, default)).ShouldNotBeNull();
        found.State.ShouldBe(umbrella);
        (found.Version, found.OccurredAt, found.UnitNow).ShouldBe((3, At, officer.Unit));
        found.Restriction.Restricted.ShouldBeFalse();
        await transaction.RollbackAsync();

        async Task ExecuteAsync(string sql, params object[] values)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            foreach (var value in values)
                command.Parameters.Add(new NpgsqlParameter { Value = value });
            await command.ExecuteNonQueryAsync();
        }
    }

    private static RecordedEvent Happened(long version, ICareEvent fact) =>
        new(Guid.NewGuid(), Id, Kind, version, At, At, "po-7", fact);

    internal sealed record Lent(Guid? OfficerId, string? UnitCode, string Colour) : CareEvent, ICareEvent;

    internal sealed record Returned(Guid? OfficerId, string? UnitCode) : CareEvent, ICareEvent;

    internal sealed record Umbrella(Guid Id, Guid OfficerId, string UnitCode, string Colour, bool Returned)
        : RecordState,
            IRecordState<Umbrella>,
            IOfficerRecord
    {
        public static IReadOnlyList<EventType> Events { get; } =
        [
            new("umbrella_lent", typeof(Lent), Kind, Starts: true, Continues: false),
            new("umbrella_returned", typeof(Returned), Kind),
        ];

        public static Umbrella Fold(Umbrella? before, RecordedEvent happened, BureauCalendar calendar) =>
            happened.Data is Lent lent
                ? new(happened.StreamId, lent.OfficerId!.Value, lent.UnitCode!, lent.Colour, Returned: false)
                : before! with
                {
                    Returned = true,
                };
    }
}
