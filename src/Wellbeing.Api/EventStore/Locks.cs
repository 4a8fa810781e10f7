namespace Wellbeing.Api.EventStore;

/// <summary>Advisory locks of the database.</summary>
internal static class Locks
{
    /// <summary>Held shared by every append, alone by a rebuild while it swaps the read models' tables.</summary>
    public const long Rebuild = 0x57_42_01;

    /// <summary>Held by a rebuild from its beginning to its end.</summary>
    public const long OneRebuild = 0x57_42_02;
}
