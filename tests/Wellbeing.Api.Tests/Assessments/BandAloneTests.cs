using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Records;
using Xunit;

namespace Wellbeing.Api.Tests.Assessments;

/// <summary>Who reads of a test how it came to its band, and who reads the band alone.</summary>
public sealed class BandAloneTests(Host host)
{
    // Fifteen points in all, and an answer that asks for help.
    private static readonly int[] Answers = [3, 3, 3, 3, 2, 0, 0, 0, 1];

    [Fact]
    public async Task supervisors_see_the_band_and_nothing_of_how_it_came_about()
    {
        var server = await host.RunAsync();
        var (officer, test) = await TakenAsync(server);
        foreach (var role in new[] { Role.PoliticalOfficer, Role.Commander })
        foreach (var language in new[] { "en", "zh-CN" })
        foreach (var path in Paths(officer, test))
        {
            var reply = (await server.As(role, officer.Unit).GetAsync(path, ("Accept-Language", language))).Done();

            reply.Text.ShouldContain("moderatelySevere", Case.Sensitive, path);
            foreach (
                var secret in new[] { "\"score\"", "\"alerts\"", "\"item\"", "score 15", "15 分", "item 9", "第 9" }
            )
                reply.Text.ShouldNotContain(secret, Case.Sensitive, $"{role} {path}");
        }
    }

    [Fact]
    public async Task who_counsels_or_audits_and_the_officer_see_the_score()
    {
        var server = await host.RunAsync();
        var (officer, test) = await TakenAsync(server);
        Client[] readers =
        [
            server.Counsellor(),
            server.Auditor(),
            server.Officer(officer),
            server.As([Role.Officer, Role.PoliticalOfficer], officer.Unit, officer.Badge),
            server.As([Role.Counsellor, Role.Commander], officer.Unit),
        ];
        foreach (var reader in readers)
        {
            foreach (var path in Paths(officer, test))
            {
                var reply = (await reader.GetAsync(path)).Done();
                reply
                    .Text.Replace("\": ", "\":", StringComparison.Ordinal)
                    .ShouldContain("\"score\":15", Case.Sensitive, path);
            }
            var history = (await reader.GetAsync($"officers/{officer.Id}/history?kind=assessment")).Items();
            history[1].Text("text").ShouldBe("Test taken: PHQ-9, band: moderately severe, score 15.");
            history[2].Text("text").ShouldBe("An answer asks for help at once: PHQ-9, item 9.");
        }
    }

    [Fact]
    public async Task an_officer_who_supervises_sees_the_own_score_and_of_others_the_band_alone()
    {
        var server = await host.RunAsync();
        var (officer, test) = await TakenAsync(server);
        var (other, another) = await TakenAsync(server, await server.OfficerAsync(officer.Unit));
        var both = server.As([Role.Officer, Role.PoliticalOfficer], officer.Unit, officer.Badge);

        var listed = (await both.GetAsync($"assessments?unit={officer.Unit}"))
            .Items()
            .ToDictionary(x => x.GetProperty("id").GetGuid(), x => x.TryGetProperty("score", out _));
        listed.ShouldBe(new Dictionary<Guid, bool> { [test] = true, [another] = false }, ignoreOrder: true);
        (await both.GetAsync($"officers/{other.Id}/history")).Done().Text.ShouldNotContain("\"score\"");
        (await both.GetAsync($"assessments/{another}")).Done().Text.ShouldNotContain("\"score\"");
    }

    [Fact]
    public async Task what_only_some_are_shown_has_a_tag_of_its_own()
    {
        var server = await host.RunAsync();
        var (officer, test) = await TakenAsync(server);
        var supervisor = server.PoliticalOfficer(officer.Unit);
        foreach (var path in new[] { $"assessments/{test}", $"officers/{officer.Id}/history?kind=assessment" })
        {
            var tag = (await server.Auditor().GetAsync(path)).Done().Headers.ETag!.ToString();
            (await supervisor.GetAsync(path, ("If-None-Match", tag))).Done().Headers.ETag!.ToString().ShouldNotBe(tag);
        }
    }

    private static async Task<(Known Officer, Guid Test)> TakenAsync(Host.Running server, Known? officer = null)
    {
        officer ??= await server.OfficerAsync();
        await server.WarningAsync(officer);
        var test = await server.AssessmentAsync(officer);
        (await server.Integrator().PostAsync($"assessments/{test}/complete", Bureau.Answers(Answers))).Done();
        return (officer, test);
    }

    private static string[] Paths(Known officer, Guid test) =>
        [
            $"assessments/{test}",
            $"assessments?officer={officer.Id}",
            $"officers/{officer.Id}/history",
            $"officers/{officer.Id}/replay",
        ];
}
