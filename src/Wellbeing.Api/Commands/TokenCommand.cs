using JasperFx.CommandLine;
using Wellbeing.Api.Hosting;

namespace Wellbeing.Api.Commands;

internal sealed class TokenInput
{
    [Description("officer, political-officer, counsellor, commander, auditor, integrator or administrator")]
    public string Role { get; set; } = "";

    [FlagAlias("unit", true), Description("The code of the unit")]
    public string? Unit { get; set; }

    [FlagAlias("badge", true), Description("The badge number")]
    public string? Badge { get; set; }

    [FlagAlias("sub", true), Description("The caller's id")]
    public string? Sub { get; set; }
}

/// <summary>Prints a token of the development issuer, and nothing else.</summary>
[Description("Print a bearer token for development")]
internal sealed class TokenCommand : Command<TokenInput>
{
    public override Task<int> RunAsync(TokenInput input, CancellationToken stop)
    {
        if (!Caller.TryRole(input.Role, out var role))
            throw new InvalidUsageException(
                "roles: officer, political-officer, counsellor, commander, auditor, integrator, administrator"
            );
        Terminal.WriteLine(DevelopmentToken(role, input.Unit, input.Badge, input.Sub));
        return Task.FromResult(CommandLine.Done);
    }
}
