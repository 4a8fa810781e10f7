using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Wellbeing.Api.Seal;
using Xunit;

namespace Wellbeing.Api.Tests.Records;

/// <summary>What cannot be put on record, or cannot be opened, is not disclosed.</summary>
public sealed class UnrecordedDisclosureTests
{
    // The store takes nothing more; what is there can be read.
    internal const string Full = """
        CREATE FUNCTION events.full() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = 'disk_full'; END $$;
        CREATE TRIGGER full_disk BEFORE INSERT ON events.mt_events FOR EACH ROW EXECUTE FUNCTION events.full();
        """;

    [Fact]
    public async Task when_the_disclosure_cannot_be_stored_no_byte_of_text_is_sent()
    {
        await using var server = await Host.StartAsync();
        var officer = await server.OfficerAsync();
        var path = $"talks/{await server.TalkAsync(officer)}";
        await server.Database.ExecuteAsync(Full);

        var refused = await server.Auditor().PostAsync($"{path}/disclosures", Telling.Purpose);

        refused.Refused(503, "unavailable");
        refused.Text.ShouldNotContain("Sleeps badly");
        (await server.Database.DisclosedAsync(officer)).ShouldBeEmpty();
        (await server.Auditor().GetAsync(path)).Done();

        await server.Database.ExecuteAsync("DROP TRIGGER full_disk ON events.mt_events");
        (await server.Auditor().PostAsync($"{path}/disclosures", Telling.Purpose))
            .Done()
            .Text.ShouldContain("Sleeps badly");
    }

    [Fact]
    public async Task when_the_officers_key_is_missing_it_is_503_and_nothing_is_on_record()
    {
        await using var server = await Host.StartAsync();
        var officer = await server.OfficerAsync();
        var path = $"talks/{await server.TalkAsync(officer)}";
        await using (var keys = NpgsqlDataSource.Create(server.Database.Settings["ConnectionStrings:KeysOwner"]!))
        {
            await using var lose = keys.CreateCommand("DELETE FROM keys.subject_keys");
            await lose.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
        server.Services.GetRequiredService<KeyStore>().Forget(officer.Id);

        (await server.Auditor().PostAsync($"{path}/disclosures", Telling.Purpose)).Refused(503, "unavailable");

        (await server.Database.DisclosedAsync(officer)).ShouldBeEmpty();
    }
}
