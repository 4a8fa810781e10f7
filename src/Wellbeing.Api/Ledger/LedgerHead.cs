namespace Wellbeing.Api.Ledger;

/// <summary>How far the ledger has come.</summary>
/// <param name="Size">How many leaves it has.</param>
/// <param name="Root">Root of the tree over them.</param>
/// <param name="Watermark">The highest sequence number that was looked at.</param>
internal sealed record LedgerHead(long Size, byte[] Root, long Watermark);
