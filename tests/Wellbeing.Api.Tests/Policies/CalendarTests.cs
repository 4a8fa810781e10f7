using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Wellbeing.Api.Features.Policies;
using Wellbeing.Api.Tests.Imports;
using Xunit;
using static Wellbeing.Api.Tests.Imports.Lines;

namespace Wellbeing.Api.Tests.Policies;

/// <summary>Working days that nobody has told are not guessed.</summary>
public sealed class CalendarTests(Host host)
{
    private static DateOnly Today => Database.Calendar.DayOf(DateTimeOffset.UtcNow);

    [Fact]
    public async Task when_the_national_day_lies_between_days_off_do_not_count()
    {
        await using var server = await Host.StartAsync();

        (await ApproveAsync(server, "2026-09-28", "2026-10-09")).Refused(409, "not-publicised");
        (await ApproveAsync(server, "2026-09-28", "2026-10-14")).Done();
    }

    [Fact]
    public async Task when_the_calendar_does_not_know_the_year_the_refusal_names_it_and_an_import_puts_it_on_record()
    {
        await using var server = await Host.StartAsync();
        var content = new
        {
            source = "A calendar of one year",
            closed = new[] { "2030-01-01" },
            worked = Array.Empty<string>(),
        };
        (
            await server
                .Administrator()
                .PostAsync("policies/workingCalendar", new { validFrom = Today.AddDays(-1), content })
        ).Done();
        var (since, until) = ($"{Today.AddDays(-40):yyyy-MM-dd}", $"{Today:yyyy-MM-dd}");

        (await ApproveAsync(server, since, until))
            .Refused(409, "calendar-unknown")
            .Json.Text("detail")!
            .ShouldContain($"{Today.AddDays(-40).Year}");

        var officer = await server.OfficerAsync();
        var name = Bureau.Name("c");
        var at = DateTimeOffset.UtcNow.ToString("O");
        var imported = await server.ImportAsync(
            Text(
                Nominated(name, officer.Badge),
                Line(
                    $"{name}-public",
                    $"commendation/{name}",
                    "commendation_publicised",
                    $"{since}T00:00:00Z",
                    new { publicisedOn = since }
                ),
                Line(
                    $"{name}-approved",
                    $"commendation/{name}",
                    "commendation_approved",
                    at,
                    new { level = "thirdClass", authority = "city" }
                )
            )
        );
        imported.Totals!.Rejected.ShouldBe(0);
        imported.Findings.ShouldContain(($"{name}-approved", "calendar-unknown", "MPS Order 135"));
    }

    [Theory]
    [InlineData("2026-10-31T15:59:59Z", null)]
    [InlineData("2026-10-31T16:00:00Z", 2027)]
    [InlineData("2026-12-31T15:59:59Z", 2027)]
    [InlineData("2025-12-01T00:00:00Z", null)]
    [InlineData("2027-02-01T00:00:00Z", 2027)]
    public async Task from_november_on_the_next_years_calendar_is_asked_for(string now, int? missing)
    {
        var server = await host.RunAsync();
        var check = new CalendarCheck(
            server.Services.GetRequiredService<PoliciesInForce>(),
            Database.Calendar,
            new FakeTimeProvider(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture))
        );

        var told = await check.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);

        told.Status.ShouldBe(missing is null ? HealthStatus.Healthy : HealthStatus.Degraded);
        told.Data.GetValueOrDefault("missingYear").ShouldBe(missing);
    }

    [Fact]
    public async Task when_next_years_calendar_is_adopted_ahead_nothing_is_missing()
    {
        await using var server = await Host.StartAsync();
        var clock = new FakeTimeProvider(new DateTimeOffset(Today.Year, 12, 1, 0, 0, 0, TimeSpan.Zero));
        var policies = server.Services.GetRequiredService<PoliciesInForce>();
        var content = new
        {
            source = "State Council",
            closed = new[] { $"{Today.Year}-10-01", $"{Today.Year + 1}-01-01" },
            worked = Array.Empty<string>(),
        };
        (
            await server
                .Administrator()
                .PostAsync("policies/workingCalendar", new { validFrom = $"{Today.Year + 1}-01-01", content })
        ).Done();

        var told = await new CalendarCheck(policies, Database.Calendar, clock).CheckHealthAsync(
            new HealthCheckContext(),
            TestContext.Current.CancellationToken
        );

        told.Status.ShouldBe(HealthStatus.Healthy);
    }

    private static async Task<Requests.Reply> ApproveAsync(Host.Running server, string since, string until)
    {
        var officer = await server.OfficerAsync();
        var made = await server
            .Integrator()
            .PostAsync(
                "commendations",
                new
                {
                    recipientKind = "individual",
                    officerId = officer.Id,
                    title = "Third-class merit",
                    deed = "majorCase",
                    nominatedOn = since,
                }
            );
        var path = $"commendations/{Bureau.IdOf(made.Made())}";
        (await server.Integrator().PostAsync($"{path}/publicise", new { publicisedOn = since })).Done();
        return await server
            .Administrator()
            .PostAsync(
                $"{path}/approve",
                new
                {
                    level = "thirdClass",
                    authority = "city",
                    occurredAt = until == $"{Today:yyyy-MM-dd}" ? null : $"{until}T00:00:01+08:00",
                }
            );
    }
}
