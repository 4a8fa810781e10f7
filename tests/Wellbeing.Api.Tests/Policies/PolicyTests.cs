using Shouldly;
using Wellbeing.Api.Hosting;
using Xunit;
using static Wellbeing.Api.Tests.Bureau;

namespace Wellbeing.Api.Tests.Policies;

/// <summary>On databases of their own, since a policy is in force for all.</summary>
public sealed class PolicyTests
{
    private static object Deadlines(DateOnly from, int hours = 1) =>
        new
        {
            validFrom = from,
            content = new
            {
                rule = "Order 7",
                acknowledgeWithinHours = new
                {
                    blue = hours,
                    yellow = hours,
                    orange = hours,
                    red = hours,
                },
                interveneWithinHours = new
                {
                    blue = 9,
                    yellow = 9,
                    orange = 9,
                    red = 9,
                },
            },
        };

    private static DateOnly Today => DateOnly.FromDateTime(DateTime.UtcNow.AddHours(8));

    [Fact]
    public async Task when_a_version_is_adopted_it_counts_at_once_here_and_within_a_second_on_another_node()
    {
        await using var first = await Host.StartAsync();
        await using var other = await Host.BesideAsync(first);
        var officer = await first.OfficerAsync();

        (await first.Administrator().PostAsync("policies/warningDeadlines", Deadlines(Today))).Done();

        (await HoursAsync(first, officer)).ShouldBe(1);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (await HoursAsync(other, officer) != 1)
            patience.Token.ThrowIfCancellationRequested();
    }

    [Fact]
    public async Task every_version_is_shown_with_who_adopted_it_and_the_day_decides_which_is_in_force()
    {
        await using var server = await Host.StartAsync();
        var administrator = server.As(Role.Administrator, sub: "admin-7");
        var next = Today.AddDays(30);
        (await administrator.PostAsync("policies/warningDeadlines", Deadlines(next))).Done();

        var policy = (await server.As(Role.Auditor).GetAsync("policies/warningDeadlines")).Done().Json;
        var versions = policy.GetProperty("versions").EnumerateArray().ToList();
        versions.Select(x => x.Text("adoptedBy")).ShouldBe(["system:initial-policy", "admin-7"]);
        versions[1].Text("validFrom").ShouldBe($"{next:O}");
        versions[1].TryGetProperty("recordedAt", out _).ShouldBeTrue();
        (await InForceAsync(server, "")).ShouldBe(1);
        (await InForceAsync(server, $"?at={next.AddDays(-1):O}")).ShouldBe(1);
        (await InForceAsync(server, $"?at={next:O}")).ShouldBe(2);
    }

    [Fact]
    public async Task what_is_wrong_is_named_and_nothing_is_adopted()
    {
        await using var server = await Host.StartAsync();
        var administrator = server.Administrator();
        var path = "policies/warningDeadlines";

        (await administrator.PostAsync(path, Deadlines(Today.AddDays(-8)))).Refused(409, "policy-in-the-past");
        (await administrator.PostAsync(path, Deadlines(Today, hours: 0))).Refused(400, "bad-input");
        (await administrator.PostAsync("policies/awards", Deadlines(Today))).Refused(400, "bad-input");
        (await administrator.PostAsync("policies/weather", Deadlines(Today))).Refused(404, "not-found");
        var both = new
        {
            validFrom = Today,
            content = new
            {
                source = "x",
                closed = new[] { "2030-01-01" },
                worked = new[] { "2030-01-01" },
            },
        };
        (await administrator.PostAsync("policies/workingCalendar", both)).Refused(400, "bad-input");
        (await administrator.PostAsync(path, Deadlines(Today.AddDays(9)))).Done();
        (await administrator.PostAsync(path, Deadlines(Today.AddDays(8)))).Refused(409, "policy-superseded");
    }

    private static async Task<int> InForceAsync(Host.Running server, string query) =>
        (await server.As(Role.Auditor).GetAsync($"policies{query}"))
            .Done()
            .Json.GetProperty("items")
            .EnumerateArray()
            .Single(x => x.Text("kind") == "warningDeadlines")
            .GetProperty("inForce")
            .GetProperty("version")
            .GetInt32();

    private static async Task<double> HoursAsync(Host.Running server, Known officer)
    {
        var body = new
        {
            officerId = officer.Id,
            category = "family",
            level = "blue",
            source = "supervisor",
        };
        var raised = IdOf((await server.Integrator().PostAsync("warnings", body)).Made());
        var warning = (await server.Integrator().GetAsync($"warnings/{raised}")).Done().Json;
        return (
            warning.GetProperty("acknowledgeBy").GetDateTimeOffset()
            - warning.GetProperty("raisedAt").GetDateTimeOffset()
        ).TotalHours;
    }
}
