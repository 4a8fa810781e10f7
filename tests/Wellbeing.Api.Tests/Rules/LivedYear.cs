using System.Globalization;
using System.Net;
using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;

namespace Wellbeing.Api.Tests.Rules;

/// <summary>A clock that stands where it is put; what waits by it waits in real time.</summary>
internal sealed class SetClock(DateTimeOffset at) : TimeProvider
{
    private long _ticks = at.UtcTicks;

    public void Set(DateTimeOffset at) => Interlocked.Exchange(ref _ticks, at.UtcTicks);

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);
}

/// <summary>Lives a year through on servers: each thing is posted when it happens.</summary>
internal sealed class LivedYear(Year year, SetClock clock, Func<Task<Host.Running>> serverAsync)
{
    private const string Recorded = """
        SELECT CASE e.type
            WHEN 'talk_omitted' THEN concat_ws('|', 'omitted', e.data ->> 'officerId', e.data ->> 'trigger',
                e.data ->> 'dueOn', e.data ->> 'unitCode')
            WHEN 'warning_escalated' THEN concat_ws('|', 'escalated', e.stream_id, e.data ->> 'missed',
                e.data -> 'rule' -> 'events' ->> 0)
            WHEN 'talk_follow_up_overdue' THEN concat_ws('|', 'followUp', e.stream_id, e.data ->> 'number', e.data ->> 'dueOn')
            WHEN 'leave_overstayed' THEN concat_ws('|', 'leave', e.stream_id, 0, e.data ->> 'dueOn')
            WHEN 'review_action_overdue' THEN concat_ws('|', 'action', e.stream_id, e.data ->> 'number', e.data ->> 'dueOn')
            ELSE concat_ws('|', 'raised', e.data ->> 'officerId', e.stream_id, e.data -> 'rule' ->> 'name',
                e.data -> 'rule' ->> 'version', e.data -> 'rule' ->> 'events') END
        FROM events.mt_events AS e WHERE e.user_name LIKE 'rule:%' AND e.headers ->> 'role' = 'rule'
        """;

    private readonly Dictionary<int, Guid> _officers = [];
    private readonly Dictionary<int, Guid> _warnings = [];
    private readonly Dictionary<Guid, string> _streams = [];
    private readonly Dictionary<Talked, Guid> _talks = [];
    private readonly Dictionary<int, Guid> _leaves = [];

    // By the number within the year, where it stands in its talk or its review.
    private readonly Dictionary<int, (Guid Talk, int Number)> _followUps = [];
    private readonly Dictionary<int, (Guid Review, int Number)> _actions = [];
    private readonly List<Guid> _reviews = [];
    private readonly List<string> _units = [];
    private readonly string _root = Bureau.Name("HQ");
    private int _keys;

    /// <summary>The unit in which each officer begins.</summary>
    public int[] FirstUnits { get; } = [.. Enumerable.Range(0, Year.Officers).Select(x => x % Year.Units)];

    public async Task LiveAsync()
    {
        clock.Set(Year.Begins);
        await PostAsync(
            "units",
            new
            {
                unitCode = _root,
                name = _root,
                kind = "headquarters",
            }
        );
        for (var i = 0; i < Year.Units; i++)
        {
            _units.Add(Bureau.Name("ST"));
            await PostAsync(
                "units",
                new
                {
                    unitCode = _units[i],
                    name = _units[i],
                    kind = "frontline",
                    parentCode = _root,
                }
            );
        }
        foreach (var unitCode in _units)
            _reviews.Add(
                await PostAsync(
                    "reviews",
                    new
                    {
                        unitCode,
                        quarter = "2027-Q1",
                        heldAt = Year.Begins,
                    }
                )
            );
        for (var i = 0; i < Year.Officers; i++)
        {
            var badge = Bureau.Name("Y");
            var body = new
            {
                badgeNumber = badge,
                name = badge,
                unitCode = _units[FirstUnits[i]],
                appointedOn = "2020-07-01",
            };
            _officers[i] = await PostAsync("officers", body);
        }
        var changed = false;
        foreach (var happening in year.All)
        {
            if (!changed && happening.At >= Year.Changes)
            {
                changed = true;
                clock.Set(Year.Changes);
                await ChangeAsync();
            }
            clock.Set(happening.At);
            await RecordAsync(happening);
        }
        clock.Set(Year.Ends);
    }

    /// <summary>Waits until the rules have nothing left to do; answers what they have put on record, a line for each fact.</summary>
    public async Task<List<string>> RecordedAsync(Database database)
    {
        await database.QuietAsync(clock);
        // A warning that a rule came to late is judged late.
        clock.Set(Year.Ends.AddHours(25));
        await database.QuietAsync(clock);
        var lines = (await database.ListAsync<string>(Recorded)).ConvertAll(x => x.Split('|'));
        var setAt = (
            await database.ListAsync<string>(
                "SELECT concat_ws('|', id, stream_id, timestamp AT TIME ZONE 'UTC', data ->> 'acknowledgeBy', data ->> 'interveneBy') "
                    + "FROM events.mt_events WHERE stream_id IN (SELECT id FROM readmodels.mt_doc_warning UNION SELECT id FROM readmodels.mt_doc_talk)"
            )
        )
            .ConvertAll(x => x.Split('|'))
            .ToDictionary(x => Guid.Parse(x[0]));
        var number = _officers.ToDictionary(x => x.Value, x => x.Key);
        var leaves = _leaves.ToDictionary(x => x.Value, x => x.Key);
        var followUps = _followUps.ToDictionary(x => x.Value, x => x.Key);
        var actions = _actions.ToDictionary(x => x.Value, x => x.Key);
        foreach (var line in lines.Where(x => x[0] == "raised"))
        {
            var seen = System.Text.Json.JsonSerializer.Deserialize<Guid[]>(line[5])!;
            var names = string.Join(' ', seen.Select(x => _streams[Guid.Parse(setAt[x][1])]));
            _streams[Guid.Parse(line[2])] = $"{line[3]}@{line[4]} {names}";
        }
        return lines.ConvertAll(x =>
            x[0] switch
            {
                "omitted" => $"omitted {number[Guid.Parse(x[1])]} {x[2]} {x[3]} U{_units.IndexOf(x[4])}",
                "raised" => $"raised {number[Guid.Parse(x[1])]} {_streams[Guid.Parse(x[2])]}",
                "followUp" => $"followUp {followUps[(Guid.Parse(x[1]), int.Parse(x[2], Invariant))]} {x[3]}",
                "leave" => $"leave {leaves[Guid.Parse(x[1])]} {x[3]}",
                "action" => $"action {actions[(Guid.Parse(x[1]), int.Parse(x[2], Invariant))]} {x[3]}",
                _ =>
                    $"escalated {_streams[Guid.Parse(x[1])]} {x[2]} {Time(setAt[Guid.Parse(x[3])][x[2] == "acknowledge" ? 3 : 4])}",
            }
        );
    }

    private static string Time(string text) => $"{DateTimeOffset.Parse(text, Invariant).ToUniversalTime():O}";

    private static CultureInfo Invariant => CultureInfo.InvariantCulture;

    private async Task RecordAsync(Happening happening)
    {
        var officerId = _officers.GetValueOrDefault(happening.Officer);
        switch (happening)
        {
            case Talked x:
                var concerns = x.Concern is { } concern
                    ? new[] { new { category = EnumNames.Of(concern), severity = x.Severity } }
                    : [];
                var talk = new
                {
                    officerId,
                    kind = "heartToHeart",
                    heldAt = x.At,
                    trigger = x.Trigger is { } trigger ? EnumNames.Of(trigger) : null,
                    concerns,
                };
                _talks[x] = await PostAsync("talks", talk);
                _streams[_talks[x]] = Restated.Name(x);
                break;
            case Voided x:
                await PostAsync($"talks/{_talks[x.Talk]}/void", new { reason = "Somebody else's." });
                break;
            case Agreed x:
                var agreed = new
                {
                    what = "Other shifts.",
                    owner = "po-7",
                    dueOn = $"{x.DueOn:yyyy-MM-dd}",
                };
                if (await PostAsync($"talks/{_talks[x.Talk]}/follow-ups", agreed, "talk-voided") != Guid.Empty)
                    _followUps[x.Number] = (_talks[x.Talk], 1 + _followUps.Values.Count(f => f.Talk == _talks[x.Talk]));
                break;
            case FollowedUp x:
                if (_followUps.TryGetValue(x.Number, out var followUp))
                    await PostAsync($"talks/{followUp.Talk}/follow-ups/{followUp.Number}/done", new { }, "talk-voided");
                break;
            case Went x:
                var leave = new
                {
                    officerId,
                    kind = "annual",
                    from = $"{x.At:yyyy-MM-dd}",
                    to = $"{x.To:yyyy-MM-dd}",
                };
                _leaves[x.Number] = await PostAsync("leaves", leave);
                await PostAsync($"leaves/{_leaves[x.Number]}/approve", new { });
                await PostAsync($"leaves/{_leaves[x.Number]}/start", new { });
                break;
            case CameBack x:
                await PostAsync($"leaves/{_leaves[x.Number]}/return", new { });
                break;
            case Assigned x:
                var action = new
                {
                    what = "Other shifts.",
                    owner = "commander-2",
                    dueOn = $"{x.DueOn:yyyy-MM-dd}",
                };
                await PostAsync($"reviews/{_reviews[x.Unit]}/actions", action);
                _actions[x.Number] = (_reviews[x.Unit], 1 + _actions.Values.Count(a => a.Review == _reviews[x.Unit]));
                break;
            case Closed x:
                var (review, place) = _actions[x.Number];
                await PostAsync($"reviews/{review}/actions/{place}/close", new { outcome = "done" });
                break;
            case Warned x:
                var warning = new
                {
                    officerId,
                    category = EnumNames.Of(x.Category),
                    level = EnumNames.Of(x.Level),
                    source = EnumNames.Of(x.Source),
                };
                _warnings[x.Number] = await PostAsync("warnings", warning);
                _streams[_warnings[x.Number]] = Restated.Name(x);
                break;
            case Reclassified x:
                await PostAsync(
                    $"warnings/{_warnings[x.Number]}/reclassify",
                    new { level = EnumNames.Of(x.Level), reason = "Seen anew." },
                    "warning-closed",
                    "nothing-changed"
                );
                break;
            case Acknowledged x:
                await PostAsync($"warnings/{_warnings[x.Number]}/acknowledge", new { }, "warning-closed");
                break;
            case Helped x:
                await PostAsync(
                    "interventions",
                    new
                    {
                        officerId,
                        kind = "familyHelp",
                        warningIds = new[] { _warnings[x.Number] },
                    },
                    "warning-closed"
                );
                break;
            case Resolved x:
                await PostAsync($"warnings/{_warnings[x.Number]}/resolve", new { outcome = "helped" });
                break;
            case Moved x:
                await PostAsync(
                    $"officers/{officerId}/transfer",
                    new
                    {
                        toUnit = _units[x.ToUnit],
                        reason = "rotation",
                        effectiveOn = $"{x.At:yyyy-MM-dd}",
                        occurredAt = x.At,
                    },
                    "same-unit"
                );
                break;
            case Left x:
                await PostAsync(
                    $"officers/{officerId}/departure",
                    new
                    {
                        kind = "retired",
                        departedOn = $"{x.At:yyyy-MM-dd}",
                        occurredAt = x.At,
                    }
                );
                break;
        }
    }

    private Task<Guid> ChangeAsync() =>
        PostAsync(
            "policies/rules",
            RuleBodies.Rules(
                $"{Year.Changes:yyyy-MM-dd}",
                RuleBodies.Threshold("repeated-warnings", 2, "warnings", 2, 45, "orange"),
                RuleBodies.Threshold("repeated-concerns", 1, "concerns", 3, 180, "yellow", 2)
            )
        );

    // A server that is gone, or that a rule was faster than, is asked again: under the key it happens once.
    private async Task<Guid> PostAsync(string path, object body, params string[] refusals)
    {
        var key = $"year-{_keys++}";
        while (true)
        {
            var server = await serverAsync();
            var by =
                path.StartsWith("policies", StringComparison.Ordinal) ? server.Administrator()
                : path.EndsWith("/approve", StringComparison.Ordinal) ? server.As(Role.Commander, _root)
                // Who put a talk on record does not declare it void.
                : path.EndsWith("/void", StringComparison.Ordinal) ? server.As(Role.PoliticalOfficer, _root)
                : server.Integrator();
            var reply = await by.PostAsync(path, body, ("Idempotency-Key", key));
            if (reply.Status is HttpStatusCode.OK or HttpStatusCode.Created)
                return Bureau.IdOf(reply);
            if (refusals.Contains(reply.Code))
                return Guid.Empty;
            if (reply.Code is not ("concurrent-change" or "key-in-flight" or "unavailable"))
                throw new ShouldAssertException($"{path}: {reply.Text}");
        }
    }
}
