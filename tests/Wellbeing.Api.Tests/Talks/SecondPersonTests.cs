using Shouldly;
using Wellbeing.Api.Tests.Records;
using Xunit;

namespace Wellbeing.Api.Tests.Talks;

/// <summary>What a talk's record says is never edited: it is amended beside, or declared void by a second person.</summary>
public sealed class SecondPersonTests(Host host)
{
    private static readonly object Reason = new { reason = "It was another officer." };

    [Theory]
    [InlineData("po-host")]
    [InlineData("po-recorder")]
    [InlineData("po-amender")]
    public async Task when_the_host_or_who_wrote_the_record_declares_a_talk_void_it_is_refused_and_another_may(
        string sub
    )
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var made = await server
            .PoliticalOfficer(officer.Unit, "po-recorder")
            .PostAsync("talks", Bureau.Talk(officer).And("host", "po-host"));
        var path = $"talks/{Bureau.IdOf(made.Made())}";
        var amendment = new { mood = 1, reason = "Misheard." };
        (await server.PoliticalOfficer(officer.Unit, "po-amender").PostAsync($"{path}/amend", amendment)).Done();

        (await server.PoliticalOfficer(officer.Unit, sub).PostAsync($"{path}/void", Reason)).Refused(
            409,
            "second-person-needed"
        );
        (await server.PoliticalOfficer(officer.Unit, "po-third").PostAsync($"{path}/void", Reason)).Done();

        var state = (await server.Auditor().GetAsync(path)).Done().Json;
        (state.Text("status"), state.Text("voidedBy"), state.Text("recordedBy"), state.Text("host")).ShouldBe(
            ("voided", "po-third", "po-recorder", "po-host")
        );
        (await server.PoliticalOfficer(officer.Unit, "po-fourth").PostAsync($"{path}/void", Reason)).Refused(
            409,
            "talk-voided"
        );
        (
            await server.PoliticalOfficer(officer.Unit).PostAsync($"{path}/amend", new { mood = 1, reason = "x" })
        ).Refused(409, "talk-voided");
    }

    [Fact]
    public async Task when_a_talk_has_ended_in_no_record_there_is_nothing_to_declare_void()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var talk = await server.ScheduledAsync(officer);
        (await server.PoliticalOfficer(officer.Unit).PostAsync($"talks/{talk}/void", Reason)).Refused(
            409,
            "nothing-to-void"
        );
    }

    [Fact]
    public async Task when_a_talk_is_amended_trail_and_history_show_what_it_said_before_and_after_and_who_changed_it()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var made = await server.PoliticalOfficer(officer.Unit, "po-1").PostAsync("talks", Bureau.Talk(officer));
        var path = $"talks/{Bureau.IdOf(made.Made())}";
        var amendment = new
        {
            mood = 2,
            concerns = new[] { new { category = "health", severity = 3 } },
            narrative = "Sleeps well.",
            reason = "Misheard.",
        };
        (await server.PoliticalOfficer(officer.Unit, "po-2").PostAsync($"{path}/amend", amendment)).Done();

        var state = (await server.Auditor().GetAsync(path)).Done().Json;
        state.GetProperty("mood").GetInt32().ShouldBe(2);
        var listed = state.GetProperty("amendments").EnumerateArray().ShouldHaveSingleItem();
        (listed.GetProperty("version").GetInt32(), listed.Text("by")).ShouldBe((2, "po-2"));
        listed
            .GetProperty("fields")
            .EnumerateArray()
            .Select(x => x.GetString())
            .ShouldBe(["concerns", "mood", "narrative"]);

        var trail = (await server.Auditor().GetAsync($"audit/streams/{Bureau.IdOf(made)}")).Items();
        trail
            .ConvertAll(x => (x.Text("type"), x.Text("actor"), x.Text("role")))
            .ShouldBe([("talk_held", "po-1", "political-officer"), ("talk_amended", "po-2", "political-officer")]);
        var (held, amended) = (trail[0], trail[1]);
        held.GetProperty("data").GetProperty("mood").GetInt32().ShouldBe(3);
        amended.GetProperty("before").GetProperty("mood").GetInt32().ShouldBe(3);
        amended.GetProperty("after").GetProperty("mood").GetInt32().ShouldBe(2);
        amended.GetProperty("before").GetProperty("concerns")[0].Text("category").ShouldBe("family");
        amended.GetProperty("after").GetProperty("concerns")[0].Text("category").ShouldBe("health");
        amended
            .GetProperty("sealed")
            .EnumerateArray()
            .Select(x => x.GetString())
            .ShouldBe(["reason", "narrative"], ignoreOrder: true);

        var history = (await server.Officer(officer).GetAsync($"officers/{officer.Id}/history?kind=talk")).Items();
        history
            .ConvertAll(x => (x.Text("type"), x.Text("actor"), x.GetProperty("facts").GetProperty("mood").GetInt32()))
            .ShouldBe([("talk_held", "po-1", 3), ("talk_amended", "po-2", 2)], ignoreOrder: true);
        history.ShouldAllBe(x => !x.GetRawText().Contains("Sleeps"));
    }
}
