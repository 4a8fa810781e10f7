using System.Net;
using System.Text.Json;
using System.Xml;
using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Imports;
using Wellbeing.Api.Tests.Records;
using Xunit;

namespace Wellbeing.Api.Tests.Exports;

/// <summary>Registers, reviews, boards and lists as files: they say what JSON says, and no spreadsheet runs what is in them.</summary>
public sealed class ExportTests(Host host)
{
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private const string Formula = "=HYPERLINK(\"http://evil.example\",\"打开\"), 夜班过多\r\n第二行";

    private static readonly string[] Texts = [Formula, "+1", "-1", "@SUM(A1)", "＝1+1", "夜班 \"过多\", 值班"];

    public static TheoryData<string> Boards =>
        [
            "care-board",
            "warning-board",
            "talk-coverage",
            "support-board",
            "transfers",
            "talents",
            "honours",
            "dashboards/bureau",
        ];

    [Fact]
    public async Task a_list_is_whole_as_a_file_and_has_the_same_rows_in_each_form()
    {
        var server = await host.RunAsync();
        var unit = await server.UnitAsync();
        for (var i = 0; i < 60; i++)
            await server.TransferAsync(await server.OfficerAsync(), unit);
        var auditor = server.Auditor();

        var first = (await auditor.GetAsync($"transfers?unit={unit}")).Done().Json;
        first.GetProperty("items").GetArrayLength().ShouldBe(50);
        var json = (await auditor.GetAsync($"transfers?unit={unit}&limit=500"))
            .Done()
            .Json.GetProperty("items")
            .EnumerateArray()
            .Select(x => $"{x.Text("officerId")} {x.Text("fromUnit")} {x.Text("toUnit")} {x.Text("effectiveOn")}")
            .ToList();
        var csv = Sheets.Csv((await auditor.FileAsync($"transfers.csv?unit={unit}")).Text);
        var xlsx = Sheets.Rows((await auditor.FileAsync($"transfers.xlsx?unit={unit}")).Bytes);

        csv[0].ShouldBe(["Officer", "From unit", "To unit", "Reason", "With effect from"]);
        csv.Skip(1).Select(x => $"{x[0]} {x[1]} {x[2]} {x[4]}").ShouldBe(json);
        csv.Skip(1).ShouldAllBe(x => x[3] == "rotation");
        xlsx[0].ShouldBe(csv[0]);
        xlsx.Skip(1).Select(x => $"{x[0]} {x[1]} {x[2]} {(DateTime)x[4]!:yyyy-MM-dd}").ShouldBe(json);
        (await auditor.GetAsync($"transfers.csv?unit={unit}&limit=5"))
            .Refused(400, "bad-input")
            .Json.GetProperty("errors")
            .TryGetProperty("limit", out _)
            .ShouldBeTrue();
    }

    [Fact]
    public async Task what_would_be_a_formula_is_text_and_a_number_stays_a_number()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        await server.TalkAsync(officer);
        var review = await server.ReviewAsync(officer.Unit, "2024-Q2");
        foreach (var text in Texts)
            await FindAsync(server, review, text);
        var (auditor, path) = (server.Auditor(), $"reviews/2024-Q2.FORM?unit={officer.Unit}");

        var file = await auditor.FileAsync(path.Replace("FORM", "csv", StringComparison.Ordinal));
        var csv = Sheets.Csv(file.Text);
        var column = Array.IndexOf(csv[0], "Text");
        var found = csv.Where(x => x[0] == "Findings").Select(x => x[column]).ToList();
        found.ShouldBe([$"'{Formula}", "'+1", "'-1", "'@SUM(A1)", "'＝1+1", Texts[^1]]);
        // A talk less than in the quarter before.
        var list = Array.IndexOf(csv[0], "List");
        csv.Single(x =>
                x[list].StartsWith("/api/v1/talks?", StringComparison.Ordinal)
                && x[list].EndsWith("&from=2024-04-01&to=2024-06-30&status=held", StringComparison.Ordinal)
            )
            .ShouldContain("-1");

        var workbook = (await auditor.FileAsync(path.Replace("FORM", "xlsx", StringComparison.Ordinal))).Bytes;
        var sheet = Sheets.Sheet(workbook);
        Sheets.Formulas(sheet).ShouldBeEmpty();
        Sheets.Strays(sheet).ShouldBeEmpty();
        Sheets.Parts(sheet).ShouldBe(["sheetData"]);
        var cells = Sheets.Cells(sheet);
        cells.Count.ShouldBe(csv.Count);
        var texts = cells.Where(x => x[0].Text == "Findings").Select(x => x[column]).ToList();
        texts.ShouldAllBe(x => x.Type == "inlineStr");
        cells.SelectMany(x => x).ShouldContain((null, "-1"));
        Sheets.Rows(workbook).Where(x => x[0] as string == "Findings").Select(x => (string)x[column]!).ShouldBe(Texts);
    }

    [Fact]
    public async Task a_character_beyond_sixteen_bits_and_a_control_character_come_back_as_they_are()
    {
        // Either may be put on record; of control characters only U+0000 may not.
        const string Text = "𠮷野家\u0001 _x0041_";
        var server = await host.RunAsync();
        var unit = await server.UnitAsync();
        await FindAsync(server, await server.ReviewAsync(unit, "2024-Q2"), Text);
        var auditor = server.Auditor();

        var csv = Sheets.Csv((await auditor.FileAsync($"reviews/2024-Q2.csv?unit={unit}")).Text);
        var workbook = (await auditor.FileAsync($"reviews/2024-Q2.xlsx?unit={unit}")).Bytes;

        var column = Array.IndexOf(csv[0], "Text");
        csv.Single(x => x[0] == "Findings")[column].ShouldBe(Text);
        // XML has no U+0001: what a workbook escapes, spreadsheets take back (ECMA-376, 22.9.2.19).
        var cell = Sheets.Cells(Sheets.Sheet(workbook)).Single(x => x[0].Text == "Findings")[column];
        XmlConvert.DecodeName(cell.Text).ShouldBe(Text);
        Sheets.Rows(workbook).Single(x => x[0] as string == "Findings")[column].ShouldBe(Text);
    }

    [Fact]
    public async Task what_json_says_of_overdue_actions_and_registers_the_files_say_too()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var name = Bureau.Name("r");
        string[] lines =
        [
            CareLines.Held(name, officer.Badge),
            CareLines.Agreed(name),
            CareLines.Overdue(name),
            Lines.Line(
                $"{name}-held",
                $"review/{name}",
                "review_held",
                "2024-04-08T01:00:00Z",
                Bureau.Review(officer.Unit)
            ),
            Lines.Line(
                $"{name}-assigned",
                $"review/{name}",
                "review_action_assigned",
                "2024-04-08T02:00:00Z",
                new
                {
                    what = "A gym",
                    owner = "commander-2",
                    dueOn = "2024-05-31",
                }
            ),
            Lines.Line(
                $"{name}-overdue",
                $"review/{name}",
                "review_action_overdue",
                "2024-06-01T08:00:00Z",
                new { number = 1 }
            ),
        ];
        (await server.ImportAsync(Lines.Text(lines))).Totals!.Accepted.ShouldBe(lines.Length);
        var register = await server.SignedAsync(officer.Unit);
        var (auditor, commander) = (server.Auditor(), server.As(Role.Commander, officer.Unit));

        var review = await TableAsync($"reviews/2024-Q1.csv?unit={officer.Unit}");
        review.Single(x => x["Part"] == "Actions")["Overdue since"].ShouldBe("2024-06-01T16:00:00+08:00");
        review.Single(x => x["Part"] == "Reviews of the quarter")["Actions overdue"].ShouldBe("1");
        (await TableAsync($"reviews/2024-Q2.csv?unit={officer.Unit}"))
            .Single(x => x["Part"] == "Quarters before")["Actions overdue"]
            .ShouldBe("1");

        var month = $"registers/{officer.Unit}/2024-03";
        var signed = (await auditor.GetAsync(month)).Done().Json;
        var line = (await TableAsync($"{month}.csv")).ShouldHaveSingleItem();
        line["Put together by"].ShouldBe(signed.Text("consolidatedBy"));
        line["Put together"].ShouldBe("2024-05-01T08:00:00+08:00");
        // One that begins with a plus is kept from being taken for a formula.
        line["Ledger root"].TrimStart('\'').ShouldBe(signed.Text("ledgerRoot"));
        line["Follow-ups overdue"].ShouldBe("1");
        (await commander.PostAsync($"registers/{register}/reopen", new { reason = "A talk is missing." })).Done();
        var last = (await TableAsync($"{month}.csv")).ShouldHaveSingleItem();
        last["Last reopened because"].ShouldBe("A talk is missing.");

        async Task<List<Dictionary<string, string>>> TableAsync(string path)
        {
            var csv = Sheets.Csv((await auditor.FileAsync(path)).Text);
            return [.. csv.Skip(1).Select(x => csv[0].Zip(x).ToDictionary(y => y.First, y => y.Second))];
        }
    }

    [Fact]
    public async Task what_was_asked_for_is_in_a_files_name_and_the_warning_boards_first_day_in_its_lines()
    {
        var server = await host.RunAsync();
        var unit = await server.UnitAsync();

        await NamedAsync(
            $"warning-board.csv?unit={unit}&since=2024-01-01&asOf=2024-03-31",
            $"warning-board-{unit}-2024-01-01-2024-03-31.csv"
        );
        await NamedAsync(
            $"transfers.xlsx?unit={unit}&from=2024-01-01&to=2024-02-29&reason=rotation&asOf=2024-03-31",
            $"transfers-{unit}-2024-01-01-2024-02-29-rotation-2024-03-31.xlsx"
        );
        await NamedAsync(
            $"talents.csv?unit={unit}&category=music&asOf=2024-03-31",
            $"talents-{unit}-music-2024-03-31.csv"
        );
        var board = Sheets.Csv(
            (await server.Auditor().FileAsync($"warning-board.csv?unit={unit}&since=2024-01-01")).Text
        );
        board.Skip(1).ShouldAllBe(x => x[Array.IndexOf(board[0], "Since")] == "2024-01-01");

        async Task NamedAsync(string path, string name) =>
            (await server.Auditor().FileAsync(path))
                .Response.Content.Headers.ContentDisposition!.ToString()
                .ShouldStartWith($"attachment; filename={name}");
    }

    [Fact]
    public async Task a_title_that_would_be_a_formula_is_text_in_the_honours_too()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var body = Bureau.Nomination(officer).And("title", "=1+1");
        (await server.Integrator().PostAsync("commendations", body)).Made();
        var commander = server.As(Role.Commander, officer.Unit);

        var lines = Sheets.Csv((await commander.FileAsync("honours.csv")).Text);

        lines.Count(x => x.Contains("'=1+1")).ShouldBe(4);
        lines.SelectMany(x => x).ShouldNotContain("=1+1");
        var workbook = (await commander.FileAsync("honours.xlsx")).Bytes;
        Sheets.Formulas(Sheets.Sheet(workbook)).ShouldBeEmpty();
        Sheets.Rows(workbook).Count(x => x.Contains("=1+1")).ShouldBe(4);
    }

    [Fact]
    public async Task csv_begins_with_a_byte_order_mark_on_request_only()
    {
        var server = await host.RunAsync();
        var unit = await server.UnitAsync();
        var auditor = server.Auditor();
        byte[] mark = [0xEF, 0xBB, 0xBF];

        var plain = await auditor.FileAsync($"talk-coverage.csv?unit={unit}", ("Accept-Language", "zh-CN"));
        var marked = await auditor.FileAsync($"talk-coverage.csv?unit={unit}&bom=true", ("Accept-Language", "zh-CN"));

        plain.Bytes[..3].ShouldNotBe(mark);
        marked.Bytes.ShouldBe([.. mark, .. plain.Bytes]);
        plain.Text.ShouldStartWith("季度,截至,单位,应谈,");
        plain.Response.Content.Headers.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8");
        plain.Response.Content.Headers.ContentLanguage.ShouldBe(["zh-CN"]);
        foreach (var form in new[] { "talk-coverage?bom=true", "talk-coverage.xlsx?bom=true" })
            (await auditor.GetAsync(form)).Refused(400, "bad-input");
        (await auditor.GetAsync("talk-coverage.csv?bom=1")).Refused(400, "bad-input");
    }

    [Theory]
    [InlineData("registers/U/2024-03", null, "application/json")]
    [InlineData("registers/U/2024-03", "*/*", "application/json")]
    [InlineData("registers/U/2024-03", "text/csv", "text/csv")]
    [InlineData("registers/U/2024-03", Xlsx, Xlsx)]
    [InlineData("registers/U/2024-03", "text/*", "text/csv")]
    [InlineData("registers/U/2024-03", "text/csv;q=0.5, application/json;q=0.4", "text/csv")]
    [InlineData("registers/U/2024-03", "text/csv;q=0.5, */*;q=0.6", "application/json")]
    [InlineData("registers/U/2024-03", "application/json;q=0, */*", "text/csv")]
    [InlineData("registers/U/2024-03", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html")]
    [InlineData("registers/U/2024-03", "application/pdf", null)]
    [InlineData("registers/U/2024-03", "text/csv;q=0", null)]
    [InlineData("registers/U/2024-03.csv", "application/json", "text/csv")]
    [InlineData("registers/U/2024-03.CSV", "application/pdf", "text/csv")]
    [InlineData("registers/U/2024-03.html", "*/*", "text/html")]
    [InlineData("care-board?unit=U", "text/html", null)]
    [InlineData("care-board?unit=U", "text/html, */*;q=0.1", "application/json")]
    [InlineData("care-board.xlsx?unit=U", null, Xlsx)]
    public async Task the_suffix_or_else_what_is_accepted_best_is_the_form(string path, string? accept, string? type)
    {
        var server = await host.RunAsync();
        var asked = path.Replace("U", await server.UnitAsync(), StringComparison.Ordinal);

        var file = await server.Auditor().FileAsync(asked, accept is null ? [] : [("Accept", accept)]);

        file.Type.ShouldBe(type ?? "application/problem+json");
        file.Response.StatusCode.ShouldBe(type is null ? HttpStatusCode.NotAcceptable : HttpStatusCode.OK);
        if (type is null)
            JsonElement.Parse(file.Text).Text("type").ShouldBe("/problems/not-acceptable");
        file.Response.Headers.Vary.Contains("Accept").ShouldBe(!path.Contains('.', StringComparison.Ordinal));
    }

    [Fact]
    public async Task another_suffix_is_nothing_and_what_is_read_one_by_one_has_no_files()
    {
        var server = await host.RunAsync();
        var unit = await server.UnitAsync();
        foreach (
            var path in new[]
            {
                "care-board.pdf",
                "care-board.html",
                "care-board.",
                $"registers/{unit}/2024-03.pdf",
                $"dashboards/units/{unit}.html",
                "officers.csv",
            }
        )
            (await server.Auditor().GetAsync(path)).Refused(404, "not-found");
        (await server.Auditor().GetAsync("officers", ("Accept", "text/csv"))).Refused(406, "not-acceptable");
    }

    [Fact]
    public async Task each_form_has_a_tag_and_a_name_of_its_own()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        await server.OfOfficerAsync(officer, "talents", new { category = "music" });
        var (auditor, tags) = (server.Auditor(), new List<string>());
        foreach (
            var (path, language) in new[]
            {
                ("talents", "en"),
                ("talents.csv", "en"),
                ("talents.csv", "zh-CN"),
                ("talents.csv?bom=true", "en"),
                ("talents.xlsx", "en"),
                ("talk-coverage", "en"),
                ("talk-coverage.csv", "en"),
                ("talk-coverage.xlsx", "en"),
            }
        )
        {
            var asked = $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}unit={officer.Unit}";
            var file = await auditor.FileAsync(asked, ("Accept-Language", language));
            var tag = file.Response.Headers.ETag!;
            tag.IsWeak.ShouldBeTrue();
            tags.Add(tag.ToString());
            var again = await auditor.FileAsync(asked, ("Accept-Language", language), ("If-None-Match", $"{tag}"));
            again.Response.StatusCode.ShouldBe(HttpStatusCode.NotModified, asked);
        }
        tags.Distinct().Count().ShouldBe(tags.Count);

        var named = await auditor.FileAsync($"talk-coverage.xlsx?unit={officer.Unit}&quarter=2024-Q1&asOf=2024-03-31");
        named
            .Response.Content.Headers.ContentDisposition!.ToString()
            .ShouldStartWith($"attachment; filename=talk-coverage-{officer.Unit}-2024-Q1-2024-03-31.xlsx");
        await server.OfOfficerAsync(officer, "talents", new { category = "sport" });
        (await auditor.FileAsync($"talents.csv?unit={officer.Unit}"))
            .Response.Headers.ETag!.ToString()
            .ShouldNotBeOneOf([.. tags]);
    }

    [Fact]
    public async Task a_signed_register_is_printed_with_its_place_in_the_ledger_and_what_changed_since()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        await server.TalkAsync(officer);
        var register = await server.SignedAsync(officer.Unit);
        var commander = server.As(Role.Commander, officer.Unit, sub: "commander-7");
        const string Hostile = "<script>alert('1')</script>\"><img src=x onerror=alert(2)> & 迟报";
        (await commander.PostAsync($"registers/{register}/reopen", new { reason = Hostile })).Done();
        await server.TalkAsync(officer);
        (await server.PoliticalOfficer(officer.Unit).PostAsync($"registers/{register}/consolidate", new { })).Done();
        await server.LedgeredAsync(register);
        (await commander.PostAsync($"registers/{register}/sign", new { })).Done();
        await server.TalkAsync(officer);

        var json = (await commander.GetAsync($"registers/{officer.Unit}/2024-03")).Done().Json;
        var page = await commander.FileAsync($"registers/{officer.Unit}/2024-03.html", ("Accept-Language", "zh-CN"));

        page.Response.Headers.GetValues("Content-Security-Policy")
            .Single()
            .ShouldBe(
                "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            );
        page.Text.ShouldStartWith("<!doctype html>\n<html lang=\"zh-CN\">");
        page.Text.ShouldNotContain("<script");
        page.Text.ShouldNotContain("<img");
        page.Text.ShouldContain(
            "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&gt;&lt;img src=x onerror=alert(2)&gt; &amp; 迟报"
        );
        foreach (
            var (name, value) in new[]
            {
                ("单位", officer.Unit),
                ("月份", "2024-03"),
                ("谈话次数", "3"),
                ("登记表状态", "已签署"),
                ("签署人", "commander-7"),
                ("账本位置", json.GetProperty("ledgerSize").GetRawText()),
                ("签署后变更数", "1"),
            }
        )
            page.Text.ShouldContain($"<dt>{name}</dt><dd>{value}</dd>");
        page.Text.ShouldContain(WebUtility.HtmlEncode(json.Text("ledgerRoot"))!);
        page.Text.Split("<td>2024-03-05 09:30</td>").Length.ShouldBe(4);
        page.Text.Split("<td>新增</td>").Length.ShouldBe(2);
        Unworded(page.Text).ShouldBeFalse();
        var lines = Sheets.Csv((await commander.FileAsync($"registers/{officer.Unit}/2024-03.csv")).Text);
        lines
            .Skip(1)
            .Select(x => x[Array.IndexOf(lines[0], "Talk")])
            .ShouldBe(json.GetProperty("talks").EnumerateArray().Select(x => x.Text("talkId")!));
        lines[1].ShouldContain("2024-03-05T09:30:00+08:00");
        lines[1].ShouldContain("family (2)");
    }

    [Fact]
    public async Task a_review_is_printed_with_its_findings_and_what_it_resolved()
    {
        var server = await host.RunAsync();
        var unit = await server.UnitAsync();
        var review = await server.ResolvedAsync(unit);
        await FindAsync(server, review, "<b onclick=\"x()\">夜班</b>");

        var page = await server.Auditor().FileAsync($"reviews/2024-Q1?unit={unit}", ("Accept", "text/html"));

        page.Type.ShouldBe("text/html");
        page.Text.ShouldContain("&lt;b onclick=&quot;x()&quot;&gt;夜班&lt;/b&gt;");
        page.Text.ShouldNotContain("<b ");
        page.Text.ShouldContain("<h2>Findings</h2>");
        page.Text.ShouldContain("<td>Other shifts</td><td>commander-2</td><td>2024-06-30</td>");
        page.Text.ShouldContain("<h2>Figures</h2>");
        Unworded(page.Text).ShouldBeFalse();
    }

    [Fact]
    public async Task what_json_withholds_a_file_withholds_too_and_sealed_text_stays_sealed()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        await server.TalkAsync(officer);
        await server.RegisterAsync(officer.Unit);
        await server.TransferAsync(officer, await server.UnitAsync());
        var (staff, auditor) = (server.PoliticalOfficer(officer.Unit), server.Auditor());
        foreach (var form in new[] { "csv", "html", "xlsx" })
        {
            var withheld = await staff.FileAsync($"registers/{officer.Unit}/2024-03.{form}");
            var whole = await auditor.FileAsync($"registers/{officer.Unit}/2024-03.{form}");
            Said(form, withheld).ShouldNotContain($"{officer.Id}");
            Said(form, whole).ShouldContain($"{officer.Id}");
            Said(form, whole).ShouldNotContain("Sleeps badly");
        }

        static string Said(string form, Handed file) =>
            form == "xlsx" ? Sheets.Sheet(file.Bytes).ToString() : file.Text;
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public async Task every_heading_and_every_word_of_a_board_is_in_both_languages(string board)
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        await server.WarningAsync(officer);
        await server.InterventionAsync(officer);
        await server.ApprovedAsync(officer);
        await server.OfOfficerAsync(officer, "talents", new { category = "music" });
        await server.TransferAsync(officer, await server.UnitAsync());
        foreach (var language in new[] { "en", "zh-CN" })
        {
            var file = await server.Auditor().FileAsync($"{board}.csv", ("Accept-Language", language));
            file.Type.ShouldBe("text/csv");
            Sheets.Csv(file.Text).Count.ShouldBeGreaterThan(1);
            Unworded(file.Text).ShouldBeFalse(file.Text[..Math.Min(file.Text.Length, 2_000)]);
            var workbook = (await server.Auditor().FileAsync($"{board}.xlsx", ("Accept-Language", language))).Bytes;
            Sheets.Formulas(Sheets.Sheet(workbook)).ShouldBeEmpty();
            Sheets.Rows(workbook)[0].ShouldBe(Sheets.Csv(file.Text)[0]);
        }
    }

    [Fact]
    public async Task a_board_says_the_same_figures_as_a_file()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        await server.WarningAsync(officer);
        var commander = server.As(Role.Commander, officer.Unit);

        var json = (await commander.GetAsync("warning-board")).Done().Json;
        var csv = Sheets.Csv((await commander.FileAsync("warning-board.csv")).Text);

        var said = json.EnumerateObject()
            .SelectMany(x =>
                x.Value.ValueKind == JsonValueKind.Array ? x.Value.EnumerateArray()
                : x.Value.ValueKind == JsonValueKind.Object ? [x.Value]
                : Enumerable.Empty<JsonElement>()
            )
            .Select(x => $"{x.GetProperty("value").GetRawText()} {x.Text("query")}");
        csv.Skip(1).Select(x => $"{x[^2]} {x[^1]}").ShouldBe(said);
    }

    [Fact]
    public async Task the_document_names_the_files_and_their_types()
    {
        var server = await host.RunAsync();
        var paths = Inlined.Of((await server.Anonymous.GetAsync("/swagger/v1/swagger.json")).Text).GetProperty("paths");

        Types("/api/v1/registers/{unit}/{month}").ShouldBe(["application/json", "text/csv", Xlsx, "text/html"]);
        Types("/api/v1/registers/{unit}/{month}.{format}").ShouldBe(["text/csv", Xlsx, "text/html"]);
        Types("/api/v1/honours.{format}").ShouldBe(["text/csv", Xlsx]);
        var get = paths.GetProperty("/api/v1/honours.{format}").GetProperty("get");
        get.GetProperty("operationId").GetString().ShouldBe("getHonoursFile");
        get.GetProperty("parameters")
            .EnumerateArray()
            .Single(x => x.Text("name") == "format")
            .GetProperty("schema")
            .GetProperty("enum")
            .EnumerateArray()
            .Select(x => x.GetString())
            .ShouldBe(["csv", "xlsx"]);

        string[] Types(string path) =>
            [
                .. paths
                    .GetProperty(path)
                    .GetProperty("get")
                    .GetProperty("responses")
                    .GetProperty("200")
                    .GetProperty("content")
                    .EnumerateObject()
                    .Select(x => x.Name),
            ];
    }

    private static bool Unworded(string text) =>
        text.Contains("export.", StringComparison.Ordinal) || text.Contains("enum.", StringComparison.Ordinal);

    private static async Task FindAsync(Host.Running server, Guid review, string text)
    {
        var finding = new
        {
            category = "workload",
            severity = 2,
            text,
            occurredAt = "2024-04-08T09:00:00+08:00",
        };
        (await server.Integrator().PostAsync($"reviews/{review}/findings", finding)).Done();
    }
}
