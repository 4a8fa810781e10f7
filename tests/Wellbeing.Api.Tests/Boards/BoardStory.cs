using System.Globalization;
using System.Net;
using Wellbeing.Api.Hosting;

namespace Wellbeing.Api.Tests.Boards;

/// <summary>Something that was put on record about an officer's warning or intervention, as the story remembers it.</summary>
internal sealed record Step(DateTimeOffset At, Guid Id, Known Officer, string What, string? Word = null)
{
    /// <summary>Of an intervention: the warning that it answers.</summary>
    public Guid? Answers { get; init; }
}

/// <summary>A talk as the story remembers it.</summary>
internal sealed record ToldTalk(Guid Id, Known Officer, string? Trigger)
{
    public DateTimeOffset? ScheduledFor { get; init; }
    public DateTimeOffset? HeldAt { get; set; }
    public DateTimeOffset? VoidedAt { get; set; }
}

/// <summary>
/// A year and a half of a small bureau, by chance: units in three levels, talks, warnings, interventions, transfers, talents and
/// facilities, posted over HTTP. What was accepted is remembered in plain lists, from which tests count again.
/// </summary>
internal sealed class BoardStory(Host.Running server, int seed)
{
    private static readonly string[] Levels = ["blue", "yellow", "orange", "red"];
    private static readonly string[] Categories = ["emotional", "family", "health", "trauma"];
    private static readonly string[] Kinds = ["counselling", "crisis", "familyHelp", "hardship", "rest"];
    private static readonly string[] Talents = ["music", "writing", "sport"];
    private static readonly string?[] Triggers = ["quarterly", "quarterly", null, "award"];

    private readonly Random _random = new(seed);
    private DateTimeOffset _now = new(2023, 1, 2, 1, 0, 0, TimeSpan.Zero);

    public Host.Running Server => server;

    /// <summary>The bureau, a division with a station, and another station.</summary>
    public string Top { get; private set; } = "";
    public string Division { get; private set; } = "";
    public string Station { get; private set; } = "";
    public string Other { get; private set; } = "";

    public List<Known> Officers { get; } = [];
    public List<(Guid Officer, string Unit, DateOnly From)> Stays { get; } = [];
    public List<(Guid Officer, string Unit, string Reason, DateOnly On)> Transfers { get; } = [];
    public List<(Guid Officer, string Category, DateTimeOffset At)> Listed { get; } = [];
    public List<(string Unit, string Facility, DateTimeOffset At, bool Provided)> Rooms { get; } = [];
    public List<Step> Steps { get; } = [];
    public List<ToldTalk> Talks { get; } = [];

    public async Task<BoardStory> TellAsync(int steps)
    {
        Top = await server.UnitAsync();
        Division = await server.UnitAsync(Top);
        Station = await server.UnitAsync(Division);
        Other = await server.UnitAsync(Top);
        for (var i = 0; i < 14; i++)
        {
            var officer = await server.OfficerAsync(Pick([Division, Station, Other]));
            Officers.Add(officer);
            Stays.Add((officer.Id, officer.Unit, new DateOnly(2015, 7, 1)));
        }
        for (var i = 0; i < steps; i++)
        {
            // No two events at once: their order is then told by their times alone.
            _now = _now.AddMinutes(_random.Next(60, 60 * 50));
            await StepAsync();
        }
        return this;
    }

    /// <summary>A unit and those below it; all without one.</summary>
    public HashSet<string> Below(string? unit) =>
        unit is null || unit == Top ? [Top, Division, Station, Other]
        : unit == Division ? [Division, Station]
        : [unit];

    public string UnitOn(Guid officer, DateOnly day) => Stays.Last(x => x.Officer == officer && x.From <= day).Unit;

    public static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime.AddHours(8));

    private Task StepAsync() =>
        _random.Next(20) switch
        {
            < 4 => RaiseAsync(),
            < 8 => GoOnAsync("warnings"),
            < 10 => OpenAsync(),
            < 12 => GoOnAsync("interventions"),
            < 16 => TalkAsync(),
            16 => MoveAsync(),
            17 => ListAsync(),
            18 => FurnishAsync(),
            _ => VoidAsync(),
        };

    private async Task RaiseAsync()
    {
        var (officer, level) = (Pick(Officers), Pick(Levels));
        var body = new
        {
            officerId = officer.Id,
            category = Pick(Categories),
            level,
            source = "peer",
            occurredAt = _now,
        };
        Steps.Add(new Step(_now, await MadeAsync("warnings", body), officer, "raised", $"{level} {body.category}"));
    }

    private async Task GoOnAsync(string path)
    {
        var begun = Steps.Where(x => x.What == (path == "warnings" ? "raised" : "opened")).ToList();
        if (begun.Count == 0)
            return;
        var one = Pick(begun.TakeLast(12).ToList());
        var level = Pick(Levels);
        var (step, word, body) =
            path == "warnings"
                ? Pick<(string, string?, object)>([
                    ("acknowledge", null, new { occurredAt = _now }),
                    ("acknowledge", null, new { occurredAt = _now }),
                    ("assign", null, new { to = "c-1", occurredAt = _now }),
                    (
                        "reclassify",
                        level,
                        new
                        {
                            level,
                            reason = "Changed",
                            occurredAt = _now,
                        }
                    ),
                    ("resolve", null, new { outcome = "helped", occurredAt = _now }),
                    ("dismiss", null, new { reason = "Twice", occurredAt = _now }),
                    ("reopen", null, new { reason = "Again", occurredAt = _now }),
                ])
                : Pick<(string, string?, object)>([
                    ("suspend", null, new { reason = "Away", occurredAt = _now }),
                    ("complete", null, new { outcome = "improved", occurredAt = _now }),
                    ("abandon", null, new { reason = "Moved", occurredAt = _now }),
                ]);
        if (await DoneAsync(server.Integrator(), $"{path}/{one.Id}/{step}", body))
            Steps.Add(new Step(_now, one.Id, one.Officer, step, word));
    }

    private async Task OpenAsync()
    {
        var warned = Steps.Where(x => x.What == "raised").TakeLast(8).ToList();
        var warning = warned.Count > 0 && _random.Next(3) > 0 ? Pick(warned) : null;
        var (officer, kind) = (warning?.Officer ?? Pick(Officers), Pick(Kinds));
        var body = new
        {
            officerId = officer.Id,
            kind,
            lead = "lead-1",
            warningIds = warning is null ? Array.Empty<Guid>() : [warning.Id],
            occurredAt = _now,
        };
        var reply = await server.Integrator().PostAsync("interventions", body);
        if (reply.Status == HttpStatusCode.Created)
            Steps.Add(new Step(_now, Bureau.IdOf(reply), officer, "opened", kind) { Answers = warning?.Id });
    }

    private async Task TalkAsync()
    {
        if (_random.Next(3) == 0 && Talks.FindLast(x => x is { ScheduledFor: not null, HeldAt: null }) is { } arranged)
        {
            if (await DoneAsync(server.Integrator(), $"talks/{arranged.Id}/hold", new { heldAt = _now }))
                arranged.HeldAt = _now;
            return;
        }
        var (officer, trigger) = (Pick(Officers), Pick(Triggers));
        if (_random.Next(2) == 0)
        {
            var at = _now.AddDays(_random.Next(1, 40));
            var schedule = new
            {
                officerId = officer.Id,
                kind = "heartToHeart",
                trigger,
                scheduledFor = at,
                occurredAt = _now,
            };
            Talks.Add(new ToldTalk(await MadeAsync("talks", schedule), officer, trigger) { ScheduledFor = at });
            return;
        }
        var held = new
        {
            officerId = officer.Id,
            kind = "heartToHeart",
            trigger,
            heldAt = _now,
            topics = Array.Empty<string>(),
            concerns = Array.Empty<object>(),
        };
        Talks.Add(new ToldTalk(await MadeAsync("talks", held), officer, trigger) { HeldAt = _now });
    }

    private async Task VoidAsync()
    {
        var held = Talks.FindAll(x => x is { HeldAt: not null, VoidedAt: null });
        if (held.Count == 0)
            return;
        var talk = Pick(held);
        var body = new { reason = "Another officer", occurredAt = _now };
        if (await DoneAsync(server.As(Role.PoliticalOfficer, Top, sub: "second"), $"talks/{talk.Id}/void", body))
            talk.VoidedAt = _now;
    }

    private async Task MoveAsync()
    {
        var (officer, unit) = (Pick(Officers), Pick([Division, Station, Other]));
        var (on, reason) = (DayOf(_now), Pick(["rotation", "rotation", "request"]));
        var body = new
        {
            toUnit = unit,
            reason,
            effectiveOn = on.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            occurredAt = _now,
        };
        if (!await DoneAsync(server.Administrator(), $"officers/{officer.Id}/transfer", body))
            return;
        Stays.Add((officer.Id, unit, on));
        Transfers.Add((officer.Id, unit, reason, on));
    }

    private async Task ListAsync()
    {
        var (officer, category) = (Pick(Officers), Pick(Talents));
        var body = new { category, occurredAt = _now };
        if (await DoneAsync(server.Administrator(), $"officers/{officer.Id}/talents", body))
            Listed.Add((officer.Id, category, _now));
    }

    private async Task FurnishAsync()
    {
        var (unit, facility) = (Pick([Division, Station, Other]), Pick(["relaxationRoom", "trainingCorner"]));
        var provided = _random.Next(4) > 0;
        var path = $"units/{unit}/facilities{(provided ? "" : "/withdraw")}";
        if (await DoneAsync(server.Administrator(), path, new { facility, occurredAt = _now }))
            Rooms.Add((unit, facility, _now, provided));
    }

    private async Task<Guid> MadeAsync(string path, object body) =>
        Bureau.IdOf((await server.Integrator().PostAsync(path, body)).Made());

    private static async Task<bool> DoneAsync(Client client, string path, object body)
    {
        var reply = await client.PostAsync(path, body);
        return reply.Status == HttpStatusCode.OK
            || (
                reply.Status == HttpStatusCode.Conflict
                    ? false
                    : throw new InvalidOperationException($"{path}: {reply.Text}")
            );
    }

    private T Pick<T>(IReadOnlyList<T> some) => some[_random.Next(some.Count)];
}
