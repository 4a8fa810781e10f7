using System.Globalization;
using Shouldly;
using Wellbeing.Api.Features.Exports;
using Wellbeing.Api.Languages;
using Xunit;

namespace Wellbeing.Api.Tests.Exports;

/// <summary>A workbook says each text as it is, whatever its characters and its length, and opens however long the table.</summary>
public sealed class WorkbookTests
{
    private static readonly Cells Cells = new(Wording.English, Database.Calendar);

    [Theory]
    [InlineData("𠮷野家 𪚥")]
    [InlineData("👮🏽‍♀️ 👨‍👩‍👧 🇨🇳")]
    [InlineData("e\u0301 ก็ Z\u0351\u036B")]
    [InlineData("=1+1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("＝1+1")]
    [InlineData("\t=1+1")]
    [InlineData("007")]
    [InlineData(" \t blanks at both ends  ")]
    [InlineData("\r=1\r\n2\n3")]
    [InlineData("\u0001\u0008\u000B\u000C\u001F\u007F\u0085\uFFFE\uFFFF")]
    [InlineData("_x0041_x0042_ __x005F_ _xD83D_")]
    [InlineData("<a href=\"x\">&amp;</a>]]>")]
    [InlineData("\u202Eevil\u202C \u200B")]
    public async Task a_text_comes_back_as_it_is_and_is_no_formula(string text)
    {
        var workbook = await WorkbookAsync([text]);

        Sheets.Rows(workbook)[1].ShouldBe([text]);
        var sheet = Sheets.Sheet(workbook);
        Sheets.Formulas(sheet).ShouldBeEmpty();
        Sheets.Cells(sheet)[1].Single().Type.ShouldBe("inlineStr");
    }

    /// <summary>A reader that does not know the escapes of ECMA-376 shows them as they stand.</summary>
    [Theory]
    [InlineData("𠮷野家 𪚥")]
    [InlineData("👮🏽‍♀️ 👨‍👩‍👧 🇨🇳")]
    public async Task a_character_beyond_16_bits_stands_in_the_file_as_itself(string text) =>
        Sheets.Cells(Sheets.Sheet(await WorkbookAsync([text])))[1].Single().Text.ShouldBe(text);

    [Fact]
    public async Task when_a_text_is_as_long_as_a_cell_may_be_it_is_whole_and_a_longer_one_says_that_it_is_cut()
    {
        var whole = new string('长', XlsxText.Longest);
        var pairs = string.Concat(Enumerable.Repeat("𠮷", 20_000));
        var marked = "a" + string.Concat(Enumerable.Repeat("e\u0301\u0302", 20_000));

        var rows = Sheets.Rows(await WorkbookAsync([whole], [whole + "x"], [pairs], [marked]));

        rows[1].ShouldBe([whole]);
        foreach (
            var (row, length) in new[]
            {
                (rows[2], whole.Length + 1),
                (rows[3], pairs.Length),
                (rows[4], marked.Length),
            }
        )
        {
            var text = (string)row.Single()!;
            text.Length.ShouldBeInRange(XlsxText.Longest - 3, XlsxText.Longest);
            text.ShouldEndWith(
                string.Create(CultureInfo.InvariantCulture, $"… [cut: of {length} characters; the CSV file has all]")
            );
            var kept = text[..text.IndexOf('…', StringComparison.Ordinal)];
            char.IsHighSurrogate(kept[^1]).ShouldBeFalse();
        }
        ((string)rows[4].Single()!).ShouldContain("\u0301\u0302…");
    }

    [Fact]
    public async Task numbers_days_and_times_are_values_and_a_day_that_no_spreadsheet_knows_is_a_text()
    {
        var time = new DateTimeOffset(2024, 1, 31, 16, 30, 0, TimeSpan.Zero);
        var workbook = await WorkbookAsync(
            [1, 2L, 0.25m, null, new DateOnly(2024, 2, 29)],
            [-1, long.MaxValue, -0.5m, "", time],
            [0, 0L, 0m, null, new DateOnly(1900, 2, 28)],
            [0, 0L, 0m, null, DateOnly.MinValue]
        );

        var rows = Sheets.Rows(workbook);
        rows[1].ShouldBe([1d, 2d, 0.25, null, new DateTime(2024, 2, 29)]);
        rows[2][^1].ShouldBe(new DateTime(2024, 2, 1, 0, 30, 0));
        rows[3][^1].ShouldBe("1900-02-28");
        rows[4][^1].ShouldBe("0001-01-01");
    }

    [Fact]
    public async Task when_a_table_is_longer_than_a_sheet_it_continues_on_a_further_one_under_the_same_headings()
    {
        var (to, rows) = (new MemoryStream(), Enumerable.Range(1, 7).Select(object?[] (x) => [x]));

        await XlsxFile.WriteAsync(to, Of(rows), Cells, mostRows: 4, CancellationToken.None);

        var workbook = to.ToArray();
        Sheets.Names(workbook).ShouldBe(["Transfers", "Transfers 2", "Transfers 3"]);
        Sheets
            .Rows(workbook, 1)
            .ShouldBe([
                ["Officer"],
                [1d],
                [2d],
                [3d],
            ]);
        Sheets
            .Rows(workbook, 2)
            .ShouldBe([
                ["Officer"],
                [4d],
                [5d],
                [6d],
            ]);
        Sheets
            .Rows(workbook, 3)
            .ShouldBe([
                ["Officer"],
                [7d],
            ]);
    }

    [Fact]
    public async Task every_title_names_a_sheet_in_both_languages()
    {
        foreach (var wording in new[] { Wording.English, Wording.Chinese })
        foreach (
            var (key, title) in wording.Texts.Where(x => x.Key.StartsWith("export.titles.", StringComparison.Ordinal))
        )
        {
            var table = Of([
                ["x"],
            ]) with
            {
                Name = key["export.titles.".Length..],
            };
            var to = new MemoryStream();
            await XlsxFile.WriteAsync(to, table, new Cells(wording, Database.Calendar), CancellationToken.None);
            Sheets.Names(to.ToArray()).ShouldBe([title]);
        }
    }

    [Fact]
    public async Task of_a_long_table_no_row_is_kept()
    {
        const int Many = 200_000;
        var rows = new List<WeakReference>();

        await XlsxFile.WriteAsync(Stream.Null, new Table("transfers", [], ["officer"], ReadAsync()), Cells, default);

        GC.Collect();
        rows.Count.ShouldBe(Many / 1000);
        rows.Count(x => x.IsAlive).ShouldBeLessThan(3);

        async IAsyncEnumerable<object?[]> ReadAsync()
        {
            for (var i = 0; i < Many; i++)
                yield return i % 1000 == 0 ? Watched() : ["夜班 𠮷"];
            await Task.CompletedTask;
        }

        object?[] Watched()
        {
            object?[] row = [new string('夜', 10)];
            rows.Add(new WeakReference(row));
            return row;
        }
    }

    private static async Task<byte[]> WorkbookAsync(params object?[][] rows)
    {
        var to = new MemoryStream();
        await XlsxFile.WriteAsync(to, Of(rows), Cells, CancellationToken.None);
        return to.ToArray();
    }

    private static Table Of(IEnumerable<object?[]> rows)
    {
        var kept = rows.ToList();
        string[] columns = ["officer", "fromUnit", "toUnit", "reason", "effectiveOn"];
        return Table.Of("transfers", [], columns[..kept.Max(x => x.Length)], kept);
    }
}
