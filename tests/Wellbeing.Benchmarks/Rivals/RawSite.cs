using System.Buffers;
using Npgsql;

namespace Wellbeing.Benchmarks.Rivals;

/// <summary>The same reads with nothing but the driver: the stored bytes of a point read, and of an officer's history.</summary>
internal static class RawSite
{
    private const string Commendation = "SELECT data FROM readmodels.mt_doc_commendation WHERE id = $1";
    private const string History =
        "SELECT entry FROM readmodels.history WHERE officer_id = $1 ORDER BY occurred_at, seq LIMIT 200";

    public static async Task<int> RunAsync()
    {
        var builder = Rival.Builder();
        builder.Services.AddSingleton(NpgsqlDataSource.Create(builder.Database()));
        await using var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        var api = app.MapGroup("/api/v1").RequireAuthorization(Rival.Policy);
        api.MapGet("/commendations/{id:guid}", OneAsync);
        api.MapGet("/officers/{id:guid}/history", ManyAsync);
        return await app.ServeAsync();
    }

    private static async Task OneAsync(Guid id, NpgsqlDataSource database, HttpContext http)
    {
        await using var command = Ask(database, Commendation, id);
        await using var reader = await command.ExecuteReaderAsync(http.RequestAborted);
        if (!await reader.ReadAsync(http.RequestAborted))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        var state = reader.GetFieldValue<byte[]>(0);
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = state.Length;
        await http.Response.Body.WriteAsync(state, http.RequestAborted);
    }

    private static async Task ManyAsync(Guid id, NpgsqlDataSource database, HttpContext http)
    {
        await using var command = Ask(database, History, id);
        await using var reader = await command.ExecuteReaderAsync(http.RequestAborted);
        http.Response.ContentType = "application/json";
        var body = http.Response.BodyWriter;
        body.Write("["u8);
        for (var rows = 0; await reader.ReadAsync(http.RequestAborted); rows++)
        {
            if (rows > 0)
                body.Write(","u8);
            body.Write(reader.GetFieldValue<byte[]>(0));
        }
        body.Write("]"u8);
        await body.FlushAsync(http.RequestAborted);
    }

    private static NpgsqlCommand Ask(NpgsqlDataSource database, string sql, Guid id)
    {
        var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        return command;
    }
}
