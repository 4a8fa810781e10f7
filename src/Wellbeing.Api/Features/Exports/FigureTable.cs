using Wellbeing.Api.Features.Boards;
using Wellbeing.Api.Features.Honours;

namespace Wellbeing.Api.Features.Exports;

/// <summary>A board as a table: a line for each figure, and for each key that it counts by.</summary>
/// <param name="name">The table's name.</param>
/// <param name="about">What tells it from others.</param>
/// <param name="same">Columns that are the same in each line.</param>
internal sealed class FigureTable(
    string name,
    IReadOnlyList<object?> about,
    IReadOnlyList<(string Column, object? Value)> same
)
{
    private readonly List<object?[]> _lines = [];

    public Table Table =>
        Table.Of(name, about, [.. same.Select(x => x.Column), "figure", "by", "key", "value", "query"], _lines);

    public FigureTable With(string figure, Figure value) => Add(figure, null, null, value.Value, value.Query);

    /// <summary>A figure by the keys of its lines.</summary>
    public FigureTable With(string figure, string by, IReadOnlyList<BoardLine> lines, Func<string, ExportText> key)
    {
        foreach (var line in lines)
            Add(figure, by, key(line.Key), line.Value, line.Query);
        return this;
    }

    /// <summary>Several figures by one thing.</summary>
    public FigureTable With(string by, IEnumerable<(string Figure, object Key, decimal Value, string Query)> lines)
    {
        foreach (var (figure, key, value, query) in lines)
            Add(figure, by, key, value, query);
        return this;
    }

    private FigureTable Add(string figure, string? by, object? key, decimal value, string query)
    {
        var told = by is null ? null : new ExportText($"export.columns.{by}");
        _lines.Add([.. same.Select(x => x.Value), ExportText.Figure(figure), told, key, value, query]);
        return this;
    }
}
