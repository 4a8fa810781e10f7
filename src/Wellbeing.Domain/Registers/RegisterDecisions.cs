namespace Wellbeing.Domain.Registers;

/// <summary>How far the ledger has come.</summary>
/// <param name="Size">How many leaves it has.</param>
/// <param name="Root">Root of the tree over them, base64.</param>
/// <param name="Covers">Whether the register's last event has its leaf there, and so all that it names.</param>
public sealed record LedgerPosition(long Size, string Root, bool Covers);

/// <summary>What may happen to a register.</summary>
public static class RegisterDecisions
{
    /// <summary>
    /// Puts a unit's month of talks together. Refuses <c>month-not-over</c>, and <c>register-exists</c> where there is a
    /// register of that unit and month.
    /// </summary>
    /// <param name="unitCode">Code of the unit.</param>
    /// <param name="month">The month.</param>
    /// <param name="talks">All talks of the unit in that month.</param>
    /// <param name="exists">Whether there is a register of them.</param>
    /// <param name="on">The day on which it is done.</param>
    public static Decision Consolidate(
        string unitCode,
        Month month,
        IReadOnlyList<RegisterTalk> talks,
        bool exists,
        DateOnly on
    ) =>
        on <= month.Last ? Decision.Refuse("month-not-over")
        : exists ? Decision.Refuse("register-exists")
        : Decision.Of(new RegisterConsolidated(unitCode, month.ToString(), talks));

    /// <summary>
    /// Puts the talks together anew. Refuses <c>register-signed</c>, and <c>nothing-changed</c> where it holds them as they
    /// are.
    /// </summary>
    public static Decision ConsolidateAgain(Register it, IReadOnlyList<RegisterTalk> talks) =>
        it.Status == RegisterStatus.Signed ? Decision.Refuse("register-signed")
        : it.Status == RegisterStatus.Consolidated && Same(it, talks) ? Decision.Refuse("nothing-changed")
        : Decision.Of(new RegisterConsolidated(it.UnitCode, it.Period, talks));

    /// <summary>
    /// Signs a register. Refuses <c>register-signed</c>, <c>register-reopened</c> until it is put together anew,
    /// <c>second-person-needed</c> for who put it together, <c>register-outdated</c> where a talk was changed or added
    /// since, and <c>ledger-behind</c> in the moment until the ledger holds what is signed.
    /// </summary>
    /// <param name="it">The register.</param>
    /// <param name="talks">All talks of the unit in that month, as they are now.</param>
    /// <param name="ledger">How far the ledger has come.</param>
    /// <param name="actor">Opaque id of who signs.</param>
    public static Decision Sign(Register it, IReadOnlyList<RegisterTalk> talks, LedgerPosition ledger, Person actor) =>
        it.Status switch
        {
            RegisterStatus.Signed => Decision.Refuse("register-signed"),
            RegisterStatus.Reopened => Decision.Refuse("register-reopened"),
            _ when actor == it.ConsolidatedBy => Decision.Refuse("second-person-needed"),
            _ when !Same(it, talks) => Decision.Refuse("register-outdated"),
            _ when !ledger.Covers => Decision.Refuse("ledger-behind"),
            _ => Decision.Of(new RegisterSigned(it.UnitCode, it.Period, ledger.Size, ledger.Root)),
        };

    /// <summary>Opens a signed register again. Refuses <c>register-not-signed</c>.</summary>
    public static Decision Reopen(Register it, string reason) =>
        it.Status == RegisterStatus.Signed
            ? Decision.Of(new RegisterReopened(it.UnitCode, it.Period, reason))
            : Decision.Refuse("register-not-signed");

    /// <summary>What became of each talk since the register was put together: the talks as they are now, then those no longer in it.</summary>
    public static IReadOnlyList<(RegisterTalk Talk, RegisterChange? Change)> Compare(
        Register? it,
        IReadOnlyList<RegisterTalk> talks
    )
    {
        if (it is null)
            return [.. talks.Select(x => (x, (RegisterChange?)null))];
        var (held, now) = (it.Talks.ToDictionary(x => x.TalkId), talks.Select(x => x.TalkId).ToHashSet());
        return
        [
            .. talks.Select(x =>
                (
                    x,
                    !held.TryGetValue(x.TalkId, out var then) ? RegisterChange.Added
                    : then.Version != x.Version ? RegisterChange.Changed
                    : (RegisterChange?)null
                )
            ),
            .. it.Talks.Where(x => !now.Contains(x.TalkId)).Select(x => (x, (RegisterChange?)RegisterChange.Removed)),
        ];
    }

    private static bool Same(Register it, IReadOnlyList<RegisterTalk> talks) =>
        Compare(it, talks).All(x => x.Change is null);
}

/// <summary>What became of a talk after a register was put together.</summary>
public enum RegisterChange
{
    /// <summary>It came since.</summary>
    Added,

    /// <summary>Its record changed since.</summary>
    Changed,

    /// <summary>It belongs to another month since.</summary>
    Removed,
}
