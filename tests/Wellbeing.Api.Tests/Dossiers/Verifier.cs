using Shouldly;
using Wellbeing.Api.Tests.Oidc;
using Xunit;

namespace Wellbeing.Api.Tests.Dossiers;

/// <summary>
/// The program that verifies dossiers, built from its one file as its receiver builds it: in an empty folder, with an empty
/// package cache, and without a network where that can be had.
/// </summary>
public sealed class Verifier : IAsyncLifetime
{
    private const string Source = "verify-dossier.cs";

    private readonly string _folder = Directory.CreateTempSubdirectory("wellbeing-verifier-").FullName;
    private readonly Lazy<Task> _built;
    private Task<Bundle>? _dossier;

    public Verifier() => _built = new(BuildAsync);

    private Dictionary<string, string?> Environment =>
        new()
        {
            ["DOTNET_CLI_HOME"] = Path.Combine(_folder, "home"),
            ["HOME"] = Path.Combine(_folder, "home"),
            ["NUGET_PACKAGES"] = Path.Combine(_folder, "packages"),
            ["DOTNET_NOLOGO"] = "1",
        };

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return default;
    }

    /// <summary>Runs it on dossiers.</summary>
    internal async Task<Ended> RunAsync(params string[] arguments)
    {
        await _built.Value;
        return await Programs.RunAsync(
            _folder,
            // Whatever it is given, a gigabyte is enough.
            new Dictionary<string, string?>(Environment) { ["DOTNET_GCHeapHardLimit"] = "40000000" },
            "dotnet",
            [Path.Combine(_folder, "built", "verify-dossier.dll"), .. arguments]
        );
    }

    /// <summary>Runs it from its source, as the page on dossiers says.</summary>
    internal async Task<Ended> RunFromSourceAsync(params string[] arguments)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "empty")).FullName;
        File.Copy(
            Path.Combine(AppContext.BaseDirectory, "tools", Source),
            Path.Combine(folder, Source),
            overwrite: true
        );
        string[] command = ["dotnet", "run", Source, "--", .. arguments];
        if (await Networkless.Value is { Length: > 0 } alone)
            command = [.. alone, .. command];
        return await Programs.RunAsync(folder, Environment, command[0], command[1..]);
    }

    /// <summary>A file of this name to write a dossier to.</summary>
    internal string FileFor(string name) => Path.Combine(_folder, name);

    /// <summary>One dossier for all tests that only read it.</summary>
    internal Task<Bundle> OnceAsync(Func<Task<Bundle>> exportAsync) => _dossier ??= exportAsync();

    // A namespace without a network; not everywhere may everybody make one.
    private static readonly Lazy<Task<string[]>> Networkless = new(async () =>
    {
        foreach (
            string[] command in (string[][])
                [
                    ["unshare", "-n"],
                    ["unshare", "-rn"],
                ]
        )
        {
            try
            {
                var tried = await Programs.RunAsync(
                    Path.GetTempPath(),
                    new Dictionary<string, string?>(),
                    command[0],
                    [.. command[1..], "true"]
                );
                if (tried.Status == 0)
                    return command;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                return [];
            }
        }
        return [];
    });

    private async Task BuildAsync()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "tools", Source), Path.Combine(_folder, Source));
        var built = await Programs.RunAsync(_folder, Environment, "dotnet", "build", Source, "-o", "built");
        built.Status.ShouldBe(0, built.Output + built.Errors);
    }
}
