using System.Text.Json;
using Npgsql;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Ledger;
using Wellbeing.Api.Seal;
using Wellbeing.Api.Verification;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Api.Commands;

/// <summary>
/// Verifies the record, and writes nothing. Status 0: all is as it must be; 1: there are findings; 2: something could not
/// be checked, or no key is pinned.
/// </summary>
internal sealed class VerifyCommand(string[] args) : Command
{
    private const string Usage =
        "usage: verify [--key KEY|own] [--strict] [--witness KEY=URL|FILE] [--since CHECKPOINT]; "
        + "KEY is name+id+base64, and own takes this server's word for it";

    private const int NotChecked = 2;

    protected override async Task<int> ExecuteAsync(CancellationToken stop)
    {
        var host = WebApplication.CreateBuilder();
        if (Parse(host) is not { } brought)
            return await MisusedAsync(Usage);
        await using var database = Persistence.DataSource(Persistence.Connection(host.Configuration, "Wellbeing"));
        var verifier = new Verifier(
            database,
            Persistence.Calendar(host.Configuration),
            await AuthenticityAsync(host, stop),
            LocalFiles(host)?.State,
            finding => Terminal.WriteLine(finding.ToString())
        );
        try
        {
            var verified = await VerifyProgress.RunAsync(
                (ledger, readModels) => verifier.RunAsync(brought, ledger, readModels, stop),
                database,
                stop
            );
            Terminal.WriteLine(JsonSerializer.Serialize(new { verified }, Finding.Json));
            return verified.Findings > 0 ? Failed
                : verified.Complete ? Done
                : NotChecked;
        }
        catch (Exception failure) when (failure is NpgsqlException or IOException or InvalidCastException)
        {
            Terminal.WriteErrorLine($"It could not be verified: {failure.Message}");
            return NotChecked;
        }
    }

    private Brought? Parse(WebApplicationBuilder host)
    {
        var brought = new Brought(null, false, null, null);
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--strict":
                    brought = brought with { Strict = true };
                    continue;
                case "--key" when i + 1 < args.Length && KeyOf(args[++i], host) is { Kind: KeyKind.Note } key:
                    brought = brought with { Key = key };
                    continue;
                case "--since" when i + 1 < args.Length:
                    brought = brought with { Since = args[++i] };
                    continue;
                case "--witness"
                    when i + 1 < args.Length
                        && args[++i].Split('=', 2) is [var name, { Length: > 0 } from]
                        && VerifierKey.TryParse(name) is { Kind: KeyKind.Cosignature } witness:
                    brought = brought with { Witness = (witness, from) };
                    continue;
                default:
                    return null;
            }
        }
        return brought;
    }

    private static VerifierKey? KeyOf(string word, WebApplicationBuilder host)
    {
        if (word != "own")
            return VerifierKey.TryParse(word);
        using var own = LogKeyFiles.Of(host.Configuration, host.Environment).Open();
        return own.Key;
    }

    /// <summary>The files of a server on this machine; null for an auditor, who has none.</summary>
    private static LogKeyFiles? LocalFiles(WebApplicationBuilder host)
    {
        try
        {
            return LogKeyFiles.Of(host.Configuration, host.Environment);
        }
        catch (LogKeyException)
        {
            return null;
        }
    }

    /// <summary>The key of the journal's codes, where the keys database and the master key are at hand.</summary>
    private static async Task<ByteKey?> AuthenticityAsync(WebApplicationBuilder host, CancellationToken stop)
    {
        if (host.Configuration.GetConnectionString("Keys") is not { } connection || !HasMasterKey(host.Configuration))
            return null;
        await using var keys = Persistence.DataSource(connection);
        try
        {
            var ring = new KeyRing(MasterKeyFiles.Of(host.Configuration, host.Environment).Read);
            return await Secrets.FindAsync(new KeyTable(keys), ring, Authenticity.Label, stop);
        }
        catch (Exception failure) when (failure is MasterKeyException or SealUnavailableException)
        {
            return null;
        }
    }

    // To ask for it would make one.
    private static bool HasMasterKey(ConfigurationManager configuration) =>
        configuration[MasterKeyFiles.PathSetting] is { Length: > 0 }
        || (
            configuration[MasterKeyFiles.HomeSetting] is { Length: > 0 } home
            && File.Exists(Path.Combine(home, "secrets", "master.key"))
        );
}
