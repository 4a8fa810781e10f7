using System.Collections.Frozen;
using System.Security.Claims;
using System.Text.Json;
using Wellbeing.Domain;

namespace Wellbeing.Api.Hosting;

/// <summary>What somebody may be; in a token's claim <c>role</c> in kebab-case.</summary>
internal enum Role
{
    Officer,
    PoliticalOfficer,
    Counsellor,
    Commander,
    Auditor,
    Integrator,
    Administrator,
}

/// <summary>Who sends a request, as the token says.</summary>
/// <param name="Sub">The person, under whose id acts are recorded.</param>
/// <param name="Name">What a person reads; never stored.</param>
/// <param name="Roles">At least one.</param>
/// <param name="Unit">Code of the unit whose subtree the caller serves.</param>
/// <param name="Badge">An officer's own badge number.</param>
internal sealed record Caller(Person Sub, string Name, IReadOnlySet<Role> Roles, string? Unit, string? Badge)
{
    private const int LongestClaim = 200;

    private static readonly FrozenDictionary<string, Role> Known = Enum.GetValues<Role>().ToFrozenDictionary(NameOf);

    public static string NameOf(Role role) => JsonNamingPolicy.KebabCaseLower.ConvertName(role.ToString());

    public static bool TryRole(string name, out Role role) => Known.TryGetValue(name, out role);

    /// <summary>The caller of a request that was let in.</summary>
    public static Caller Of(HttpContext context) =>
        context.Features.Get<Caller>()
        ?? throw new InvalidOperationException("The endpoint is anonymous: it has no caller.");

    /// <summary>
    /// Reads a token's claims; null and a reason when they make no caller. A token without a role that is known here was
    /// not made for this service, so it is no sign-in at all (401), whereas a known role that may not is 403.
    /// </summary>
    public static Caller? From(ClaimsPrincipal principal, out string? reason)
    {
        var sub = principal.FindFirstValue("sub");
        var names = principal.FindAll("role").Select(claim => claim.Value).ToList();
        var roles = names.Where(Known.ContainsKey).Select(name => Known[name]).ToHashSet();
        reason = sub switch
        {
            _ when !Actors.IsPerson(sub) => "the token has no usable subject",
            _ when !IsUsable(principal.FindFirstValue("unit")) || !IsUsable(principal.FindFirstValue("badge")) =>
                "the token's unit or badge is no code",
            _ when names.Count == 0 => "the token has no role",
            _ when names.Exists(name => !Known.ContainsKey(name)) => "the token has an unknown role",
            _ when roles.Contains(Role.Auditor) && roles.Contains(Role.Administrator) =>
                "nobody is auditor and administrator at once",
            // What a system puts on record would count as the person's, and open records to the person.
            _ when roles.Contains(Role.Integrator) && roles.Count > 1 => "a system is nobody else",
            _ => null,
        };
        if (reason is not null)
            return null;
        var name = principal.FindFirstValue("name") ?? sub!;
        return new Caller(sub, name, roles, principal.FindFirstValue("unit"), principal.FindFirstValue("badge"));
    }

    /// <summary>
    /// The one role in which somebody acts who holds several: first the one whose notes and readings weigh most. It is
    /// stored beside what the caller does.
    /// </summary>
    public static string ActingAs(IReadOnlySet<Role> roles) => NameOf(ByWeight.First(roles.Contains));

    private static readonly Role[] ByWeight =
    [
        Role.Counsellor,
        Role.Auditor,
        Role.Integrator,
        Role.PoliticalOfficer,
        Role.Commander,
        Role.Administrator,
        Role.Officer,
    ];

    // A code that a record has may hold any letter, and is compared as it is. One that only looks like it is refused, not taken
    // for another: it would bind nobody to the own record, and so let somebody decide on it.
    private static bool IsUsable(string? code) =>
        code is null
        || (
            code is { Length: > 0 and <= LongestClaim }
            && Requests.Texts.Normal(code) == code
            && !code.Any(x => char.IsSurrogate(x) || Person.Ignored.Contains(x, StringComparison.Ordinal))
        );
}
