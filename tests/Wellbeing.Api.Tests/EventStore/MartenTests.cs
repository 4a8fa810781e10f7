using System.Text.Json;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Imports;
using Wellbeing.Domain.Officers;
using Xunit;

namespace Wellbeing.Api.Tests.EventStore;

/// <summary>What the journal writes is what the event store would have written, and reads.</summary>
public sealed class MartenTests(Host host)
{
    [Fact]
    public async Task the_event_store_reads_the_streams_with_all_that_is_stored_beside_them()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var promotion = new { rank = "sergeant", effectiveOn = "2024-01-01" };
        (await server.Administrator().PostAsync($"officers/{officer.Id}/promotion", promotion)).Done();

        await using var session = server.Services.GetRequiredService<IDocumentStore>().QuerySession();
        var stream = await session.Events.FetchStreamAsync(officer.Id);
        stream.Select(x => x.Version).ShouldBe([1, 2]);
        stream[0].Data.ShouldBeOfType<OfficerEnrolled>().UnitCode.ShouldBe(officer.Unit);
        stream[1].Data.ShouldBeOfType<OfficerPromoted>().Rank.ShouldBe("sergeant");
        stream.ShouldAllBe(x => x.UserName == "development-administrator" && x.CorrelationId!.Length == 32);
        stream.ShouldAllBe(x => (string)x.Headers!["role"] == "administrator");
        stream[1].Headers!["occurredAt"].ShouldBe(new DateTime(2023, 12, 31, 16, 0, 0, DateTimeKind.Utc));
        stream.ShouldAllBe(x => x.StreamId == officer.Id && x.Sequence > 0 && !x.IsArchived);
        (await session.Events.FetchStreamStateAsync(officer.Id))!.Version.ShouldBe(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task column_by_column_it_is_what_the_event_store_would_have_appended(bool posted)
    {
        var server = await host.RunAsync();
        var (ours, theirs) = (await (posted ? server.TalkAsync() : ImportedAsync(server)), Guid.CreateVersion7());
        await using var store = DocumentStore.For(options =>
        {
            options.Connection(server.Database.Application);
            Persistence.ConfigureEvents(options);
        });
        await using (var session = store.LightweightSession())
        {
            var stored = (await session.Events.FetchStreamAsync(ours))[0];
            session.CorrelationId = stored.CorrelationId;
            session.LastModifiedBy = stored.UserName;
            foreach (var (name, value) in stored.Headers!)
                session.SetHeader(name, value);
            session.Events.StartStream(theirs, stored.Data);
            await session.SaveChangesAsync();
        }
        await SameAsync(server, "mt_events", "stream_id", ours, theirs, "id", "stream_id", "seq_id", "timestamp");
        // Ours names the kind of stream, which the event store knows only of aggregates.
        await SameAsync(server, "mt_streams", "id", ours, theirs, "id", "timestamp", "created", "type");
    }

    /// <summary>A talk with all that stands beside an imported event.</summary>
    private static async Task<Guid> ImportedAsync(Host.Running server)
    {
        var officer = await server.OfficerAsync();
        await server.ImportAsync(Lines.Text(CareLines.Held(Bureau.Name("n"), officer.Badge)));
        return await server.Database.AskAsync<Guid>(
            "SELECT id FROM readmodels.mt_doc_talk WHERE officer_id = $1",
            officer.Id
        );
    }

    private static async Task SameAsync(
        Host.Running server,
        string table,
        string key,
        Guid ours,
        Guid theirs,
        params string[] own
    )
    {
        var row = $"SELECT (to_jsonb(t) - $2)::text FROM events.{table} AS t WHERE {key} = $1";
        var (mine, others) = (
            await server.Database.AskAsync<string>(row, ours, own),
            await server.Database.AskAsync<string>(row, theirs, own)
        );
        Fields(mine).Keys.ShouldBe(Fields(others).Keys);
        foreach (var (name, value) in Fields(others).Where(x => x.Key != "mt_dotnet_type"))
            Fields(mine)[name].ShouldBe(value, name);
    }

    private static Dictionary<string, string> Fields(string row) =>
        JsonElement.Parse(row).EnumerateObject().ToDictionary(x => x.Name, x => x.Value.GetRawText());
}
