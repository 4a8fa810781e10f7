using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Wellbeing.Api.Seal;

namespace Wellbeing.Api.Tests.Seal;

/// <summary>A server that remembers one key at most, so that nearly every request asks the keys database.</summary>
internal static class OnLine
{
    public static Task<Host.Running> StartAsync() =>
        Host.StartAsync(services =>
            services.AddSingleton(new KeyCache(1, TimeSpan.FromMinutes(5), TimeProvider.System))
        );

    /// <summary>An officer who is nominated, and the commendation, which holds a sealed text.</summary>
    public static async Task<(Known Officer, Guid Commendation)> CommendedAsync(Host.Running server)
    {
        var officer = await server.OfficerAsync();
        var id = await server.NominationAsync(officer);
        // Another's key takes the one place.
        await server.NominationAsync();
        return (officer, id);
    }

    /// <summary>Statements in the keys database, under the owner's role.</summary>
    public static async Task KeysAsync(Host.Running server, params string[] statements)
    {
        foreach (var statement in statements)
            await AskAsync(server, statement);
    }

    /// <summary>The first column of the first row in the keys database.</summary>
    public static async Task<object?> AskAsync(Host.Running server, string sql)
    {
        await using var owner = NpgsqlDataSource.Create(
            server.Services.GetRequiredService<IConfiguration>().GetConnectionString("KeysOwner")!
        );
        await using var command = owner.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
