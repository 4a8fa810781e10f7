namespace Wellbeing.Domain.Equipment;

/// <summary>What every officer has to be equipped with, in force from a day on; data, not code.</summary>
/// <param name="Rule">Source of the list.</param>
/// <param name="ValidFrom">First day in force.</param>
/// <param name="Needed">How many pieces of each item.</param>
public sealed record EquipmentPolicy(string Rule, DateOnly ValidFrom, IReadOnlyDictionary<EquipmentItem, int> Needed);

/// <summary>The versions of the standard list.</summary>
/// <param name="Versions">The versions, in any order.</param>
public sealed record EquipmentPolicies(IReadOnlyList<EquipmentPolicy> Versions)
{
    /// <summary>The list that the product ships with.</summary>
    public static EquipmentPolicies Shipped { get; } =
        new(PolicyFile.Read<List<EquipmentPolicy>>("Equipment.equipment-policies.json"));

    /// <summary>The version in force on a day, or null before the first.</summary>
    public EquipmentPolicy? On(DateOnly day) => Versions.Where(x => x.ValidFrom <= day).MaxBy(x => x.ValidFrom);
}
