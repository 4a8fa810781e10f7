using Xunit;

namespace Wellbeing.Domain.Tests;

/// <summary>A table of a rule as people write it: a heading of columns, then a name and a cell for each of them a line.</summary>
internal static class Table
{
    /// <summary>Row, column and cell of each cell.</summary>
    public static TheoryData<string, string, string> Of(string text)
    {
        var lines = text.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        var cells = new TheoryData<string, string, string>();
        foreach (var line in lines.Skip(1))
        foreach (var (column, cell) in lines[0].Zip(line.Skip(1), (column, cell) => (column, cell)))
            cells.Add(line[0], column, cell);
        return cells;
    }
}
