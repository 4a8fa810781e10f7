using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shouldly;
using Wellbeing.Api.Seal;
using Xunit;

namespace Wellbeing.Api.Tests.Seal;

public sealed class KeyStoreTests(KeysDatabase database) : IClassFixture<KeysDatabase>
{
    private static readonly Guid Officer = Guid.NewGuid();
    private static readonly Guid Unit = Guid.NewGuid();

    [Fact]
    public async Task a_created_key_is_the_same_on_every_node_and_for_every_kind_of_subject()
    {
        var master = await database.EmptyAsync();
        var (one, other) = (database.Node(master), database.Node(master));
        await one.CreateAsync([Officer, Unit]);

        Bytes(await other.GetAsync(Officer)).ShouldBe(Bytes(await one.GetAsync(Officer)));
        Bytes(await other.GetAsync(Unit)).ShouldBe(Bytes(await one.GetAsync(Unit)));
        Bytes(await one.GetAsync(Unit)).ShouldNotBe(Bytes(await one.GetAsync(Officer)));
    }

    [Fact]
    public async Task creating_again_changes_nothing()
    {
        var master = await database.EmptyAsync();
        var store = database.Node(master);
        await store.CreateAsync([Officer]);
        var first = Bytes(await store.GetAsync(Officer));

        await store.CreateAsync([Officer, Unit, Officer]);
        await database.Node(master).CreateAsync([Officer]);

        Bytes(await store.GetAsync(Officer)).ShouldBe(first);
        Bytes(await database.Node(master).GetAsync(Officer)).ShouldBe(first);
    }

    [Fact]
    public async Task when_many_nodes_create_the_same_thousands_at_once_all_hold_the_stored_keys()
    {
        var master = await database.EmptyAsync();
        var subjects = Enumerable.Range(0, 3000).Select(_ => Guid.NewGuid()).ToArray();
        var nodes = Enumerable.Range(0, 4).Select(_ => database.Node(master, cached: 5000)).ToArray();

        await Task.WhenAll(nodes.Select((n, i) => n.CreateAsync(i % 2 == 0 ? subjects : [.. subjects.Reverse()])));

        var expected = await database.Node(master).GetManyAsync(subjects);
        expected.Count.ShouldBe(subjects.Length);
        foreach (var node in nodes)
        {
            var found = await node.GetManyAsync(subjects);
            subjects.ShouldAllBe(s => Bytes(found[s]).SequenceEqual(Bytes(expected[s])));
        }
    }

    [Fact]
    public async Task the_stored_key_is_wrapped()
    {
        var store = database.Node(await database.EmptyAsync());
        await store.CreateAsync([Officer]);

        var wrapped = await database.AskAsync<byte[]>("select wrapped from keys.subject_keys");

        wrapped.Length.ShouldBe(61);
        Convert.ToHexString(wrapped).ShouldNotContain(Convert.ToHexString(Bytes(await store.GetAsync(Officer))));
    }

    [Fact]
    public async Task a_key_that_nobody_erased_is_missing()
    {
        var store = database.Node(await database.EmptyAsync());
        await store.CreateAsync([Officer]);

        (await Should.ThrowAsync<KeyMissingException>(async () => await store.GetAsync(Unit))).SubjectId.ShouldBe(Unit);
        await Should.ThrowAsync<KeyMissingException>(() => store.GetManyAsync([Officer, Unit]));
        var found = await store.LookUpAsync([Officer, Unit]);
        found.Missing.ShouldBe([Unit]);
        found.Keys.Keys.ShouldBe([Officer]);
    }

    [Fact]
    public async Task an_erased_subject_is_told_apart_from_a_missing_key()
    {
        var store = database.Node(await database.EmptyAsync());
        await store.CreateAsync([Officer, Unit]);

        (await store.EraseAsync(Officer)).ShouldBeTrue();
        (await store.EraseAsync(Officer)).ShouldBeFalse();

        await Should.ThrowAsync<SubjectErasedException>(async () => await store.GetAsync(Officer));
        (await store.GetManyAsync([Officer, Unit])).Keys.ShouldBe([Unit]);
        (await store.LookUpAsync([Officer])).Erased.ShouldBe([Officer]);
        (
            await database.AskAsync<long>($"select count(*) from keys.subject_keys where subject_id = '{Officer}'")
        ).ShouldBe(0);
    }

    [Fact]
    public async Task an_erased_subject_gets_no_key_again()
    {
        var store = database.Node(await database.EmptyAsync());
        await store.CreateAsync([Officer]);
        await store.EraseAsync(Officer);

        await store.CreateAsync([Officer]);

        await Should.ThrowAsync<SubjectErasedException>(async () => await store.GetAsync(Officer));
    }

    [Fact]
    public async Task when_an_old_backup_brings_the_key_of_an_erased_subject_back_it_stays_erased()
    {
        var master = await database.EmptyAsync();
        var store = database.Node(master);
        await store.CreateAsync([Officer]);
        await database.ExecuteAsync("create table backup as table keys.subject_keys");
        await store.EraseAsync(Officer);

        await database.ExecuteAsync("insert into keys.subject_keys table backup; drop table backup");

        await Should.ThrowAsync<SubjectErasedException>(async () => await database.Node(master).GetAsync(Officer));
    }

    [Fact]
    public async Task when_another_node_erases_this_one_forgets_on_hearing_of_it()
    {
        var master = await database.EmptyAsync();
        var (here, there) = (database.Node(master), database.Node(master));
        await here.CreateAsync([Officer]);
        await there.EraseAsync(Officer);

        here.Forget(Officer);

        await Should.ThrowAsync<SubjectErasedException>(async () => await here.GetAsync(Officer));
    }

    [Fact]
    public async Task a_cached_key_needs_no_database()
    {
        var store = database.Node(await database.EmptyAsync());
        await store.CreateAsync([Officer]);
        await database.ExecuteAsync("truncate keys.subject_keys");

        (await store.GetAsync(Officer)).SubjectId.ShouldBe(Officer);
    }

    [Fact]
    public async Task a_wrong_master_key_is_noticed_at_start_and_on_every_use()
    {
        var right = await database.EmptyAsync();
        await database.Node(right).VerifyMasterKeyAsync();
        await database.Node(right).CreateAsync([Officer]);
        var wrong = KeysDatabase.NewMaster();
        var store = database.Node(wrong);

        (
            await Should.ThrowAsync<WrongMasterKeyException>(() => store.VerifyMasterKeyAsync())
        ).Message.ShouldSatisfyAllConditions(m => m.ShouldContain(right.Id), m => m.ShouldContain(wrong.Id));
        await Should.ThrowAsync<WrongMasterKeyException>(async () => await store.GetAsync(Officer));
        await Should.ThrowAsync<WrongMasterKeyException>(() => store.CreateAsync([Unit]));
        (await database.AskAsync<long>("select count(*) from keys.subject_keys")).ShouldBe(1);
        await database.Node(right).VerifyMasterKeyAsync();
    }

    [Fact]
    public async Task when_the_register_of_master_keys_was_lost_a_wrong_one_does_not_take_its_place()
    {
        var right = await database.EmptyAsync();
        await database.Node(right).CreateAsync([Officer]);
        await database.ExecuteAsync("set session_replication_role = replica; delete from keys.master_keys; reset all");

        await Should.ThrowAsync<WrongMasterKeyException>(() =>
            database.Node(KeysDatabase.NewMaster()).VerifyMasterKeyAsync()
        );
        await database.Node(right).VerifyMasterKeyAsync();
    }

    [Fact]
    public async Task when_two_first_nodes_bring_different_master_keys_one_is_refused()
    {
        await database.EmptyAsync();
        var starts = Enumerable
            .Range(0, 6)
            .Select(_ => database.Node(KeysDatabase.NewMaster()).VerifyMasterKeyAsync())
            .ToArray();

        await Task.WhenAll(starts).ContinueWith(_ => { }, TaskScheduler.Default);

        starts.Count(s => s.IsCompletedSuccessfully).ShouldBe(1);
        (await database.AskAsync<long>("select count(*) from keys.master_keys")).ShouldBe(1);
    }

    [Fact]
    public async Task when_two_rows_are_swapped_neither_unwraps()
    {
        var master = await database.EmptyAsync();
        await database.Node(master).CreateAsync([Officer, Unit]);
        await database.ExecuteAsync(
            """
            update keys.subject_keys k set wrapped = o.wrapped from keys.subject_keys o where o.subject_id <> k.subject_id
            """
        );

        foreach (var subject in new[] { Officer, Unit })
            await Should.ThrowAsync<SealUnavailableException>(async () =>
                await database.Node(master).GetAsync(subject)
            );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(30)]
    [InlineData(60)]
    public async Task when_a_stored_key_is_altered_it_does_not_unwrap(int index)
    {
        var master = await database.EmptyAsync();
        await database.Node(master).CreateAsync([Officer]);
        await database.ExecuteAsync(
            $"update keys.subject_keys set wrapped = set_byte(wrapped, {index}, get_byte(wrapped, {index}) # 1)"
        );

        await Should.ThrowAsync<SealUnavailableException>(async () => await database.Node(master).GetAsync(Officer));
    }

    [Fact]
    public async Task when_the_database_is_away_the_seal_is_unavailable()
    {
        await using var nowhere = NpgsqlDataSource.Create(
            "Host=127.0.0.1;Port=1;Username=nobody;Database=none;Timeout=2"
        );
        var store = new KeyStore(
            new KeyTable(nowhere),
            new KeyRing(() => [KeysDatabase.NewMaster()]),
            new KeyCache(10, TimeSpan.FromMinutes(5), TimeProvider.System),
            new SealAlarms(NullLogger<SealAlarms>.Instance)
        );

        await Should.ThrowAsync<SealUnavailableException>(async () => await store.GetAsync(Officer));
        await Should.ThrowAsync<SealUnavailableException>(() => store.CreateAsync([Officer]));
        await Should.ThrowAsync<SealUnavailableException>(() => store.VerifyMasterKeyAsync());
    }

    [Fact]
    public async Task the_schema_may_be_applied_again_by_many_at_once_and_keeps_what_is_there()
    {
        var master = await database.EmptyAsync();
        await database.Node(master).CreateAsync([Officer]);
        var before = Bytes(await database.Node(master).GetAsync(Officer));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => KeySchema.ApplyAsync(database.Owner, database.Role)));

        Bytes(await database.Node(master).GetAsync(Officer)).ShouldBe(before);
    }

    [Theory]
    [InlineData("update keys.subject_keys set subject_id = gen_random_uuid()")]
    [InlineData("update keys.subject_keys set created_at = now()")]
    [InlineData("update keys.subject_keys set wrapped = wrapped")]
    [InlineData("update keys.root_secret set wrapped = wrapped")]
    [InlineData("delete from keys.root_secret")]
    [InlineData("truncate keys.root_secret")]
    [InlineData("truncate keys.subject_keys")]
    [InlineData("update keys.master_keys set id = 'x'")]
    [InlineData("delete from keys.master_keys")]
    [InlineData("delete from keys.erased_subjects")]
    [InlineData("update keys.erased_subjects set erased_at = now()")]
    [InlineData("create table keys.mine (id int)")]
    public async Task the_application_may_not(string statement)
    {
        var application = database.Application;

        var denied = await Should.ThrowAsync<PostgresException>(() =>
            database.ExecuteAsync(statement, by: application)
        );

        denied.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    private static byte[] Bytes(SubjectKey key) => key.Span.ToArray();
}
