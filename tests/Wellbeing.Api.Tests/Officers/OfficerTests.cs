using Shouldly;
using Wellbeing.Api.Hosting;
using Xunit;

namespace Wellbeing.Api.Tests.Officers;

public sealed class OfficerTests(Host host)
{
    [Fact]
    public async Task an_officer_is_read_by_id_and_by_badge_number_as_the_record_stands()
    {
        var server = await host.RunAsync();
        var (officer, unit) = (await server.OfficerAsync(), await server.UnitAsync());
        var office = server.Administrator();
        (
            await office.PostAsync(
                $"officers/{officer.Id}/transfer",
                new
                {
                    toUnit = unit,
                    reason = "rotation",
                    effectiveOn = "2024-01-01",
                    fromUnit = officer.Unit,
                }
            )
        ).Done();
        (
            await office.PostAsync(
                $"officers/{officer.Id}/promotion",
                new { rank = "sergeant", effectiveOn = "2024-01-01" }
            )
        ).Done();
        var (badge, name) = (Bureau.Name("P"), "李雷");
        (await office.PostAsync($"officers/{officer.Id}/identity", new { badgeNumber = badge, name })).Done();

        var read = (await office.GetAsync($"officers/by-badge/{badge}")).Done();
        read.Headers.ETag!.Tag.ShouldStartWith("\"4.");
        (read.Json.Text("name"), read.Json.Text("unitCode"), read.Json.Text("rank")).ShouldBe((name, unit, "sergeant"));
        (await office.GetAsync($"officers/{officer.Id}")).Text.ShouldBe(read.Text);
        (await office.GetAsync($"officers/by-badge/{officer.Badge}")).Refused(404, "not-found");
        (
            (int)(await office.GetAsync($"officers/{officer.Id}", ("If-None-Match", read.Headers.ETag.Tag))).Status
        ).ShouldBe(304);
    }

    [Fact]
    public async Task a_badge_number_is_somebodys_alone()
    {
        var server = await host.RunAsync();
        var (one, other) = (await server.OfficerAsync(), await server.OfficerAsync());
        var office = server.Administrator();
        var twin = new
        {
            badgeNumber = one.Badge,
            name = "Twin",
            unitCode = one.Unit,
            appointedOn = "2020-01-01",
        };
        (await office.PostAsync("officers", twin)).Refused(409, "badge-number-in-use");
        (await office.PostAsync($"officers/{other.Id}/identity", new { badgeNumber = one.Badge })).Refused(
            409,
            "badge-number-in-use"
        );
        (await office.PostAsync($"officers/{other.Id}/identity", new { badgeNumber = other.Badge })).Refused(
            409,
            "nothing-changed"
        );
    }

    [Fact]
    public async Task a_body_names_the_unit_that_has_to_be_there()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var nowhere = new
        {
            badgeNumber = Bureau.Name("P"),
            name = "x",
            unitCode = "nowhere",
            appointedOn = "2020-01-01",
        };
        (await server.Administrator().PostAsync("officers", nowhere)).Refused(404, "unknown-unit");
        var transfer = new
        {
            toUnit = "nowhere",
            reason = "rotation",
            effectiveOn = "2024-01-01",
        };
        (await server.Administrator().PostAsync($"officers/{officer.Id}/transfer", transfer)).Refused(
            404,
            "unknown-unit"
        );
    }

    [Theory]
    [InlineData("transfer", """{"toUnit":"HOME","reason":"rotation","effectiveOn":"2024-01-01"}""", "same-unit")]
    [InlineData(
        "transfer",
        """{"toUnit":"HOME","reason":"rotation","effectiveOn":"2024-01-01","fromUnit":"X"}""",
        "other-unit"
    )]
    [InlineData("milestones", """{"kind":"yearsOfService","markedOn":"2024-01-01"}""", "years-missing")]
    [InlineData("promotion", """{"rank":"sergeant","effectiveOn":"2010-01-01"}""", "before-appointment")]
    public async Task what_a_career_does_not_allow_is_409(string step, string body, string code)
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var asked = body.Replace("HOME", officer.Unit, StringComparison.Ordinal);
        (await server.Administrator().PostAsync($"officers/{officer.Id}/{step}", asked)).Refused(409, code);
    }

    [Fact]
    public async Task who_has_left_has_left()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var leave = new { kind = "retired", departedOn = "2024-01-01" };
        (await server.Administrator().PostAsync($"officers/{officer.Id}/departure", leave)).Done();
        (await server.Administrator().PostAsync($"officers/{officer.Id}/departure", leave)).Refused(
            409,
            "already-departed"
        );
        (await server.Administrator().PostAsync($"officers/{officer.Id}/talents", new { category = "music" })).Refused(
            409,
            "already-departed"
        );
        (await server.Administrator().PostAsync($"units/{officer.Unit}/close", new { })).Done();
    }

    [Fact]
    public async Task without_a_time_the_bodys_own_day_counts_and_on_the_last_events_day_it_comes_after_that()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var office = server.Administrator();
        var morning = new
        {
            rank = "corporal",
            effectiveOn = "2024-01-01",
            occurredAt = "2024-01-01T09:00:00+08:00",
        };
        (await office.PostAsync($"officers/{officer.Id}/promotion", morning)).Done();
        (
            await office.PostAsync(
                $"officers/{officer.Id}/promotion",
                new { rank = "sergeant", effectiveOn = "2024-01-01" }
            )
        ).Done();
        (await office.PostAsync($"officers/{officer.Id}/talents", new { category = "music" })).Done();

        var history = (await server.As(Role.Auditor).GetAsync($"officers/{officer.Id}/history")).Done().Json;
        var times = history.GetProperty("items").EnumerateArray().Select(x => x.Text("occurredAt")!).ToList();
        times.Take(3).ShouldBe(["2015-06-30T16:00:00Z", "2024-01-01T01:00:00Z", "2024-01-01T01:00:00Z"]);
        DateTimeOffset
            .Parse(times[3], System.Globalization.CultureInfo.InvariantCulture)
            .ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
    }
}
