namespace Wellbeing.Api.Erasures;

/// <summary>
/// An officer whose erasure was confirmed is to be erased. The message is kept in memory: where it is lost, the officer's record
/// still says that the erasure is confirmed, and the next message follows within a second.
/// </summary>
/// <param name="OfficerId">The officer.</param>
public sealed record EraseOfficer(Guid OfficerId);

/// <summary>Handles <see cref="EraseOfficer" />.</summary>
public static class EraseOfficerHandler
{
    /// <summary>Erases step by step; each step may be repeated.</summary>
    public static Task HandleAsync(EraseOfficer message, IOfficerErasure erasure, CancellationToken stop) =>
        erasure.EraseAsync(message.OfficerId, stop);
}

/// <summary>Erases officers.</summary>
public interface IOfficerErasure
{
    /// <summary>Erases an officer whose erasure is confirmed; does nothing for another one.</summary>
    Task EraseAsync(Guid officer, CancellationToken stop);
}
