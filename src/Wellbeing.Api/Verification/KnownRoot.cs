namespace Wellbeing.Api.Verification;

/// <summary>What somebody says of the tree of a size.</summary>
/// <param name="Size">How many leaves.</param>
/// <param name="Root">32 bytes.</param>
/// <param name="Vouched">Whether a pinned key answers for it; otherwise whoever can write to the database may have.</param>
/// <param name="Source">Who says so: a table, <c>witness</c>, <c>since</c> or <c>state</c>.</param>
/// <param name="Key">Which row, where it is one.</param>
/// <param name="Seen">When the pinned witness saw it; null where it has not cosigned it.</param>
internal sealed record KnownRoot(
    long Size,
    byte[] Root,
    bool Vouched,
    string Source,
    string? Key = null,
    DateTimeOffset? Seen = null
)
{
    public bool Is(ReadOnlySpan<byte> root) => root.SequenceEqual(Root);
}

/// <summary>The tree as a pass of the sequencer left it.</summary>
internal sealed record LedgerBatch(long Size, byte[] Root, DateTimeOffset At);
