using System.Globalization;

namespace Wellbeing.Benchmarks.Measuring;

/// <summary>Prints what was measured beside what it is compared with, and remembers which floors were missed.</summary>
internal sealed class Report
{
    private readonly List<string> _missed = [];
    private string _benchmark = "";

    public void Begin(string benchmark, Settings settings)
    {
        _benchmark = benchmark;
        Line($"== {benchmark}: {settings.Rounds} rounds, {Environment.ProcessorCount} cores, load {Load()}");
        if (settings.Rounds < Settings.FewestRounds)
            Line($"   fewer than {Settings.FewestRounds} rounds prove nothing");
    }

    /// <summary>Ours against another's; the larger the better.</summary>
    /// <param name="what">What is compared.</param>
    /// <param name="ours">Our side.</param>
    /// <param name="other">The other side.</param>
    /// <param name="floor">The least ratio that is bearable; null where the figure only informs.</param>
    /// <param name="goal">The ratio to reach.</param>
    /// <returns>Whether the floor is held.</returns>
    public bool Ratio(string what, Series ours, Series other, double? floor, double? goal)
    {
        Line(what);
        Print(ours);
        Print(other);
        var ratio = ours.Median / other.Median;
        return Conclude(what, $"ratio of medians {ratio:0.000}", ratio, floor, goal);
    }

    /// <summary>
    /// The same where the two differ less than a turn does from one a minute later: each round's two turns lie side by side,
    /// and the median of their ratios counts.
    /// </summary>
    public bool RatioByRound(string what, Series ours, Series other, double floor, double goal)
    {
        Line(what);
        Print(ours);
        Print(other);
        var ratios = ours.Over(other);
        var (lower, upper) = ratios.Quartiles;
        return Conclude(
            what,
            $"median of the rounds' ratios {ratios.Median:0.000} (half of them from {lower:0.00} to {upper:0.00}; "
                + $"ratio of medians {ours.Median / other.Median:0.000})",
            ratios.Median,
            floor,
            goal
        );
    }

    /// <summary>A figure that must not be more than a limit.</summary>
    /// <param name="what">What it is.</param>
    /// <param name="ours">The figure, of which the median counts.</param>
    /// <param name="limit">The most that is bearable; null where the figure only informs.</param>
    /// <param name="goal">The figure to reach.</param>
    public void AtMost(string what, Series ours, double? limit, double? goal = null)
    {
        Line(what);
        Print(ours);
        var wanted = goal is null ? "" : $", goal {goal:0.0#} {ours.Unit}";
        var most = limit is null ? "" : $"; limit {limit:0.0#} {ours.Unit}";
        Conclude(
            what,
            $"median {Number(ours.Median)}{most}{wanted}",
            limit is null ? null : ours.Median <= limit,
            ours.Median <= goal
        );
    }

    /// <summary>A figure that must not be less than a floor.</summary>
    public void AtLeast(string what, double value, double floor)
    {
        Line(what);
        Conclude(what, $"{Number(value)}; floor {Number(floor)}", value >= floor, reached: null);
    }

    /// <summary>Times of which the median must not be more than a limit.</summary>
    /// <param name="what">What was timed.</param>
    /// <param name="times">The times.</param>
    /// <param name="limit">Of the median; with a goal of 99 in 100 of them.</param>
    /// <param name="goal">The median and the 99th percentile to reach.</param>
    public void Percentiles(
        string what,
        IReadOnlyList<double> times,
        double limit,
        (double Half, double Most)? goal = null
    )
    {
        var sorted = times.Order().ToList();
        var (half, most) = (sorted[sorted.Count / 2], sorted[sorted.Count * 99 / 100]);
        Line(what);
        Conclude(
            what,
            $"p50 {Number(half)}, p99 {Number(most)} of {sorted.Count}; limit {Number(limit)}"
                + (goal is { } told ? $"; goal {Number(told.Half)}, {Number(told.Most)}" : ""),
            (goal is null ? half : most) <= limit,
            goal is { } to ? half <= to.Half && most <= to.Most : null
        );
    }

    public void Note(string text) => Line($"   {text}");

    /// <summary>What could not be measured is missed.</summary>
    public void Failed(string why)
    {
        _missed.Add(_benchmark);
        Line($"   broke off: {why}");
    }

    public int End()
    {
        Line($"load {Load()}");
        Line(_missed.Count == 0 ? "every floor is held" : $"missed: {string.Join("; ", _missed)}");
        return _missed.Count == 0 ? 0 : 1;
    }

    private bool Conclude(string what, string figures, double ratio, double? floor, double? goal)
    {
        var limits = (floor is null ? "" : $"; floor {floor:0.00}") + (goal is null ? "" : $"; goal {goal:0.0#}");
        bool? held = floor is null ? null : ratio >= floor;
        Conclude(what, figures + limits, held, ratio >= goal);
        return held is not false;
    }

    private void Conclude(string what, string figures, bool? held, bool? reached)
    {
        if (held is false)
            _missed.Add($"{_benchmark}: {what}");
        var verdict = held switch
        {
            null => reached is true ? ": goal reached" : "",
            false => ": MISSED",
            true => reached is true ? ": held, goal reached" : ": held",
        };
        Line($"   {figures}{verdict}");
    }

    private static void Print(Series series) =>
        Line(
            string.Create(
                CultureInfo.InvariantCulture,
                $"   {series.Name, -36} {Number(series.Median), 9} {series.Unit, -9} (min {Number(series.Least)}, max {Number(series.Most)})"
            )
        );

    private static string Number(double value) =>
        value.ToString(value < 100 ? "0.00" : "#,0", CultureInfo.InvariantCulture);

    private static void Line(FormattableString text) => Line(text.ToString(CultureInfo.InvariantCulture));

    private static void Line(string text) => Console.WriteLine(text);

    // What else the machine does stands beside the figures.
    private static string Load() =>
        File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]) : "unknown";
}
