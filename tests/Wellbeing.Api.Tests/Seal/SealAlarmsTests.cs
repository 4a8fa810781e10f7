using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shouldly;
using Wellbeing.Api.Seal;
using Wellbeing.Api.Tests.Imports;
using Wellbeing.Api.Tests.Requests;
using Xunit;

namespace Wellbeing.Api.Tests.Seal;

/// <summary>What cannot be read is never an empty answer: it is 503, an alarm until it is mended, and one line of the log.</summary>
public sealed class SealAlarmsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task when_a_key_is_missing_it_is_503_and_an_alarm_until_it_is_put_back()
    {
        await using var server = await OnLine.StartAsync();
        var (officer, id) = await OnLine.CommendedAsync(server);
        await OnLine.KeysAsync(
            server,
            $"create table aside as select * from keys.subject_keys where subject_id = '{officer.Id}'",
            "delete from keys.subject_keys where subject_id = (select subject_id from aside)"
        );
        (await CheckAsync(server)).Status.ShouldBe(HealthStatus.Healthy);

        await ReadAsync(server, id, HttpStatusCode.ServiceUnavailable);
        var alarm = await CheckAsync(server);
        alarm.Status.ShouldBe(HealthStatus.Degraded);
        alarm.Description.ShouldBe("A subject's key is missing.");

        await OnLine.KeysAsync(server, "insert into keys.subject_keys select * from aside");
        (await CheckAsync(server)).Status.ShouldBe(HealthStatus.Healthy);
        await ReadAsync(server, id, HttpStatusCode.OK);
    }

    [Fact]
    public async Task when_a_text_does_not_open_it_is_503_and_an_alarm_until_that_text_opens()
    {
        await using var server = await OnLine.StartAsync();
        var (officer, id) = await OnLine.CommendedAsync(server);
        var other = await server.NominationAsync(officer);
        await server.Database.ExecuteAsync(
            $"""
            create table aside as select id, data from readmodels.mt_doc_commendation where id = '{id}';
            update readmodels.mt_doc_commendation c
            set data = jsonb_set(c.data, '{"{citation}"}', other.data -> 'citation')
            from readmodels.mt_doc_commendation other where c.id = '{id}' and other.id = '{other}'
            """
        );

        await ReadAsync(server, id, HttpStatusCode.ServiceUnavailable);
        await ReadAsync(server, other, HttpStatusCode.OK);
        var alarm = await CheckAsync(server);
        alarm.Status.ShouldBe(HealthStatus.Degraded);
        alarm.Description.ShouldBe("A sealed text does not open.");

        await server.Database.ExecuteAsync(
            "update readmodels.mt_doc_commendation c set data = aside.data from aside where c.id = aside.id"
        );
        await ReadAsync(server, id, HttpStatusCode.OK);
        (await CheckAsync(server)).Status.ShouldBe(HealthStatus.Healthy);
    }

    [Fact]
    public async Task when_the_current_master_key_is_not_here_new_subjects_are_503_and_the_check_says_so()
    {
        await using var server = await OnLine.StartAsync();
        var (_, id) = await OnLine.CommendedAsync(server);
        await OnLine.KeysAsync(
            server,
            """insert into keys.master_keys (id, "check") values ('0123456789abcdef', '\x00')"""
        );

        var unit = new
        {
            unitCode = Bureau.Name("U"),
            name = "Unit",
            kind = "frontline",
        };
        (await server.Administrator().PostAsync("units", unit)).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        await ReadAsync(server, id, HttpStatusCode.OK);
        var alarm = await CheckAsync(server);
        alarm.Status.ShouldBe(HealthStatus.Unhealthy);
        alarm.Description.ShouldBe("The master key is not that of the stored keys.");

        await OnLine.KeysAsync(server, "delete from keys.master_keys where id = '0123456789abcdef'");
        (await server.Administrator().PostAsync("units", unit)).Made();
        (await CheckAsync(server)).Status.ShouldBe(HealthStatus.Healthy);
    }

    [Fact]
    public async Task while_the_root_secret_is_away_nothing_is_appended_or_listed_on_and_all_else_is_served()
    {
        await using var nowhere = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=x;Database=x;Timeout=2");
        var away = new KeyStore(
            new KeyTable(nowhere),
            new KeyRing(() => [KeysDatabase.NewMaster()]),
            new KeyCache(1, TimeSpan.FromMinutes(5), TimeProvider.System),
            new SealAlarms(NullLogger<SealAlarms>.Instance)
        );
        await using var server = await Host.StartAsync(services => services.AddSingleton(new Secrets(away)));
        var auditor = server.As(Hosting.Role.Auditor);
        var body = new
        {
            unitCode = "U",
            name = "Another",
            kind = "support",
        };

        var answers = new[]
        {
            await server.Administrator().PostAsync("units", body),
            await server.Administrator().PostAsync("units", body, ("Idempotency-Key", "k")),
            await server.Integrator().SendAsync(HttpMethod.Post, Lines.Path("s"), Lines.Content(Lines.Formed("U"))),
            await auditor.GetAsync("units?cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
        };

        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.ServiceUnavailable);
        (await auditor.GetAsync("units")).Status.ShouldBe(HttpStatusCode.OK);
        (await CheckAsync(server)).Status.ShouldBe(HealthStatus.Unhealthy);
    }

    [Fact]
    public void each_subject_is_logged_once_by_its_id_and_again_only_after_it_was_mended()
    {
        var log = new Written();
        using var logging = LoggerFactory.Create(builder => builder.AddProvider(log));
        var alarms = new SealAlarms(logging.CreateLogger<SealAlarms>());
        var (subject, text) = (Guid.NewGuid(), Place(Guid.NewGuid()));
        var same = text with { EventId = Guid.NewGuid() };

        for (var times = 0; times < 3; times++)
        {
            alarms.KeyLost(subject);
            alarms.TextBroken(text);
            alarms.TextBroken(same);
        }
        Named(log, subject).ShouldBe(1);
        Named(log, text.SubjectId).ShouldBe(1);

        alarms.KeyFound(subject);
        alarms.KeyLost(subject);
        Named(log, subject).ShouldBe(3);
    }

    [Fact]
    public void a_broken_text_stays_an_alarm_while_others_of_the_subject_open()
    {
        using var logging = LoggerFactory.Create(_ => { });
        var alarms = new SealAlarms(logging.CreateLogger<SealAlarms>());
        var (one, other) = (Place(Guid.NewGuid()), Place(Guid.NewGuid()));
        alarms.TextBroken(one);
        alarms.TextBroken(other);

        alarms.TextOpened(one with { Field = "another" });
        alarms.TextOpened(other);
        alarms.AnyText.ShouldBeTrue();
        alarms.TextOpened(one);
        alarms.AnyText.ShouldBeFalse();
    }

    [Fact]
    public void what_was_erased_is_no_alarm()
    {
        using var logging = LoggerFactory.Create(_ => { });
        var alarms = new SealAlarms(logging.CreateLogger<SealAlarms>());
        var text = Place(Guid.NewGuid());
        alarms.KeyLost(text.SubjectId);
        alarms.TextBroken(text);

        alarms.Erased(text.SubjectId);

        (alarms.AnyKey, alarms.AnyText).ShouldBe((false, false));
    }

    private static async Task ReadAsync(Host.Running server, Guid commendation, HttpStatusCode status)
    {
        var answer = await server.Integrator().GetAsync($"commendations/{commendation}");
        answer.Status.ShouldBe(status, answer.Text);
    }

    private static async Task<HealthReportEntry> CheckAsync(Host.Running server) =>
        (await server.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Stop)).Entries["keys"];

    private static SealContext Place(Guid subject) =>
        new(subject, Guid.NewGuid(), Guid.NewGuid(), "talk_held", "narrative");

    private static int Named(Written log, Guid subject) => log.Text.Split(subject.ToString()).Length - 1;
}
