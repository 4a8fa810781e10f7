using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Laws;
using Wellbeing.Api.Tests.Records;
using Xunit;

namespace Wellbeing.Api.Tests.Attacks;

/// <summary>Nothing that is put on record goes away again: how much one person may put there in a day has an end.</summary>
public sealed class QuotaTests
{
    private static readonly (string, string) Usual = ("Quota:Factor", "1");

    [Fact]
    public async Task when_an_officer_sends_60_red_self_warnings_in_a_second_ten_are_taken()
    {
        await using var server = await Host.StartAsync(null, Usual);
        var officer = await server.OfficerAsync();
        var replies = await Task.WhenAll(
            Enumerable.Range(0, 60).Select(_ => server.Officer(officer).PostAsync("warnings", SelfWarning(officer)))
        );
        replies.Count(x => x.Status == HttpStatusCode.Created).ShouldBe(10);
        foreach (var refused in replies.Where(x => x.Status != HttpStatusCode.Created))
        {
            refused.Refused(429, "minute-events-used-up").Text.ShouldContain("10 events");
            refused.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        }
        (await StoredAsync(server, officer.Badge)).ShouldBe(10);
    }

    [Fact]
    public async Task when_somebody_sends_240_long_talks_no_more_is_stored_than_the_day_allows()
    {
        await using var server = await Host.StartAsync(null, Usual);
        var officer = await server.OfficerAsync();
        var body = Bureau.Talk(officer).And("narrative", new string('谈', 9_000));
        var replies = new System.Collections.Concurrent.ConcurrentBag<Requests.Reply>();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 240),
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (_, _) => replies.Add(await server.PoliticalOfficer(officer.Unit, "po-long").PostAsync("talks", body))
        );
        var refused = replies.Where(x => x.Status != HttpStatusCode.Created).ToList();
        refused.ShouldNotBeEmpty();
        refused.ForEach(x => x.Refused(429, "daily-bytes-used-up").Text.ShouldContain("4000000 bytes"));
        var stored = await server.Database.AskAsync<long>(
            "SELECT sum(octet_length(data::text)) FROM events.mt_events WHERE user_name = 'po-long'"
        );
        stored.ShouldBeInRange(3_500_000, 4_000_000 + (replies.Count * 100));
        // What is short has room still.
        (await server.PoliticalOfficer(officer.Unit, "po-short").PostAsync("talks", Bureau.Talk(officer))).Made();
    }

    [Fact]
    public async Task when_the_days_quota_is_used_up_on_two_nodes_a_third_that_starts_anew_refuses_too()
    {
        await using var server = await Host.StartAsync(null, Usual, ("Quota:PerDay", "40"));
        await using var other = await Host.BesideAsync(server, Usual, ("Quota:PerDay", "40"));
        var officer = await server.OfficerAsync();
        var made = 0;
        for (var sent = 0; sent < 60; sent++)
        {
            var node = sent % 2 == 0 ? server : other;
            var reply = await node.PoliticalOfficer(officer.Unit, "po-two").PostAsync("talks", Bureau.Talk(officer));
            if (reply.Status == HttpStatusCode.Created)
                made++;
            else
                reply.Refused(429, "daily-events-used-up").Text.ShouldContain("40 events");
        }
        made.ShouldBe(40);

        await using var third = await Host.BesideAsync(server, Usual, ("Quota:PerDay", "40"));
        foreach (var sub in new[] { "po-two", "PO-TWO" })
        {
            var late = await third.PoliticalOfficer(officer.Unit, sub).PostAsync("talks", Bureau.Talk(officer));
            late.Refused(429, "daily-events-used-up");
            var next = DateTimeOffset.UtcNow + late.Headers.RetryAfter!.Delta!.Value;
            var midnight = TimeZoneInfo
                .ConvertTime(next, TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"))
                .TimeOfDay;
            Math.Min(midnight.TotalSeconds, 86_400 - midnight.TotalSeconds).ShouldBeLessThan(30);
        }
        // Each has the own; a system has none.
        (await third.PoliticalOfficer(officer.Unit, "po-three").PostAsync("talks", Bureau.Talk(officer))).Made();
        for (var sent = 0; sent < 45; sent++)
            await third.TalkAsync(officer);
    }

    [Fact]
    public async Task when_many_come_at_once_no_more_is_stored_than_the_day_allows()
    {
        await using var server = await Host.StartAsync(null, Usual, ("Quota:PerDay", "40"));
        var officer = await server.OfficerAsync();
        var replies = await Task.WhenAll(
            Enumerable
                .Range(0, 120)
                .Select(_ => server.PoliticalOfficer(officer.Unit, "po-many").PostAsync("talks", Bureau.Talk(officer)))
        );
        replies.Count(x => x.Status == HttpStatusCode.Created).ShouldBe(40);
        (await StoredAsync(server, "po-many")).ShouldBe(40);
    }

    [Fact]
    public async Task when_the_quota_is_used_up_a_repetition_is_answered_and_what_was_refused_has_counted_nothing()
    {
        await using var server = await Host.StartAsync(null, Usual, ("Quota:PerDay", "3"));
        var officer = await server.OfficerAsync();
        var client = server.PoliticalOfficer(officer.Unit, "po-again");
        var key = ("Idempotency-Key", "one");
        var first = (await client.PostAsync("talks", Bureau.Talk(officer), key)).Made();
        for (var i = 0; i < 5; i++)
        {
            Bureau
                .IdOf((await client.PostAsync("talks", Bureau.Talk(officer), key)).Made())
                .ShouldBe(Bureau.IdOf(first));
            (await client.PostAsync("talks", Bureau.Talk(officer).And("officerId", Guid.NewGuid()))).Refused(
                404,
                "unknown-officer"
            );
            (await client.PostAsync("talks", Bureau.Talk(officer).And("mood", 9))).Refused(400, "bad-input");
            (await client.PostAsync($"talks/{Bureau.IdOf(first)}/void", new { reason = "Another officer's." })).Refused(
                409,
                "second-person-needed"
            );
        }
        for (var i = 0; i < 2; i++)
            (await client.PostAsync("talks", Bureau.Talk(officer))).Made();
        (await client.PostAsync("talks", Bureau.Talk(officer))).Refused(429, "daily-events-used-up");
        Bureau.IdOf((await client.PostAsync("talks", Bureau.Talk(officer), key)).Made()).ShouldBe(Bureau.IdOf(first));
    }

    [Fact]
    public async Task when_an_officer_also_serves_what_is_done_in_each_role_counts_by_itself()
    {
        await using var server = await Host.StartAsync(null, Usual, ("Quota:OwnPerDay", "2"));
        var officer = await server.OfficerAsync();
        var both = server.With(
            server.Token([Role.Officer, Role.PoliticalOfficer], new Claims("both-1", officer.Unit, officer.Badge))
        );
        for (var i = 0; i < 3; i++)
            (await both.PostAsync("talks", Bureau.Talk(officer))).Made();
        var own = server.With(server.Token([Role.Officer], new Claims("both-1", null, officer.Badge)));
        for (var i = 0; i < 2; i++)
            (await own.PostAsync("warnings", SelfWarning(officer))).Made();
        (await own.PostAsync("warnings", SelfWarning(officer))).Refused(429, "daily-events-used-up");
    }

    [Theory]
    [InlineData("Quota:PerDay", "0")]
    [InlineData("Quota:BytesPerDay", "-1")]
    [InlineData("Quota:Factor", "0")]
    public async Task when_a_quota_makes_no_sense_the_server_does_not_start(string name, string value) =>
        (
            await Should.ThrowAsync<InvalidOperationException>(() => Host.StartAsync(null, (name, value)))
        ).Message.ShouldContain("Quota:");

    [Fact]
    public async Task when_code_appends_for_a_person_past_the_quota_it_fails()
    {
        await using var server = await Host.StartAsync();
        var journal = server.Services.GetRequiredService<EventJournal>();
        var batch = journal.Open();
        batch.Add(
            new JournalEntry(
                Domain.StreamKind.Unit,
                Guid.NewGuid(),
                0,
                null,
                [
                    new NewEvent(
                        Guid.NewGuid(),
                        new Domain.Units.UnitFormed("Q1", "Q1", Domain.Units.UnitKind.Support, null),
                        journal.Now
                    ),
                ],
                new Author("admin-1", null, Role: "administrator")
            )
        );
        await using var connection = await server.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        (
            await Should.ThrowAsync<InvalidOperationException>(() =>
                journal.AppendAsync(batch, transaction, CancellationToken.None)
            )
        ).Message.ShouldContain("quota");
    }

    private static object SelfWarning(Known officer) =>
        new
        {
            officerId = officer.Id,
            category = "emotional",
            level = "red",
            source = "self",
            evidence = "I cannot sleep any more.",
        };

    private static Task<long> StoredAsync(Host.Running server, string sub) =>
        server.Database.AskAsync<long>("SELECT count(*) FROM events.mt_events WHERE user_name = $1", sub);
}

/// <summary>A second node on which nobody has a quota that anything fits into.</summary>
public sealed class NothingLeft : IAsyncLifetime
{
    private Host.Running? _first;
    private Host.Running? _second;

    internal Host.Running Server => _first ?? throw Database.Skip();

    internal Host.Running Used => _second ?? throw Database.Skip();

    public async ValueTask InitializeAsync()
    {
        if (!Database.Available)
            return;
        _first = await Host.StartAsync();
        _second = await Host.BesideAsync(
            _first,
            ("Quota:Factor", "1"),
            ("Quota:BytesPerDay", "1"),
            ("Quota:OwnBytesPerDay", "1")
        );
    }

    public async ValueTask DisposeAsync()
    {
        if (_second is not null)
            await _second.DisposeAsync();
        if (_first is not null)
            await _first.DisposeAsync();
    }
}

/// <summary>No endpoint that appends goes past the quota, whatever it appends.</summary>
public sealed class QuotaLaws(NothingLeft nothing) : IClassFixture<NothingLeft>
{
    public static TheoryData<string> Appending =>
        [.. Matrix.All.Where(x => x.Appends || x.Discloses).Select(x => x.Endpoint)];

    [Theory]
    [MemberData(nameof(Appending))]
    public async Task when_nothing_is_left_every_person_is_refused_and_a_system_is_not(string endpoint)
    {
        var row = EndpointLaws.Of(endpoint);
        var stranger = await nothing.Server.OfficerAsync();
        var (asked, people) = (0, row.May.Count(x => x != Role.Integrator));
        foreach (var make in row.Also.Prepend(row.SampleAsync))
        {
            // Refused by the quota, it is not used up: one sample serves everybody who may.
            var stage = await Stage.SetAsync(nothing.Server, make, stranger, Relations);
            var subject = stage.Sample with { UnderCare = stage.Sample.UnderCare || row.CareAlone };
            foreach (var (role, relation) in row.May.SelectMany(x => Relations.Select(y => (x, y))))
            {
                if (
                    row.ReachOf(role)?.Covers(relation, subject) != true
                    || stage.Sample.RefusedWith(role, relation) is not null
                    || role == Role.Integrator
                )
                    continue;
                var client = nothing.Used.With(nothing.Used.Token([role], stage.Who(role, relation)));
                var reply = await EndpointLaws.AskAsync(client, row, stage.Sample.Path, stage.Sample.Body);
                reply.Refused(429, "daily-bytes-used-up").Headers.RetryAfter.ShouldNotBeNull($"{role} {relation}");
                asked++;
            }
        }
        (asked > 0).ShouldBe(people > 0, "Nobody who may was asked.");
        if (!row.May.Contains(Role.Integrator))
            return;
        var system = await Stage.SetAsync(nothing.Server, row.SampleAsync, stranger, Relation.Own);
        var posted = nothing.Used.With(
            nothing.Used.Token([Role.Integrator], system.Who(Role.Integrator, Relation.Own))
        );
        (await EndpointLaws.AskAsync(posted, row, system.Sample.Path, system.Sample.Body)).Status.ShouldNotBe(
            HttpStatusCode.TooManyRequests
        );
    }

    private static readonly Relation[] Relations = [Relation.Own, Relation.Unit, Relation.Elsewhere];
}
