using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Records;

namespace Wellbeing.Api.Tests.EventStore;

/// <summary>Whatever may happen in a bureau, by chance and over HTTP; what the rules refuse does not happen.</summary>
internal sealed class Workload(Host.Running server, int seed)
{
    private static readonly string[] Talents = ["writing", "music", "photography", "sport", "technology", "languages"];

    private static readonly (string Step, object Body)[] TalkSteps =
    [
        ("hold", new { heldAt = Bureau.Held, mood = 4 }),
        ("miss", new { reason = "On duty" }),
        ("cancel", new { reason = "Arranged twice" }),
        (
            "follow-ups",
            new
            {
                what = "Other shifts",
                owner = "po-7",
                dueOn = "2099-06-01",
            }
        ),
        ("amend", new { mood = 2, reason = "Misheard" }),
    ];

    private static readonly (string Step, object Body)[] WarningSteps =
    [
        ("acknowledge", new { }),
        ("assign", new { to = "counsellor-3" }),
        ("reclassify", new { level = "red", reason = "Worse" }),
        ("escalate", new { reason = "Nobody is free", missed = "intervene" }),
        ("resolve", new { outcome = "helped" }),
        ("reopen", new { reason = "It came back" }),
    ];

    private static readonly (string Step, object Body)[] InterventionSteps =
    [
        (
            "sessions",
            new
            {
                heldAt = "2024-05-01T15:00:00+08:00",
                with = "counsellor-3",
                mode = "inPerson",
                progress = "improved",
            }
        ),
        ("plan", new { plan = "Two more sessions" }),
        ("refer", new { to = "hospital" }),
        ("outcomes", new { instrument = "PHQ-9", score = 6 }),
        ("suspend", new { reason = "Away" }),
        ("resume", new { }),
        ("complete", new { outcome = "improved" }),
    ];

    private static readonly (string Step, object Body)[] AssessmentSteps =
    [
        ("complete", Bureau.Answers(3, 3, 3, 3, 3, 3, 2, 0, 1)),
        ("review", new { note = "To be asked again" }),
    ];

    private static readonly (string Step, object Body)[] LeaveSteps =
    [
        ("start", new { startedOn = "2024-03-12" }),
        ("return", new { returnedOn = "2024-03-20" }),
    ];

    private static readonly (string Step, object Body)[] EquipmentSteps =
    [
        ("inspect", new { inspectedOn = "2024-04-01", condition = "defective" }),
        ("service", new { servicedOn = "2024-04-02" }),
        ("return", new { returnedOn = "2024-05-01", condition = "worn" }),
    ];

    private static readonly (string Step, object Body)[] ReviewSteps =
    [
        (
            "findings",
            new
            {
                category = "workload",
                severity = 2,
                text = "Too many nights",
            }
        ),
        (
            "actions",
            new
            {
                what = "Other shifts",
                owner = "commander-2",
                dueOn = "2099-06-30",
            }
        ),
    ];

    private readonly Random _random = new(seed);
    private readonly List<string> _units = [];
    private readonly List<Known> _officers = [];
    private readonly List<(Guid Id, Known Officer)> _leaves = [];
    private readonly List<(Guid Id, Known Officer)> _banquets = [];
    private readonly List<(Guid Id, Known Officer)> _suggestions = [];
    private readonly List<(Guid Id, Known Officer)> _equipment = [];
    private readonly List<Guid> _commendations = [];
    private readonly List<(Guid Id, Known Officer)> _talks = [];
    private readonly List<(Guid Id, Known Officer)> _warnings = [];
    private readonly List<(Guid Id, Known Officer)> _interventions = [];
    private readonly List<(Guid Id, Known Officer)> _assessments = [];
    private readonly List<(Guid Id, Known Officer)> _activities = [];
    private readonly List<(Guid Id, Known Officer)> _reviews = [];
    private readonly List<(Guid Id, string Unit)> _registers = [];
    private readonly List<Guid> _overrides = [];
    private int _happened;

    public async Task RunAsync(int steps)
    {
        for (var i = 0; i < 4; i++)
            _units.Add(await server.UnitAsync(_units.LastOrDefault()));
        for (var i = 0; i < 6; i++)
            _officers.Add(await server.OfficerAsync(Pick(_units)));
        for (var i = 0; i < steps; i++)
            await StepAsync();
        _happened.ShouldBeGreaterThan(steps / 3, "hardly anything happened");
    }

    private Task StepAsync() =>
        _random.Next(26) switch
        {
            0 => TryAsync(
                $"officers/{Pick(_officers).Id}/transfer",
                new
                {
                    toUnit = Pick(_units),
                    reason = "rotation",
                    effectiveOn = "2024-02-01",
                }
            ),
            1 => TryAsync(
                $"officers/{Pick(_officers).Id}/promotion",
                new { rank = $"rank {_random.Next(9)}", effectiveOn = "2024-02-02" }
            ),
            2 => TryAsync(
                $"officers/{Pick(_officers).Id}/talents",
                new { category = Pick(Talents), description = "Since childhood" }
            ),
            3 => TryAsync($"officers/{Pick(_officers).Id}/preferences", new { preference = "Nearer home" }),
            4 => TryAsync(
                $"officers/{Pick(_officers).Id}/identity",
                new { name = $"Name {_random.Next()}", contact = "12345" }
            ),
            5 when _random.Next(6) == 0 => TryAsync(
                $"officers/{Pick(_officers).Id}/departure",
                new { kind = "retired", departedOn = "2024-03-01" }
            ),
            6 => TryAsync($"units/{Pick(_units)}/rename", new { name = $"Name {_random.Next(4)}" }),
            7 => TryAsync($"units/{Pick(_units)}/facilities", new { facility = "trainingCorner" }),
            8 => TryAsync($"units/{Pick(_units)}/move", new { parentCode = Pick(_units) }),
            9 => NominateAsync(Bureau.Nomination(Pick(_officers), _random.Next(3) == 0 ? "case 1" : null)),
            10 => NominateAsync(
                new
                {
                    recipientKind = "collective",
                    unitCode = Pick(_units),
                    title = "Together",
                    deed = "other",
                    nominatedOn = "2024-03-01",
                }
            ),
            11 when _commendations.Count > 0 => TryAsync(
                $"commendations/{Pick(_commendations)}/approve",
                Bureau.Approval
            ),
            12 when _commendations.Count > 0 => TryAsync(
                $"commendations/{Pick(_commendations)}/{Pick(["decline", "revoke"])}",
                new { reason = "Second thoughts" }
            ),
            13 when _commendations.Count > 0 => TryAsync(
                $"commendations/{Pick(_commendations)}/confer",
                new { conferredOn = "2024-05-04", orderNumber = "7" }
            ),
            >= 14 => CareAsync(Pick(_officers)),
            _ => Task.CompletedTask,
        };

    private Task CareAsync(Known officer) =>
        _random.Next(24) switch
        {
            0 => StartAsync(_talks, officer, "talks", Bureau.Talk(officer)),
            1 => StartAsync(
                _talks,
                officer,
                "talks",
                new
                {
                    officerId = officer.Id,
                    kind = "homeVisit",
                    scheduledFor = Bureau.Held,
                    occurredAt = "2024-02-01T00:00:00Z",
                }
            ),
            2 => StartAsync(_warnings, officer, "warnings", Bureau.Warning(officer)),
            3 when _talks.Count > 0 && Pick(_talks) is var talk => StartAsync(
                _warnings,
                talk.Officer,
                "warnings",
                Bureau.Warning(talk.Officer, "talk", talk.Id)
            ),
            4 when _warnings.Count > 0 && Pick(_warnings) is var warning => StartAsync(
                _interventions,
                warning.Officer,
                "interventions",
                Bureau.Intervention(warning.Officer, "counselling", warning.Id)
            ),
            5 when _talks.Count > 0 => StepAsync("talks", _talks, TalkSteps),
            6 when _warnings.Count > 0 => StepAsync("warnings", _warnings, WarningSteps),
            8 => StartAsync(_assessments, officer, "assessments", Bureau.Assessment(officer)),
            9 when _assessments.Count > 0 => StepAsync("assessments", _assessments, AssessmentSteps),
            17 => StartAsync(_leaves, officer, "leaves", Requested.Leave(officer).And("occurredAt", Bureau.Held)),
            18 when _leaves.Count > 0 => DecideAsync(
                "leaves",
                Pick(_leaves),
                ("approve", new { occurredAt = Bureau.Held })
            ),
            11 => StartAsync(_banquets, officer, "banquets", Requested.Banquet(officer).And("occurredAt", Bureau.Held)),
            12 when _banquets.Count > 0 => DecideAsync("banquets", Pick(_banquets), ("review", new { })),
            13 => StartAsync(_suggestions, officer, "suggestions", Requested.Suggestion(officer)),
            14 when _suggestions.Count > 0 => DecideAsync(
                "suggestions",
                Pick(_suggestions),
                Pick<(string, object)>([("adopt", new { owner = "po-7" }), ("decline", new { reason = "Not now" })])
            ),
            15 => StartAsync(_equipment, officer, "equipment", Requested.Piece(officer)),
            16 when _equipment.Count > 0 => StepAsync("equipment", _equipment, EquipmentSteps),
            10 when _leaves.Count > 0 => StepAsync("leaves", _leaves, LeaveSteps),
            7 when _interventions.Count > 0 => StepAsync("interventions", _interventions, InterventionSteps),
            19 => StartAsync(_activities, officer, "activities", Bureau.Activity(officer.Unit)),
            20 when _activities.Count > 0 => TryAsync(
                $"activities/{Pick(_activities).Id}/attendance",
                new { officerIds = new[] { officer.Id, Pick(_officers).Id } }
            ),
            21 => StartAsync(_reviews, officer, "reviews", Bureau.Review(officer.Unit, $"2023-Q{_random.Next(1, 5)}")),
            22 when _reviews.Count > 0 => StepAsync("reviews", _reviews, ReviewSteps),
            23 => RegisterAsync(),
            _ => AccessAsync(officer),
        };

    private async Task RegisterAsync()
    {
        if (_registers.Count == 0 || _random.Next(3) == 0)
        {
            var unitCode = Pick(_units);
            var of = new { unitCode, month = $"2024-{_random.Next(1, 5):00}" };
            if (await TryAsync("registers", of, Role.PoliticalOfficer, unitCode) is { } id)
                _registers.Add((id, unitCode));
            return;
        }
        var (register, unit) = Pick(_registers);
        await TryAsync($"registers/{register}/consolidate", new { }, Role.PoliticalOfficer, unit);
        await TryAsync($"registers/{register}/sign", new { }, Role.Commander, unit);
        await TryAsync($"registers/{register}/reopen", new { reason = "Late entries" }, Role.Commander, unit);
    }

    private async Task AccessAsync(Known officer)
    {
        if (_overrides.Count > 0 && _random.Next(2) == 0)
            await TryAsync($"overrides/{Pick(_overrides)}/review", new { verdict = "justified" }, Role.Auditor);
        else if (_talks.Count > 0 && _random.Next(2) == 0)
            await TryAsync($"talks/{Pick(_talks).Id}/disclosures", new { purpose = "A check" }, Role.Auditor);
        else if (
            await TryAsync("overrides", new { officerId = officer.Id, reason = "Nobody is there" }, Role.Counsellor) is
            { } id
        )
            _overrides.Add(id);
        (await server.As(Role.Auditor).GetAsync($"officers/{officer.Id}/history")).Done();
    }

    private Task<Guid?> StepAsync(string path, List<(Guid Id, Known)> records, (string Step, object Body)[] steps)
    {
        var (step, body) = Pick(steps);
        return TryAsync($"{path}/{Pick(records).Id}/{step}", body);
    }

    private Task<Guid?> DecideAsync(
        string path,
        (Guid Id, Known Officer) record,
        (string Step, object Body) decision
    ) => TryAsync($"{path}/{record.Id}/{decision.Step}", decision.Body, Role.Commander, record.Officer.Unit);

    private async Task StartAsync(List<(Guid, Known)> records, Known officer, string path, object body)
    {
        if (await TryAsync(path, body) is { } id)
            records.Add((id, officer));
    }

    private async Task NominateAsync(object body)
    {
        if (await TryAsync("commendations", body) is { } id)
            _commendations.Add(id);
    }

    private async Task<Guid?> TryAsync(string path, object body, Role role = Role.Integrator, string? unit = null)
    {
        var reply = await server.As(role, unit).PostAsync(path, body);
        // An officer who was transferred has another commander by now.
        if ((int)reply.Status == 409 || (unit is not null && (int)reply.Status == 404))
            return null;
        ((int)reply.Status).ShouldBeInRange(200, 201, reply.Text);
        _happened++;
        return Bureau.IdOf(reply);
    }

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];
}
