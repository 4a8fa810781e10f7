namespace Wellbeing.Api.Journal;

/// <summary>Advisory locks of the database.</summary>
internal static class Locks
{
    /// <summary>Held shared by every append, alone by a rebuild while it swaps the read models' tables.</summary>
    public const long Rebuild = 0x57_42_01;

    /// <summary>Held by a rebuild from its beginning to its end.</summary>
    public const long OneRebuild = 0x57_42_02;

    /// <summary>Held alone by the node that lets the rules act.</summary>
    public const long Rules = 0x57_42_03;

    /// <summary>Held alone by who puts messages to webhooks in line, and by who takes an officer's out.</summary>
    public const long Webhooks = 0x57_42_04;
}
