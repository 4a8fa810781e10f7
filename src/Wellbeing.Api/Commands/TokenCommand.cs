using Wellbeing.Api.Hosting;

namespace Wellbeing.Api.Commands;

/// <summary>Prints a token of the development issuer, and nothing else.</summary>
internal sealed class TokenCommand(string[] args) : Command
{
    private const string Usage =
        "usage: token ROLE [--unit CODE] [--badge B] [--sub S]; roles: officer, political-officer, counsellor, "
        + "commander, auditor, integrator, administrator";

    protected override async Task<int> ExecuteAsync(CancellationToken stop)
    {
        if (args is not [var name, .. var options] || !Caller.TryRole(name, out var role) || options.Length % 2 != 0)
            return await MisusedAsync(Usage);
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var option in options.Chunk(2))
        {
            if (option[0] is not ("--unit" or "--badge" or "--sub") || !given.TryAdd(option[0], option[1]))
                return await MisusedAsync(Usage);
        }
        Terminal.WriteLine(
            DevelopmentToken(
                role,
                given.GetValueOrDefault("--unit"),
                given.GetValueOrDefault("--badge"),
                given.GetValueOrDefault("--sub")
            )
        );
        return Done;
    }
}
