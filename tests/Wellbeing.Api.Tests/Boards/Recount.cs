namespace Wellbeing.Api.Tests.Boards;

/// <summary>
/// The rules of the boards said once more and plainly, over what the story remembers: nothing of the product is asked.
/// </summary>
internal sealed class Recount(BoardStory story, DateTimeOffset until, string? unit, Func<Known, bool> reached)
{
    private static readonly Dictionary<string, (int Acknowledge, int Intervene)> Hours = new()
    {
        ["blue"] = (168, 720),
        ["yellow"] = (72, 168),
        ["orange"] = (24, 72),
        ["red"] = (2, 24),
    };

    private static readonly string[] Ranks = ["blue", "yellow", "orange", "red"];

    private readonly HashSet<string> _units = story.Below(unit);

    public DateOnly Day { get; } = BoardStory.DayOf(until);

    private List<Step> Told { get; } = story.Steps.FindAll(x => x.At <= until);

    private bool Counts(Known officer) => reached(officer);

    private bool Here(Known officer) => Counts(officer) && _units.Contains(story.UnitOn(officer.Id, Day));

    /// <summary>Each officer under care: stage, since when, and the highest open level.</summary>
    public Dictionary<Guid, (string Stage, DateTimeOffset Since, string? Level)> UnderCare()
    {
        var cared = new Dictionary<Guid, (string, DateTimeOffset, string?)>();
        foreach (var officer in story.Officers.Where(Here))
        {
            string[] stages = ["noticed", "classified", "counselled", "helped"];
            var (warnings, interventions) = (new Dictionary<Guid, string>(), new HashSet<Guid>());
            var levels = new Dictionary<Guid, string>();
            var (stage, since) = (-1, default(DateTimeOffset));
            foreach (var step in Told.Where(x => x.Officer.Id == officer.Id))
            {
                var reaches = 0;
                switch (step.What)
                {
                    case "raised":
                        levels[step.Id] = warnings[step.Id] = step.Word!.Split(' ')[0];
                        break;
                    case "reopen":
                        warnings[step.Id] = levels[step.Id];
                        break;
                    case "reclassify":
                        levels[step.Id] = warnings[step.Id] = step.Word!;
                        reaches = 1;
                        break;
                    case "acknowledge" or "assign":
                        reaches = 1;
                        break;
                    case "resolve" or "dismiss":
                        warnings.Remove(step.Id);
                        break;
                    case "opened":
                        interventions.Add(step.Id);
                        reaches = step.Word is "counselling" or "crisis" ? 2 : 3;
                        break;
                    case "complete" or "abandon":
                        interventions.Remove(step.Id);
                        break;
                }
                if (warnings.Count + interventions.Count == 0)
                    stage = -1;
                else if (reaches > stage)
                    (stage, since) = (reaches, step.At);
            }
            if (stage >= 0)
                cared.Add(officer.Id, (stages[stage], since, Highest(warnings.Values)));
        }
        return cared;
    }

    /// <summary>The open warnings: level, category, day.</summary>
    public List<(Guid Id, string Level, string Category, DateOnly Raised)> Open() =>
        [
            .. from raised in Told
            where raised.What == "raised" && Here(raised.Officer)
            let steps = Told.FindAll(x => x.Id == raised.Id)
            where steps.FindLast(x => x.What is "resolve" or "dismiss" or "reopen") is not { What: not "reopen" }
            let level = steps.FindLast(x => x.What == "reclassify")?.Word ?? raised.Word!.Split(' ')[0]
            select (raised.Id, level, raised.Word!.Split(' ')[1], BoardStory.DayOf(raised.At)),
        ];

    /// <summary>How many deadlines were kept, and how many missed.</summary>
    public (int Kept, int Missed) Deadlines()
    {
        var (kept, missed) = (0, 0);
        foreach (var raised in Told.Where(x => x.What == "raised" && Counts(x.Officer)))
        {
            if (!_units.Contains(story.UnitOn(raised.Officer.Id, BoardStory.DayOf(raised.At))))
                continue;
            var steps = Told.FindAll(x => x.Id == raised.Id);
            var level = raised.Word!.Split(' ')[0];
            for (var i = 0; i < steps.Count; i++)
            {
                var step = steps[i];
                if (step.What == "reclassify")
                    level = step.Word!;
                if (step.What is not ("raised" or "reopen" or "reclassify"))
                    continue;
                var begun = steps.FindLastIndex(i, x => x.What is "raised" or "reopen");
                var acknowledged = steps.Skip(begun).Take(i - begun).Any(x => x.What == "acknowledge");
                var ended = steps.Skip(i + 1).FirstOrDefault(x => x.What is "resolve" or "dismiss" or "reclassify")?.At;
                if (!acknowledged)
                    Judge(
                        step.At.AddHours(Hours[level].Acknowledge),
                        steps
                            .Skip(i + 1)
                            .TakeWhile(x => x.What is not ("resolve" or "dismiss" or "reclassify"))
                            .FirstOrDefault(x => x.What == "acknowledge")
                            ?.At,
                        ended
                    );
                Judge(step.At.AddHours(Hours[level].Intervene), Intervened(raised.Id, step.At), ended);
            }
        }
        return (kept, missed);

        void Judge(DateTimeOffset due, DateTimeOffset? met, DateTimeOffset? ended)
        {
            if (met <= due && !(ended < met))
                kept++;
            else if (due < until && !(ended <= due))
                missed++;
        }

        DateTimeOffset? Intervened(Guid warning, DateTimeOffset from) =>
            Told.Where(x => x.What == "opened" && x.Answers == warning)
                .Where(x =>
                    Told.Find(y => y.Id == x.Id && y.What is "complete" or "abandon") is not { } end
                    || end.At > from
                    || x.At >= from
                )
                .Select(x => (DateTimeOffset?)(x.At > from ? x.At : from))
                .Min();
    }

    /// <summary>What became of each officer's talk of a quarter.</summary>
    public Dictionary<Guid, string> Talks(DateOnly first, DateOnly last)
    {
        var results = new Dictionary<Guid, string>();
        if (Day < first)
            return results;
        var day = Day < last ? Day : last;
        foreach (var officer in story.Officers.Where(Counts))
        {
            if (!_units.Contains(story.UnitOn(officer.Id, day)))
                continue;
            var held = story.Talks.FindAll(x =>
                x.Officer.Id == officer.Id
                && x.Trigger is null or "quarterly"
                && x.HeldAt <= until
                && !(x.VoidedAt <= until)
            );
            results.Add(
                officer.Id,
                held.Exists(x => BoardStory.DayOf(x.HeldAt!.Value) is var on && on >= first && on <= last) ? "held"
                    : held.Exists(x =>
                        x.ScheduledFor is { } at
                        && BoardStory.DayOf(at) >= first
                        && BoardStory.DayOf(at) <= last
                        && BoardStory.DayOf(x.HeldAt!.Value) > last
                    )
                        ? "late"
                    : Day > last ? "missed"
                    : "open"
            );
        }
        return results;
    }

    public int Rotations(DateOnly? since, DateOnly? to = null) =>
        story.Transfers.Count(x =>
            x.Reason == "rotation"
            && _units.Contains(x.Unit)
            && Counts(story.Officers.Find(y => y.Id == x.Officer)!)
            && !(x.On < since)
            && !(x.On > to)
            && x.On <= Day
        );

    public List<string> Cases(DateOnly? since, DateOnly? to = null) =>
        [
            .. Told.Where(x =>
                    x.What == "opened"
                    && Counts(x.Officer)
                    && _units.Contains(story.UnitOn(x.Officer.Id, BoardStory.DayOf(x.At)))
                    && !(BoardStory.DayOf(x.At) < since)
                    && !(BoardStory.DayOf(x.At) > to)
                )
                .Select(x => x.Word!),
        ];

    public List<string> Talents() =>
        [
            .. story
                .Listed.Where(x => x.At <= until && Here(story.Officers.Find(y => y.Id == x.Officer)!))
                .Select(x => x.Category),
        ];

    /// <summary>The units, and of these how many have a room, a corner, both.</summary>
    public (int Units, int Room, int Corner, int Both) Rooms()
    {
        var has = _units.Select(x => (Room: Has(x, "relaxationRoom"), Corner: Has(x, "trainingCorner"))).ToList();
        return (has.Count, has.Count(x => x.Room), has.Count(x => x.Corner), has.Count(x => x.Room && x.Corner));

        bool Has(string code, string facility) =>
            story
                .Rooms.Where(x => x.Unit == code && x.Facility == facility && x.At <= until)
                .Sum(x => x.Provided ? 1 : -1) > 0;
    }

    private static string? Highest(IEnumerable<string> levels) =>
        levels.OrderBy(x => Array.IndexOf(Ranks, x)).LastOrDefault();
}
