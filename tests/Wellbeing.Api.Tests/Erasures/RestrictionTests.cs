using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Imports;
using Wellbeing.Api.Tests.Records;
using Xunit;
using static Wellbeing.Api.Tests.Imports.Lines;

namespace Wellbeing.Api.Tests.Erasures;

/// <summary>A restricted record is kept, and read by the officer and by auditors alone.</summary>
public sealed class RestrictionTests(Host host)
{
    [Fact]
    public async Task while_processing_is_restricted_nobody_but_the_officer_puts_anything_on_record()
    {
        var (server, officer, talk) = await RestrictedAsync();
        (await server.Integrator().PostAsync("talks", Bureau.Talk(officer))).Refused(409, "processing-restricted");
        (
            await server
                .PoliticalOfficer(officer.Unit)
                .PostAsync($"talks/{talk}/amend", new { mood = 2, reason = "Misheard" })
        ).Refused(409, "processing-restricted");
        (await server.Administrator().PostAsync($"officers/{officer.Id}/talents", new { category = "music" })).Refused(
            409,
            "processing-restricted"
        );
        var lines = new[]
        {
            Line(
                "k",
                $"talk/{Bureau.Name("T")}",
                "talk_held",
                Bureau.Held,
                new
                {
                    badgeNumber = officer.Badge,
                    kind = "other",
                    heldAt = Bureau.Held,
                }
            ),
        };
        (await server.ImportAsync(Text(lines), Bureau.Name("source")))
            .Lines.Single(x => x.TryGetProperty("code", out _))
            .Text("code")
            .ShouldBe("processing-restricted");
        // What the officer asks for is done with the officer's consent.
        (await server.Officer(officer).PostAsync("warnings", Bureau.Warning(officer, "self"))).Made();

        await server.OfOfficerAsync(officer, "restriction/lift", new { });
        (await server.Integrator().PostAsync("talks", Bureau.Talk(officer))).Made();
    }

    [Fact]
    public async Task while_processing_is_restricted_the_officer_and_auditors_read_the_record_and_others_see_that_it_is()
    {
        var (server, officer, talk) = await RestrictedAsync();
        string[] records = [$"officers/{officer.Id}/history", $"officers/{officer.Id}/replay", $"talks/{talk}"];
        foreach (var path in records)
        {
            (await server.Officer(officer).GetAsync(path)).Done();
            (await server.Auditor().GetAsync(path)).Done();
            (await server.PoliticalOfficer(officer.Unit).GetAsync(path)).Refused(404, "not-found");
            (await server.As(Role.Commander, officer.Unit).GetAsync(path)).Refused(404, "not-found");
        }
        (await server.PoliticalOfficer(officer.Unit).PostAsync($"talks/{talk}/disclosures", Telling.Purpose)).Refused(
            404,
            "not-found"
        );
        // Another system that posted the talk does not read it either.
        (await server.Integrator().GetAsync($"talks/{talk}")).Refused(404, "not-found");
        (await ListedAsync(server.PoliticalOfficer(officer.Unit))).ShouldBe(0);
        (await ListedAsync(server.Officer(officer))).ShouldBe(1);
        (await ListedAsync(server.Auditor())).ShouldBe(1);

        var seen = (await server.PoliticalOfficer(officer.Unit).GetAsync($"officers/{officer.Id}")).Done().Json;
        seen.GetProperty("safeguards").GetProperty("restricted").GetBoolean().ShouldBeTrue();
        seen.TryGetProperty("summary", out _).ShouldBeFalse();
        var own = (await server.Officer(officer).GetAsync($"officers/{officer.Id}")).Done().Json;
        own.GetProperty("summary").GetProperty("talksHeld").GetInt32().ShouldBe(1);

        async Task<int> ListedAsync(Client caller) =>
            (await caller.GetAsync($"talks?officer={officer.Id}")).Done().Json.GetProperty("items").GetArrayLength();
    }

    private async Task<(Host.Running, Known, Guid)> RestrictedAsync()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var talk = await server.TalkAsync(officer);
        (await server.PoliticalOfficer(officer.Unit).GetAsync($"talks/{talk}")).Done();
        await server.OfOfficerAsync(officer, "restriction", new { basis = "accuracyContested" });
        return (server, officer, talk);
    }
}
