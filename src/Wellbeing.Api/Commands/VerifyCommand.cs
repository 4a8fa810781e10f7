using System.Text.Json;
using JasperFx.CommandLine;
using Npgsql;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Ledger;
using Wellbeing.Api.Seal;
using Wellbeing.Api.Verification;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Api.Commands;

internal sealed class VerifyInput
{
    [FlagAlias("key", true), Description("The log's public key, name+id+base64; own takes this server's word for it")]
    public string? Key { get; set; }

    [FlagAlias("strict", true), Description("What is too new to be in the signed tree is a finding too")]
    public bool Strict { get; set; }

    [FlagAlias("witness", true), Description("A witness as KEY=URL or KEY=FILE")]
    public string? Witness { get; set; }

    [FlagAlias("since", true), Description("A file with an older checkpoint")]
    public string? Since { get; set; }
}

/// <summary>
/// Verifies the record, and writes nothing. Status 0: all is as it must be; 1: there are findings; 2: something could not
/// be checked, or no key is pinned.
/// </summary>
[Description("Verify events, ledger and read models, and write nothing")]
internal sealed class VerifyCommand : Command<VerifyInput>
{
    private const int NotChecked = 2;

    public override async Task<int> RunAsync(VerifyInput input, CancellationToken stop)
    {
        var host = Settings();
        var brought = Parse(input, host);
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
            return verified.Findings > 0 ? CommandLine.Failed
                : verified.Complete ? CommandLine.Done
                : NotChecked;
        }
        catch (Exception failure) when (failure is NpgsqlException or IOException or InvalidCastException)
        {
            Terminal.WriteErrorLine($"It could not be verified: {failure.Message}");
            return NotChecked;
        }
    }

    private static Brought Parse(VerifyInput input, WebApplicationBuilder host) =>
        new(
            input.Key is { } key ? KeyOf(key, host) : null,
            input.Strict,
            input.Witness is { } witness ? WitnessOf(witness) : null,
            input.Since
        );

    private static (VerifierKey, string) WitnessOf(string word) =>
        word.Split('=', 2) is [var name, { Length: > 0 } from]
        && VerifierKey.TryParse(name) is { Kind: KeyKind.Cosignature } key
            ? (key, from)
            : throw new InvalidUsageException("--witness takes the witness's key, an equals sign and its URL or file");

    private static VerifierKey KeyOf(string word, WebApplicationBuilder host)
    {
        if (word != "own")
            return VerifierKey.TryParse(word) is { Kind: KeyKind.Note } key
                ? key
                : throw new InvalidUsageException(
                    "--key takes name+id+base64, or own, which takes this server's word for it"
                );
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
