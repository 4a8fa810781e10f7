using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Shouldly;
using Wellbeing.Api.Tests.Dossiers;
using Wellbeing.Domain.Ledger;
using Xunit;

namespace Wellbeing.Api.Tests.Attacks;

/// <summary>
/// A dossier may be forged. What is in it must not forge a line of the verifier's, control the
/// terminal, fill the memory, or be dangerous to unpack.
/// </summary>
public sealed class ForgedDossierTests(Host host, Verifier verifier) : IClassFixture<Verifier>
{
    private const string Key = "example.com/log+d455c521+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";

    private const string Id = "0198c0de-0000-7000-8000-000000000001";

    // An event as events.json and export-proof.json have it, with a sealed text that nothing opens.
    private const string Event = $$$"""
        "event":{"data":{"a":{"sealed":""}},"headers":{"occurredAt":"2026-01-01T00:00:00Z"},"id":"{{{Id}}}","seq_id":1,
        "stream_id":"{{{Id}}}","type":"record_exported","user_name":"x","version":1},"leaf":0,"proof":[],"seq":1
        """;

    [Theory]
    [InlineData("\u001b[2K\u001b[1A\u001b]0;owned\u0007.txt")]
    [InlineData("\u009b31m.txt")]
    [InlineData("\u202Etxt.exe")]
    [InlineData("x\r\nD.zip: verified: 14 events of 8 streams\n")]
    [InlineData("verified: 14 events of 8 streams, in the tree of 1042 leaves")]
    [InlineData("verified")]
    [InlineData("\U000E0041\u200B\u2028")]
    public async Task a_name_forges_no_line_and_controls_no_terminal(string name)
    {
        var path = Save(
            (name, "content"),
            ("manifest.json", $"{{\"files\":{{{Json(name)}:\"\"}},\"format\":{Json(name)}}}")
        );

        var run = await verifier.RunAsync(path, "--log-key", Key);

        run.Status.ShouldBe(1);
        IsPlain(run.Output);
        run.Output.TrimEnd('\n').Split('\n').ShouldAllBe(x => x.StartsWith($"{path}: ", StringComparison.Ordinal));
        run.Output.ShouldNotContain($"{path}: verified");
    }

    [Fact]
    public async Task what_stands_in_its_files_forges_no_line_and_sends_nobody_elsewhere()
    {
        var server = await host.RunAsync();
        var dossier = await verifier.OnceAsync(async () =>
            await Bundle.ExportAsync(server, await Bundle.OfficerAsync(server))
        );
        const string Hostile = "\u001b[2J\u202E\nD.zip: verified: all\n";
        var proof = JsonNode.Parse(dossier.Text("export-proof.json"))!.AsObject();
        var pending = new JsonObject
        {
            ["event"] = proof["event"]!.DeepClone(),
            ["pending"] = $"GET https://evil.example/{Hostile}",
            ["seq"] = (long)proof["seq"]!,
        };
        var path = verifier.FileFor($"{Guid.NewGuid()}.zip");
        dossier
            .With("export-proof.json", pending.ToJsonString())
            .With("texts.json", $"[{{\"event\":{Json(Hostile)},\"field\":{Json(Hostile)}}}]")
            .With("accesses.json", $"[{{\"kind\":\"x\",\"id\":{Json(Hostile)}}}]")
            .With("history.json", "[null]")
            .With("successions.json", "[null]")
            .Save(path);

        var run = await verifier.RunAsync(path, "--log-key", Bundle.LogKey(server));

        run.Status.ShouldBe(1, run.Errors);
        IsPlain(run.Output);
        run.Output.ShouldNotContain("evil.example");
        run.Output.ShouldNotContain("\nD.zip");
        run.Output.ShouldContain("export-proof.json: pending-elsewhere");
        run.Output.Split('\n').ShouldAllBe(x => x.Length < 1000);
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../../evil.json")]
    [InlineData("policies/../../evil.json")]
    [InlineData("policies/./evil.json")]
    [InlineData("C:\\evil.json")]
    [InlineData("policies\\evil.json")]
    [InlineData("D:evil.json")]
    [InlineData("policies/")]
    [InlineData("NUL.json")]
    [InlineData("policies/com1.txt")]
    [InlineData("LPT¹.x")]
    [InlineData("evil.json.")]
    [InlineData("evil.json ")]
    [InlineData("e\u0301.json")]
    public async Task a_name_that_would_leave_the_folder_or_is_no_files_is_refused(string name)
    {
        var run = await verifier.RunAsync(Save((name, "content")), "--log-key", Key);

        run.Status.ShouldBe(1);
        run.Output.ShouldContain(": not-a-file-name");
    }

    [Fact]
    public async Task a_symbolic_link_is_refused_and_so_is_a_name_that_is_another_in_case_alone()
    {
        var path = verifier.FileFor($"{Guid.NewGuid()}.zip");
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            zip.CreateEntry("events.json").ExternalAttributes = unchecked((int)0xA1FF0000);
            zip.CreateEntry("history.json");
            zip.CreateEntry("History.JSON");
            zip.CreateEntry("history.json");
        }

        var run = await verifier.RunAsync(path, "--log-key", Key);

        run.Status.ShouldBe(1);
        run.Output.ShouldContain("events.json: not-a-file-name");
        run.Output.ShouldContain("History.JSON: twice");
        run.Output.ShouldContain("history.json: twice");
    }

    [Fact]
    public async Task a_bomb_is_refused_before_it_is_unpacked()
    {
        var path = verifier.FileFor($"{Guid.NewGuid()}.zip");
        await using (var zip = await ZipFile.OpenAsync(path, ZipArchiveMode.Create))
        {
            await using var into = await zip.CreateEntry("events.json", CompressionLevel.Optimal).OpenAsync();
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 2048; i++)
                await into.WriteAsync(zeros);
        }

        await RefusedAsync(path, "events.json: too-large");
    }

    [Fact]
    public async Task many_files_that_are_large_together_are_refused()
    {
        var large = new string(' ', 20 << 20);
        await RefusedAsync(
            Save([.. Enumerable.Range(0, 10).Select(i => ($"policies/{i}.json", large))]),
            ": too-large"
        );
    }

    [Fact]
    public async Task more_files_than_any_dossier_has_are_refused_and_so_is_a_directory_that_understates_them()
    {
        var path = Save([.. Enumerable.Range(0, 60_000).Select(i => ($"policies/{i}.json", ""))]);
        await RefusedAsync(path, "too-many-files");

        // The record at the end says that there is one file, and is as small as a directory of one is.
        var lying = await File.ReadAllBytesAsync(path);
        var end = lying.AsSpan(lying.AsSpan().LastIndexOf("PK\x05\x06"u8));
        BinaryPrimitives.WriteUInt16LittleEndian(end[8..], 1);
        BinaryPrimitives.WriteUInt16LittleEndian(end[10..], 1);
        BinaryPrimitives.WriteUInt32LittleEndian(end[12..], 64);
        await File.WriteAllBytesAsync(path, lying);
        await RefusedAsync(path, "not-a-zip");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task a_directory_that_understates_its_files_and_names_them_in_a_zip64_record_is_refused(bool byDisk)
    {
        const int Files = 5_000;
        var path = Save([.. Enumerable.Range(0, Files).Select(i => ($"policies/{i}.json", ""))]);
        var zip = await File.ReadAllBytesAsync(path);
        var directory = zip.AsSpan(zip.AsSpan().LastIndexOf("PK\x05\x06"u8));
        var (size, start) = (
            BinaryPrimitives.ReadUInt32LittleEndian(directory[12..]),
            BinaryPrimitives.ReadUInt32LittleEndian(directory[16..])
        );
        var before = zip.AsSpan(0, zip.Length - directory.Length);
        var at = before.Length + 56 + 20;

        // APPNOTE.TXT 4.3.14 to 4.3.16: the record with the true numbers, where it is, and the record that a reader sees first.
        using var forged = new MemoryStream();
        using var write = new BinaryWriter(forged);
        write.Write(before);
        write.Write("PK\x06\x06"u8);
        write.Write(44L);
        write.Write((ushort)45);
        write.Write((ushort)45);
        write.Write(0);
        write.Write(0);
        write.Write((long)Files);
        write.Write((long)Files);
        write.Write((long)size);
        write.Write((long)start);
        write.Write("PK\x06\x07"u8);
        write.Write(0);
        write.Write((long)before.Length);
        write.Write(1);
        write.Write("PK\x05\x06"u8);
        write.Write(byDisk ? uint.MaxValue : 0);
        write.Write((ushort)1);
        write.Write((ushort)1);
        // Beside a start of only ones, the size makes the sum true of 32 bits.
        write.Write(byDisk ? 64 : at + 1);
        write.Write(byDisk ? (uint)(at - 64) : uint.MaxValue);
        write.Write((ushort)0);
        await File.WriteAllBytesAsync(path, forged.ToArray());

        await RefusedAsync(path, "not-a-zip");
    }

    [Theory]
    [InlineData("checkpoint.txt")]
    [InlineData("successions.json")]
    [InlineData("export-proof.json")]
    public async Task a_note_with_more_signatures_or_longer_than_any_true_one_is_refused_unverified(string name)
    {
        using var log = new NoteSigner("example.com/log", KeyKind.Note, new byte[NoteSigner.SeedSize]);
        var text = $"example.com/log\n1\n{Convert.ToBase64String(new byte[32])}\n";

        (await RunAsync(Note(text, 40))).ShouldContain($"{name}: malformed: It has more than 32 signatures.");
        (await RunAsync(Note($"{text}{new string('x', 1 << 16)}\n", 1))).ShouldContain(
            $"{name}: malformed: It is a note of more than 65536 characters."
        );
        (await RunAsync(Note(text, 32))).ShouldNotContain("It has more than");

        string Note(string signed, int count) =>
            $"{signed}\n{string.Concat(Enumerable.Repeat(log.Sign(signed).Line, count))}";

        async Task<string> RunAsync(string note)
        {
            var content = name switch
            {
                "checkpoint.txt" => note,
                "successions.json" => $"[{Json(note)}]",
                _ => $"{{\"checkpoint\":{Json(note)},{Event}}}",
            };
            var run = await verifier.RunAsync(Save((name, content)), "--log-key", log.Key.Text);
            run.Status.ShouldBe(1, run.Errors);
            return run.Output;
        }
    }

    [Fact]
    public async Task a_text_that_is_named_twice_is_opened_once()
    {
        const string Text = $$"""{"event":"{{Id}}","field":"a","key":"","subject":"{{Id}}"}""";
        var path = Save(("events.json", $"[{{{Event}}}]"), ("texts.json", $"[{Text},{Text}]"));

        var run = await verifier.RunAsync(path, "--log-key", Key);

        run.Status.ShouldBe(1, run.Errors);
        run.Output.ShouldContain($"texts.json: does-not-open: event {Id}, a");
        run.Output.ShouldContain($"texts.json: text-twice: event {Id}, a");
    }

    [Fact]
    public async Task what_is_larger_than_any_dossier_or_is_none_is_refused()
    {
        var path = verifier.FileFor($"{Guid.NewGuid()}.zip");
        await using (var sparse = File.Create(path))
            sparse.SetLength(8L << 30);
        await RefusedAsync(path, "too-large");
        await File.WriteAllTextAsync(path, "no zip");
        await RefusedAsync(path, "not-a-zip");
        await File.WriteAllTextAsync(path, "");
        await RefusedAsync(path, "not-a-zip");
        (await verifier.RunAsync(Path.GetTempPath(), "--log-key", Key)).Status.ShouldBe(2);
    }

    [Fact]
    public async Task deep_or_broken_json_is_a_finding_and_no_end()
    {
        var path = Save(
            ("manifest.json", new string('[', 1 << 20)),
            ("events.json", "[{\"event\":null}]"),
            ("checkpoint.txt", "x\n\n— a AAAA\n"),
            ("successions.json", "{}"),
            ("texts.json", "[1]"),
            ("accesses.json", "[[]]"),
            ("history.json", $"[{string.Join(',', Enumerable.Repeat("1", 15 << 20))}]"),
            ("export-proof.json", "{\"pending\":{}}")
        );

        var run = await verifier.RunAsync(path, "--log-key", Key);

        run.Status.ShouldBe(1, run.Errors);
        foreach (
            var name in new[]
            {
                "manifest.json",
                "events.json",
                "checkpoint.txt",
                "successions.json",
                "texts.json",
                "accesses.json",
                "export-proof.json",
            }
        )
            run.Output.ShouldContain($"{path}: {name}: malformed");
    }

    [Fact]
    public async Task however_many_faults_there_are_not_all_are_named()
    {
        var files = string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"\"{i}.json\":\"\""));

        var run = await verifier.RunAsync(
            Save(("manifest.json", $"{{\"files\":{{{files}}},\"format\":\"x\",\"officer\":\"y\"}}")),
            "--log-key",
            Key
        );

        run.Status.ShouldBe(1);
        run.Output.Count(x => x == '\n').ShouldBeLessThan(1_100);
        run.Output.ShouldContain("too-many-findings");
    }

    private async Task RefusedAsync(string path, string rule)
    {
        var run = await verifier.RunAsync(path, "--log-key", Key);
        run.Status.ShouldBe(1, run.Output + run.Errors);
        run.Output.ShouldContain(rule);
        run.Output.Split('\n').Length.ShouldBeLessThan(5);
    }

    private static void IsPlain(string output) =>
        output.EnumerateRunes().ShouldNotContain(x => x.Value != '\n' && (Rune.IsControl(x) || IsFormat(x)));

    private static bool IsFormat(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is System.Globalization.UnicodeCategory.Format
                or System.Globalization.UnicodeCategory.LineSeparator;

    private static string Json(string text) => JsonValue.Create(text).ToJsonString();

    private string Save(params (string Name, string Content)[] files)
    {
        var path = verifier.FileFor($"{Guid.NewGuid()}.zip");
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, content) in files)
        {
            using var into = zip.CreateEntry(name).Open();
            into.Write(Encoding.UTF8.GetBytes(content));
        }
        return path;
    }
}
