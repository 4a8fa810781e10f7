using Npgsql;
using Shouldly;
using Wellbeing.Api.Commands;
using Wellbeing.Api.Seal;
using Xunit;
using static Wellbeing.Api.Tests.Seal.KeysDatabase;

namespace Wellbeing.Api.Tests.Seal;

/// <summary>Every key comes under the new master key, and whatever breaks off, none is ever without one.</summary>
public sealed class RotationTests(KeysDatabase database) : IClassFixture<KeysDatabase>
{
    private static readonly Guid[] Subjects = [.. Enumerable.Range(0, 25).Select(_ => Guid.NewGuid())];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task after_it_every_key_and_the_root_secret_are_the_same_and_open_under_the_new_master_key_alone()
    {
        var (old, now) = (await database.EmptyAsync(), NewMaster());
        var before = await StoredAsync(old);

        (await database.RotateAsync(old, now, batch: 10, stop: Stop)).ShouldBe(Subjects.Length);

        (await KeysAsync(now)).ShouldBe(before);
        (await RegisteredAsync()).ShouldBe(now.Id);
        await Should.ThrowAsync<WrongMasterKeyException>(() => database.Node(old).GetManyAsync(Subjects, Stop));
        await Should.ThrowAsync<WrongMasterKeyException>(() => database.Node(old).RootAsync(Stop));
        (await database.RotateAsync(old, now, stop: Stop)).ShouldBe(0);
    }

    [Fact]
    public async Task wherever_it_breaks_off_every_key_opens_and_running_it_again_ends_it()
    {
        var (first, points) = (await database.EmptyAsync(), 0);
        await StoredAsync(first);
        await database.RotateAsync(first, NewMaster(), _ => points++, batch: 4, Stop);
        points.ShouldBeGreaterThan(Subjects.Length / 4);

        for (var point = 1; point <= points; point++)
        {
            var (old, now, reached) = (await database.EmptyAsync(), NewMaster(), 0);
            var before = await StoredAsync(old);
            await Should.ThrowAsync<TimeoutException>(() =>
                database.RotateAsync(
                    old,
                    now,
                    _ =>
                    {
                        if (++reached == point)
                            throw new TimeoutException();
                    },
                    batch: 4,
                    Stop
                )
            );

            (await KeysAsync(new KeyRing(() => [old, now]))).ShouldBe(before, $"broken off at point {point}");
            await database.RotateAsync(old, now, batch: 4, stop: Stop);
            (await KeysAsync(now)).ShouldBe(before, $"broken off at point {point}");
            (await RegisteredAsync()).ShouldBe(now.Id);
        }
    }

    [Fact]
    public async Task one_that_has_begun_can_be_taken_back()
    {
        var (old, now) = (await database.EmptyAsync(), NewMaster());
        var before = await StoredAsync(old);
        await BreakOffAsync(old, now);

        await database.RotateAsync(now, old, stop: Stop);

        (await KeysAsync(old)).ShouldBe(before);
        (await RegisteredAsync()).ShouldBe(old.Id);
    }

    [Fact]
    public async Task a_running_node_follows_it_in_reading_and_in_making_keys()
    {
        var (old, now) = (await database.EmptyAsync(), NewMaster());
        var before = await StoredAsync(old);
        IReadOnlyList<MasterKey> files = [old];
        var (one, other) = (database.Node(new KeyRing(() => files), 1), database.Node(new KeyRing(() => files), 1));
        await one.CreateAsync([Guid.NewGuid()], Stop);
        files = [old, now];
        await BreakOffAsync(old, now);

        var made = Guid.NewGuid();
        await one.CreateAsync([made], Stop);
        (await other.GetAsync(made, Stop)).Span.ToArray().ShouldBe((await one.GetAsync(made, Stop)).Span.ToArray());
        (
            await database.AskAsync<string>($"select master_key_id from keys.subject_keys where subject_id = '{made}'")
        ).ShouldBe(now.Id);
        await database.RotateAsync(old, now, stop: Stop);
        files = [now];
        (await KeysAsync(other)).ShouldBe(before);
        (await one.VerifyMasterKeyAsync(Stop)).Id.ShouldBe(now.Id);
    }

    [Fact]
    public async Task a_node_without_the_new_master_key_is_refused_what_it_would_have_to_write()
    {
        var (old, now) = (await database.EmptyAsync(), NewMaster());
        await StoredAsync(old);
        var node = database.Node(old);
        await node.CreateAsync([Guid.NewGuid()], Stop);
        await BreakOffAsync(old, now);

        await Should.ThrowAsync<WrongMasterKeyException>(() => node.CreateAsync([Guid.NewGuid()], Stop));
        (await Should.ThrowAsync<WrongMasterKeyException>(() => node.VerifyMasterKeyAsync(Stop))).Message.ShouldContain(
            now.Id
        );
    }

    [Fact]
    public async Task keys_that_many_nodes_make_meanwhile_are_all_under_the_new_master_key_in_the_end()
    {
        var (old, now) = (await database.EmptyAsync(), NewMaster());
        await StoredAsync(old);
        var nodes = Enumerable.Range(0, 4).Select(_ => database.Node(new KeyRing(() => [old, now]))).ToList();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var made = 0;
        var making = nodes.Select(async node =>
        {
            while (!ending.IsCancellationRequested)
            {
                await node.CreateAsync([Guid.NewGuid(), Guid.NewGuid()], Stop);
                Interlocked.Add(ref made, 2);
            }
        });
        var all = Task.WhenAll(making.ToList());
        await database.RotateAsync(old, now, _ => AwaitMore(() => Volatile.Read(ref made)), batch: 7, Stop);
        await ending.CancelAsync();
        await all;

        made.ShouldBeGreaterThan(0);
        (
            await database.AskAsync<long>($"select count(*) from keys.subject_keys where master_key_id <> '{now.Id}'")
        ).ShouldBe(0);
        (await RegisteredAsync()).ShouldBe(now.Id);
    }

    [Fact]
    public async Task while_one_runs_another_does_not_begin()
    {
        var (old, now) = (await database.EmptyAsync(), NewMaster());
        await using var running = new NpgsqlConnection(database.Unpooled);
        await running.OpenAsync(Stop);
        await Rotation.BeAloneAsync(running, Stop);

        (
            await Should.ThrowAsync<SealUnavailableException>(() => database.RotateAsync(old, now, stop: Stop))
        ).Message.ShouldContain("Another rotation");
        (await database.AskAsync<long>("select count(*) from keys.master_keys")).ShouldBe(0);
    }

    [Fact]
    public async Task a_damaged_key_is_named_and_keeps_its_master_key_while_all_others_get_the_new_one()
    {
        var (old, now, hurt) = (await database.EmptyAsync(), NewMaster(), Subjects[7]);
        var before = await StoredAsync(old);
        await FlipAsync(hurt);

        (
            await Should.ThrowAsync<SealUnavailableException>(() =>
                database.RotateAsync(old, now, batch: 3, stop: Stop)
            )
        ).Message.ShouldContain(hurt.ToString());
        (
            await database.AskAsync<long>($"select count(*) from keys.subject_keys where master_key_id = '{old.Id}'")
        ).ShouldBe(1);

        await FlipAsync(hurt);
        (await database.RotateAsync(old, now, stop: Stop)).ShouldBe(1);
        (await KeysAsync(now)).ShouldBe(before);

        Task FlipAsync(Guid subject) =>
            database.ExecuteAsync(
                "update keys.subject_keys set wrapped = set_byte(wrapped, 20, get_byte(wrapped, 20) # 1) "
                    + $"where subject_id = '{subject}'"
            );
    }

    [Fact]
    public async Task with_a_wrong_master_key_nothing_changes()
    {
        var (old, now) = (await database.EmptyAsync(), NewMaster());
        var before = await StoredAsync(old);

        await Should.ThrowAsync<WrongMasterKeyException>(() => database.RotateAsync(NewMaster(), now, stop: Stop));

        (await KeysAsync(old)).ShouldBe(before);
        (await RegisteredAsync()).ShouldBe(old.Id);
    }

    [Fact]
    public async Task an_erased_subject_stays_erased()
    {
        var (old, now) = (await database.EmptyAsync(), NewMaster());
        await StoredAsync(old);
        await database.Node(old).EraseAsync(Subjects[0], Stop);

        (await database.RotateAsync(old, now, stop: Stop)).ShouldBe(Subjects.Length - 1);

        (await database.Node(now).LookUpAsync(Subjects, Stop)).Erased.ShouldBe([Subjects[0]]);
    }

    [Fact]
    public async Task a_master_key_cannot_be_forgotten_while_a_key_is_wrapped_under_it()
    {
        await database.Node(await database.EmptyAsync()).CreateAsync(Subjects, Stop);

        await Should.ThrowAsync<PostgresException>(() =>
            database.ExecuteAsync("delete from keys.master_keys", by: database.Owner)
        );
    }

    [Theory]
    [InlineData("keys")]
    [InlineData("keys", "turn")]
    [InlineData("keys", "rotate", "now")]
    public async Task a_wrong_command_line_is_told_by_its_status(params string[] args) =>
        (await CommandLine.RunAsync(args)).ShouldBe(CommandLine.Misused);

    private async Task<string> StoredAsync(MasterKey master)
    {
        await database.Node(master).CreateAsync(Subjects, Stop);
        return await KeysAsync(master);
    }

    private async Task BreakOffAsync(MasterKey old, MasterKey now) =>
        await Should.ThrowAsync<TimeoutException>(() =>
            database.RotateAsync(old, now, _ => throw new TimeoutException(), stop: Stop)
        );

    private Task<string> KeysAsync(MasterKey master) => KeysAsync(new KeyRing(() => [master]));

    private Task<string> KeysAsync(KeyRing ring) => KeysAsync(database.Node(ring));

    /// <summary>The root secret and every subject's key, as a fresh node reads them.</summary>
    private static async Task<string> KeysAsync(KeyStore node)
    {
        var keys = await node.GetManyAsync(Subjects, Stop);
        return string.Join(
            '\n',
            Subjects
                .Select(id => Convert.ToHexString(keys[id].Span))
                .Prepend(Convert.ToHexString((await node.RootAsync(Stop)).Span))
        );
    }

    private Task<string> RegisteredAsync() =>
        database.AskAsync<string>("select string_agg(id, ' ' order by ordinal) from keys.master_keys");

    /// <summary>Holds a step of the rotation until something more has happened beside it.</summary>
    internal static void AwaitMore(Func<int> count)
    {
        var before = count();
        SpinWait.SpinUntil(() => count() > before, TimeSpan.FromSeconds(20)).ShouldBeTrue();
    }
}
