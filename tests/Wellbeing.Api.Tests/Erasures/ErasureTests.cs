using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shouldly;
using Wellbeing.Api.Commands;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Ledger;
using Wellbeing.Api.Seal;
using Wellbeing.Api.Tests.Records;
using Wellbeing.Api.Tests.Requests;
using Xunit;
using HistoryReads = Wellbeing.Api.EventStore.HistoryReads;

namespace Wellbeing.Api.Tests.Erasures;

/// <summary>Who is erased is gone, and what happened stays.</summary>
public sealed class ErasureTests(Host host)
{
    [Fact]
    public async Task when_30_days_of_announcement_are_over_an_auditor_confirms_and_not_before()
    {
        await using var server = await Host.StartAsync(
            services => services.AddSingleton<TimeProvider>(Later),
            ("Erasure:AnnouncedForDays", "30")
        );
        Later.Ahead = default;
        var officer = await server.OfficerAsync();
        await server.ProposedAsync(officer);

        var told = (await server.Officer(officer).GetAsync($"officers/{officer.Id}/history")).Done();
        told.Json.GetProperty("items").EnumerateArray().Last().Text("type").ShouldBe("erasure_proposed");
        var listed = (await server.Auditor().GetAsync("erasures?status=proposed")).Done();
        listed.Json.GetProperty("items").EnumerateArray().Single().Text("officerId").ShouldBe($"{officer.Id}");

        Later.Ahead = TimeSpan.FromDays(30) - TimeSpan.FromMinutes(1);
        (await ConfirmAsync(server, officer)).Refused(409, "announcement-runs");
        Later.Ahead = TimeSpan.FromDays(30);
        (await ConfirmAsync(server, officer)).Done();
        await IsErasedAsync(server, officer);
    }

    [Fact]
    public async Task who_proposed_it_does_not_confirm_it_and_nobody_the_own_in_whatever_role()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        (
            await server
                .As(Role.Administrator, badge: officer.Badge)
                .PostAsync($"officers/{officer.Id}/erasure", Bureau.Basis)
        ).Refused(409, "own-erasure");
        await server.ProposedAsync(officer);
        var path = $"officers/{officer.Id}/erasure/confirm";
        (await server.As(Role.Auditor, badge: officer.Badge).PostAsync(path, Bureau.Basis)).Refused(409, "own-erasure");
        (await server.Auditor("development-administrator").PostAsync(path, Bureau.Basis)).Refused(
            409,
            "second-person-needed"
        );
        (await server.Auditor().PostAsync(path, new { basis = "unlawful" })).Refused(409, "other-basis");
    }

    [Theory]
    [InlineData("warning-open")]
    [InlineData("complaint-open")]
    [InlineData("intervention-open")]
    [InlineData("legal-hold")]
    [InlineData("contest-open")]
    public async Task while_something_is_open_it_is_refused_and_afterwards_it_is_not(string code)
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        await server.ProposedAsync(officer);
        var other = await server.OfficerAsync();
        var close = new List<Func<Task>>();
        foreach (var each in new[] { officer, other })
            close.Add(await OpenAsync(server, each, code));

        (await ConfirmAsync(server, officer)).Refused(409, code);
        (await server.Administrator().PostAsync($"officers/{other.Id}/erasure", Bureau.Basis)).Refused(409, code);
        foreach (var each in close)
            await each();
        (await ConfirmAsync(server, officer)).Done();
        await server.ProposedAsync(other);
    }

    [Theory]
    [InlineData("assessments")]
    [InlineData("leaves")]
    [InlineData("suggestions")]
    [InlineData("equipment")]
    public async Task the_kept_answer_to_any_record_of_the_officer_is_gone_and_anothers_is_not(string path)
    {
        var server = await host.RunAsync();
        var (officer, other) = (await server.OfficerAsync(), await server.OfficerAsync());
        var (gone, kept) = (await KeyedAsync(officer), await KeyedAsync(other));
        await server.ErasedAsync(officer);
        (await CountAsync(gone)).ShouldBe(0);
        (await CountAsync(kept)).ShouldBe(1);

        async Task<string> KeyedAsync(Known each)
        {
            object body = path switch
            {
                "assessments" => Bureau.Assessment(each),
                "leaves" => Requested.Leave(each),
                "suggestions" => Requested.Suggestion(each),
                _ => Requested.Piece(each),
            };
            var reply = await server.Integrator().PostAsync(path, body, ("Idempotency-Key", $"{each.Id}"));
            return reply.Made().Json.Text("id")!;
        }

        Task<long> CountAsync(string id) =>
            server.Database.AskAsync<long>("SELECT count(*) FROM journal.replies WHERE body ->> 'id' = $1", id);
    }

    [Fact]
    public async Task marks_of_notices_about_the_officer_are_gone()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var notice = await server.NoticedAsync(officer);
        (await server.Auditor().PostAsync($"notices/{notice}/read", new { })).Done();
        await server.ErasedAsync(officer);
        (
            await server.Database.AskAsync<long>(
                "SELECT count(*) FROM journal.notice_reads WHERE notice_id = $1",
                notice
            )
        ).ShouldBe(0);
    }

    [Fact]
    public async Task afterwards_facts_are_told_without_anybody_and_texts_are_gone_by_intent_and_not_missing()
    {
        var server = await host.RunAsync();
        var (officer, other) = (await server.OfficerAsync(), await server.OfficerAsync());
        var talk = await server.TalkAsync(officer);
        var award = await server.NominationAsync(officer);
        var before = (await server.Auditor().GetAsync($"officers/{officer.Id}/history")).Done();
        await server.ErasedAsync(officer);

        var answer = (await server.Auditor().GetAsync($"officers/{officer.Id}")).Done();
        answer.Json.Text("status").ShouldBe("erased");
        answer.Json.TryGetProperty("name", out _).ShouldBeFalse();
        answer.Json.TryGetProperty("badgeNumber", out _).ShouldBeFalse();
        answer.Json.GetProperty("summary").GetProperty("talksHeld").GetInt32().ShouldBe(1);
        (await server.Auditor().GetAsync($"officers/by-badge/{officer.Badge}")).Refused(404, "not-found");
        var after = (await server.Auditor().GetAsync($"officers/{officer.Id}/history")).Done();
        var types = Types(after);
        types[..Types(before).Count].ShouldBe(Types(before));
        types[^3..].ShouldBe(["erasure_proposed", "erasure_confirmed", "officer_erased"]);
        (await server.Auditor().GetAsync($"talks/{talk}")).Done();
        (await server.Auditor().PostAsync($"talks/{talk}/disclosures", Telling.Purpose)).Refused(409, "text-erased");
        var commendation = (await server.Auditor().GetAsync($"commendations/{award}")).Done();
        commendation.Json.TryGetProperty("citation", out _).ShouldBeFalse();
        (await server.Auditor().GetAsync($"officers/{officer.Id}/accesses")).Done();

        var keys = server.Services.GetRequiredService<KeyStore>();
        var found = await keys.LookUpAsync([officer.Id, other.Id]);
        found.Erased.Single().ShouldBe(officer.Id);
        found.Missing.ShouldBeEmpty();
        found.Keys.Keys.ShouldBe([other.Id]);
        server.Services.GetRequiredService<SealAlarms>().WithoutKey(1000).ShouldNotContain(officer.Id);
    }

    [Fact]
    public async Task nothing_more_is_put_on_record_of_who_is_erased_and_the_badge_number_is_free()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var talk = await server.TalkAsync(officer);
        await server.ErasedAsync(officer);

        (await server.Integrator().PostAsync("talks", Bureau.Talk(officer))).Refused(409, "officer-erased");
        (await server.Integrator().PostAsync($"talks/{talk}/amend", new { mood = 2, reason = "Misheard" })).Refused(
            409,
            "officer-erased"
        );
        (await server.Administrator().PostAsync($"officers/{officer.Id}/identity", new { name = "Somebody" })).Refused(
            409,
            "officer-erased"
        );
        (await ConfirmAsync(server, officer)).Refused(409, "officer-erased");
        var again = new
        {
            badgeNumber = officer.Badge,
            name = "Somebody else",
            unitCode = officer.Unit,
            appointedOn = "2024-01-01",
        };
        Bureau.IdOf((await server.Administrator().PostAsync("officers", again)).Made()).ShouldNotBe(officer.Id);
    }

    [Fact]
    public async Task answers_for_repetitions_messages_on_their_way_and_counts_of_readings_are_gone_and_others_stay()
    {
        var server = await host.RunAsync();
        var (officer, other) = (await server.OfficerAsync(), await server.OfficerAsync());
        foreach (var each in new[] { officer, other })
        {
            var key = ("Idempotency-Key", Guid.NewGuid().ToString());
            (await server.Integrator().PostAsync("talks", Bureau.Talk(each), key)).Made();
            await server.Auditor().GetAsync($"officers/{each.Id}/history");
            await server.Auditor().GetAsync($"officers/{each.Id}/accesses");
            await server.Database.ExecuteAsync(
                "INSERT INTO messaging.wolverine_outgoing_envelopes (id, owner_id, destination, body, attempts, message_type) "
                    + $"VALUES (gen_random_uuid(), 77, 'test://', convert_to('{{\"officerId\":\"{each.Id}\"}}', 'UTF8'), 0, 't')"
            );
        }
        (await StoredAsync(server, officer)).ShouldBe((1, 1, 1));
        // Read again, which is held in memory while the officer is erased.
        foreach (var each in new[] { officer, other })
            await server.Auditor().GetAsync($"officers/{each.Id}/history");
        await server.ErasedAsync(officer);
        await server.Services.GetRequiredService<HistoryReads>().FlushAsync(TestContext.Current.CancellationToken);

        (await StoredAsync(server, officer)).ShouldBe((0, 0, 0));
        (await StoredAsync(server, other)).ShouldBe((1, 1, 2));
    }

    [Fact]
    public async Task the_events_stay_byte_for_byte_as_they_were()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        await server.TalkAsync(officer);
        await server.ProposedAsync(officer);
        var before = await EventsAsync();
        (await ConfirmAsync(server, officer)).Done();
        await IsErasedAsync(server, officer);
        var after = await EventsAsync();
        after[..before.Count].ShouldBe(before);
        after.Count.ShouldBe(before.Count + 2);

        Task<List<string>> EventsAsync() =>
            server.Database.ListAsync<string>(
                "SELECT e::text FROM events.mt_events AS e WHERE data ->> 'officerId' = $1 ORDER BY seq_id",
                $"{officer.Id}"
            );
    }

    [Fact]
    public async Task when_another_node_erases_this_one_forgets_the_key_at_once()
    {
        await using var first = await Host.StartAsync();
        await using var second = await Host.BesideAsync(first);
        var officer = await first.OfficerAsync();
        var talk = await first.TalkAsync(officer);
        foreach (var node in new[] { first, second })
            (await node.Auditor().PostAsync($"talks/{talk}/disclosures", Telling.Purpose)).Done();
        await first.ErasedAsync(officer);

        (await second.Auditor().PostAsync($"talks/{talk}/disclosures", Telling.Purpose)).Refused(409, "text-erased");
        await Until.TrueAsync(async () =>
        {
            try
            {
                await second.Services.GetRequiredService<KeyStore>().GetAsync(officer.Id);
                return false;
            }
            catch (SubjectErasedException)
            {
                return true;
            }
        });
    }

    [Fact]
    public async Task the_certificate_says_who_when_on_which_law_and_when_the_last_copy_is_gone()
    {
        await using var server = await Host.StartAsync(null, ("Erasure:BackupsExpireAfterDays", "40"));
        var officer = await server.OfficerAsync();
        await server.ProposedAsync(officer);
        var path = $"erasures/{officer.Id}/certificate";
        (await server.Auditor().GetAsync(path)).Refused(404, "not-found");
        await server.ErasedAsync(officer: await server.OfficerAsync());
        (await ConfirmAsync(server, officer)).Done();
        await IsErasedAsync(server, officer);

        var lines = (await server.Auditor().GetAsync(path)).Done().Text.Split('\n');
        lines[..2].ShouldBe(["wellbeing erasure certificate v1", $"subject {officer.Id}"]);
        lines[2].ShouldStartWith($"erased {DateTimeOffset.UtcNow:yyyy-MM-dd}");
        lines[3..6]
            .ShouldBe([
                "basis retentionEnded",
                $"copies gone by {DateTimeOffset.UtcNow.AddDays(40):yyyy-MM-dd}",
                "master key to be renewed",
            ]);
        lines[6].ShouldBe("");
        lines[7].ShouldStartWith($"— {server.Services.GetRequiredService<LogKey>().Origin} ");
    }

    [Fact]
    public async Task the_tombstone_is_in_a_file_that_only_its_owner_reads_and_the_master_key_is_to_be_renewed()
    {
        await using var server = await Host.StartAsync();
        var officer = await server.OfficerAsync();
        (await DueAsync()).ShouldBeFalse();
        await server.ErasedAsync(officer);

        var file = Path.Combine(server.Folder, ".wellbeing", "secrets", "tombstones");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        JsonElement.Parse((await File.ReadAllLinesAsync(file)).Single()).Text("subject").ShouldBe($"{officer.Id}");
        await Until.TrueAsync(DueAsync);
        (await server.Auditor().GetAsync($"erasures/{officer.Id}"))
            .Done()
            .Json.GetProperty("masterKeyRenewalDue")
            .GetBoolean()
            .ShouldBeTrue();
        await KeysCommand.RotateAsync(
            server.Services.GetRequiredService<IConfiguration>(),
            server.Services.GetRequiredService<IHostEnvironment>(),
            _ => { },
            CancellationToken.None
        );
        await Until.TrueAsync(async () => !await DueAsync());

        async Task<bool> DueAsync()
        {
            var ready = await server.Anonymous.GetAsync("/readyz");
            var check = ready.Json.GetProperty("checks").GetProperty("erasures");
            return check.TryGetProperty("masterKeyRenewalDue", out var due) && due.GetBoolean();
        }
    }

    private static readonly Clock Later = new();

    private static Task<Reply> ConfirmAsync(Host.Running server, Known officer) =>
        server.Auditor().PostAsync($"officers/{officer.Id}/erasure/confirm", Bureau.Basis);

    private static Task IsErasedAsync(Host.Running server, Known officer) =>
        Until.TrueAsync(async () =>
            (await server.Auditor().GetAsync($"officers/{officer.Id}")).Json.Text("status") == "erased"
        );

    private static List<string?> Types(Reply history) =>
        [.. history.Json.GetProperty("items").EnumerateArray().Select(x => x.Text("type"))];

    private static async Task<(long Replies, long Messages, long Readings)> StoredAsync(
        Host.Running server,
        Known officer
    ) =>
        (
            await server.Database.AskAsync<long>(
                "SELECT count(*) FROM journal.replies WHERE body ->> 'id' IN "
                    + "(SELECT id::text FROM readmodels.mt_doc_talk WHERE officer_id = $1)",
                officer.Id
            ),
            await server.Database.AskAsync<long>(
                "SELECT count(*) FROM messaging.wolverine_outgoing_envelopes "
                    + "WHERE position(convert_to($1, 'UTF8') IN body) > 0",
                $"{officer.Id}"
            ),
            await server.Database.AskAsync<long>(
                "SELECT count(*) FROM journal.history_reads WHERE officer_id = $1",
                officer.Id
            )
        );

    private static async Task<Func<Task>> OpenAsync(Host.Running server, Known officer, string code)
    {
        switch (code)
        {
            case "legal-hold":
                await server.OfOfficerAsync(officer, "legal-hold", new { });
                return () => server.OfOfficerAsync(officer, "legal-hold/lift", new { });
            case "contest-open":
                var entryId = await server.ContestedAsync(officer);
                var answer = new
                {
                    entryId,
                    outcome = "stands",
                    answer = "The roster says so.",
                };
                return async () =>
                    (
                        await server
                            .PoliticalOfficer(officer.Unit)
                            .PostAsync($"officers/{officer.Id}/contest/answer", answer)
                    ).Done();
            case "intervention-open":
                var help = await server.InterventionAsync(officer);
                return () => DoneAsync($"interventions/{help}/abandon");
            default:
                var source = code == "complaint-open" ? "complaint" : "peer";
                var warning = Bureau.IdOf(
                    (await server.Integrator().PostAsync("warnings", Bureau.Warning(officer, source))).Made()
                );
                return () => DoneAsync($"warnings/{warning}/dismiss");
        }

        async Task DoneAsync(string path) =>
            (await server.Integrator().PostAsync(path, new { reason = "Over" })).Status.ShouldBe(HttpStatusCode.OK);
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }
}
