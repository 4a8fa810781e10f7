using Npgsql;
using Wellbeing.Api.Features.Audit;
using Wellbeing.Api.Features.Policies;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Api.Rules;
using Wellbeing.Domain;
using Wellbeing.Domain.Rules;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Api.Features.Rules;

/// <summary>What other rules would have made of the past: which warnings they would have raised or spared. It stores nothing.</summary>
internal sealed class WhatIf(
    NpgsqlDataSource database,
    PoliciesInForce policies,
    HighWater highWater,
    RuleFacts facts,
    RuleActivation activation,
    BureauCalendar calendar
)
{
    /// <summary>
    /// The changed rules, and the days of the period, both inclusive; without them all time. Records of the past set nothing
    /// off when they came; here they count unless <c>historical</c> says no.
    /// </summary>
    internal sealed record Request(RuleSet Rules, DateOnly? From = null, DateOnly? To = null, bool? Historical = null);

    /// <summary>Whether a warning would come besides, or not come.</summary>
    internal enum Effect
    {
        Added,
        Spared,
    }

    /// <summary>A warning that would come besides or not come. Of whom it is about and what it saw, auditors alone are told.</summary>
    internal sealed record Difference(
        Effect Effect,
        string Rule,
        int Version,
        CareCategory Category,
        WarningLevel Level,
        DateOnly On,
        Guid? OfficerId,
        string? UnitCode,
        IReadOnlyList<Guid>? Events
    );

    /// <summary>How many warnings rules have on record, the rules in force make of the same past, and the changed ones would.</summary>
    internal sealed record Comparison(
        int OnRecord,
        int InForce,
        int Changed,
        int Added,
        int Spared,
        IReadOnlyList<Difference> Items
    );

    private const int Together = 200;
    private const int Most = 1000;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/rules/what-if", (HttpContext http, WhatIf whatIf) => whatIf.RunAsync(http))
            .AllowRoles(Role.Administrator, Role.Auditor)
            .Describe(
                new Operation(Does.Post, "whatIfRules", "Tells what changed rules would have made of the past")
                {
                    Requests = [typeof(Request)],
                    Examples =
                    [
                        """
                        {
                          "rules": {
                            "rule": "six must-talks", "mustTalkWithinDays": 14, "lateHours": 24, "coversImported": false,
                            "thresholds": [
                              {
                                "name": "repeated-warnings", "version": 2, "counts": "warnings", "count": 2,
                                "windowDays": 45, "categories": ["family", "emotional"], "level": "orange"
                              }
                            ]
                          },
                          "from": "2023-01-01", "to": "2023-12-31"
                        }
                        """,
                    ],
                    Answer = typeof(Comparison),
                }
            );

    private async Task<IResult> RunAsync(HttpContext http)
    {
        var stop = http.RequestAborted;
        var body = await Body.ReadAsync(http, stop);
        if (body.Refusal is { } refused)
            return refused;
        var bound = Body.Bind<Request>(body.Utf8);
        bound.Errors.Add(Query.None(http));
        if (bound.Ok)
            AdoptRules.Check(bound.Value.Rules, bound.Errors, "rules.");
        if (!bound.Ok || bound.Errors.Any)
            return Problems.BadInput(http, bound.Errors);
        if (await highWater.ReachAsync(stop) is not { } upTo)
            return Problems.Of(http, StatusCodes.Status503ServiceUnavailable, "unavailable");
        var compared = await CompareAsync(bound.Value, upTo, stop);
        return Results.Json(
            Caller.Of(http).Roles.Contains(Role.Auditor) ? compared : WithoutPeople(compared),
            CareJson.Options
        );
    }

    private async Task<Comparison> CompareAsync(Request request, long upTo, CancellationToken stop)
    {
        var inForce = await policies.RulesAsync(stop);
        var changed = inForce with { Versions = [new RuleVersion(1, DateOnly.MinValue, default, request.Rules)] };
        var activeFrom = await activation.FromAsync(stop);
        var (onRecord, now, then) = (0, new List<ThresholdWarning>(), new List<ThresholdWarning>());
        foreach (var some in (await OfficersAsync(stop)).Chunk(Together))
        foreach (var officer in await facts.ReadAsync(some, upTo, activeFrom, stop))
        {
            // A record that is kept and not processed is not looked through either.
            if (RuleEngine.Withheld(officer, calendar))
                continue;
            onRecord += Replay.OnRecord(officer).Count(Within);
            now.AddRange(Replay.Warnings(officer, inForce, request.Historical ?? true).Where(Within));
            then.AddRange(Replay.Warnings(officer, changed, request.Historical ?? true).Where(Within));
        }
        var (added, spared) = (
            then.ExceptBy(now.Select(x => x.Key), x => x.Key).ToList(),
            now.ExceptBy(then.Select(x => x.Key), x => x.Key).ToList()
        );
        return new Comparison(
            onRecord,
            now.Count,
            then.Count,
            added.Count,
            spared.Count,
            [
                .. added
                    .Select(x => (Effect: Effect.Added, Warning: x))
                    .Concat(spared.Select(x => (Effect: Effect.Spared, Warning: x)))
                    .OrderBy(x => x.Warning.At)
                    .Take(Most)
                    .Select(x => Of(x.Effect, x.Warning)),
            ]
        );

        bool Within(ThresholdWarning warning) =>
            calendar.DayOf(warning.At) is var day
            && (request.From is not { } from || from <= day)
            && (request.To is not { } to || day <= to);
    }

    private Difference Of(Effect effect, ThresholdWarning warning) =>
        new(
            effect,
            warning.Raised.Rule!.Name,
            warning.Raised.Rule.Version,
            warning.Raised.Category,
            warning.Raised.Level,
            calendar.DayOf(warning.At),
            warning.OfficerId,
            warning.Raised.UnitCode,
            warning.Raised.Rule.Events
        );

    // Administrators set the rules and read no care record.
    private static Comparison WithoutPeople(Comparison compared) =>
        compared with
        {
            Items = [.. compared.Items.Select(x => x with { OfficerId = null, UnitCode = null, Events = null })],
        };

    private async Task<List<Guid>> OfficersAsync(CancellationToken stop)
    {
        await using var command = database.CreateCommand("SELECT id FROM readmodels.mt_doc_officer ORDER BY id");
        await using var reader = await command.ExecuteReaderAsync(stop);
        var all = new List<Guid>();
        while (await reader.ReadAsync(stop))
            all.Add(reader.GetGuid(0));
        return all;
    }
}
