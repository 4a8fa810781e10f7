using Shouldly;
using Wellbeing.Api.Tests.Requests;
using Wellbeing.Domain;
using Xunit;

namespace Wellbeing.Api.Tests.Laws;

/// <summary>What holds for every body with a day or time of its own, whatever it puts on record.</summary>
[Collection("one bureau")]
public sealed class TimeLaws(Host host)
{
    public static TheoryData<string> Every => [.. Matrix.All.Where(x => x.Appends).Select(x => x.Endpoint)];

    [Theory]
    [MemberData(nameof(Every))]
    public async Task nothing_holds_before_its_day_it_is_400_naming_the_field_or_an_order(string endpoint)
    {
        var (server, row, sample) = await SetAsync(endpoint);
        if (OwnTime.Of(sample.Body) is not { } when)
            return;
        var ahead = EndpointLaws.With(
            sample.Body,
            when.Field!,
            when.Day is null
                ? DateTimeOffset.UtcNow.AddMinutes(10).ToString("O")
                : $"{Database.Calendar.DayOf(DateTimeOffset.UtcNow).AddDays(1):yyyy-MM-dd}"
        );
        var reply = await AskAsync(server, row, sample with { Body = ahead });

        if ((int)reply.Status < 300)
            reply.Json.GetProperty("events")[0].GetString()!.ShouldEndWith("_ordered");
        else
            reply
                .Refused(400, "bad-input")
                .Json.GetProperty("errors")
                .EnumerateObject()
                .Select(x => x.Name)
                .ShouldBe([when.Field]);
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task nothing_is_about_an_officer_before_the_appointment(string endpoint)
    {
        var (server, row, sample) = await SetAsync(endpoint);
        if (OwnTime.Of(sample.Body) is not { } when || endpoint == "POST /api/v1/officers" || OfUnit(endpoint))
            return;
        var early = EndpointLaws.With(
            sample.Body,
            when.Field!,
            when.Day is null ? "1990-01-01T09:00:00+08:00" : "1990-01-01"
        );
        var reply = await AskAsync(server, row, sample with { Body = early });
        // What continues a record may lie before that record's own beginning, too.
        if (row.Continues)
            (
                reply.Code == "bad-input"
                    ? reply.Json.GetProperty("errors").EnumerateObject().Single().Name
                    : reply.Code
            ).ShouldBeOneOf(
                when.Field!,
                "before-appointment",
                "out-of-order",
                "outside-leave",
                "leave-not-approved",
                "before-issue",
                "not-departed"
            );
        else
            reply.Refused(409, "before-appointment");
    }

    private static bool OfUnit(string endpoint) =>
        RecordKinds.All.Any(x =>
            x.Owner == RecordOwner.Unit && endpoint.StartsWith($"POST /api/v1/{x.Plural}", StringComparison.Ordinal)
        ) && !endpoint.EndsWith("/attendance", StringComparison.Ordinal);

    private async Task<(Host.Running, Row, Sample)> SetAsync(string endpoint)
    {
        var server = await host.RunAsync();
        var row = Matrix.All.Single(x => x.Endpoint == endpoint);
        return (server, row, await row.SampleAsync(server));
    }

    private static Task<Reply> AskAsync(Host.Running server, Row row, Sample sample) =>
        EndpointLaws.AskAsync(
            server.As(row.May[0], sample.Unit, sample.BadgeOf(row.May[0])),
            row,
            sample.Path,
            sample.Body
        );
}
