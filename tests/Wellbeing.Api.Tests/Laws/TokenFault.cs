using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using Wellbeing.Api.Hosting;

namespace Wellbeing.Api.Tests.Laws;

/// <summary>Why a token lets nobody in.</summary>
internal enum TokenFault
{
    NoToken,
    Expired,
    WrongAudience,
    WrongKey,
    AlgNone,
    AuditorAndAdministrator,
    IntegratorAndAnother,
}

internal static class TokenFaults
{
    /// <summary>A token that would be right but for one fault; null for none at all.</summary>
    public static string? Faulty(this Host.Running server, TokenFault fault, Role role, Claims who)
    {
        return fault switch
        {
            TokenFault.NoToken => null,
            TokenFault.Expired => Token(x => x.Expires = DateTime.UtcNow.AddMinutes(-5)),
            TokenFault.WrongAudience => Token(x => x.Audience = "another"),
            TokenFault.WrongKey => Token(x =>
                x.SigningCredentials = new(
                    new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)),
                    SecurityAlgorithms.HmacSha256
                )
            ),
            TokenFault.AlgNone => Token(x => x.SigningCredentials = null),
            TokenFault.IntegratorAndAnother => server.Token(
                role == Role.Integrator ? [role, Role.Officer] : [role, Role.Integrator],
                who
            ),
            _ => server.Token([.. new HashSet<Role> { role, Role.Auditor, Role.Administrator }], who),
        };

        string Token(Action<SecurityTokenDescriptor> change) => server.Token([role], who, change);
    }
}
