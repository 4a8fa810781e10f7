using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Shouldly;
using Wellbeing.Api.Tests.Ledger;
using Wellbeing.Domain.Ledger;
using Xunit;

namespace Wellbeing.Api.Tests.Dossiers;

/// <summary>A dossier verifies where nothing of the server is, and a changed one does not.</summary>
public sealed class VerifierTests(Host host, Verifier verifier) : IClassFixture<Verifier>
{
    private static readonly string Stranger = VerifierKey.Of("stranger", KeyKind.Cosignature, Random(32)).Text;

    [Fact]
    public async Task a_dossier_verifies_in_an_empty_folder_without_a_network()
    {
        var (path, key) = await SavedAsync(await DossierAsync());
        var run = await verifier.RunFromSourceAsync(path, "--log-key", key);
        (run.Status, run.Output).ShouldBe((0, run.Output), run.Output + run.Errors);
        run.Output.ShouldContain("verified: ");
    }

    [Fact]
    public async Task its_ed25519_gives_the_vectors_of_rfc_8032() =>
        (await verifier.RunAsync("--self-test")).Status.ShouldBe(0);

    [Fact]
    public async Task when_any_byte_of_any_file_is_another_it_fails_and_names_the_file()
    {
        var (dossier, key) = (await DossierAsync(), Bundle.LogKey(await host.RunAsync()));
        var changed = new List<(string Path, string Name)>();
        foreach (var (name, content) in dossier.Files)
        foreach (
            var at in new[] { 0, content.Length / 3, content.Length / 2, content.Length * 9 / 10, content.Length - 1 }
        )
        {
            var other = (byte[])content.Clone();
            other[at] ^= (byte)(1 << RandomNumberGenerator.GetInt32(8));
            changed.Add((Save(dossier.With(name, other)), name));
        }

        var run = await verifier.RunAsync([.. changed.Select(x => x.Path), "--log-key", key]);

        run.Status.ShouldBe(1, run.Errors);
        var lines = run.Output.Split('\n');
        foreach (var (path, name) in changed)
            lines.ShouldContain(x => x.StartsWith($"{path}: {name}: ", StringComparison.Ordinal), name);
    }

    [Fact]
    public async Task when_a_file_is_missing_or_added_it_fails_and_names_the_file()
    {
        var (dossier, key) = (await DossierAsync(), Bundle.LogKey(await host.RunAsync()));
        var changed = dossier
            .Files.Keys.Select(name => (Path: Save(dossier.Without(name)), Name: name))
            .Append((Path: Save(dossier.With("notes.txt", "More.")), Name: "notes.txt"))
            .ToList();
        var run = await verifier.RunAsync([.. changed.Select(x => x.Path), "--log-key", key]);
        run.Status.ShouldBe(1, run.Errors);
        foreach (var (path, name) in changed)
            run.Output.ShouldContain($"{path}: {name}: ");
    }

    [Fact]
    public async Task when_it_is_made_anew_with_what_was_changed_the_export_on_record_gives_it_away()
    {
        var (dossier, key) = (await DossierAsync(), Bundle.LogKey(await host.RunAsync()));
        var paths = new[]
        {
            // An entry left out of the history, a stream left out of the events, an access left out of the log.
            Save(Anew(dossier, "history.json", x => x.RemoveAt(0))),
            Save(Anew(dossier, "events.json", x => x.RemoveAt(x.Count - 1))),
            Save(Anew(dossier, "accesses.json", x => x.Remove(x.First(y => $"{y!["kind"]}" == "override")))),
        };
        var run = await verifier.RunAsync([.. paths, "--log-key", key]);
        run.Status.ShouldBe(1);
        foreach (var path in paths)
            run.Output.ShouldContain($"{path}: manifest.json: digest");
        run.Output.ShouldContain($"{paths[0]}: history.json: not-what-the-events-tell");
        run.Output.ShouldContain($"{paths[1]}: events.json: left-out");
        run.Output.ShouldContain($"{paths[2]}: accesses.json: access-left-out");
    }

    [Fact]
    public async Task when_a_key_of_a_text_is_another_it_does_not_open()
    {
        var (dossier, key) = (await DossierAsync(), Bundle.LogKey(await host.RunAsync()));
        var text = dossier.Json("texts.json")[0].Text("key")!;
        foreach (var at in new[] { 3, 50 })
        {
            var other = Convert.FromBase64String(text);
            other[at] ^= 1;
            var path = Save(Anew(dossier, "texts.json", x => x[0]!["key"] = Convert.ToBase64String(other)));
            (await verifier.RunAsync(path, "--log-key", key)).Output.ShouldContain("texts.json: does-not-open");
        }
    }

    [Fact]
    public async Task when_it_is_rebuilt_whole_under_another_key_it_fails()
    {
        var (dossier, server) = (await DossierAsync(), await host.RunAsync());
        using var forger = new NoteSigner(server.LogKey().Origin, KeyKind.Note, Random(NoteSigner.SeedSize));
        var rebuilt = Anew(
            dossier.With("checkpoint.txt", Signed(dossier.Text("checkpoint.txt"), forger)),
            null,
            _ => { }
        );
        // The forger's own tree of one leaf, which holds an export that says what the manifest says.
        var export = JsonNode.Parse(dossier.Text("export-proof.json"))!.AsObject();
        export["event"]!["data"]!["manifest"] = Hex(rebuilt.Files["manifest.json"]);
        var leaf = CanonicalJson.Of(System.Text.Encoding.UTF8.GetBytes(export["event"]!.ToJsonString()));
        var hash = new byte[32];
        MerkleTree.HashLeaf([EventLeaf.Version, .. leaf], hash);
        export["leaf"] = 0;
        export["proof"] = new JsonArray();
        export["checkpoint"] = forger.Note(new Checkpoint(server.LogKey().Origin, 1, hash).Text).ToString();
        var path = Save(rebuilt.With("export-proof.json", Canonical(export)));

        (await verifier.RunAsync(path, "--log-key", forger.Key.Text)).Status.ShouldBe(0);
        var run = await verifier.RunAsync(path, "--log-key", Bundle.LogKey(server));

        run.Status.ShouldBe(1);
        run.Output.ShouldContain($"{path}: checkpoint.txt: not-signed");
        run.Output.ShouldContain($"{path}: export-proof.json: not-signed");
    }

    [Fact]
    public async Task when_a_witness_cosigned_it_that_witness_verifies_and_another_does_not()
    {
        await using var server = await Host.StartAsync();
        using var witness = new NoteSigner("witness", KeyKind.Cosignature, Random(NoteSigner.SeedSize));
        var officer = await server.OfficerAsync();
        using var enough = new CancellationTokenSource();
        var cosigning = CosignAsync(server, witness, enough.Token);
        // Before a witness has cosigned anything, a dossier ends in what is signed only.
        await Until.TrueAsync(() =>
            server.Database.AskAsync<bool>("SELECT EXISTS (SELECT FROM ledger.checkpoints WHERE cosigned)")
        );
        var path = Save(await Bundle.ExportAsync(server, officer));
        await enough.CancelAsync();
        await cosigning;

        var key = Bundle.LogKey(server);
        var run = await verifier.RunAsync(path, "--log-key", key, "--witness-key", witness.Key.Text);
        run.Status.ShouldBe(0, run.Output + run.Errors);
        run = await verifier.RunAsync(path, "--log-key", key, "--witness-key", Stranger);
        run.Status.ShouldBe(1);
        run.Output.ShouldContain($"{path}: checkpoint.txt: not-cosigned");
    }

    [Fact]
    public async Task when_the_proof_of_the_export_is_yet_to_come_it_is_not_verified_until_it_is_given()
    {
        var (dossier, server) = (await DossierAsync(), await host.RunAsync());
        var whole = JsonNode.Parse(dossier.Text("export-proof.json"))!.AsObject();
        var seq = (long)whole["seq"]!;
        var pending = new JsonObject
        {
            ["event"] = whole["event"]!.DeepClone(),
            ["pending"] = $"GET /api/v1/audit/proofs/{seq}",
            ["seq"] = seq,
        };
        var path = Save(dossier.With("export-proof.json", Canonical(pending)));
        var later = verifier.FileFor("later.json");
        await File.WriteAllTextAsync(later, (await server.ProofAsync(seq))!.Value.GetRawText());

        var run = await verifier.RunAsync(path, "--log-key", Bundle.LogKey(server));
        (run.Status, run.Output).ShouldBe(
            (
                2,
                $"{path}: export-proof.json: pending: get GET /api/v1/audit/proofs/{seq} and pass it with --export-proof\n"
            )
        );
        run = await verifier.RunAsync(path, "--log-key", Bundle.LogKey(server), "--export-proof", later);
        run.Status.ShouldBe(0, run.Output);
    }

    [Theory]
    [InlineData("nowhere.zip", "--log-key", "KEY")]
    [InlineData("nowhere.zip")]
    [InlineData("nowhere.zip", "--log-key", "not+a+key")]
    public async Task what_cannot_be_checked_is_told_from_what_is_wrong(params string[] arguments)
    {
        var key = Bundle.LogKey(await host.RunAsync());
        (await verifier.RunAsync([.. arguments.Select(x => x == "KEY" ? key : x)])).Status.ShouldBe(2);
    }

    private async Task<Bundle> DossierAsync()
    {
        var server = await host.RunAsync();
        return await verifier.OnceAsync(async () =>
            await Bundle.ExportAsync(server, await Bundle.OfficerAsync(server))
        );
    }

    private async Task<(string Path, string Key)> SavedAsync(Bundle dossier) =>
        (Save(dossier), Bundle.LogKey(await host.RunAsync()));

    private string Save(Bundle dossier)
    {
        var path = verifier.FileFor($"{Guid.NewGuid()}.zip");
        dossier.Save(path);
        return path;
    }

    /// <summary>The dossier with a file changed and a manifest to match.</summary>
    private static Bundle Anew(Bundle dossier, string? name, Action<JsonArray> change)
    {
        if (name is not null)
        {
            var file = JsonNode.Parse(dossier.Text(name))!.AsArray();
            change(file);
            dossier = dossier.With(name, file.ToJsonString());
        }
        var manifest = JsonNode.Parse(dossier.Text("manifest.json"))!.AsObject();
        foreach (var (listed, _) in manifest["files"]!.AsObject().ToList())
            manifest["files"]![listed] = Hex(dossier.Files[listed]);
        return dossier.With("manifest.json", Canonical(manifest));
    }

    private static async Task CosignAsync(Host.Running server, NoteSigner witness, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            if (
                await server.Database.AskAsync<string>("SELECT coalesce(checkpoint, '') FROM ledger.head")
                    is { Length: > 0 } note
                && SignedNote.TryParse(note) is { } signed
            )
            {
                var cosigned = signed.With(witness.Cosign(signed.Text, DateTimeOffset.UtcNow)).ToString();
                await server.Database.ListAsync<long>(
                    "INSERT INTO ledger.checkpoints (origin, size, note, cosigned, at) VALUES ('', $1, $2, true, now()) RETURNING size",
                    Checkpoint.TryParse(signed.Text)!.Size,
                    cosigned
                );
            }
            await Task.Delay(50, CancellationToken.None);
        }
    }

    private static string Signed(string note, NoteSigner key) => key.Note(SignedNote.TryParse(note)!.Text).ToString();

    private static string Canonical(JsonNode json) =>
        System.Text.Encoding.UTF8.GetString(CanonicalJson.Of(System.Text.Encoding.UTF8.GetBytes(json.ToJsonString())))
        + "\n";

    private static string Hex(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static byte[] Random(int size) => RandomNumberGenerator.GetBytes(size);
}
