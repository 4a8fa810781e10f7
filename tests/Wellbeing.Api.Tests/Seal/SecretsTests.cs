using Shouldly;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Seal;
using Xunit;

namespace Wellbeing.Api.Tests.Seal;

public sealed class SecretsTests(KeysDatabase database) : IClassFixture<KeysDatabase>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task each_label_gives_a_key_of_its_own_and_the_same_on_every_node()
    {
        var master = await database.EmptyAsync();
        var nodes = Enumerable.Range(0, 6).Select(_ => new Secrets(database.Node(master))).ToList();

        await Task.WhenAll(nodes.Select(node => node.LoadAsync(Stop)));

        nodes.Select(node => Hex(node, "cursors")).Distinct().ShouldHaveSingleItem();
        Hex(nodes[0], "cursors").ShouldNotBe(Hex(nodes[0], "fingerprints"));
        (await database.AskAsync<long>("select count(*) from keys.root_secret")).ShouldBe(1);
    }

    [Fact]
    public async Task a_rotation_changes_no_id_and_no_fingerprint()
    {
        var (old, now) = (await database.EmptyAsync(), KeysDatabase.NewMaster());
        var before = await IdsAsync(old);

        await database.RotateAsync(old, now, stop: Stop);

        (await IdsAsync(now)).ShouldBe(before);
    }

    [Fact]
    public async Task another_installation_has_others()
    {
        var master = await database.EmptyAsync();
        var before = await IdsAsync(master);
        await database.EmptyAsync();

        (await IdsAsync(master)).ShouldNotBe(before);
    }

    [Fact]
    public async Task the_root_secret_is_stored_wrapped_and_an_altered_one_is_refused()
    {
        var node = database.Node(await database.EmptyAsync());
        var root = await node.RootAsync(Stop);

        var stored = await database.AskAsync<byte[]>("select wrapped from keys.root_secret");
        Convert.ToHexString(stored).ShouldNotContain(Convert.ToHexString(root.Span));
        await database.ExecuteAsync(
            "update keys.root_secret set wrapped = set_byte(wrapped, 30, get_byte(wrapped, 30) # 1)"
        );
        await Should.ThrowAsync<SealUnavailableException>(() => node.RootAsync(Stop));
    }

    private async Task<(Guid, Guid, Guid, string)> IdsAsync(MasterKey master)
    {
        var secrets = new Secrets(database.Node(master));
        await secrets.LoadAsync(Stop);
        var ids = new KeyedIds(secrets);
        return (
            ids.Event("scope", "key"),
            ids.Stream("scope", "key"),
            ids.Reply("scope", "key"),
            Convert.ToHexString(ids.Fingerprint("body"u8))
        );
    }

    private static string Hex(Secrets secrets, string label) => Convert.ToHexString(secrets.Derive(label).Span);
}
