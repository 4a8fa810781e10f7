using Shouldly;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Records;
using Wellbeing.Domain;
using Xunit;

namespace Wellbeing.Api.Tests.Attacks;

/// <summary>One person who comes under several spellings of one id stays one person.</summary>
public sealed class PersonTests(Host host)
{
    private static readonly object Reason = new { reason = "It was another officer." };

    public static TheoryData<string> LookAlikes =>
        [
            "po-bg ",
            " po-bg",
            "po- bg",
            "po-bg\t",
            "po-bg\u00a0",
            "po-bg\u200b",
            "po-\u00adbg",
            "\u202epo-bg",
            "po-bg\u3000",
            "ｐｏ-bg",
            "pо-bg",
            "po‐bg",
            "po-bg\u0301",
            "po-bg\u0001",
            "po-bg\ufe0f",
            "",
            " ",
            "李雷",
        ];

    public static TheoryData<string> Reserved =>
        [
            "source:po-bg",
            "Source:x",
            "rule:talk-coverage@1",
            "RULE:x",
            "system:initial-policy",
            "system:",
            "server",
            "Server",
        ];

    [Theory]
    [MemberData(nameof(LookAlikes))]
    [MemberData(nameof(Reserved))]
    public async Task when_a_token_names_nobody_who_can_be_told_from_others_it_is_401(string sub)
    {
        var server = await host.RunAsync();
        foreach (var role in Enum.GetValues<Role>())
            (await server.With(server.Token([role], new Claims(sub, "U1", "P1"))).GetAsync("talks")).Refused(
                401,
                "unauthenticated"
            );
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public async Task when_the_subject_is_too_long_it_is_401(int length, bool may)
    {
        var server = await host.RunAsync();
        var reply = await server.Auditor(new string('a', length)).GetAsync("talks");
        ((int)reply.Status).ShouldBe(may ? 200 : 401);
    }

    [Theory]
    [InlineData("P1 ")]
    [InlineData(" P1")]
    [InlineData("P\u200b1")]
    [InlineData("P1\u202e")]
    [InlineData("")]
    [InlineData("A\u030a1")]
    public async Task when_a_unit_or_a_badge_is_none_that_a_record_can_have_it_is_401(string code)
    {
        var server = await host.RunAsync();
        foreach (var claims in new[] { new Claims("po-1", Unit: code), new Claims("po-1", Badge: code) })
            (await server.With(server.Token([Role.PoliticalOfficer], claims)).GetAsync("talks")).Refused(
                401,
                "unauthenticated"
            );
        (await server.As(Role.PoliticalOfficer, "东台-１").GetAsync("talks")).Done();
    }

    [Theory]
    [InlineData("po-bg", "PO-BG")]
    [InlineData("po-bg ", "po-bg")]
    [InlineData("Po-Bg\u200b", "po-bG")]
    [InlineData("ｐｏ-ｂｇ", "po-bg")]
    public async Task when_the_record_holds_another_spelling_a_second_person_is_needed_all_the_same(
        string recorded,
        string sub
    )
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        // Under a spelling that no token may have any more, as older versions let it in.
        var talk = await server.TalkAsync(officer, "records-office");
        await server.Database.ExecuteAsync(
            $"UPDATE readmodels.mt_doc_talk SET data = jsonb_set(data, '{{recordedBy}}', to_jsonb('{recorded}'::text)) WHERE id = '{talk}'"
        );
        (await server.PoliticalOfficer(officer.Unit, sub).PostAsync($"talks/{talk}/void", Reason)).Refused(
            409,
            "second-person-needed"
        );
        (await server.PoliticalOfficer(officer.Unit, "po-2").PostAsync($"talks/{talk}/void", Reason)).Done();
    }

    [Fact]
    public async Task when_a_counsellor_raises_a_warning_and_acts_on_it_in_another_case_no_record_opens()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var sub = Bureau.Name("counsellor-");
        var (one, other) = (
            server.As(Role.Counsellor, sub: sub),
            server.As(Role.Counsellor, sub: sub.ToUpperInvariant())
        );
        await one.PostAsync("warnings", Bureau.Warning(officer));
        foreach (var client in new[] { one, other })
            await client.ShouldNotFindAsync($"officers/{officer.Id}");
    }

    [Fact]
    public async Task when_access_was_taken_in_one_case_it_is_that_persons_in_every_case()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var sub = Bureau.Name("far-");
        var unit = await server.UnitAsync();
        var (lower, upper) = (
            server.As(Role.PoliticalOfficer, unit, sub: sub),
            server.As(Role.PoliticalOfficer, unit, sub: sub.ToUpperInvariant())
        );
        var body = new { officerId = officer.Id, reason = "Nobody else can be reached." };
        var taken = Bureau.IdOf((await lower.PostAsync("overrides", body)).Made());
        (await upper.PostAsync("overrides", body)).Refused(409, "override-not-renewable");
        await upper.ShouldFindAsync($"officers/{officer.Id}", $"overrides/{taken}");
        (await server.Auditor(sub.ToUpperInvariant()).PostAsync($"overrides/{taken}/review", Verdict)).Refused(
            409,
            "second-person-needed"
        );
        (await server.Auditor(Bureau.Name("auditor-")).PostAsync($"overrides/{taken}/review", Verdict)).Done();
        (await server.Auditor().GetAsync($"overrides?by={sub.ToUpperInvariant()}")).Ids().ShouldBe([taken]);
    }

    private static readonly object Verdict = new { verdict = "justified" };

    [Fact]
    public async Task when_a_request_is_sent_again_in_another_case_it_is_a_repetition()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var key = ("Idempotency-Key", Bureau.Name("key-"));
        var body = Bureau.Talk(officer);
        var first = (await server.PoliticalOfficer(officer.Unit, "po-key").PostAsync("talks", body, key)).Made();
        var second = (await server.PoliticalOfficer(officer.Unit, "PO-KEY").PostAsync("talks", body, key)).Made();
        Bureau.IdOf(second).ShouldBe(Bureau.IdOf(first));
    }

    [Fact]
    public async Task when_a_page_is_asked_for_in_another_case_its_cursor_holds()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        for (var i = 0; i < 2; i++)
            await server.TalkAsync(officer);
        var path = $"talks?limit=1&officer={officer.Id}";
        var first = (await server.PoliticalOfficer(officer.Unit, "po-page").GetAsync(path)).Done().Json.Text("next");
        (await server.PoliticalOfficer(officer.Unit, "PO-PAGE").GetAsync($"{path}&cursor={first}"))
            .Items()
            .Count.ShouldBe(1);
        (await server.PoliticalOfficer(officer.Unit, "po-other").GetAsync($"{path}&cursor={first}")).Refused(
            400,
            "bad-input"
        );
    }

    [Fact]
    public async Task when_an_officers_badge_is_spelt_in_another_case_nobody_decides_on_the_own_record()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var body = new
        {
            officerId = officer.Id,
            kind = "annual",
            from = "2026-03-01",
            to = "2026-03-05",
            reason = "Rest.",
        };
        var leave = await server.PutAsync("leaves", body);
        foreach (var badge in new[] { officer.Badge, officer.Badge.ToLowerInvariant() })
            (
                await server
                    .With(server.Token([Role.Commander], new Claims("commander-1", officer.Unit, badge)))
                    .PostAsync($"leaves/{leave}/approve", new { })
            ).Refused(409, "own-request");
    }

    [Theory]
    [MemberData(nameof(LookAlikes))]
    [InlineData("Po-BG")]
    [InlineData("ＰＯ－ＢＧ")]
    [InlineData("李雷 ")]
    [InlineData("ﬀ")]
    [InlineData("K")]
    [InlineData("ſ")]
    [InlineData("İ")]
    [InlineData("É")]
    [InlineData("𝐩𝐨-𝐛𝐠")]
    [InlineData("𠮷")]
    [InlineData("한글")]
    public async Task sql_makes_the_same_key_as_the_product(string id)
    {
        var server = await host.RunAsync();
        (await server.Database.AskAsync<string>("SELECT journal.person($1)", id)).ShouldBe(new Person(id).Key);
    }

    [Fact]
    public async Task sql_leaves_out_each_character_that_the_product_leaves_out()
    {
        var server = await host.RunAsync();
        foreach (var ignored in Person.Ignored)
            (await server.Database.AskAsync<string>("SELECT journal.person($1)", $"a{ignored}B")).ShouldBe("ab");
    }

    [Fact]
    public async Task when_a_home_kept_marks_by_spelling_they_are_kept_by_person()
    {
        var server = await host.RunAsync();
        var notice = Guid.NewGuid();
        await server.Database.ExecuteAsync(
            $"INSERT INTO journal.notice_reads VALUES ('PO-mark', '{notice}', now()), ('po-mark ', '{notice}', now()); {Persons.Ddl}"
        );
        (
            await server.Database.ListAsync<string>(
                "SELECT reader FROM journal.notice_reads WHERE notice_id = $1",
                notice
            )
        ).ShouldBe(["po-mark"]);
    }
}
