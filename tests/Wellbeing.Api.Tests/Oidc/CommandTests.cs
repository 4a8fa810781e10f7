using Shouldly;
using Xunit;

namespace Wellbeing.Api.Tests.Oidc;

/// <summary>The commands know no development issuer in Production either.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wellbeing-command-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("Production", "token", "auditor")]
    [InlineData("Production", "import", "events.ndjson")]
    [InlineData("Production", "demo", "events.ndjson")]
    [InlineData(null, "token", "auditor")]
    public async Task when_a_command_needs_the_development_issuer_outside_development_it_fails_and_makes_no_key(
        string? environment,
        params string[] command
    )
    {
        var home = Path.Combine(_folder, ".wellbeing");
        await File.WriteAllTextAsync(Path.Combine(_folder, "events.ndjson"), "{}");
        var settings = new Dictionary<string, string?>
        {
            ["ASPNETCORE_ENVIRONMENT"] = environment,
            ["DOTNET_ENVIRONMENT"] = null,
            ["WELLBEING_HOME"] = home,
            // The import would be let in by it; who signs the demo's registers would not.
            ["WELLBEING_TOKEN"] = command[0] == "demo" ? "somebody's" : null,
        };

        var ended = await Programs.RunAsync(_folder, settings, "dotnet", [Programs.Product, .. command]);

        (ended.Status, ended.Output).ShouldBe((1, ""), ended.Errors);
        ended.Errors.ShouldStartWith("There is no development issuer in Production");
        Directory.Exists(home).ShouldBeFalse();
    }
}
