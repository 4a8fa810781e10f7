using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Oidc;
using Xunit;

namespace Wellbeing.Api.Tests.Observability;

/// <summary>There is one version number, and everything that says one says that.</summary>
public sealed class VersionTests(Host host)
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Here(), "..", "..", ".."));

    private static string Version =>
        XElement.Load(Path.Combine(Root, "Directory.Build.props")).Descendants("Version").Single().Value;

    [Fact]
    public async Task the_probe_the_document_and_the_program_say_the_version()
    {
        var server = await host.RunAsync();

        (await server.Anonymous.GetAsync("/livez")).Json.GetProperty("version").GetString().ShouldBe(Version);
        var document = (await server.Anonymous.GetAsync("/swagger/v1/swagger.json")).Json;
        document.GetProperty("info").GetProperty("version").GetString().ShouldBe(Version);
        var said = await Programs.RunAsync(
            AppContext.BaseDirectory,
            new Dictionary<string, string?>(),
            "dotnet",
            Programs.Product,
            "--version"
        );
        (said.Status, said.Output).ShouldBe((0, $"{Version}\n"));
        ProductVersion.Text.ShouldBe(Version);
    }

    [Fact]
    public void the_changelog_begins_with_it_and_says_of_every_version_what_an_upgrade_needs()
    {
        var versions = File.ReadAllText(Path.Combine(Root, "CHANGELOG.md")).Split("\n## ")[1..];

        versions[0].ShouldStartWith($"[{Version}] - ");
        versions.ShouldAllBe(x => x.Contains("\n### Upgrading\n", StringComparison.Ordinal));
    }

    [Fact]
    public void the_image_is_labelled_with_it_and_no_other_file_holds_the_number()
    {
        var dockerfile = File.ReadAllText(Path.Combine(Root, "Dockerfile"));

        dockerfile.ShouldContain("LABEL org.opencontainers.image.version=$VERSION");
        foreach (
            var file in new[] { "Dockerfile", "docker-compose.yml", "docker-compose.witness.yml", "run", "eng/image" }
        )
            File.ReadAllText(Path.Combine(Root, file)).ShouldNotContain(Version, Case.Sensitive, file);
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
