using System.Globalization;
using Wellbeing.Domain.Talks;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Api.Tests.Rules;

/// <summary>
/// What the rules have to put on record in a year, said once more and plainly, from what happened and not from what is
/// stored. It shares no code with the rules.
/// </summary>
internal sealed class Restated
{
    private readonly Year _year;
    private readonly int[] _firstUnits;
    private readonly SortedSet<string> _expected = new(StringComparer.Ordinal);

    public Restated(Year year, int[] firstUnits)
    {
        (_year, _firstUnits) = (year, firstUnits);
        for (var officer = 0; officer < Year.Officers; officer++)
        {
            Quarters(officer);
            MustTalks(officer);
            Thresholds(officer, "repeated-warnings", x => x is Warned { Category: not Domain.CareCategory.Assessment });
            Thresholds(
                officer,
                "repeated-concerns",
                x => x is Talked { Concern: not null and not Domain.CareCategory.Assessment, Severity: >= 2 }
            );
        }
        foreach (var warned in year.All.OfType<Warned>())
            Deadlines(warned);
        foreach (var agreed in year.All.OfType<Agreed>())
            FollowUp(agreed);
        foreach (var went in year.All.OfType<Went>())
            Leave(went);
        foreach (var assigned in year.All.OfType<Assigned>())
            Action(assigned);
    }

    /// <summary>A line for each fact.</summary>
    public IReadOnlyCollection<string> Expected => _expected;

    private IEnumerable<Happening> Of(int officer) => _year.All.Where(x => x.Officer == officer);

    private void Quarters(int officer)
    {
        foreach (var (first, last) in new[] { (1, "03-31"), (4, "06-30"), (7, "09-30"), (10, "12-31") })
        {
            var end = At($"2027-{last}").AddDays(1);
            var talks = Of(officer)
                .OfType<Talked>()
                .Where(x => x.Trigger is null or TalkTrigger.Quarterly)
                .Where(x => x.At >= At($"2027-{first:00}-01") && x.At < end && !IsVoid(x, end));
            if (Serves(officer, end) && !talks.Any())
                _expected.Add($"omitted {officer} quarterly 2027-{last} U{UnitAt(officer, end)}");
        }
    }

    private void MustTalks(int officer)
    {
        foreach (var happened in Of(officer))
        {
            TalkTrigger? trigger = happened switch
            {
                Moved x when UnitBefore(x) != x.ToUnit => TalkTrigger.PostChange,
                Warned { Source: WarningSource.Complaint } => TalkTrigger.Complaint,
                Warned { Category: Domain.CareCategory.Conduct } => TalkTrigger.Conduct,
                Warned { Category: Domain.CareCategory.Family } => TalkTrigger.FamilyEvent,
                _ => null,
            };
            if (trigger is null)
                continue;
            var day = Midnight(happened.At);
            var end = day.AddDays(15);
            if (
                Serves(officer, end)
                && !Of(officer)
                    .OfType<Talked>()
                    .Any(x => x.Trigger == trigger && x.At >= day && x.At < end && !IsVoid(x, end))
            )
                _expected.Add(
                    $"omitted {officer} {Word(trigger)} {day.AddDays(14):yyyy-MM-dd} U{UnitAt(officer, end)}"
                );
        }
    }

    private void Deadlines(Warned warned)
    {
        var own = Of(warned.Officer).ToList();
        var settings = own.OfType<Reclassified>()
            .Where(x => x.Number == warned.Number && IsOpen(warned.Number, x.At, own))
            .Select(x => (x.At, x.Level))
            .Prepend((warned.At, warned.Level))
            .ToList();
        // A level that it has already changes nothing.
        for (var i = settings.Count - 1; i > 0; i--)
            if (settings[i].Level == settings[i - 1].Level)
                settings.RemoveAt(i);
        for (var i = 0; i < settings.Count; i++)
        {
            var (at, level) = settings[i];
            var (acknowledge, intervene) = HoursOf(level);
            Check("acknowledge", at.AddHours(acknowledge), x => x is Acknowledged y && y.Number == warned.Number);
            Check("intervene", at.AddHours(intervene), x => x is Helped y && y.Number == warned.Number);

            void Check(string kind, DateTimeOffset by, Func<Happening, bool> keeps)
            {
                var replaced = i + 1 < settings.Count && settings[i + 1].At <= by;
                if (
                    !replaced
                    && !HasLeft(warned.Officer, by)
                    && IsOpen(warned.Number, by, own)
                    && !own.Any(x => keeps(x) && x.At <= by)
                )
                    _expected.Add($"escalated W{warned.Number} {kind} {by.ToUniversalTime():O}");
            }
        }
    }

    private void FollowUp(Agreed agreed)
    {
        if (IsVoid(agreed.Talk, agreed.At))
            return;
        var end = At($"{agreed.DueOn:yyyy-MM-dd}").AddDays(1);
        // What was agreed when its day had gone by is left a day to be told of.
        var judged = end < agreed.At ? agreed.At.AddHours(24) : end;
        var done = Of(agreed.Officer).OfType<FollowedUp>().Any(x => x.Number == agreed.Number && x.At < end);
        if (!done && !IsVoid(agreed.Talk, judged) && Serves(agreed.Officer, end))
            _expected.Add($"followUp {agreed.Number} {agreed.DueOn:yyyy-MM-dd}");
    }

    private void Leave(Went went)
    {
        // The day after the last is the first day back.
        var end = At($"{went.To:yyyy-MM-dd}").AddDays(2);
        var back = Of(went.Officer).OfType<CameBack>().Any(x => x.Number == went.Number && x.At < end);
        if (!back && Serves(went.Officer, end))
            _expected.Add($"leave {went.Number} {went.To:yyyy-MM-dd}");
    }

    private void Action(Assigned assigned)
    {
        var end = At($"{assigned.DueOn:yyyy-MM-dd}").AddDays(1);
        if (!_year.All.OfType<Closed>().Any(x => x.Number == assigned.Number && x.At < end))
            _expected.Add($"action {assigned.Number} {assigned.DueOn:yyyy-MM-dd}");
    }

    private bool IsVoid(Talked talk, DateTimeOffset by) =>
        Of(talk.Officer).OfType<Voided>().Any(x => x.Talk == talk && x.At <= by);

    private void Thresholds(int officer, string name, Func<Happening, bool> counts)
    {
        var open = new List<Happening>();
        foreach (var happened in Of(officer).Where(counts))
        {
            open.Add(happened);
            // What was declared void by then counts no longer.
            open.RemoveAll(x => x is Talked talked && IsVoid(talked, happened.At));
            var changed = happened.At >= Year.Changes;
            var (version, count, days) = name switch
            {
                "repeated-warnings" when changed => (2, 2, 45),
                "repeated-warnings" => (1, 3, 90),
                _ => (1, 3, 180),
            };
            if (open.Count < count || happened.At - open[^count].At >= TimeSpan.FromDays(days))
                continue;
            var seen = string.Join(' ', open[^count..].Select(Name));
            open.RemoveRange(open.Count - count, count);
            var trace = $"{name}@{version} {seen}";
            _expected.Add($"raised {officer} {trace}");
            var (acknowledge, intervene) = HoursOf(
                name == "repeated-warnings" ? WarningLevel.Orange : WarningLevel.Yellow
            );
            foreach (var (kind, hours) in new[] { ("acknowledge", acknowledge), ("intervene", intervene) })
            {
                var by = happened.At.AddHours(hours);
                if (!HasLeft(officer, by))
                    _expected.Add($"escalated {trace} {kind} {by.ToUniversalTime():O}");
            }
        }
    }

    /// <summary>How something that a threshold counts is named.</summary>
    public static string Name(Happening happening) =>
        happening is Warned warned ? $"W{warned.Number}" : $"T{happening.At.UtcTicks}";

    private static (int Acknowledge, int Intervene) HoursOf(WarningLevel level) =>
        level switch
        {
            WarningLevel.Red => (2, 24),
            WarningLevel.Orange => (24, 72),
            WarningLevel.Yellow => (72, 168),
            _ => (168, 720),
        };

    private static bool IsOpen(int number, DateTimeOffset at, List<Happening> own) =>
        !own.OfType<Resolved>().Any(x => x.Number == number && x.At <= at);

    private bool HasLeft(int officer, DateTimeOffset by) => Of(officer).OfType<Left>().Any(x => x.At <= by);

    private bool Serves(int officer, DateTimeOffset end) => !Of(officer).OfType<Left>().Any(x => Midnight(x.At) < end);

    private int UnitAt(int officer, DateTimeOffset at) =>
        Of(officer).OfType<Moved>().LastOrDefault(x => x.At < at)?.ToUnit ?? _firstUnits[officer];

    private int UnitBefore(Moved moved) => UnitAt(moved.Officer, moved.At);

    private static DateTimeOffset Midnight(DateTimeOffset at) => new(at.ToOffset(Year.East).Date, Year.East);

    private static DateTimeOffset At(string day) =>
        new(DateTime.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture), Year.East);

    private static string Word(TalkTrigger? trigger) =>
        trigger switch
        {
            TalkTrigger.PostChange => "postChange",
            TalkTrigger.Complaint => "complaint",
            TalkTrigger.Conduct => "conduct",
            _ => "familyEvent",
        };
}
