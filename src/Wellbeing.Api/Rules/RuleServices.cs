using System.Globalization;
using Wellbeing.Api.Background;
using Wellbeing.Api.Features.Rules;

namespace Wellbeing.Api.Rules;

/// <summary>Puts the rules that run by themselves into the host.</summary>
internal static class RuleServices
{
    public static IServiceCollection AddRules(this IServiceCollection services)
    {
        services.AddSingleton(s => RuleSettings.Of(s.GetRequiredService<IConfiguration>()));
        services.AddSingleton<RuleFacts>();
        services.AddSingleton<RuleAppends>();
        services.AddSingleton<RuleActivation>();
        services.AddSingleton<DueSubjects>();
        services.AddSingleton<ISubjectJudge, SubjectJudge>();
        services.AddSingleton<RuleHeartbeat>();
        services.AddSingleton<WhatIf>();
        services.AddPolledDuty<RuleHeartbeat>();
        services.AddHealthChecks().AddCheck<RulesCheck>("rules");
        return services;
    }
}

/// <summary>How the rules are set up.</summary>
/// <param name="ActiveFrom">Since when they are active; null for the database's first start.</param>
internal sealed record RuleSettings(DateTimeOffset? ActiveFrom)
{
    public static RuleSettings Of(IConfiguration configuration) =>
        new(
            configuration["Rules:ActiveFrom"] is { Length: > 0 } text
                ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
                : null
        );
}
