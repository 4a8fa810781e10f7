using System.ComponentModel;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Xunit.Sdk;

namespace Wellbeing.Api.Tests.Oidc;

/// <summary>The provider with its npm packages: installed once, kept below the home directory for the next time.</summary>
internal static partial class Packages
{
    private static readonly string[] Files = ["package.json", "package-lock.json", "provider.mjs"];
    private static readonly Dictionary<string, string?> NoSettings = [];

    /// <summary>The folder that holds them. Where npm is not here, or its registry not to be reached, the test is skipped.</summary>
    public static async Task<string> InstallAsync()
    {
        var source = Path.Combine(AppContext.BaseDirectory, "Oidc");
        var text = string.Concat(Files.Select(x => File.ReadAllText(Path.Combine(source, x))));
        var version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
        var kept = Path.Combine(Home, ".cache", "wellbeing-tests", $"oidc-{version}");
        if (Directory.Exists(kept))
            return kept;
        var fresh = $"{kept}.{Guid.NewGuid():N}";
        Directory.CreateDirectory(fresh);
        foreach (var file in Files)
            File.Copy(Path.Combine(source, file), Path.Combine(fresh, file));
        try
        {
            await InstallIntoAsync(fresh);
            Directory.Move(fresh, kept);
        }
        catch (IOException) when (Directory.Exists(kept))
        {
            // Another run was first.
        }
        finally
        {
            if (Directory.Exists(fresh))
                Directory.Delete(fresh, recursive: true);
        }
        return kept;
    }

    private static string Home =>
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home
            ? home
            : Path.GetTempPath();

    private static async Task InstallIntoAsync(string folder)
    {
        string[] install = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"];
        try
        {
            await Programs.RunAsync(folder, NoSettings, "node", "--version");
            var ended = await Programs.RunAsync(folder, NoSettings, "npm", install);
            if (ended.Status == 0)
                return;
            throw Unreachable().Match(ended.Errors) is { Success: true } code
                ? SkipException.ForSkip($"The provider's npm packages cannot be had: the registry is away ({code}).")
                : new InvalidOperationException($"npm ci failed: {ended.Errors}");
        }
        catch (Win32Exception)
        {
            throw SkipException.ForSkip("node and npm are not here, and the provider needs them.");
        }
        catch (OperationCanceledException)
        {
            throw SkipException.ForSkip("The provider's npm packages cannot be had: npm does not come to an end.");
        }
    }

    [GeneratedRegex(
        "ENOTFOUND|EAI_AGAIN|ECONN[A-Z]+|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT|E40[13]|E50[0-9]",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Unreachable();
}
