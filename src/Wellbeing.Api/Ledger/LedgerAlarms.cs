using System.Collections.Concurrent;

namespace Wellbeing.Api.Ledger;

/// <summary>What is wrong with the ledger, in a word that stands in <c>/readyz</c> and in the log.</summary>
internal enum LedgerAlarm
{
    /// <summary>The ledger is smaller than what was signed.</summary>
    RolledBack,

    /// <summary>The ledger does not begin with what was signed.</summary>
    Forked,

    /// <summary>The file that says what was signed is gone, and the key is not.</summary>
    SignedStateMissing,

    /// <summary>The key has named its successor, and this process still has the old one.</summary>
    KeySuperseded,

    /// <summary>A leaf or a tile is missing.</summary>
    Damaged,

    /// <summary>An event does not carry the journal's authentication code.</summary>
    NotAuthentic,

    /// <summary>An event has no canonical form, or holds what no event may.</summary>
    NotCanonical,

    /// <summary>The witness does not cosign: what it has seen is not a beginning of this ledger.</summary>
    WitnessRefused,

    /// <summary>The witness has not answered for a minute.</summary>
    WitnessSilent,
}

/// <summary>
/// Alarms of this process, each until it is over or, where it cannot be, until the process ends; verify finds again what
/// lasts.
/// </summary>
internal sealed partial class LedgerAlarms(ILogger<LedgerAlarms> log)
{
    private readonly ConcurrentDictionary<LedgerAlarm, byte> _raised = [];

    public IReadOnlyCollection<LedgerAlarm> Raised => [.. _raised.Keys.Order()];

    public void Raise(LedgerAlarm alarm, long at)
    {
        if (_raised.TryAdd(alarm, 0))
            LogRaised(alarm, at);
    }

    public void Over(LedgerAlarm alarm)
    {
        if (!_raised.IsEmpty && _raised.TryRemove(alarm, out _))
            LogOver(alarm);
    }

    [LoggerMessage(LogLevel.Critical, "Ledger alarm {Alarm}, at {At} (a sequence number, or a size of the ledger).")]
    private partial void LogRaised(LedgerAlarm alarm, long at);

    [LoggerMessage(LogLevel.Information, "Ledger alarm {Alarm} is over.")]
    private partial void LogOver(LedgerAlarm alarm);
}
