using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Wellbeing.Api.Seal;
using Xunit;
using Xunit.Sdk;

namespace Wellbeing.Api.Tests.Seal;

/// <summary>A database and a role that live as long as one test class.</summary>
public sealed class KeysDatabase : IAsyncLifetime
{
    private static readonly string? Superuser = Environment.GetEnvironmentVariable("WELLBEING_TEST_POSTGRES");

    private readonly string _name = $"keys_{Guid.NewGuid():N}";
    private NpgsqlDataSource? _owner;
    private NpgsqlDataSource? _application;

    internal NpgsqlDataSource Owner => Required(_owner);
    internal NpgsqlDataSource Application => Required(_application);
    internal string Role => _name;

    internal static MasterKey NewMaster() =>
        new(Guid.NewGuid().ToByteArray().Concat(Guid.NewGuid().ToByteArray()).ToArray());

    public async ValueTask InitializeAsync()
    {
        if (Superuser is null)
            return;
        await ServerAsync($"create role {_name}", $"create database {_name}");
        // The tests hand it on to hosts of their own, password and all.
        var own = new NpgsqlConnectionStringBuilder(Superuser) { Database = _name, PersistSecurityInfo = true };
        _owner = NpgsqlDataSource.Create(own);
        _application = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(own.ConnectionString) { Options = $"-c role={_name}" }
        );
        await KeySchema.ApplyAsync(_owner, _name);
    }

    public async ValueTask DisposeAsync()
    {
        if (_owner is null || _application is null)
            return;
        await _owner.DisposeAsync();
        await _application.DisposeAsync();
        await ServerAsync($"drop database {_name} with (force)", $"drop role {_name}");
    }

    /// <summary>A store as another node would have it: its own cache, the application's rights.</summary>
    internal KeyStore Node(MasterKey master, int cached = 1000) => Node(new KeyRing(() => [master]), cached);

    internal KeyStore Node(KeyRing ring, int cached = 1000, SealAlarms? alarms = null) =>
        new(
            new KeyTable(Application),
            ring,
            new KeyCache(cached, TimeSpan.FromMinutes(5), TimeProvider.System),
            alarms ?? new SealAlarms(NullLogger<SealAlarms>.Instance)
        );

    /// <summary>A rotation under the owner's rights.</summary>
    internal async Task<long> RotateAsync(
        MasterKey from,
        MasterKey to,
        Action<string>? say = null,
        int batch = 500,
        CancellationToken stop = default
    )
    {
        await using var owner = new NpgsqlConnection(Unpooled);
        await owner.OpenAsync(stop);
        await Rotation.BeAloneAsync(owner, stop);
        return await new Rotation(owner, new KeyRing(() => [from, to]), to, say ?? (_ => { }), batch).RunAsync(stop);
    }

    internal string Unpooled =>
        new NpgsqlConnectionStringBuilder(Owner.ConnectionString) { Pooling = false }.ConnectionString;

    /// <summary>Each test begins with an empty store and its own master key.</summary>
    internal async Task<MasterKey> EmptyAsync()
    {
        await ExecuteAsync("truncate keys.master_keys, keys.subject_keys, keys.erased_subjects, keys.root_secret");
        return NewMaster();
    }

    internal async Task ExecuteAsync(string sql, NpgsqlDataSource? by = null)
    {
        await using var command = (by ?? Owner).CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    internal async Task<T> AskAsync<T>(string sql)
    {
        await using var command = Owner.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private static async Task ServerAsync(params string[] statements)
    {
        await using var server = NpgsqlDataSource.Create(Superuser!);
        foreach (var statement in statements)
        {
            await using var command = server.CreateCommand(statement);
            await command.ExecuteNonQueryAsync();
        }
    }

    private static NpgsqlDataSource Required(NpgsqlDataSource? database) =>
        database
        ?? throw SkipException.ForSkip("WELLBEING_TEST_POSTGRES is not set: run ./test, which starts a PostgreSQL.");
}
