using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Wellbeing.Api.Erasures;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Imports;
using Wellbeing.Api.Webhooks;
using Wellbeing.Domain;
using Xunit;
using Xunit.Sdk;

namespace Wellbeing.Api.Tests.Webhooks;

/// <summary>What other systems are told, how often it is tried, and what becomes of what nobody took.</summary>
public sealed class DeliveryTests(Telling telling) : IClassFixture<Telling>
{
    private const string Raised = "org.wellbeing.warning_raised";

    [Fact]
    public async Task an_event_is_told_by_names_alone_and_signed_so_that_the_receiver_can_verify_it()
    {
        var server = await telling.RunAsync();
        await using var receiver = await Receiver.StartAsync();
        var officer = await server.OfficerAsync();
        var hook = await server.HookAsync(receiver, officer.Unit);
        var warning = await server.WarningAsync(officer);
        var message = (await receiver.WaitAsync(1)).ShouldHaveSingleItem();

        message.IsSignedWith(hook.Secret).ShouldBeTrue();
        message.IsSignedWith("whsec_" + Convert.ToBase64String(new byte[32])).ShouldBeFalse();
        message.ContentType.ShouldStartWith("application/cloudevents+json");
        var id = await server.EventAsync(warning, "warning_raised");
        message.Id.ShouldBe($"{id}");
        var occurred = await server.Database.AskAsync<string>(
            "SELECT headers ->> 'occurredAt' FROM events.mt_events WHERE id = $1",
            id
        );
        message
            .Json.EnumerateObject()
            .ToDictionary(x => x.Name, x => x.Value.ToString())
            .ShouldBe(
                new Dictionary<string, string>
                {
                    ["specversion"] = "1.0",
                    ["id"] = $"{id}",
                    ["source"] = "urn:wellbeing:test",
                    ["type"] = Raised,
                    ["subject"] = $"/api/v1/warnings/{warning}",
                    ["time"] = message.Json.GetProperty("time").GetString()!,
                    ["datacontenttype"] = "application/json",
                    ["data"] = message.Json.GetProperty("data").ToString(),
                },
                ignoreOrder: true
            );
        message.Json.GetProperty("time").GetDateTimeOffset().ShouldBe(DateTimeOffset.Parse(occurred, null));
        var data = message.Json.GetProperty("data");
        data.EnumerateObject()
            .ToDictionary(x => x.Name, x => x.Value.ToString())
            .ShouldBe(
                new Dictionary<string, string>
                {
                    ["stream"] = "warning",
                    ["streamId"] = $"{warning}",
                    ["version"] = "1",
                    ["unitCode"] = officer.Unit,
                    ["officerId"] = $"{officer.Id}",
                },
                ignoreOrder: true
            );
    }

    [Fact]
    public async Task no_text_name_or_number_is_in_any_message_whatever_is_put_on_record()
    {
        const string said = "Zq8unheard of nobody else";
        var server = await telling.RunAsync();
        await using var receiver = await Receiver.StartAsync();
        var unit = await server.UnitAsync();
        var hook = await server.HookAsync(receiver, unit);
        var officer = await server.OfficerAsync(unit);
        await server.OfOfficerAsync(officer, "preferences", new { preference = said });
        await server.OfOfficerAsync(officer, "identity", new { name = said });
        await server.PutAsync("talks", With(Bureau.Talk(officer), "narrative"));
        await server.PutAsync("warnings", With(Bureau.Warning(officer), "evidence"));
        await server.PutAsync("interventions", With(Bureau.Intervention(officer), "plan"));
        await server.PutAsync("leaves", With(Requested.Leave(officer), "reason"));
        await server.PutAsync("suggestions", With(Requested.Suggestion(officer), "text"));
        await server.PutAsync("commendations", With(Bureau.Nomination(officer), "citation"));
        await server.PutAsync("activities", With(Bureau.Activity(unit), "summary"));
        await server.ReviewAsync(unit);
        await server.RegisterAsync(unit);

        var messages = await receiver.WaitAsync(11);
        messages
            .Select(x => x.Type["org.wellbeing.".Length..])
            .Order()
            .ShouldBe([
                "activity_held",
                "commendation_nominated",
                "intervention_opened",
                "leave_requested",
                "officer_enrolled",
                "officer_preference_stated",
                "register_consolidated",
                "review_held",
                "suggestion_submitted",
                "talk_held",
                "warning_raised",
            ]);
        foreach (var message in messages)
        {
            message.Text.ShouldNotContain("Zq8unheard");
            message.Text.ShouldNotContain(officer.Badge);
            message.Text.ShouldNotContain("actor");
            message.IsSignedWith(hook.Secret).ShouldBeTrue();
        }
        // Where the record is read is what its subject says.
        foreach (var message in messages.Where(x => !x.Type.Contains("officer", StringComparison.Ordinal)))
        {
            var reader = server.As(Role.Auditor);
            (await reader.GetAsync(message.Json.GetProperty("subject").GetString()!)).Done();
        }

        static object With(object body, string field) =>
            System.Text.Json.Nodes.JsonNode.Parse(Client.TextOf(body))!.AsObject() is var json
            && (json[field] = said) is not null
                ? json
                : body;
    }

    [Fact]
    public async Task a_receiver_that_fails_is_tried_again_with_the_same_id_until_it_takes_the_event()
    {
        var server = await telling.RunAsync();
        await using var receiver = await Receiver.StartAsync();
        var officer = await server.OfficerAsync();
        var hook = await server.HookAsync(receiver, officer.Unit);
        receiver.Answer = _ => receiver.Messages.Count < Telling.Attempts - 1 ? 503 : 200;
        await server.WarningAsync(officer);
        var messages = await receiver.WaitAsync(Telling.Attempts);
        messages.Select(x => x.Id).Distinct().ShouldHaveSingleItem();
        messages.ShouldAllBe(x => x.IsSignedWith(hook.Secret));
        await Until.TrueAsync(async () => (await server.StandingAsync(hook)).GetProperty("waiting").GetInt64() == 0);
        (await server.DeadLettersAsync(hook)).ShouldBeEmpty();
        receiver.Messages.Count.ShouldBe(Telling.Attempts);
    }

    [Fact]
    public async Task after_the_last_attempt_an_event_is_a_dead_letter_and_can_be_retried_alone_or_with_the_others()
    {
        var server = await telling.RunAsync();
        await using var receiver = await Receiver.StartAsync(500);
        var officer = await server.OfficerAsync();
        var hook = await server.HookAsync(receiver, officer.Unit, "warning_raised");
        foreach (var _ in Enumerable.Range(0, 3))
            await server.WarningAsync(officer);
        await Until.TrueAsync(async () => (await server.DeadLettersAsync(hook)).Count == 3);

        var dead = await server.DeadLettersAsync(hook);
        var reply = await server.Administrator().GetAsync($"webhooks/{hook.Id}/dead-letters");
        reply.Text.ShouldNotContain("what-the-receiver-said");
        foreach (var letter in dead)
        {
            letter.Text("type").ShouldBe("warning_raised");
            letter.GetProperty("attempts").GetInt32().ShouldBe(Telling.Attempts);
            letter.GetProperty("lastStatus").GetInt32().ShouldBe(500);
        }
        receiver.Messages.Count.ShouldBe(3 * Telling.Attempts);
        (await server.StandingAsync(hook)).GetProperty("deadLetters").GetInt64().ShouldBe(3);
        var ready = (await server.Anonymous.GetAsync("/readyz")).Json;
        ready.GetProperty("checks").GetProperty("webhooks").Text("status").ShouldBe("degraded");
        ready
            .GetProperty("checks")
            .GetProperty("webhooks")
            .GetProperty("deadLetters")
            .GetInt64()
            .ShouldBeGreaterThanOrEqualTo(3);

        receiver.Answer = _ => 200;
        var one = dead[0].Text("eventId")!;
        (await server.SetAsync(hook, $"dead-letters/{one}/retry"))
            .Done()
            .Json.GetProperty("retried")
            .GetInt32()
            .ShouldBe(1);
        (await receiver.WaitAsync(Telling.Attempts + 1, x => x.Id == one)).Count.ShouldBe(Telling.Attempts + 1);
        (await server.SetAsync(hook, $"dead-letters/{one}/retry")).Refused(404, "not-found");
        (await server.DeadLettersAsync(hook)).Count.ShouldBe(2);
        (await server.SetAsync(hook, "dead-letters/retry")).Done().Json.GetProperty("retried").GetInt32().ShouldBe(2);
        await receiver.WaitAsync((3 * Telling.Attempts) + 3);
        await Until.TrueAsync(async () => (await server.StandingAsync(hook)).GetProperty("waiting").GetInt64() == 0);
        (await server.DeadLettersAsync(hook)).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_receiver_that_does_not_answer_keeps_no_other_waiting_and_is_given_up_in_time()
    {
        var server = await telling.RunAsync();
        await using var dead = await Receiver.StartAsync(null);
        await using var receiver = await Receiver.StartAsync();
        var officer = await server.OfficerAsync();
        var silent = await server.HookAsync(dead, officer.Unit);
        await server.HookAsync(receiver, officer.Unit);
        const int warnings = 3 * WebhookSettings.AtOnce;
        foreach (var _ in Enumerable.Range(0, warnings))
            await server.WarningAsync(officer);
        await dead.WaitAsync(1);
        var started = Stopwatch.GetTimestamp();
        await receiver.WaitAsync(warnings);
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(2));
        await dead.WaitAsync(2 * WebhookSettings.AtOnce);
        dead.MostAtOnce.ShouldBe(WebhookSettings.AtOnce);
        await Until.TrueAsync(async () =>
            await server.Database.AskAsync<long>(
                "SELECT count(*) FROM webhooks.deliveries WHERE webhook_id = $1 AND last_failure = 'timeout'",
                silent.Id
            ) > 0
        );
        (await server.SetAsync(silent, "retire")).Done();
    }

    [Fact]
    public async Task a_redirect_is_a_failure_and_is_not_followed()
    {
        var server = await telling.RunAsync();
        await using var receiver = await Receiver.StartAsync(307);
        var officer = await server.OfficerAsync();
        var hook = await server.HookAsync(receiver, officer.Unit);
        await server.WarningAsync(officer);
        await Until.TrueAsync(async () => (await server.DeadLettersAsync(hook)).Count == 1);
        (await server.DeadLettersAsync(hook))[0].GetProperty("lastStatus").GetInt32().ShouldBe(307);
        receiver.Messages.ShouldAllBe(x => x.Path == "/hook");
    }

    [Fact]
    public async Task when_nobody_listens_the_list_says_so_without_a_status()
    {
        var server = await telling.RunAsync();
        Hook hook;
        var officer = await server.OfficerAsync();
        await using (var receiver = await Receiver.StartAsync())
            hook = await server.HookAsync(receiver, officer.Unit);
        await server.WarningAsync(officer);
        await Until.TrueAsync(async () => (await server.DeadLettersAsync(hook)).Count == 1);
        var letter = (await server.DeadLettersAsync(hook))[0];
        letter.Text("lastFailure").ShouldBe("unreachable");
        letter.TryGetProperty("lastStatus", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task when_the_receiver_answers_410_it_is_paused_and_told_what_it_missed_once_it_is_resumed()
    {
        var server = await telling.RunAsync();
        await using var receiver = await Receiver.StartAsync(410);
        var officer = await server.OfficerAsync();
        var hook = await server.HookAsync(receiver, officer.Unit);
        var first = await server.WarningAsync(officer);
        await Until.TrueAsync(async () => (await server.StandingAsync(hook)).Text("status") == "paused");
        (await server.StandingAsync(hook)).GetProperty("gone").GetBoolean().ShouldBeTrue();
        (await server.DeadLettersAsync(hook)).ShouldBeEmpty();
        var second = await server.WarningAsync(officer);
        receiver.Answer = _ => 200;
        var before = receiver.Messages.Count;
        (await server.SetAsync(hook, "resume")).Done();
        var told = (await receiver.WaitAsync(before + 2))
            .Skip(before)
            .Select(x => x.Json.GetProperty("data").Text("streamId"));
        told.ShouldBe([$"{first}", $"{second}"], ignoreOrder: true);
        (await server.StandingAsync(hook)).GetProperty("gone").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task only_what_was_asked_for_is_told_of_the_unit_and_those_below_and_nothing_of_the_past()
    {
        var server = await telling.RunAsync();
        await using var receiver = await Receiver.StartAsync();
        var unit = await server.UnitAsync();
        var (above, below, elsewhere) = (
            await server.OfficerAsync(unit),
            await server.OfficerAsync(await server.UnitAsync(unit)),
            await server.OfficerAsync()
        );
        var early = await server.WarningAsync(below);
        var quiet = await server.OfficerAsync(unit);
        var hook = await server.HookAsync(receiver, unit, "warning_raised", "talk_held");
        var all = await server.HookAsync(receiver, unit);
        var meant = new[] { await server.WarningAsync(above), await server.WarningAsync(below) };
        await server.WarningAsync(elsewhere);
        await server.LeaveAsync(below);
        var imported = await server.ImportAsync(Lines.Text(CareLines.Raised(Bureau.Name("w"), below.Badge)));
        imported.Totals!.Accepted.ShouldBe(1);
        await server.OverrideAsync(quiet);
        await server.OfOfficerAsync(below, "identity", new { name = "Another name" });
        await server.OfOfficerAsync(below, "legal-hold", new { reason = "An inquest" });
        foreach (var each in new[] { hook, all })
        {
            await server.LookedAfterAsync(each);
            await Until.TrueAsync(async () =>
                (await server.StandingAsync(each)).GetProperty("waiting").GetInt64() == 0
            );
        }
        Of(hook)
            .Select(x => x.Json.GetProperty("data").Text("streamId"))
            .ShouldBe(meant.Select(x => $"{x}"), ignoreOrder: true);
        Of(all).Select(x => x.Type).Order().ShouldBe(["org.wellbeing.leave_requested", Raised, Raised]);
        receiver.Messages.ShouldNotContain(x => x.Text.Contains($"{early}", StringComparison.Ordinal));

        IEnumerable<Message> Of(Hook each) => receiver.Messages.Where(x => x.IsSignedWith(each.Secret));
    }

    [Fact]
    public async Task of_whose_record_is_not_to_be_processed_others_are_told_that_alone_until_it_is_lifted()
    {
        var server = await telling.RunAsync();
        await using var receiver = await Receiver.StartAsync();
        var officer = await server.OfficerAsync();
        var warning = await server.WarningAsync(officer);
        var hook = await server.HookAsync(receiver, officer.Unit);
        receiver.Answer = _ => 503;
        (await server.SetAsync(hook, "pause")).Done();
        (await server.Integrator().PostAsync($"warnings/{warning}/dismiss", new { reason = "Raised twice." })).Done();
        await server.OfOfficerAsync(officer, "restriction", new { basis = "accuracyContested" });
        receiver.Answer = _ => 200;
        (await server.SetAsync(hook, "resume")).Done();
        await server.LookedAfterAsync(hook);
        await Until.TrueAsync(async () => (await server.StandingAsync(hook)).GetProperty("waiting").GetInt64() == 0);
        receiver.Messages.Select(x => x.Type).ShouldBe(["org.wellbeing.processing_restricted"]);
        await server.OfOfficerAsync(officer, "restriction/lift", new { });
        await server.WarningAsync(officer);
        (await receiver.WaitAsync(3))
            .Skip(1)
            .Select(x => x.Type)
            .ShouldBe(["org.wellbeing.restriction_lifted", Raised], ignoreOrder: true);
    }

    [Fact]
    public async Task an_erasure_takes_what_waits_and_what_is_dead_and_others_are_told_of_the_erasure_alone()
    {
        var server = await telling.RunAsync();
        await using var receiver = await Receiver.StartAsync(500);
        var officer = await server.OfficerAsync();
        var other = await server.OfficerAsync(officer.Unit);
        var hook = await server.HookAsync(receiver, officer.Unit);
        await server.DismissedAsync(officer);
        await server.WarningAsync(other);
        await Until.TrueAsync(async () => (await server.DeadLettersAsync(hook)).Count == 3);
        await server.Database.ExecuteAsync(
            $"UPDATE webhooks.deliveries SET dead_at = NULL, next_at = '2999-01-01' WHERE webhook_id = '{hook.Id}' "
                + $"AND event_id = (SELECT event_id FROM webhooks.deliveries WHERE officer_id = '{officer.Id}' LIMIT 1)"
        );
        receiver.Answer = _ => 200;
        var before = receiver.Messages.Count;
        await server.ErasedAsync(officer);
        var told = (await receiver.WaitAsync(before + 1)).Skip(before).ShouldHaveSingleItem();
        told.Type.ShouldBe("org.wellbeing.officer_erased");
        told.Json.GetProperty("data").Text("officerId").ShouldBe($"{officer.Id}");
        await Until.TrueAsync(async () => (await server.StandingAsync(hook)).GetProperty("waiting").GetInt64() == 0);
        (
            await server.Database.AskAsync<long>(
                "SELECT count(*) FROM webhooks.deliveries WHERE officer_id = $1",
                officer.Id
            )
        ).ShouldBe(0);
        (await server.DeadLettersAsync(hook)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task an_erasure_is_told_though_another_node_clears_up_after_it_once_more()
    {
        var server = await telling.RunAsync();
        await using var receiver = await Receiver.StartAsync(500);
        var officer = await server.OfficerAsync();
        var hook = await server.HookAsync(receiver, officer.Unit);
        await server.ErasedAsync(officer);
        await Until.TrueAsync(async () => await IsDeadAsync());
        await Purge.RunAsync(server.Services.GetRequiredService<NpgsqlDataSource>(), officer.Id, default);
        (await IsDeadAsync()).ShouldBeTrue();

        async Task<bool> IsDeadAsync() =>
            (await server.DeadLettersAsync(hook)).Exists(x => x.Text("type") == "officer_erased");
    }

    [Fact]
    public async Task an_erasure_is_told_whatever_types_were_asked_for_and_where_the_officer_was_before()
    {
        var server = await telling.RunAsync();
        await using var receiver = await Receiver.StartAsync();
        var (officer, other) = (await server.OfficerAsync(), await server.OfficerAsync());
        await server.HookAsync(receiver, officer.Unit, "leave_overstayed");
        var moved = new
        {
            toUnit = other.Unit,
            effectiveOn = "2024-05-01",
            reason = "rotation",
        };
        (await server.Administrator().PostAsync($"officers/{officer.Id}/transfer", moved)).Done();
        await server.ErasedAsync(other);
        await server.ErasedAsync(officer);
        var told = (await receiver.WaitAsync(1)).ShouldHaveSingleItem();
        told.Type.ShouldBe("org.wellbeing.officer_erased");
        told.Json.GetProperty("data").Text("officerId").ShouldBe($"{officer.Id}");
    }

    [Fact]
    public async Task for_a_time_both_the_new_secret_and_the_one_before_sign_and_neither_is_told_again()
    {
        var server = await telling.RunAsync();
        await using var receiver = await Receiver.StartAsync();
        var officer = await server.OfficerAsync();
        var hook = await server.HookAsync(receiver, officer.Unit);
        var renewed = (await server.SetAsync(hook, "secret")).Done();
        renewed.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var secret = renewed.Json.Text("secret")!;
        secret.ShouldNotBe(hook.Secret);
        renewed
            .Json.GetProperty("previousSecretUntil")
            .GetDateTimeOffset()
            .ShouldBeInRange(DateTimeOffset.UtcNow.AddHours(23), DateTimeOffset.UtcNow.AddHours(25));
        await server.WarningAsync(officer);
        var message = (await receiver.WaitAsync(1))[0];
        message.IsSignedWith(secret).ShouldBeTrue();
        message.IsSignedWith(hook.Secret).ShouldBeTrue();

        await server.Database.ExecuteAsync(
            $"UPDATE webhooks.endpoints SET previous_until = now() - interval '1 second' WHERE id = '{hook.Id}'"
        );
        await server.WarningAsync(officer);
        var last = (await receiver.WaitAsync(2))[1];
        (last.IsSignedWith(secret), last.IsSignedWith(hook.Secret)).ShouldBe((true, false));

        (await server.Administrator().GetAsync($"webhooks/{hook.Id}")).Text.ShouldNotContain("whsec_");
        (await server.Administrator().GetAsync("webhooks?limit=500")).Text.ShouldNotContain("whsec_");
        var dump = await server.Database.DumpAsync("webhooks", "journal");
        foreach (var each in new[] { secret, hook.Secret })
        {
            dump.ShouldNotContain(each);
            dump.ShouldNotContain(Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(each)));
            dump.ShouldNotContain(Convert.ToHexStringLower(Convert.FromBase64String(each["whsec_".Length..])));
        }
    }

    [Fact]
    public async Task the_recipe_in_the_documents_verifies_a_message_and_no_other()
    {
        var server = await telling.RunAsync();
        await using var receiver = await Receiver.StartAsync();
        var officer = await server.OfficerAsync();
        var hook = await server.HookAsync(receiver, officer.Unit);
        await server.WarningAsync(officer);
        var message = (await receiver.WaitAsync(1))[0];
        var page = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "webhooks.md"));
        var recipe = page.Split("```python\n")[1].Split("```")[0];
        var file = Path.Combine(server.Folder, "verify.py");
        await File.WriteAllTextAsync(file, recipe);
        (await VerifiesAsync(message.Text)).ShouldBeTrue();
        (
            await VerifiesAsync(message.Text.Replace(officer.Unit, "elsewhere", StringComparison.Ordinal))
        ).ShouldBeFalse();

        async Task<bool> VerifiesAsync(string body)
        {
            string[] arguments = [file, message.Id, message.Time, message.Signatures];
            var start = new ProcessStartInfo("python3", arguments)
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardError = true,
                Environment = { ["WEBHOOK_SECRET"] = hook.Secret },
            };
            try
            {
                using var python = Process.Start(start)!;
                await python.StandardInput.WriteAsync(body);
                python.StandardInput.Close();
                await python.WaitForExitAsync();
                return python.ExitCode == 0;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                throw SkipException.ForSkip("python3 is not installed, in which the recipe is written.");
            }
        }
    }

    [Fact]
    public void every_type_is_either_sent_or_kept_on_purpose()
    {
        var kept = Catalogue.All.Select(x => x.Name).Except(WebhookTypes.Sent).Order();
        kept.ShouldBe([
            "access_overridden",
            "access_reviewed",
            "assessment_item_alerted",
            "erasure_confirmed",
            "erasure_proposed",
            "erasure_withdrawn",
            "legal_hold_lifted",
            "legal_hold_placed",
            "officer_identity_changed",
            "policy_adopted",
            "record_disclosed",
            "record_exported",
        ]);
    }
}
