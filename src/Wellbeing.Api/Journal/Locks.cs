namespace Wellbeing.Api.Journal;

/// <summary>Advisory locks of the database.</summary>
internal static class Locks
{
    /// <summary>Held shared by every append, alone by a rebuild of the read models.</summary>
    public const long Rebuild = 0x57_42_01;

    /// <summary>Held shared by a dry run while it lasts, alone by a rebuild before it stops the appends.</summary>
    public const long DryRun = 0x57_42_02;
}
