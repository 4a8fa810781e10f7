using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Records;
using Xunit;

namespace Wellbeing.Api.Tests.Officers;

/// <summary>An officer's own word stands beside an entry, and the entry stays as it was.</summary>
public sealed class ContestTests(Host host)
{
    [Fact]
    public async Task when_an_officer_contests_an_entry_it_stays_and_a_political_officer_answers()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var entry = await server.EntryAsync(officer);
        var (own, political) = (server.Officer(officer), server.PoliticalOfficer(officer.Unit));
        var path = $"officers/{officer.Id}/contest";
        var answer = new
        {
            entryId = entry,
            outcome = "stands",
            answer = "The roster says so.",
        };

        var before = await ItemAsync();
        (await political.PostAsync($"{path}/answer", answer)).Refused(409, "not-contested");
        (await own.PostAsync(path, Contest(entry))).Done();
        (await own.PostAsync(path, Contest(entry))).Refused(409, "already-contested");
        (await political.PostAsync($"{path}/answer", answer)).Done();
        (await political.PostAsync($"{path}/answer", answer)).Refused(409, "not-contested");
        (await own.PostAsync(path, Contest(entry))).Done();

        var history = (await own.GetAsync($"officers/{officer.Id}/history")).Items();
        history
            .ConvertAll(x => x.Text("text"))
            .TakeLast(3)
            .ShouldBe([
                "The officer contests an entry of this record.",
                "The contest of an entry was answered: the entry stands.",
                "The officer contests an entry of this record.",
            ]);
        history[^1].GetProperty("facts").Text("entryId").ShouldBe($"{entry}");
        var texts = (await server.Auditor().PostAsync($"officers/{officer.Id}/disclosures", Telling.Purpose))
            .Done()
            .Json.GetProperty("texts")
            .EnumerateArray()
            .Select(x => x.Text("text"));
        texts.ShouldBe(["I was on duty.", "The roster says so.", "I was on duty."], ignoreOrder: true);
        (await ItemAsync()).ShouldBe(before);

        async Task<string> ItemAsync() =>
            (await own.GetAsync($"officers/{officer.Id}/history"))
                .Items()
                .Single(x => x.Text("id") == $"{entry}")
                .GetRawText();
    }

    [Fact]
    public async Task what_became_of_a_collective_award_is_contested_by_one_who_was_nominated_with_it()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var nomination = new
        {
            recipientKind = "collective",
            unitCode = officer.Unit,
            title = "Together",
            deed = "other",
            nominatedOn = "2024-03-01",
        };
        var award = Bureau.IdOf((await server.Integrator().PostAsync("commendations", nomination)).Made());
        var later = await server.OfficerAsync(officer.Unit);
        (await server.Administrator().PostAsync($"commendations/{award}/approve", Bureau.Approval)).Done();
        var own = server.Officer(officer);
        var approved = (await own.GetAsync($"officers/{officer.Id}/history"))
            .Items()
            .Single(x => x.Text("type") == "commendation_approved")
            .GetProperty("id")
            .GetGuid();

        (await own.PostAsync($"officers/{officer.Id}/contest", Contest(approved))).Done();
        // Who came later is not concerned.
        (await server.Officer(later).PostAsync($"officers/{later.Id}/contest", Contest(approved))).Refused(
            404,
            "unknown-entry"
        );
        var answer = new
        {
            entryId = approved,
            outcome = "stands",
            answer = "The unit was awarded.",
        };
        (await server.PoliticalOfficer(officer.Unit).PostAsync($"officers/{officer.Id}/contest/answer", answer)).Done();
    }

    [Fact]
    public async Task while_the_record_is_restricted_the_officer_contests_and_nobody_answers()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var entry = await server.EntryAsync(officer);
        var political = server.PoliticalOfficer(officer.Unit);
        var path = $"officers/{officer.Id}/contest";
        var answer = new
        {
            entryId = entry,
            outcome = "stands",
            answer = "The roster says so.",
        };
        await server.OfOfficerAsync(officer, "restriction", new { basis = "accuracyContested" });

        (await server.Officer(officer).PostAsync(path, Contest(entry))).Done();
        (await political.PostAsync($"{path}/answer", answer)).Refused(409, "processing-restricted");

        await server.OfOfficerAsync(officer, "restriction/lift", new { });
        (await political.PostAsync($"{path}/answer", answer)).Done();
    }

    [Fact]
    public async Task an_entry_that_is_not_there_or_is_a_colleagues_is_unknown()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var theirs = await server.EntryAsync(await server.OfficerAsync(officer.Unit));
        var (own, path) = (server.Officer(officer), $"officers/{officer.Id}/contest");

        (await own.PostAsync(path, Contest(theirs))).Refused(404, "unknown-entry");
        (await own.PostAsync(path, Contest(Guid.NewGuid()))).Refused(404, "unknown-entry");
        (await own.PostAsync(path, new { entryId = "first", statement = "No." })).Refused(400, "bad-input");
        (await own.PostAsync(path, new { entryId = theirs })).Refused(400, "bad-input");
    }

    [Fact]
    public async Task an_entry_that_names_many_officers_is_contested_by_one_of_them()
    {
        var server = await host.RunAsync();
        var (officer, other) = (await server.OfficerAsync(), await server.OfficerAsync());
        await server.AttendedAsync(officer, other);
        var entry = await server.EntryAsync(officer, "attendance_recorded");

        (await server.Officer(officer).PostAsync($"officers/{officer.Id}/contest", Contest(entry))).Done();
    }

    [Fact]
    public async Task nobody_answers_the_own_contest_or_one_about_what_the_same_person_put_on_record()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var author = server.PoliticalOfficer(officer.Unit, "who-nominated");
        (await author.PostAsync("commendations", Bureau.Nomination(officer))).Made();
        var entry = await server.EntryAsync(officer, "commendation_nominated");
        (await server.Officer(officer).PostAsync($"officers/{officer.Id}/contest", Contest(entry))).Done();
        var path = $"officers/{officer.Id}/contest/answer";
        var answer = new
        {
            entryId = entry,
            outcome = "corrected",
            answer = "It was another day.",
        };

        (await author.PostAsync(path, answer)).Refused(409, "own-entry");
        (await server.As(Role.PoliticalOfficer, officer.Unit, officer.Badge).PostAsync(path, answer)).Refused(
            409,
            "own-request"
        );
        (await server.PoliticalOfficer(officer.Unit).PostAsync(path, answer)).Done();
    }

    private static object Contest(Guid entry) => new { entryId = entry, statement = "I was on duty." };
}
