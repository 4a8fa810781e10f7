namespace Wellbeing.Benchmarks.Measuring;

/// <summary>What one side came to in each round.</summary>
internal sealed record Series(string Name, string Unit)
{
    private readonly List<double> _values = [];

    public double Median =>
        _values.Order().ElementAt(_values.Count / 2) / 2 + _values.Order().ElementAt((_values.Count - 1) / 2) / 2;

    /// <summary>A quarter lies below the first, a quarter above the second.</summary>
    public (double Lower, double Upper) Quartiles =>
        (_values.Order().ElementAt(_values.Count / 4), _values.Order().ElementAt(_values.Count * 3 / 4));

    public double Least => _values.Min();

    public double Most => _values.Max();

    public void Add(double value) => _values.Add(value);

    /// <summary>Its ratio to another side, round by round.</summary>
    public Series Over(Series other)
    {
        var ratios = new Series($"{Name} over {other.Name}", "");
        foreach (var (value, against) in _values.Zip(other._values))
            ratios.Add(value / against);
        return ratios;
    }
}

/// <summary>One side of a comparison: its name, its unit, and one measurement of it.</summary>
internal sealed record Side(string Name, string Unit, Func<Task<double>> MeasureAsync);

/// <summary>
/// Takes turns, every other round in the opposite order: whatever else the machine does, and whatever a side leaves behind,
/// meets all sides alike.
/// </summary>
internal static class Rounds
{
    public static async Task<IReadOnlyList<Series>> RunAsync(int rounds, params IReadOnlyList<Side> sides)
    {
        var series = sides.Select(side => new Series(side.Name, side.Unit)).ToList();
        for (var round = 0; round < rounds; round++)
        {
            for (var turn = 0; turn < sides.Count; turn++)
            {
                var i = round % 2 == 0 ? turn : sides.Count - 1 - turn;
                series[i].Add(await sides[i].MeasureAsync());
            }
        }
        return series;
    }
}
