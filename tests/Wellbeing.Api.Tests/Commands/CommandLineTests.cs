using System.Text.Json;
using System.Text.RegularExpressions;
using Shouldly;
using Wellbeing.Api.Background;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Oidc;
using Xunit;

namespace Wellbeing.Api.Tests.Commands;

/// <summary>The command line is JasperFx's; statuses, sentences and what is never shown are the product's.</summary>
public sealed partial class CommandLineTests(Host host) : IDisposable
{
    // In its own folder: JasperFx looks for commands in every assembly beside the program, and tests are none that load.
    private static readonly string Product = Programs.Product.Replace(
        Path.Combine("tests", "Wellbeing.Api.Tests"),
        Path.Combine("src", "Wellbeing.Api"),
        StringComparison.Ordinal
    );

    private readonly string _folder = Directory.CreateTempSubdirectory("wellbeing-command-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("There is no command bogus; help lists those that there are.", "bogus")]
    [InlineData("There is no command marten; help lists those that there are.", "marten")]
    [InlineData("usage: import <files1", "import", "--dry-run")]
    [InlineData("import knows no --wet.", "import", "a", "--wet")]
    [InlineData("No value specified for flag --source.", "import", "a", "--source")]
    [InlineData("roles: officer, ", "token", "chief")]
    [InlineData("token knows no auditor.", "token", "auditor", "auditor")]
    [InlineData("key takes one word or none", "key", "turn")]
    [InlineData("key knows no now.", "key", "rotate", "now")]
    [InlineData("--key takes name+id+base64", "verify", "--key", "wellbeing")]
    [InlineData("--witness takes the witness's key", "verify", "--witness", "wellbeing=http://127.0.0.1")]
    [InlineData("verify knows no -s.", "verify", "-s")]
    [InlineData("usage: restore <folder>", "restore", "--tombstones", "a")]
    [InlineData("usage: backup <folder>", "backup")]
    [InlineData("projections rebuild knows no --now.", "projections", "rebuild", "--now")]
    [InlineData("db-apply knows no --now.", "db-apply", "--now")]
    public async Task a_wrong_command_line_ends_with_2_and_says_why(string why, params string[] args)
    {
        var ended = await RunAsync(new Dictionary<string, string?>(), args);

        (ended.Status, ended.Output).ShouldBe((2, ""), ended.Errors);
        ended.Errors.ShouldStartWith(why);
    }

    [Theory]
    [InlineData("a", "--dry-run", "b", "--source", "x")]
    [InlineData("--source", "x", "a", "b")]
    [InlineData("a", "--source", "-x", "b")]
    public async Task flags_may_stand_between_files_and_no_file_is_lost(params string[] args)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "a"), "{}");

        var ended = await RunAsync(new Dictionary<string, string?>(), ["import", .. args]);

        (ended.Status, ended.Errors).ShouldBe((1, "b does not exist.\n"));
    }

    [Fact]
    public async Task help_lists_the_products_commands_beside_those_of_marten_and_wolverine()
    {
        var ended = await RunAsync(new Dictionary<string, string?>(), "help");

        ended.Status.ShouldBe(0, ended.Errors);
        string[] names = [.. FirstWords().Matches(ended.Output).Select(x => x.Groups["name"].Value)];
        names.ShouldContain("projections rebuild");
        foreach (
            var name in "backup db-apply demo import key keys restore token verify describe event-query projections storage stream-query".Split(
                ' '
            )
        )
            names.ShouldContain(name);
    }

    [Fact]
    public async Task describe_shows_no_password_and_no_token()
    {
        var server = await host.RunAsync();

        var ended = await RunAsync(Settings(server, ("WELLBEING_TOKEN", "a-token-of-somebody")), "describe");

        ended.Status.ShouldBe(0, ended.Errors);
        ended.Output.ShouldContain("Marten");
        ended.Output.ShouldContain("Wolverine");
        var everything = Squeezed(ended.Output + ended.Errors);
        everything.ShouldNotContain("a-token-of-somebody");
        everything.ShouldNotContain("Password=");
    }

    [Fact]
    public async Task what_runs_is_what_the_configuration_lists_by_name()
    {
        var server = await host.RunAsync();

        var projections = await RunAsync(Settings(server), "projections", "list");
        var described = await RunAsync(Settings(server), "describe");

        Listed()
            .Matches(projections.Output)
            .Select(x => x.Groups["name"].Value)
            .Order(StringComparer.Ordinal)
            .ShouldBe(
                MartenConfiguration
                    .ReadModels.Select(x => x.Name)
                    .Concat([DutyNames.Rules, DutyNames.Webhooks])
                    .Order(StringComparer.Ordinal)
            );
        Message()
            .Matches(described.Output)
            .Select(x => x.Groups["name"].Value)
            .Order(StringComparer.Ordinal)
            .ShouldBe(WolverineConfiguration.Messages.Select(x => x.FullName!).Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^ *│ (?<name>\w+) +│ +1 │", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Listed();

    [GeneratedRegex(@"^Message: (?<name>\S+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Message();

    [Fact]
    public async Task events_and_streams_are_queried_and_a_sealed_text_stays_sealed()
    {
        var server = await host.RunAsync();
        var talk = Bureau.Talk(await server.OfficerAsync());
        var id = Bureau.IdOf((await server.Integrator().PostAsync("talks", talk)).Made());

        var events = await RunAsync(Settings(server), "event-query", "--stream", $"{id}");
        var streams = await RunAsync(Settings(server), "stream-query", "--page-size", "1");

        events.Status.ShouldBe(0, events.Output + events.Errors);
        Told(events)
            .GetProperty("events")
            .EnumerateArray()
            .ShouldHaveSingleItem()
            .GetProperty("eventType")
            .GetString()
            .ShouldBe("talk_held");
        events.Output.ShouldContain("\"Narrative\"");
        events.Output.ShouldNotContain("Sleeps badly");
        streams.Status.ShouldBe(0, streams.Output + streams.Errors);
        Told(streams).GetProperty("streams").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task a_reset_under_the_applications_role_leaves_the_record_as_it_is()
    {
        await using var server = await Host.StartAsync();
        await server.OfficerAsync();
        var before = await CountAsync();

        await RunAsync(Settings(server), "resources", "teardown");
        await RunAsync(Settings(server), "resources", "clear");
        await RunAsync(Settings(server), "storage", "rebuild");

        (await CountAsync()).ShouldBe(before);

        Task<long> CountAsync() =>
            server.Database.AskAsync<long>(
                "select (select count(*) from events.mt_events) + (select count(*) from readmodels.mt_doc_officer)"
            );
    }

    private static Dictionary<string, string?> Settings(
        Host.Running server,
        params IEnumerable<(string Name, string Value)> also
    )
    {
        var settings = server.Database.Settings.ToDictionary(
            x => x.Key.Replace(":", "__", StringComparison.Ordinal),
            x => x.Value
        );
        settings["ASPNETCORE_ENVIRONMENT"] = "Development";
        foreach (var (name, value) in also)
            settings[name] = value;
        return settings;
    }

    private Task<Ended> RunAsync(Dictionary<string, string?> settings, params string[] args)
    {
        settings["WELLBEING_HOME"] = Path.Combine(_folder, ".wellbeing");
        return Programs.RunAsync(_folder, settings, "dotnet", [Product, .. args]);
    }

    private static JsonElement Told(Ended ended) => JsonElement.Parse(ended.Output[ended.Output.IndexOf('{')..]);

    // A narrow terminal breaks a long word over lines.
    private static string Squeezed(string output) => Blanks().Replace(output, "");

    [GeneratedRegex(@"[\s│├└─]+", RegexOptions.NonBacktracking)]
    private static partial Regex Blanks();

    [GeneratedRegex(@"^  (?<name>[a-z-]+(?: rebuild)?) {2,}", RegexOptions.NonBacktracking | RegexOptions.Multiline)]
    private static partial Regex FirstWords();
}
