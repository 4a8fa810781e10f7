using Shouldly;
using Wellbeing.Api.Tests.Imports;
using Xunit;

namespace Wellbeing.Api.Tests.Commendations;

/// <summary>A free text about a person is nowhere in the database as it was said.</summary>
public sealed class SealingTests
{
    private const string Marker = "zq7unheardof";

    [Fact]
    public async Task no_text_is_plain_in_any_table_and_a_citation_is_read_all_the_same()
    {
        await using var server = await Host.StartAsync();
        var (office, officer) = (server.Administrator(), await server.OfficerAsync());
        var text = $"He said {Marker} and left.";
        (
            await office.PostAsync(
                $"officers/{officer.Id}/preferences",
                new { preference = text },
                ("Idempotency-Key", Marker)
            )
        ).Done();
        (
            await office.PostAsync($"officers/{officer.Id}/talents", new { category = "music", description = text })
        ).Done();
        var nomination = Laws.EndpointLaws.With(Bureau.Nomination(officer), "citation", text);
        var id = Bureau.IdOf((await server.Integrator().PostAsync("commendations", nomination)).Made());
        (
            await server.Integrator().PostAsync($"commendations/{id}/review", new { advice = "approve", note = text })
        ).Done();
        (
            await office.PostAsync($"commendations/{id}/approve", new { level = "commendation", authority = "county" })
        ).Done();
        (await office.PostAsync($"commendations/{id}/revoke", new { reason = text })).Done();
        var other = await server.NominationAsync(officer);
        (await office.PostAsync($"commendations/{other}/decline", new { reason = text })).Done();
        (
            await office.PostAsync(
                $"officers/{officer.Id}/departure",
                new
                {
                    kind = "retired",
                    departedOn = "2024-06-01",
                    reason = text,
                }
            )
        ).Done();
        (
            await server.ImportAsync(
                Lines.Text(
                    Lines.Formed("X1"),
                    Lines.Enrolled("X2", "X1"),
                    Lines.Nominated(Marker, "X2", text),
                    Lines.Declined(Marker).But("reason", text)
                ),
                Marker
            )
        ).Totals!.Accepted.ShouldBe(4);

        (await server.Integrator().GetAsync($"commendations/{id}")).Done().Json.Text("citation").ShouldBe(text);
        var schemas = await server.Database.ListAsync<string>(
            "SELECT nspname::text FROM pg_namespace WHERE nspname NOT LIKE 'pg_%' AND nspname <> 'information_schema'"
        );
        var everything = await server.Database.DumpAsync([.. schemas]);
        everything.ShouldContain("commendation_nominated");
        everything.ShouldNotContain(Marker, Case.Insensitive);
        everything.ShouldNotContain(Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(Marker)), Case.Insensitive);
    }
}
