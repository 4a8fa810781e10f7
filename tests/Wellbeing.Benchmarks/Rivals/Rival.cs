using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;
using Npgsql;

namespace Wellbeing.Benchmarks.Rivals;

/// <summary>What every rival has: quiet logs, the same check of the same tokens, and the product's settings of the driver.</summary>
internal static class Rival
{
    public const string Policy = "integrator";

    public static WebApplicationBuilder Builder()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft", LogLevel.Warning);
        builder
            .Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme)
            .AddJwtBearer(options =>
            {
                options.MapInboundClaims = false;
                options.TokenValidationParameters = new TokenValidationParameters
                {
                    ValidIssuer = "wellbeing-development",
                    ValidAudience = "wellbeing",
                    ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
                    IssuerSigningKey = new SymmetricSecurityKey(
                        File.ReadAllBytes(builder.Configuration["RIVAL_TOKEN_KEY"]!)
                    ),
                };
            });
        builder.Services.AddAuthorization(options =>
            options.AddPolicy(Policy, policy => policy.RequireClaim("role", "integrator", "auditor"))
        );
        return builder;
    }

    /// <summary>The connection string; the pool leaves room for the others on the same server.</summary>
    public static string Database(this WebApplicationBuilder builder) =>
        new NpgsqlConnectionStringBuilder(builder.Configuration.GetConnectionString("Wellbeing"))
        {
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
            MaxPoolSize = 40,
        }.ConnectionString;

    public static async Task<int> ServeAsync(this WebApplication app)
    {
        app.MapGet("/ready", () => "ready");
        await app.RunAsync();
        return 0;
    }
}
