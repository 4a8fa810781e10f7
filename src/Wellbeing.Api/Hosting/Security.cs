using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Wellbeing.Api.Requests;

namespace Wellbeing.Api.Hosting;

/// <summary>Which roles may use an endpoint.</summary>
internal sealed record RoleRequirement(IReadOnlyList<Role> Roles);

/// <summary>Who is let in: bearer tokens, roles, and no endpoint that forgot to say.</summary>
internal static class Security
{
    /// <summary>For how long after its end a token is let in: clocks differ.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    /// <summary>How long a key may be trusted that the issuer has withdrawn without using another.</summary>
    private static readonly TimeSpan KeysKept = TimeSpan.FromMinutes(5);

    /// <summary>However many tokens with unknown keys come, the issuer is asked for new keys no more often.</summary>
    private static readonly TimeSpan KeysAsked = TimeSpan.FromSeconds(10);

    public static void AddWellbeingSecurity(this WebApplicationBuilder builder)
    {
        var authority = builder.Configuration["Authentication:Authority"];
        var audience = builder.Configuration["Authentication:Audience"] ?? DevelopmentIssuer.Audience;
        if (!builder.Environment.IsDevelopment() && !IsSecure(authority))
            throw new InvalidOperationException(
                "Authentication:Authority has to name an OpenID Connect issuer by its https:// address outside Development."
            );
        var rules = new TokenRules(LifetimeOf(builder.Configuration), TimeProvider.System);
        // Bearer tokens need nothing else of AddAuthentication, which would make keys for cookies and keep them in files.
        builder.Services.AddWebEncoders();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IAuthenticationConfigurationProvider, NothingConfigured>();
        builder.Services.AddAuthenticationCore(options =>
            options.DefaultScheme = JwtBearerDefaults.AuthenticationScheme
        );
        new AuthenticationBuilder(builder.Services).AddJwtBearer(options =>
        {
            options.MapInboundClaims = false;
            // A refusal names no reason (RFC 6750, 3): neither when the token ended nor which keys there are.
            options.IncludeErrorDetails = false;
            options.TokenValidationParameters = Validation(audience);
            if (string.IsNullOrEmpty(authority))
                TrustDevelopment(options, DevelopmentIssuer.Home(builder.Environment.ContentRootPath));
            else
                TrustIssuer(options, authority, builder.Environment);
            options.Events = new JwtBearerEvents
            {
                OnTokenValidated = context => SetCaller(context, rules),
                OnAuthenticationFailed = FindIssuerAsync,
            };
        });
        // The manager of the issuer's keys is made when the options are complete. What it was told last is what counts: by
        // default a key that the issuer has withdrawn would be trusted for another hour.
        builder.Services.PostConfigure<JwtBearerOptions>(
            JwtBearerDefaults.AuthenticationScheme,
            options =>
            {
                if (options.ConfigurationManager is BaseConfigurationManager issuer)
                    issuer.UseLastKnownGoodConfiguration = false;
            }
        );
        builder.Services.AddSingleton<IStartupFilter, EveryEndpointSaysWho>();
    }

    /// <summary>Lets callers in who hold one of these roles.</summary>
    public static TBuilder AllowRoles<TBuilder>(this TBuilder endpoint, params Role[] roles)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new RoleRequirement(roles));

    /// <summary>401 before 403 before anything that an endpoint does.</summary>
    public static void UseRoles(this IApplicationBuilder app) =>
        app.Use(
            async (context, next) =>
            {
                var requirement = context.GetEndpoint()?.Metadata.GetMetadata<RoleRequirement>();
                if (requirement is null)
                    await next(context);
                else if (context.Features.Get<Caller>() is not { } caller)
                    await context.ChallengeAsync();
                else if (requirement.Roles.Any(caller.Roles.Contains))
                    await next(context);
                else
                    await Problems.Of(context, StatusCodes.Status403Forbidden, "forbidden").ExecuteAsync(context);
            }
        );

    private static bool IsSecure(string? authority) =>
        authority?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) == true;

    private static TokenValidationParameters Validation(string audience) =>
        new()
        {
            ValidAudience = audience,
            ClockSkew = ClockSkew,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            NameClaimType = "name",
            RoleClaimType = "role",
        };

    private static void TrustDevelopment(JwtBearerOptions options, string home)
    {
        options.TokenValidationParameters.ValidIssuer = DevelopmentIssuer.Name;
        options.TokenValidationParameters.IssuerSigningKey = DevelopmentIssuer.Key(home);
        options.TokenValidationParameters.ValidAlgorithms = [SecurityAlgorithms.HmacSha256];
    }

    private static void TrustIssuer(JwtBearerOptions options, string authority, IHostEnvironment environment)
    {
        options.Authority = authority;
        options.RequireHttpsMetadata = !environment.IsDevelopment();
        options.AutomaticRefreshInterval = KeysKept;
        options.RefreshInterval = KeysAsked;
        options.TokenValidationParameters.ValidAlgorithms =
        [
            SecurityAlgorithms.RsaSha256,
            SecurityAlgorithms.RsaSha384,
            SecurityAlgorithms.RsaSha512,
            SecurityAlgorithms.RsaSsaPssSha256,
            SecurityAlgorithms.RsaSsaPssSha384,
            SecurityAlgorithms.RsaSsaPssSha512,
            SecurityAlgorithms.EcdsaSha256,
            SecurityAlgorithms.EcdsaSha384,
            SecurityAlgorithms.EcdsaSha512,
        ];
    }

    private static TimeSpan LifetimeOf(IConfiguration configuration) =>
        configuration.GetValue<double?>("Authentication:MaximumLifetimeHours") switch
        {
            null => TokenRules.DefaultLifetime,
            { } hours and > 0 and <= 8760 => TimeSpan.FromHours(hours),
            _ => throw new InvalidOperationException(
                "Authentication:MaximumLifetimeHours has to be more than 0 and at most 8760 hours."
            ),
        };

    private static Task SetCaller(TokenValidatedContext context, TokenRules rules)
    {
        if (rules.Fault((JsonWebToken)context.SecurityToken) is { } fault)
            context.Fail(fault);
        else if (Caller.From(context.Principal!, out var reason) is { } caller)
            context.HttpContext.Features.Set(caller);
        else
            context.Fail(reason!);
        return Task.CompletedTask;
    }

    // Without the issuer's keys every token looks false: that is the service's fault (503), not the caller's (401).
    private static async Task FindIssuerAsync(AuthenticationFailedContext context)
    {
        if (context.Options.ConfigurationManager is { } issuer)
            await issuer.GetConfigurationAsync(context.HttpContext.RequestAborted);
    }

    /// <summary>Schemes are set up here and not by <c>Authentication:Schemes</c>, which could loosen them unseen.</summary>
    private sealed class NothingConfigured : IAuthenticationConfigurationProvider
    {
        public IConfiguration AuthenticationConfiguration { get; } = new ConfigurationManager();
    }

    /// <summary>Refuses to start while an endpoint declares neither roles nor that it is open to all.</summary>
    private sealed class EveryEndpointSaysWho : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
            app =>
            {
                next(app);
                var silent = app
                    .ApplicationServices.GetRequiredService<EndpointDataSource>()
                    .Endpoints.OfType<RouteEndpoint>()
                    .FirstOrDefault(endpoint =>
                        endpoint.Metadata.GetMetadata<RoleRequirement>() is null
                        && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
                    );
                if (silent is not null)
                    throw new InvalidOperationException(
                        $"The endpoint {silent.DisplayName} declares neither roles (AllowRoles) nor AllowAnonymous."
                    );
            };
    }
}
