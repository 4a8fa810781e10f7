using System.Text.Json.Serialization;
using Npgsql;
using Wellbeing.Api.Ledger;
using Wellbeing.Api.Seal;
using Wellbeing.Domain;

namespace Wellbeing.Api.Verification;

/// <summary>What was verified: the last line of the output.</summary>
/// <param name="Events">How many events were read.</param>
/// <param name="Leaves">How many leaves the ledger has.</param>
/// <param name="Unsequenced">How many events wait for a leaf: no checkpoint covers them yet.</param>
/// <param name="Checkpoints">How many checkpoints the database holds.</param>
/// <param name="Rows">How many rows the read models have.</param>
/// <param name="DatedLate">How many events came into the ledger more than a minute after they say they were recorded.</param>
/// <param name="Findings">How many findings there are.</param>
/// <param name="Key">The pinned key.</param>
/// <param name="Authenticity">Whether the journal's codes were checked.</param>
/// <param name="Rollback">Whether a checkpoint from outside was held against the log.</param>
/// <param name="LedgerSeconds">How long the ledger phase took.</param>
/// <param name="ReadModelSeconds">How long the read-model phase took.</param>
/// <param name="Unchecked">What could not be checked, in sentences.</param>
internal sealed record Verified(
    long Events,
    long Leaves,
    long Unsequenced,
    long Checkpoints,
    long Rows,
    long DatedLate,
    long Findings,
    string Key,
    string Authenticity,
    string Rollback,
    double LedgerSeconds,
    double ReadModelSeconds,
    IReadOnlyList<string> Unchecked
)
{
    /// <summary>Whether everything could be checked that had to be.</summary>
    [JsonIgnore]
    public bool Complete => Unchecked.Count == 0;
}

/// <summary>Checks a record from one state of its database, and from what an auditor brings along. It writes nothing.</summary>
internal sealed class Verifier(
    NpgsqlDataSource database,
    BureauCalendar calendar,
    ByteKey? authenticity,
    SignedState? state,
    Action<Finding> tell
)
{
    private readonly Findings _findings = new(tell);
    private readonly List<string> _unchecked = [];

    /// <param name="brought">The auditor's keys and checkpoints.</param>
    /// <param name="ledger">Is told how many events the ledger phase has read.</param>
    /// <param name="readModels">Is told how many events were folded.</param>
    /// <param name="stop">Ends it.</param>
    public async Task<Verified> RunAsync(
        Brought brought,
        IProgress<long> ledger,
        IProgress<long> readModels,
        CancellationToken stop
    )
    {
        if (brought.Key is null)
            _unchecked.Add("No key of the log is pinned: no signature was checked.");
        var outside = await Outside.ReadAsync(brought, state, _unchecked.Add, stop);
        await using var snapshot = await Snapshot.OpenAsync(database, stop);
        var started = TimeProvider.System.GetTimestamp();
        var (claims, head) = await ClaimsAsync(snapshot, brought, outside, stop);
        var seen = await new LedgerPhase(snapshot, authenticity, brought.Strict, _findings).RunAsync(
            claims.Roots,
            head,
            ledger,
            stop
        );
        var ledgerTook = TimeProvider.System.GetElapsedTime(started);
        started = TimeProvider.System.GetTimestamp();
        var rows = await new ReadModelPhase(snapshot, calendar, _findings).RunAsync(readModels, stop);
        var readModelsTook = TimeProvider.System.GetElapsedTime(started);
        return new Verified(
            seen.Events,
            seen.Leaves,
            seen.Unsequenced,
            claims.Count,
            rows,
            seen.DatedLate,
            _findings.Count,
            brought.Key?.Text ?? "none pinned",
            authenticity is null ? "not checked" : "checked",
            claims.RollbackChecked ? "checked" : "rollback not checked",
            Math.Round(ledgerTook.TotalSeconds, 3),
            Math.Round(readModelsTook.TotalSeconds, 3),
            _unchecked
        );
    }

    private async Task<(Claims Claims, LedgerHead? Head)> ClaimsAsync(
        Snapshot snapshot,
        Brought brought,
        List<OutsideCheckpoint> outside,
        CancellationToken stop
    )
    {
        var claims = new Claims(brought.Key, brought.Witness?.Key, _findings, _unchecked.Add);
        claims.Take(await snapshot.ListAsync(Claims.Successions, static x => (x.GetInt64(0), x.GetString(1)), stop));
        claims.Take(
            await snapshot.ListAsync(
                Claims.Checkpoints,
                static x => (x.GetInt64(0), x.GetString(1), x.GetInt64(2), x.GetString(3)),
                stop
            )
        );
        foreach (var one in outside)
            claims.Take(one);
        var heads = await snapshot.ListAsync(
            Claims.Head,
            static x => (new LedgerHead(x.GetInt64(0), x.GetFieldValue<byte[]>(1), x.GetInt64(2)), x[3] as string),
            stop
        );
        if (heads is not [var (head, note)])
            return (claims, null);
        claims.TakeHead(head, note);
        return (claims, head);
    }
}
