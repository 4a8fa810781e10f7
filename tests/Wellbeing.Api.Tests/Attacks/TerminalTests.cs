using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Wellbeing.Api.Backups;
using Wellbeing.Api.Commands;
using Wellbeing.Api.Erasures;
using Wellbeing.Api.Observability;
using Wellbeing.Api.Tests.Oidc;
using Xunit;

namespace Wellbeing.Api.Tests.Attacks;

/// <summary>
/// Files and servers of others are read by the commands, and what they say is printed: it must not control the terminal, forge
/// a line, or fill the memory.
/// </summary>
public sealed partial class TerminalTests
{
    private const string Hostile =
        "\u001b]0;owned\u0007\u001b[2J\u009b1A\u202Egnp.\u2066\r\naccepted 25, duplicates 0, rejected 0\u2028";

    [Theory]
    [InlineData("plain 𠮷 é", "plain 𠮷 é")]
    [InlineData("\u001b[31m", "\\u001B[31m")]
    [InlineData("a\r\nb\nc", "a  b c")]
    [InlineData("\u202Ea\u2066", "\\u202Ea\\u2066")]
    [InlineData("\u0085\u2028\u2029\u007F", "\\u0085\\u2028\\u2029\\u007F")]
    [InlineData("\U000E0041", "\\uDB40\\uDC41")]
    public void a_text_is_one_line_without_what_controls_a_terminal(string text, string shown) =>
        Terminal.Plain(text).ShouldBe(shown);

    [Fact]
    public void a_single_surrogate_is_escaped() => Terminal.Plain("\uD800x\uFFFD").ShouldBe("\\uD800x\uFFFD");

    [Fact]
    public async Task when_a_server_answers_an_import_with_control_characters_they_are_printed_escaped()
    {
        await using var server = await AnsweringAsync(
            $$"""
            {"line":1,"key":{{Json(Hostile)}},"code":{{Json(Hostile)}},"detail":{{Json(Hostile)}}}
            {"line":2,"key":"k","finding":{{Json(Hostile)}}}
            {"failed":true,"detail":{{Json(Hostile)}}}
            """
        );

        var run = await ImportAsync(server);

        run.Status.ShouldBe(1);
        (run.Output + run.Errors).ShouldNotContain(x => Controls(x));
        run.Errors.Split('\n').ShouldNotContain(x => x.StartsWith("accepted", StringComparison.Ordinal));
        run.Errors.ShouldContain("\\u001B]0;owned\\u0007");
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("null")]
    [InlineData("<html>")]
    [InlineData("{\"accepted\":\"x\"}")]
    [InlineData("{\"accepted\":1,\"duplicates\":1e400}")]
    public async Task when_what_answers_is_no_import_it_is_said_in_one_sentence(string answer)
    {
        await using var server = await AnsweringAsync(answer);

        var run = await ImportAsync(server);

        (run.Status, run.Errors.Trim().Split('\n')[^1]).ShouldBe((1, "What answers there is no import of Wellbeing."));
    }

    [Fact]
    public async Task when_a_server_answers_with_a_line_without_an_end_it_is_not_kept()
    {
        await using var server = await AnsweringAsync(new string('x', 8 * 1024 * 1024));

        var run = await ImportAsync(server);

        (run.Status, run.Errors.Trim().Split('\n')[^1]).ShouldBe((1, "What answers there is no import of Wellbeing."));
    }

    [Fact]
    public async Task when_a_backups_manifest_or_a_file_of_tombstones_is_larger_than_any_it_is_refused()
    {
        var folder = Directory.CreateTempSubdirectory("wellbeing-outside-").FullName;
        var stop = TestContext.Current.CancellationToken;
        await using (var manifest = File.Create(Path.Combine(folder, Manifest.Name)))
            manifest.SetLength(2L << 30);
        await using (var stones = File.Create(Path.Combine(folder, "stones")))
            stones.SetLength(4L << 30);
        var before = GC.GetTotalAllocatedBytes();

        (await Should.ThrowAsync<IOException>(() => Manifest.ReadAsync(folder, stop))).Message.ShouldContain(
            "larger than"
        );
        await Should.ThrowAsync<IOException>(() => new TombstoneFile(Path.Combine(folder, "stones")).ReadAsync(stop));

        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(512L << 20);
        await File.WriteAllTextAsync(Path.Combine(folder, "stones"), "null\n", stop);
        await Should.ThrowAsync<IOException>(() => new TombstoneFile(Path.Combine(folder, "stones")).ReadAsync(stop));
        foreach (var json in new[] { "null", "{}", """{"format":1,"files":{}}""", new string('[', 5000) })
        {
            await File.WriteAllTextAsync(Path.Combine(folder, Manifest.Name), json, stop);
            await Should.ThrowAsync<InvalidOperationException>(() => Manifest.ReadAsync(folder, stop));
        }
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void a_line_of_the_log_turns_nothing_round_and_has_an_end()
    {
        var written = new StringWriter();
        var entry = new LogEntry<string>(
            LogLevel.Error,
            "category",
            default,
            Hostile + new string('x', 100_000),
            null,
            (state, _) => state
        );

        new LogLines(TimeProvider.System).Write(entry, null, written);

        var line = written.ToString();
        line.TrimEnd('\n').ShouldNotContain(x => Controls(x));
        line.Length.ShouldBeLessThan(10_000);
        System.Text.Json.JsonElement.Parse(line).GetProperty("message").GetString()!.ShouldStartWith(Hostile);
    }

    [Fact]
    public void no_command_prints_but_by_the_terminal()
    {
        var commands = Path.GetFullPath(Path.Combine(Here(), "..", "..", "..", "src", "Wellbeing.Api"));
        var files = Directory
            .GetFiles(commands, "*.cs", SearchOption.AllDirectories)
            .Where(x => !x.Split(Path.DirectorySeparatorChar).Any(y => y is "obj" or "bin"))
            .ToList();
        files.Count.ShouldBeGreaterThan(100);

        files
            .Where(x => Prints().IsMatch(File.ReadAllText(x)))
            .Select(Path.GetFileName)
            // The second writes bars, by a library, with names that the terminal's own escaping has gone over.
            .ShouldBe(["Terminal.cs", "Bars.cs"], ignoreOrder: true);
    }

    private static bool Controls(char unit) =>
        unit != '\n' && (char.IsControl(unit) || unit is '\u202E' or '\u2066' or '\u2028');

    private static string Json(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    private static async Task<WebApplication> AnsweringAsync(string answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            await context.Response.WriteAsync(answer, context.RequestAborted);
        });
        await app.StartAsync();
        return app;
    }

    private static async Task<Ended> ImportAsync(WebApplication server)
    {
        var file = Path.Combine(Path.GetTempPath(), $"import-{Guid.NewGuid()}.ndjson");
        await File.WriteAllTextAsync(file, "{}\n");
        try
        {
            return await Programs.RunAsync(
                AppContext.BaseDirectory,
                new Dictionary<string, string?> { ["WELLBEING_TOKEN"] = "token" },
                "dotnet",
                Programs.Product,
                "import",
                file,
                "--server",
                server.Urls.First()
            );
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    [GeneratedRegex(@"\bConsole\s*\.\s*(?:Write|Out|Error|OpenStandard)", RegexOptions.NonBacktracking)]
    private static partial Regex Prints();
}
