using System.Runtime.CompilerServices;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Exports;

/// <summary>A cell that is a text of the wording, and what may follow it.</summary>
/// <param name="Key">Key of the text.</param>
/// <param name="After">What follows.</param>
internal sealed record ExportText(string Key, string After = "")
{
    /// <summary>What a figure counts.</summary>
    public static ExportText Figure(string name) => new($"export.figures.{name}");

    /// <summary>A choice by its stored word.</summary>
    public static ExportText Choice<T>(string word)
        where T : struct, Enum => new(KeyOf(typeof(T), word));

    /// <summary>A choice; null where there is none.</summary>
    public static ExportText? Of<T>(T? choice)
        where T : struct, Enum => choice is { } some ? new(KeyOf(typeof(T), EnumNames.Of(some))) : null;

    private static string KeyOf(Type type, string word) =>
        $"enum.{System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(type.Name)}.{word}";
}

/// <summary>
/// A table to be handed out. A cell is a text, a number, a day, a time, an id, yes or no, <see cref="ExportText" />, a list of
/// these, or null.
/// </summary>
/// <param name="Name">Names its title, <c>export.titles.…</c>.</param>
/// <param name="About">What tells it from others of its name, such as a unit and a month: no words about a person.</param>
/// <param name="Columns">Names of the columns, whose headings are <c>export.columns.…</c>.</param>
/// <param name="Rows">The rows, read as they are written.</param>
internal sealed record Table(
    string Name,
    IReadOnlyList<object?> About,
    IReadOnlyList<string> Columns,
    IAsyncEnumerable<object?[]> Rows
)
{
    /// <summary>A table of what is in memory.</summary>
    public static Table Of(
        string name,
        IReadOnlyList<object?> about,
        IReadOnlyList<string> columns,
        IEnumerable<object?[]> rows
    ) => new(name, about, columns, rows.ToAsyncEnumerable());

    /// <summary>One table of several: its first column names the part, and a part leaves empty what it does not have.</summary>
    public static Table Of(string name, IReadOnlyList<object?> about, IReadOnlyList<Table> parts)
    {
        IReadOnlyList<string> columns = [.. parts.SelectMany(x => x.Columns).Distinct()];
        return new(name, about, ["part", .. columns], RowsAsync());

        async IAsyncEnumerable<object?[]> RowsAsync([EnumeratorCancellation] CancellationToken stop = default)
        {
            foreach (var part in parts)
            {
                var places = columns.Select(x => part.Columns.ToList().IndexOf(x)).ToList();
                await foreach (var row in part.Rows.WithCancellation(stop))
                    yield return
                    [
                        new ExportText($"export.titles.{part.Name}"),
                        .. places.Select(x => x < 0 ? null : row[x]),
                    ];
            }
        }
    }

    /// <summary>The same with some of its columns.</summary>
    public Table Only(params IReadOnlyList<string> columns)
    {
        var places = columns.Select(x => Columns.ToList().IndexOf(x)).ToList();
        return this with { Columns = columns, Rows = Rows.Select(row => places.Select(x => row[x]).ToArray()) };
    }
}
