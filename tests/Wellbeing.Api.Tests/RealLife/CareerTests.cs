using System.Text.Json;
using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Records;
using Wellbeing.Api.Tests.Requests;
using Xunit;

namespace Wellbeing.Api.Tests.RealLife;

/// <summary>What is true of whom on which day, in cases that other systems answered wrongly.</summary>
[Collection("one bureau")]
public sealed class CareerTests(Host host)
{
    private static DateOnly Today => Database.Calendar.DayOf(DateTimeOffset.UtcNow);

    [Fact]
    public async Task a_transfer_ahead_is_an_order_and_changes_nothing_before_its_day()
    {
        var (server, officer, to) = await MovingAsync();
        var on = Today.AddDays(35);

        var reply = (await TransferAsync(server, officer, to, on)).Done();

        reply.Json.GetProperty("events")[0].GetString().ShouldBe("officer_transfer_ordered");
        var state = (await server.As(Role.Commander, officer.Unit).GetAsync($"officers/{officer.Id}")).Done().Json;
        state.Text("unitCode").ShouldBe(officer.Unit);
        state.GetProperty("summary").GetProperty("daysInUnit").GetInt32().ShouldBeGreaterThan(0);
        state.GetProperty("orders")[0].Text("toUnit").ShouldBe(to);
        (await server.As(Role.Commander, to).GetAsync($"officers/{officer.Id}")).Refused(404, "not-found");
        (await HeadcountAsync(server, officer.Unit, Today)).ShouldContain(officer.Id);
        (await HeadcountAsync(server, to, Today)).ShouldNotContain(officer.Id);
    }

    [Fact]
    public async Task an_order_is_taken_back_once()
    {
        var (server, officer, to) = await MovingAsync();
        var number = (await TransferAsync(server, officer, to, Today.AddDays(35))).Done().Json.GetProperty("version");
        var path = $"officers/{officer.Id}/transfer/{number}/rescind";

        (await server.Administrator().PostAsync(path, new { })).Done();
        (await server.Administrator().PostAsync(path, new { })).Refused(404, "not-found");

        var state = (await server.As(Role.Auditor).GetAsync($"officers/{officer.Id}")).Done().Json;
        state.TryGetProperty("orders", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task a_departure_ahead_is_an_order_until_which_the_officer_serves()
    {
        var (server, officer, _) = await MovingAsync();
        var ahead = new { kind = "retired", departedOn = Today.AddDays(30) };

        (await server.Administrator().PostAsync($"officers/{officer.Id}/departure", ahead)).Done();

        (await server.As(Role.Auditor).GetAsync($"officers/{officer.Id}"))
            .Done()
            .Json.Text("status")
            .ShouldBe("serving");
        (await server.Integrator().PostAsync("talks", Bureau.Talk(officer))).Made();
        (await HeadcountAsync(server, officer.Unit, Today)).ShouldContain(officer.Id);
    }

    [Fact]
    public async Task who_leaves_is_gone_from_that_day_on_whatever_was_ordered_before()
    {
        var (server, officer, to) = await MovingAsync();
        (await TransferAsync(server, officer, to, Today.AddDays(15))).Done();
        var left = Today.AddDays(-10);

        var reply = await server
            .Administrator()
            .PostAsync($"officers/{officer.Id}/departure", new { kind = "resigned", departedOn = left });

        reply
            .Done()
            .Json.GetProperty("events")
            .EnumerateArray()
            .Select(x => x.GetString())
            .ShouldBe(["officer_departed", "officer_transfer_rescinded"]);
        foreach (var unit in new[] { officer.Unit, to })
        {
            foreach (var day in new[] { left, Today })
                (await HeadcountAsync(server, unit, day)).ShouldNotContain(officer.Id);
        }
        (await HeadcountAsync(server, officer.Unit, left.AddDays(-1))).ShouldContain(officer.Id);
    }

    [Fact]
    public async Task a_departure_before_a_move_on_record_names_what_would_no_longer_fit()
    {
        var (server, officer, to) = await MovingAsync();
        (await TransferAsync(server, officer, to, Today.AddDays(-5))).Done();

        var reply = await server
            .Administrator()
            .PostAsync($"officers/{officer.Id}/departure", new { kind = "resigned", departedOn = Today.AddDays(-20) });

        reply.Refused(409, "conflicts-with-later");
        reply.Text.ShouldContain("officer_transferred");
        reply.Json.GetProperty("errors").TryGetProperty("departedOn", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task a_move_that_is_told_late_counts_from_its_day_everywhere()
    {
        var (server, officer, to) = await MovingAsync();
        var on = Today.AddDays(-20);

        (await TransferAsync(server, officer, to, on)).Done();

        var before = on.AddDays(-1);
        foreach (var (day, unit, other) in new[] { (before, officer.Unit, to), (on, to, officer.Unit) })
        {
            (await HeadcountAsync(server, unit, day)).ShouldContain(officer.Id, $"{day}");
            (await HeadcountAsync(server, other, day)).ShouldNotContain(officer.Id, $"{day}");
            var states = await ReplayAsync(server, officer, day);
            states[^1].GetProperty("state").GetProperty("officer").Text("unitCode").ShouldBe(unit, $"{day}");
        }
    }

    [Fact]
    public async Task a_talk_of_before_the_move_is_the_old_units_however_late_it_is_told()
    {
        var (server, officer, to) = await MovingAsync();
        (await TransferAsync(server, officer, to, Today.AddDays(-20))).Done();
        var held = new
        {
            officerId = officer.Id,
            kind = "heartToHeart",
            heldAt = $"{Today.AddDays(-25):yyyy-MM-dd}T09:00:00+08:00",
        };

        // Who had the officer then puts it on record; who has now may not speak for that day's unit.
        var talk = Bureau.IdOf((await server.As(Role.PoliticalOfficer, officer.Unit).PostAsync("talks", held)).Made());

        (
            await server.Database.AskAsync<string>("SELECT unit_code FROM readmodels.mt_doc_talk WHERE id = $1", talk)
        ).ShouldBe(officer.Unit);
        (
            await server
                .As(Role.PoliticalOfficer, to)
                .PostAsync(
                    "talks",
                    new
                    {
                        officerId = officer.Id,
                        kind = "heartToHeart",
                        unitCode = to,
                        held.heldAt,
                    }
                )
        ).Refused(409, "not-in-unit");
    }

    [Fact]
    public async Task an_award_to_a_unit_is_that_of_those_who_served_there_on_that_day()
    {
        var server = await host.RunAsync();
        var (unit, elsewhere) = (await server.UnitAsync(), await server.UnitAsync());
        var (stayed, came, left) = (
            await server.OfficerAsync(unit),
            await server.OfficerAsync(elsewhere),
            await server.OfficerAsync(unit)
        );
        (await TransferAsync(server, came, unit, new(2026, 10, 1))).Done();
        var gone = new { kind = "resigned", departedOn = "2026-09-15" };
        (await server.Administrator().PostAsync($"officers/{left.Id}/departure", gone)).Done();

        var award = Bureau.IdOf(
            (
                await server
                    .Integrator()
                    .PostAsync(
                        "commendations",
                        new
                        {
                            recipientKind = "collective",
                            unitCode = unit,
                            title = "集体嘉奖",
                            deed = "majorCase",
                            citation = "Together.",
                            nominatedOn = "2026-06-30",
                        }
                    )
            ).Made()
        );

        (
            await server.Database.ListAsync<string>(
                "SELECT jsonb_array_elements_text(data -> 'officerIds') FROM events.mt_events WHERE stream_id = $1",
                award
            )
        ).ShouldBe([$"{stayed.Id}", $"{left.Id}"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("departure", """{"kind":"retired","departedOn":"2010-01-01"}""", 409, "before-appointment")]
    [InlineData("promotion", """{"rank":"sergeant","effectiveOn":"2010-01-01"}""", 409, "before-appointment")]
    [InlineData("milestones", """{"kind":"oath","markedOn":"2010-01-01"}""", 409, "before-appointment")]
    [InlineData("milestones", """{"kind":"oath","markedOn":"2099-01-01"}""", 400, "bad-input")]
    [InlineData(
        "departure",
        """{"kind":"retired","departedOn":"2026-01-01","occurredAt":"2026-01-03T09:00:00+08:00"}""",
        400,
        "bad-input"
    )]
    public async Task a_day_that_cannot_be_is_refused(string step, string body, int status, string code)
    {
        var (server, officer, _) = await MovingAsync();

        (await server.Administrator().PostAsync($"officers/{officer.Id}/{step}", body)).Refused(status, code);
    }

    [Fact]
    public async Task after_the_departure_what_ends_or_honours_is_taken_and_what_goes_on_is_not()
    {
        var (server, officer, _) = await MovingAsync();
        var warning = await server.WarningAsync(officer);
        var left = new { kind = "retired", departedOn = Today };
        (await server.Administrator().PostAsync($"officers/{officer.Id}/departure", left)).Done();
        // The day of the departure is the last one on which anything is told of the officer.
        var yesterday = $"{Today.AddDays(-1):yyyy-MM-dd}T09:00:00+08:00";

        (
            await server
                .Integrator()
                .PostAsync(
                    "talks",
                    new
                    {
                        officerId = officer.Id,
                        kind = "heartToHeart",
                        heldAt = yesterday,
                    }
                )
        ).Made();
        (await server.Integrator().PostAsync("commendations", Bureau.Nomination(officer))).Made();
        (await server.Integrator().PostAsync($"warnings/{warning}/dismiss", new { reason = "Left." })).Done();
    }

    [Fact]
    public async Task what_is_told_of_long_ago_is_taken_though_the_unit_was_closed_and_the_officer_left_since()
    {
        var server = await host.RunAsync();
        var unit = await server.UnitAsync();
        var other = await server.UnitAsync();
        (
            await server
                .Administrator()
                .PostAsync($"units/{unit}/close", new { occurredAt = "2020-06-01T09:00:00+08:00" })
        ).Done();

        var officer = await server.OfficerAsync(unit);
        (await TransferAsync(server, officer, other, new(2019, 3, 1))).Done();
        var left = new { kind = "retired", departedOn = "2022-05-01" };
        (await server.Administrator().PostAsync($"officers/{officer.Id}/departure", left)).Done();

        (
            await server
                .Integrator()
                .PostAsync(
                    "leaves",
                    new
                    {
                        officerId = officer.Id,
                        kind = "annual",
                        from = "2018-03-05",
                        to = "2018-03-06",
                        occurredAt = "2018-03-02T09:00:00+08:00",
                    }
                )
        ).Made();
        (
            await server
                .Administrator()
                .PostAsync(
                    "officers",
                    new
                    {
                        badgeNumber = Bureau.Name("T"),
                        name = "Late",
                        unitCode = unit,
                        appointedOn = "2021-01-01",
                    }
                )
        ).Refused(409, "unit-closed");
    }

    [Fact]
    public async Task who_comes_back_has_one_record_that_goes_on()
    {
        var (server, officer, unit) = await MovingAsync();
        var path = $"officers/{officer.Id}";
        object back(string on) =>
            new
            {
                unitCode = unit,
                on,
                reason = "Came back.",
            };
        (await server.Administrator().PostAsync($"{path}/reinstatement", back("2026-01-01"))).Refused(
            409,
            "not-departed"
        );
        var left = new { kind = "transferredOut", departedOn = "2024-05-01" };
        (await server.Administrator().PostAsync($"{path}/departure", left)).Done();
        (await server.Administrator().PostAsync($"{path}/reinstatement", back("2024-04-01"))).Refused(
            409,
            "not-departed"
        );

        (await server.Administrator().PostAsync($"{path}/reinstatement", back("2026-09-01"))).Done();

        var state = (await server.As(Role.Auditor).GetAsync(path)).Done().Json;
        (state.Text("status"), state.Text("unitCode"), state.Text("badgeNumber")).ShouldBe(
            ("serving", unit, officer.Badge)
        );
        foreach (
            var (day, serves) in new[] { (new DateOnly(2024, 4, 30), true), (new(2025, 1, 1), false), (Today, true) }
        )
        {
            var there = (await HeadcountAsync(server, officer.Unit, day)).Concat(
                await HeadcountAsync(server, unit, day)
            );
            there.Contains(officer.Id).ShouldBe(serves, $"{day}");
        }
        var between = new
        {
            officerId = officer.Id,
            kind = "heartToHeart",
            heldAt = "2025-01-02T09:00:00+08:00",
        };
        (await server.Integrator().PostAsync("talks", between)).Refused(409, "already-departed");
        (await server.Integrator().PostAsync("talks", Bureau.Talk(officer))).Made();
    }

    [Fact]
    public async Task nobody_comes_back_who_died()
    {
        var (server, officer, unit) = await MovingAsync();
        var left = new { kind = "deceased", departedOn = "2024-05-01" };
        (await server.Administrator().PostAsync($"officers/{officer.Id}/departure", left)).Done();

        (
            await server
                .Administrator()
                .PostAsync(
                    $"officers/{officer.Id}/reinstatement",
                    new
                    {
                        unitCode = unit,
                        on = "2025-01-01",
                        reason = "A mistake.",
                    }
                )
        ).Refused(409, "officer-deceased");
    }

    private static Task<Reply> TransferAsync(Host.Running server, Known officer, string toUnit, DateOnly on) =>
        server
            .Administrator()
            .PostAsync(
                $"officers/{officer.Id}/transfer",
                new
                {
                    toUnit,
                    reason = "rotation",
                    effectiveOn = on,
                }
            );

    private async Task<(Host.Running, Known, string)> MovingAsync()
    {
        var server = await host.RunAsync();
        return (server, await server.OfficerAsync(), await server.UnitAsync());
    }

    private static async Task<List<Guid>> HeadcountAsync(Host.Running server, string unit, DateOnly day) =>
        (await server.As(Role.Auditor).GetAsync($"honours/headcount?on={day:yyyy-MM-dd}&within={unit}"))
            .Items()
            .ConvertAll(x => x.GetProperty("officerId").GetGuid());

    private static async Task<List<JsonElement>> ReplayAsync(Host.Running server, Known officer, DateOnly day) =>
        [
            .. (
                await server
                    .As(Role.Auditor)
                    .GetAsync($"officers/{officer.Id}/replay?asOf={day:yyyy-MM-dd}T23:59:59%2B08:00")
            )
                .Done()
                .Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(x => JsonElement.Parse(x)),
        ];
}
