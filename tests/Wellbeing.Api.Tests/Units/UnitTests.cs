using Shouldly;
using Wellbeing.Api.Tests.Imports;
using Wellbeing.Api.Tests.Requests;
using Xunit;

namespace Wellbeing.Api.Tests.Units;

public sealed class UnitTests(Host host)
{
    [Fact]
    public async Task when_a_post_has_a_query_that_nobody_knows_it_is_refused_also_when_it_is_repeated()
    {
        var server = await host.RunAsync();
        var body = new
        {
            unitCode = Bureau.Name("U"),
            name = "North",
            kind = "frontline",
        };
        var key = ("Idempotency-Key", Bureau.Name("K"));
        Refuses(await server.Administrator().PostAsync("units?dryRun=true", body, key));
        (await server.Administrator().PostAsync("units", body, key)).Made();
        Refuses(await server.Administrator().PostAsync("units?dryRun=true", body, key));

        static void Refuses(Reply reply) =>
            reply.Refused(400, "bad-input").Json.GetProperty("errors").TryGetProperty("dryRun", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task a_unit_is_found_where_its_answer_says_in_any_script()
    {
        var server = await host.RunAsync();
        var code = $"{Bureau.Name("U")}-刑侦.2";
        var made = (
            await server
                .Administrator()
                .PostAsync(
                    "units",
                    new
                    {
                        unitCode = code,
                        name = "刑侦二队",
                        kind = "frontline",
                    }
                )
        ).Made();
        made.Headers.ETag!.Tag.ShouldBe("\"1\"");
        var read = await server.Administrator().GetAsync(made.Headers.Location!.OriginalString);
        read.Done().Json.Text("unitCode").ShouldBe(code);
        read.Headers.ETag!.Tag.ShouldBe("\"1\"");
        (
            await server
                .Administrator()
                .PostAsync($"{made.Headers.Location.OriginalString}/rename", new { name = "刑侦三队" })
        ).Done();
    }

    [Theory]
    [InlineData(".csv")]
    [InlineData(".XLSX")]
    [InlineData(".html")]
    public async Task a_code_that_would_make_a_path_name_a_file_is_refused(string suffix)
    {
        var server = await host.RunAsync();
        var body = new
        {
            unitCode = Bureau.Name("U") + suffix,
            name = "North",
            kind = "frontline",
        };
        (string Language, string Rule)[] rules =
        [
            ("en", "must not end in any of: .csv, .xlsx, .html; a path that ends so names a file"),
            ("zh-CN", "不得以下列任何一项结尾：.csv, .xlsx, .html；以此结尾的路径表示文件"),
        ];
        foreach (var (language, rule) in rules)
            (await server.Administrator().PostAsync("units", body, ("Accept-Language", language)))
                .Refused(400, "bad-input")
                .Json.GetProperty("errors")
                .GetProperty("unitCode")[0]
                .GetString()
                .ShouldBe(rule);
        (await server.ImportAsync(Lines.Text(Lines.Formed(body.unitCode)))).Rejected.ShouldBe([(1, "bad-input")]);
    }

    [Fact]
    public async Task a_code_is_never_used_twice()
    {
        var server = await host.RunAsync();
        var code = await server.UnitAsync();
        var twin = new
        {
            unitCode = code,
            name = "Twin",
            kind = "support",
        };
        (await server.Administrator().PostAsync("units", twin)).Refused(409, "unit-code-in-use");
        (await server.Administrator().PostAsync($"units/{code}/close", new { })).Done();
        (await server.Administrator().PostAsync("units", twin)).Refused(409, "unit-code-in-use");
    }

    [Fact]
    public async Task the_tree_has_no_cycles_and_nothing_hangs_from_what_is_closed()
    {
        var server = await host.RunAsync();
        var top = await server.UnitAsync();
        var middle = await server.UnitAsync(top);
        var bottom = await server.UnitAsync(middle);
        var office = server.Administrator();
        (await office.PostAsync($"units/{top}/move", new { parentCode = bottom })).Refused(409, "unit-cycle");
        (await office.PostAsync($"units/{top}/move", new { parentCode = top })).Refused(409, "unit-cycle");
        (await office.PostAsync($"units/{bottom}/move", new { parentCode = middle })).Refused(409, "nothing-changed");
        (await office.PostAsync($"units/{bottom}/move", new { parentCode = "nowhere" })).Refused(404, "unknown-unit");
        (await office.PostAsync($"units/{middle}/close", new { })).Refused(409, "unit-not-empty");
        (await office.PostAsync($"units/{bottom}/close", new { })).Done();
        (await office.PostAsync($"units/{top}/move", new { parentCode = bottom })).Refused(409, "unit-closed");
        (await office.PostAsync($"units/{bottom}/rename", new { name = "x" })).Refused(409, "unit-closed");
        var below = new
        {
            unitCode = Bureau.Name("U"),
            name = "x",
            kind = "support",
            parentCode = bottom,
        };
        (await office.PostAsync("units", below)).Refused(409, "unit-closed");
    }

    [Fact]
    public async Task a_unit_in_which_somebody_serves_is_not_closed()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        (await server.Administrator().PostAsync($"units/{officer.Unit}/close", new { })).Refused(409, "unit-not-empty");
    }

    [Fact]
    public async Task what_a_unit_does_not_have_is_not_withdrawn()
    {
        var server = await host.RunAsync();
        var unit = await server.UnitAsync();
        (
            await server.Administrator().PostAsync($"units/{unit}/facilities/withdraw", new { facility = "other" })
        ).Refused(409, "facility-not-there");
    }
}
