using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Imports;
using Xunit;

namespace Wellbeing.Api.Tests.Attacks;

/// <summary>A few bytes that unpack to many: the import ends at a limit that it names, and what came before is on record.</summary>
public sealed class GzipBombTests
{
    [Fact]
    public async Task four_kilobytes_of_gzip_make_an_answer_of_a_few_megabytes_at_most()
    {
        await using var server = await Host.StartAsync();
        var bomb = Packed("", "{\n", 2_000_000);
        bomb.Length.ShouldBeLessThan(5_000);

        var reply = await server.Integrator().SendAsync(HttpMethod.Post, "imports", Lines.Gzip(bomb));

        reply.Text.Length.ShouldBeLessThan(5_000_000);
        Failed(reply).ShouldBe(("import-too-many-rejections", 20_000, 20_000));
    }

    [Fact]
    public async Task no_line_is_answered_with_more_than_a_few_hundred_bytes_however_wrong_it_is()
    {
        await using var server = await Host.StartAsync();
        var wrong = "{" + string.Join(',', Enumerable.Range(0, 200).Select(i => $"\"{i}\":1")) + "}\n";
        var key = $"{{\"key\":\"{new string('k', 500_000)}\"}}\n";
        var reply = await server
            .Integrator()
            .SendAsync(HttpMethod.Post, "imports", Lines.Gzip(Packed(key, wrong, 2_000)));
        reply.Text.Split('\n').ShouldAllBe(line => line.Length < 1_500);
    }

    [Theory]
    [InlineData("Bytes", "100000", "import-too-large", 100_000)]
    [InlineData("Lines", "1000", "import-too-many-lines", 1_000)]
    public async Task at_a_limit_an_import_ends_what_came_before_is_on_record_and_sending_again_is_safe(
        string limit,
        string value,
        string code,
        int told
    )
    {
        await using var server = await Host.StartAsync(null, ($"Limits:Imports:{limit}", value));
        var unit = Bureau.Name("before");
        // One that is empty is a line all the same.
        var bomb = Packed(Lines.Formed(unit) + "\n", "\n", 2_000_000);
        for (var again = 0; again < 2; again++)
        {
            var reply = await server.Integrator().SendAsync(HttpMethod.Post, "imports", Lines.Gzip(bomb));
            var failed = Failed(reply);
            (failed.Code, failed.Limit).ShouldBe((code, told));
            failed.Line.ShouldBeGreaterThan(1_000);
            reply.Text.ShouldContain(
                again == 0 ? "\"accepted\":1,\"duplicates\":0" : "\"accepted\":0,\"duplicates\":1"
            );
            reply.Text.ShouldNotContain("\n{\"accepted\"");
        }
        (await server.Administrator().GetAsync($"units/{unit}")).Done();
        (await server.ImportAsync(Lines.Formed(unit), "import")).Totals.ShouldBe(new(0, 1, 0, 0));
    }

    [Fact]
    public async Task one_line_without_an_end_is_no_more_than_its_limit_either()
    {
        await using var server = await Host.StartAsync(null, ("Limits:Imports:Bytes", "3000000"));
        var reply = await server
            .Integrator()
            .SendAsync(HttpMethod.Post, "imports", Lines.Gzip(Packed("", "0", 50_000_000)));
        Failed(reply).ShouldBe(("import-too-large", 3_000_000, 1));
    }

    [Fact]
    public async Task when_the_sender_leaves_the_answer_unread_the_import_ends_and_says_so()
    {
        await using var server = await Host.StartAsync(
            null,
            ("Limits:Imports:Rejections", "5000000"),
            ("Limits:Imports:UnreadBytes", "200000")
        );
        var bomb = Packed("", "{\n", 3_000_000);
        using var wire = await Wire.SendAsync(
            server.Address,
            "POST /api/v1/imports",
            server.Token(Role.Integrator),
            ("Content-Type", "application/x-ndjson"),
            ("Content-Encoding", "gzip"),
            ("Content-Length", $"{bomb.Length}")
        );
        await wire.SendAsync(bomb);
        await UntilGivenUpAsync();
        var answer = await wire.AnswerAsync();
        answer.ShouldContain("\"failed\":\"import-answer-unread\"");
        answer.ShouldContain("\"limit\":200000");
        answer.ShouldNotContain("\n{\"accepted\"");

        // Nothing is read before the server has written all that it ever will: as much as the connection's buffers hold, and
        // what the spool may.
        async Task UntilGivenUpAsync()
        {
            var (before, same) = (-1, 0);
            await Until.TrueAsync(
                () =>
                {
                    var now = wire.Available;
                    same = now > 0 && now == before ? same + 1 : 0;
                    before = now;
                    return Task.FromResult(same >= 100);
                },
                within: TimeSpan.FromMinutes(1)
            );
        }
    }

    private static (string Code, int Limit, int Line) Failed(Requests.Reply reply)
    {
        var last = JsonElement.Parse(reply.Done().Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]);
        return (last.Text("failed")!, last.GetProperty("limit").GetInt32(), last.GetProperty("line").GetInt32());
    }

    private static byte[] Packed(string first, string each, int times)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            gzip.Write(Encoding.UTF8.GetBytes(first));
            var many = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(each, 1000)));
            for (var i = 0; i < times / 1000; i++)
                gzip.Write(many);
        }
        return packed.ToArray();
    }
}
