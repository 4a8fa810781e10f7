namespace Wellbeing.Domain;

/// <summary>
/// Actors that are no person: the product acts under these names itself, and no token may. All of them are here, so that what
/// makes one and what refuses one cannot differ.
/// </summary>
public static class Actors
{
    /// <summary>Characters of a person's id at most. OpenID Connect Core, 2, allows 255 ASCII characters.</summary>
    public const int LongestId = 200;

    /// <summary>The server, where it does what was confirmed before.</summary>
    public const string Server = "server";

    /// <summary>Adopts what a new database begins with.</summary>
    public const string InitialPolicy = SystemPrefix + "initial-policy";

    private const string RulePrefix = "rule:";
    private const string SourcePrefix = "source:";
    private const string SystemPrefix = "system:";

    private static readonly string[] Prefixes = [RulePrefix, SourcePrefix, SystemPrefix];

    /// <summary>A version of a rule.</summary>
    public static string OfRule(string name, int version) => $"{RulePrefix}{name}@{version}";

    /// <summary>Who acted in another system, as that system says.</summary>
    public static string OfSource(string actor) => SourcePrefix + actor;

    /// <summary>Whether an actor is a rule.</summary>
    public static bool IsRule(string actor) => actor.StartsWith(RulePrefix, StringComparison.Ordinal);

    /// <summary>
    /// Whether an id can be a person's: visible ASCII without blanks, so that none only looks like another one, not too
    /// long, and none of the product's own names in any case.
    /// </summary>
    public static bool IsPerson(string? id) =>
        id is { Length: > 0 and <= LongestId } && id.All(x => x is > ' ' and < '\x7F') && !IsReserved(id);

    private static bool IsReserved(Person id) =>
        id == Server || Prefixes.Any(x => id.Key.StartsWith(x, StringComparison.Ordinal));
}
