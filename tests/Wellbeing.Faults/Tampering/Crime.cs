using Wellbeing.Api.Verification;

namespace Wellbeing.Faults.Tampering;

/// <summary>An event of the scene and its leaf.</summary>
internal sealed record Target(long Seq, long Leaf, Guid Id, Guid Stream, long Version, string Type)
{
    /// <summary>Whether a finding names this event and its leaf.</summary>
    public bool Is(Finding finding) => finding.Seq == Seq && finding.Leaf == Leaf;
}

/// <summary>A finding that must be there.</summary>
/// <param name="Finding">Its name.</param>
/// <param name="Place">Whether it names the place.</param>
/// <param name="Where">The place, for people.</param>
internal sealed record Expected(string Finding, Func<Finding, bool> Place, string Where)
{
    public static Expected Of(string finding, Target target) =>
        new(finding, target.Is, $"seq {target.Seq}, leaf {target.Leaf}");

    public static Expected Row(string finding, string table, string key) =>
        new(finding, x => x.Table == table && x.Key == key, $"{table} {key}");

    /// <summary>What cannot be told more exactly lies between two sizes of the tree.</summary>
    public static Expected Within(string finding, long leaf) =>
        new(finding, x => x.FromLeaf <= leaf && leaf < x.ToLeaf, $"a range with leaf {leaf}");

    public bool IsIn(IEnumerable<Finding> findings) => findings.Any(x => x.Name == Finding && Place(x));
}

/// <summary>A way to tamper.</summary>
/// <param name="Name">What is done.</param>
/// <param name="CommitAsync">Does it; answers what must be found.</param>
/// <param name="Follows">What else may be found, because it follows from it.</param>
internal sealed record Crime(string Name, Func<Scene, Random, Task<Expected[]>> CommitAsync, params string[] Follows)
{
    public override string ToString() => Name;
}
