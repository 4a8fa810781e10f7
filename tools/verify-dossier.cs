#!/usr/bin/env dotnet
#:property PublishAot=false
#:property InvariantGlobalization=true

// Verifies dossiers without the server, without a network and without anything but the base library:
//
//   dotnet run verify-dossier.cs -- DOSSIER.zip… --log-key KEY [--witness-key KEY] [--export-proof FILE]
//
// Keys come from whoever runs it, never from a dossier. Each failure is a line "DOSSIER: FILE: RULE: what". What a dossier
// says of itself is escaped in it, so that no name and no text writes a line of its own or moves the terminal's cursor.
// A dossier that is larger than any true one is refused before it is unpacked.
// Exit code: 0 all verify, 1 something does not, 2 something could not be checked.

using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

var (dossiers, logKeys, witnessKeys) = (new List<string>(), new List<VerifierKey>(), new List<VerifierKey>());
string? exportProof = null;
for (var i = 0; i < args.Length; i++)
{
    if (args[i] == "--self-test")
        return Ed25519.Works() ? Say("RFC 8032: all vectors hold.", 0) : Say("RFC 8032: a vector does not hold.", 2);
    if (!args[i].StartsWith("--", StringComparison.Ordinal))
    {
        dossiers.Add(args[i]);
        continue;
    }
    var value = i + 1 < args.Length ? args[i + 1] : "";
    switch (args[i++])
    {
        case "--log-key" when VerifierKey.TryParse(value) is { Cosigns: false } key:
            logKeys.Add(key);
            break;
        case "--witness-key" when VerifierKey.TryParse(value) is { Cosigns: true } key:
            witnessKeys.Add(key);
            break;
        case "--export-proof" when File.Exists(value):
            exportProof = value;
            break;
        default:
            return Say($"Cannot use {Shown.Text(args[i - 1])} {Shown.Text(value)}.", 2);
    }
}
if (dossiers.Count == 0 || logKeys.Count == 0)
    return Say("verify-dossier DOSSIER.zip… --log-key KEY [--witness-key KEY] [--export-proof FILE]", 2);
if (!Ed25519.Works())
    return Say("RFC 8032: a vector does not hold here; nothing is verified.", 2);

var (failed, unchecked_) = (false, false);
foreach (var path in dossiers)
{
    var dossier = new Dossier(logKeys, witnessKeys, exportProof);
    try
    {
        dossier.Verify(path);
    }
    catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
    {
        dossier.Unchecked.Add($"{Shown.Name(Path.GetFileName(path))}: cannot-be-read: {Shown.Text(failure.Message)}");
    }
    foreach (var line in dossier.Findings.Concat(dossier.Unchecked))
        Console.WriteLine($"{Shown.Text(path)}: {line}");
    if (dossier.Findings.Count == 0 && dossier.Unchecked.Count == 0)
        Console.WriteLine($"{Shown.Text(path)}: verified: {dossier.Summary}");
    failed |= dossier.Findings.Count > 0;
    unchecked_ |= dossier.Unchecked.Count > 0;
}
return failed ? 1
    : unchecked_ ? 2
    : 0;

static int Say(string line, int status)
{
    (status == 0 ? Console.Out : Console.Error).WriteLine(line);
    return status;
}

/// <summary>One dossier and what is wrong with it.</summary>
sealed partial class Dossier(List<VerifierKey> logKeys, List<VerifierKey> witnessKeys, string? laterProof)
{
    const string Manifest = "manifest.json";
    const string ExportProof = "export-proof.json";

    // The files of the longest service are a few megabytes.
    const int MostFiles = 1_000;
    const long LargestFile = 32L << 20;
    const long LargestDossier = 128L << 20;
    const int LargestProof = 1 << 20;
    const int MostSuccessions = 100;
    const int MostFindings = 1_000;

    static readonly string[] Needed =
    [
        "README.txt",
        "accesses.json",
        "checkpoint.txt",
        "events.json",
        "history.en.html",
        "history.json",
        "history.zh-CN.html",
        "successions.json",
        "texts.json",
    ];

    readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    readonly List<Succession> _successions = [];
    readonly List<Event> _events = [];
    string _officer = "";
    long _unpacked;
    Checkpoint? _checkpoint;

    public List<string> Findings { get; } = [];

    public List<string> Unchecked { get; } = [];

    public string Summary { get; private set; } = "";

    public void Verify(string path)
    {
        if (!Unzip(path))
            return;
        Check(Manifest, CheckManifest);
        Check("successions.json", ReadSuccessions);
        Check("checkpoint.txt", CheckCheckpoint);
        Check("events.json", CheckEvents);
        Check("history.json", CheckHistory);
        Check("history.zh-CN.html", file => CheckPage("history.zh-CN.html", file, "zh-CN"));
        Check("history.en.html", file => CheckPage("history.en.html", file, "en"));
        Check("accesses.json", CheckAccesses);
        Check("texts.json", CheckTexts);
        Check(ExportProof, CheckExport);
        Summary =
            $"{_events.Count} events of {Streams().Count()} streams, in the tree of {_checkpoint?.Size} leaves of {Shown.Text(_checkpoint?.Origin)}"
            + (witnessKeys.Count > 0 ? ", cosigned" : ", no witness asked for");
    }

    void Fail(string file, string rule, string what = "")
    {
        if (Findings.Count < MostFindings)
            Findings.Add($"{Shown.Name(file)}: {rule}{(what.Length == 0 ? "" : $": {Shown.Text(what)}")}");
        else if (Findings.Count == MostFindings)
            Findings.Add($"{Manifest}: too-many-findings: no more are named");
    }

    // Whatever a file holds, it is a finding and not an end: no kind of exception is let through.
    void Check(string name, Action<byte[]> check)
    {
        if (!_files.TryGetValue(name, out var file))
        {
            Fail(name, "missing");
            return;
        }
        try
        {
            check(file);
        }
        catch (Exception e)
        {
            Fail(name, "malformed", e.Message);
        }
    }

    // Without what was refused there is nothing to check the rest against.
    bool Unzip(string path)
    {
        var name = Path.GetFileName(path);
        try
        {
            using var file = File.OpenRead(path);
            if (Directories.Fault(file, LargestDossier, MostFiles) is { } fault)
            {
                Fail(name, fault);
                return false;
            }
            using var zip = new ZipArchive(file, ZipArchiveMode.Read);
            if (zip.Entries.Count > MostFiles)
            {
                Fail(name, "too-many-files");
                return false;
            }
            var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (var entry in zip.Entries)
            {
                if (Directories.IsNoFile(entry))
                    Fail(entry.FullName, "not-a-file-name");
                // Where a receiver unpacks it, names may differ in more than case.
                else if (!taken.Add(entry.FullName))
                    Fail(entry.FullName, "twice");
                else if (!Unpack(entry))
                    return false;
            }
            return true;
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or NotSupportedException)
        {
            Fail(name, "not-a-zip");
            return false;
        }
    }

    /// <summary>False where nothing more may be unpacked. The lengths that a zip tells are its maker's: bytes are counted.</summary>
    bool Unpack(ZipArchiveEntry entry)
    {
        try
        {
            using var from = entry.Open();
            using var into = new MemoryStream();
            var part = new byte[81920];
            for (int read; (read = from.Read(part)) > 0; )
            {
                _unpacked += read;
                if (into.Length + read > LargestFile || _unpacked > LargestDossier)
                {
                    Fail(entry.FullName, "too-large");
                    return false;
                }
                into.Write(part, 0, read);
            }
            _files.Add(entry.FullName, into.ToArray());
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException)
        {
            Fail(entry.FullName, "damaged");
        }
        return true;
    }

    void CheckManifest(byte[] file)
    {
        var manifest = Parse(file);
        if (!file.AsSpan().SequenceEqual([.. Canonical.Of(manifest), (byte)'\n']))
            Fail(Manifest, "not-canonical");
        if (manifest.GetProperty("format").GetString() != "wellbeing dossier 1")
            Fail(Manifest, "unknown-format");
        _officer = manifest.GetProperty("officer").GetString()!;
        var listed = manifest
            .GetProperty("files")
            .EnumerateObject()
            .ToDictionary(x => x.Name, x => x.Value.GetString());
        foreach (var name in Needed.Except(listed.Keys))
            Fail(name, "not-in-manifest");
        foreach (var (name, digest) in listed)
        {
            if (!_files.TryGetValue(name, out var content))
                Fail(name, "missing");
            else if (Convert.ToHexStringLower(SHA256.HashData(content)) != digest)
                Fail(name, "digest", "its SHA-256 is not the one in manifest.json");
        }
        foreach (var name in _files.Keys.Except(listed.Keys).Except([Manifest, ExportProof]))
            Fail(name, "not-in-manifest");
    }

    void ReadSuccessions(byte[] file)
    {
        var notes = Parse(file);
        // Each costs a signature's verification.
        if (notes.GetArrayLength() > MostSuccessions)
        {
            Fail("successions.json", "too-many");
            return;
        }
        foreach (var note in notes.EnumerateArray())
            _successions.Add(Succession.Parse(note.GetString()!));
    }

    void CheckCheckpoint(byte[] file) => _checkpoint = SignedCheckpoint("checkpoint.txt", Utf8(file));

    /// <summary>A checkpoint that a pinned key, or one that follows it, signed, and where asked for a witness cosigned.</summary>
    Checkpoint? SignedCheckpoint(string file, string text)
    {
        var note = Note.Parse(text);
        var checkpoint = Checkpoint.Parse(note.Text);
        if (!logKeys.Exists(key => IsSigned(note, checkpoint, key)))
        {
            Fail(file, "not-signed", "no pinned log key, nor one that follows it, signed this checkpoint");
            return null;
        }
        if (witnessKeys.Count > 0 && !witnessKeys.Exists(note.IsSignedBy))
            Fail(file, "not-cosigned", "no pinned witness key cosigned this checkpoint");
        return checkpoint;
    }

    // A key counts up to the size at which it named its successor, and that one from there on.
    bool IsSigned(Note note, Checkpoint checkpoint, VerifierKey pinned)
    {
        var (key, from) = (pinned, 0L);
        // Keys that name each other in a circle are each looked at once.
        for (var passed = new HashSet<string>(StringComparer.Ordinal); passed.Add(key.Text); )
        {
            var next = _successions.Find(x => x.Old.Text == key.Text && x.IsSigned);
            if (key.Name == checkpoint.Origin && note.IsSignedBy(key))
                return checkpoint.Size >= from && (next is null || checkpoint.Size <= next.Size);
            if (next is null)
                return false;
            (key, from) = (next.New, next.New.Name == key.Name ? next.Size : 0);
        }
        return false;
    }

    void CheckEvents(byte[] file)
    {
        foreach (var item in Parse(file).EnumerateArray())
        {
            var proved = Event.Parse(item);
            _events.Add(proved);
            Prove("events.json", proved, _checkpoint);
        }
        foreach (var twice in _events.GroupBy(x => x.Leaf).Where(x => x.Count() > 1))
            Fail("events.json", "leaf-twice", $"leaf {twice.Key}");
        foreach (var twice in _events.GroupBy(x => x.Id).Where(x => x.Count() > 1))
            Fail("events.json", "event-twice", $"event {twice.Key}");
        foreach (var stream in Streams())
        {
            if (
                !stream
                    .Select(x => x.Version)
                    .Order()
                    .SequenceEqual(Enumerable.Range(1, stream.Count()).Select(x => (long)x))
            )
                Fail("events.json", "versions", $"stream {stream.Key} is not whole from version 1 on");
            if (!stream.Any(Names))
                Fail("events.json", "not-of-the-officer", $"stream {stream.Key}");
        }
        if (_events.Count == 0)
            Fail("events.json", "empty");
    }

    bool Names(Event happened) =>
        Text(happened.Data, "officerId") == _officer
        || happened.Data.TryGetProperty("officerIds", out var ids)
            && ids.EnumerateArray().Any(x => x.GetString() == _officer);

    IEnumerable<IGrouping<string, Event>> Streams() => _events.GroupBy(x => x.Stream);

    void Prove(string file, Event proved, Checkpoint? checkpoint)
    {
        if (!Canonical.Of(proved.Json).AsSpan().SequenceEqual(proved.Raw))
            Fail(file, "not-canonical", $"event {proved.Id}");
        if (proved.Json.GetProperty("seq_id").GetInt64() != proved.Seq)
            Fail(file, "sequence", $"event {proved.Id}");
        if (
            checkpoint is not null
            && !Merkle.Includes(proved.Leaf, checkpoint.Size, proved.Hash, proved.Proof, checkpoint.Root)
        )
            Fail(file, "not-in-the-tree", $"event {proved.Id}, leaf {proved.Leaf}");
    }

    /// <summary>What the events tell of who, what and when, in the order of a history.</summary>
    IEnumerable<Event> Told() => _events.Where(IsTold).OrderBy(x => x.OccurredAt).ThenBy(x => x.Seq);

    // Who read it stands in the access log; of a unit's activity only that the officer took part is the officer's.
    bool IsTold(Event happened) => happened.Kind != "access" && (happened.Kind != "activity" || Names(happened));

    // One by one: as many entries as fit into the file are not held in another form besides.
    void CheckHistory(byte[] file)
    {
        using var told = Told().GetEnumerator();
        var entry = 1;
        foreach (var written in Parse(file).EnumerateArray())
        {
            if (!told.MoveNext() || !Canonical.Of(told.Current.Entry()).AsSpan().SequenceEqual(Canonical.Of(written)))
            {
                Fail("history.json", "not-what-the-events-tell", $"entry {entry}");
                return;
            }
            entry++;
        }
        if (told.MoveNext())
            Fail("history.json", "not-what-the-events-tell", $"entry {entry}");
    }

    void CheckPage(string name, byte[] file, string language)
    {
        var page = Utf8(file);
        var told = Told().Select(x => string.Join('\n', x.Id, x.Type, Instant(x.OccurredAt), x.Actor)).ToList();
        var written = Row()
            .Matches(page)
            .Select(x => string.Join('\n', x.Groups.Values.Skip(1).Select(y => WebUtility.HtmlDecode(y.Value))))
            .ToList();
        if (!told.SequenceEqual(written, StringComparer.Ordinal))
        {
            var at = told.Zip(written).TakeWhile(x => x.First == x.Second).Count();
            Fail(name, "not-what-the-events-tell", $"row {at + 1}");
        }
        if (!page.Contains($"<html lang=\"{language}\">", StringComparison.Ordinal))
            Fail(name, "language");
        if (page.Contains("<script", StringComparison.OrdinalIgnoreCase))
            Fail(name, "script");
    }

    [GeneratedRegex("<tr data-event=\"([^\"]*)\" data-type=\"([^\"]*)\" data-at=\"([^\"]*)\" data-actor=\"([^\"]*)\">")]
    private static partial Regex Row();

    // Counted readings of the history have no event; all other accesses do.
    void CheckAccesses(byte[] file)
    {
        var told = _events
            .Where(x => x.Kind == "access" && x.Version == 1)
            .Select(x =>
                string.Join(
                    ' ',
                    x.Stream,
                    x.Type switch
                    {
                        "record_disclosed" => "disclosure",
                        "record_exported" => "export",
                        _ => "override",
                    },
                    x.Actor,
                    Instant(x.OccurredAt),
                    Text(x.Data, "role")
                )
            );
        var written = Parse(file)
            .EnumerateArray()
            .Where(x => Text(x, "kind") != "history")
            .Select(x => string.Join(' ', new[] { "id", "kind", "by", "at", "role" }.Select(name => Text(x, name))));
        var (one, other) = (told.ToHashSet(), written.ToHashSet());
        foreach (var access in one.Except(other))
            Fail("accesses.json", "access-left-out", access);
        foreach (var access in other.Except(one))
            Fail("accesses.json", "access-without-event", access);
    }

    void CheckTexts(byte[] file)
    {
        var byId = _events.DistinctBy(x => x.Id).ToDictionary(x => x.Id);
        var opened = new HashSet<(string, string)>();
        foreach (var item in Parse(file).EnumerateArray())
        {
            var (id, field) = (Text(item, "event")!, Text(item, "field")!);
            // Opening a long text as often as this file can name it would take hours.
            if (!opened.Add((id, field)))
                Fail("texts.json", "text-twice", $"event {id}, {field}");
            else if (!byId.TryGetValue(id, out var holder))
                Fail("texts.json", "no-such-event", $"event {id}");
            else if (
                !Sealed.Opens(
                    holder,
                    field,
                    Guid.Parse(Text(item, "subject")!),
                    item.GetProperty("key").GetBytesFromBase64()
                )
            )
                Fail("texts.json", "does-not-open", $"event {id}, {field}");
        }
    }

    void CheckExport(byte[] file)
    {
        var proof = Parse(file);
        if (!file.AsSpan().SequenceEqual([.. Canonical.Of(proof), (byte)'\n']))
            Fail(ExportProof, "not-canonical");
        if (proof.TryGetProperty("pending", out var where))
        {
            // The address is this program's own, so that a dossier sends nobody elsewhere.
            var address = $"GET /api/v1/audit/proofs/{proof.GetProperty("seq").GetInt64()}";
            if (where.GetString() != address)
                Fail(ExportProof, "pending-elsewhere");
            if (laterProof is null)
            {
                Unchecked.Add($"{ExportProof}: pending: get {address} and pass it with --export-proof");
                return;
            }
            var given = new byte[LargestProof + 1];
            using var from = File.OpenRead(laterProof);
            var length = from.ReadAtLeast(given, given.Length, throwOnEndOfStream: false);
            if (length > LargestProof)
            {
                Unchecked.Add($"{ExportProof}: cannot-be-read: the file of --export-proof is too large");
                return;
            }
            var later = JsonNode.Parse(given.AsSpan(0, length))!.AsObject();
            later["event"] = JsonNode.Parse(proof.GetProperty("event").GetRawText());
            proof = Parse(Canonical.Of(Parse(Encoding.UTF8.GetBytes(later.ToJsonString()))));
        }
        var export = Event.Parse(proof);
        Prove(ExportProof, export, SignedCheckpoint(ExportProof, proof.GetProperty("checkpoint").GetString()!));
        if (export.Type != "record_exported" || Text(export.Data, "officerId") != _officer)
            Fail(ExportProof, "not-this-export");
        if (
            Text(export.Data, "manifest")
            != Convert.ToHexStringLower(SHA256.HashData(_files.GetValueOrDefault(Manifest, [])))
        )
            Fail(Manifest, "digest", "its SHA-256 is not the one that the export put on record");
        var recorded = export
            .Data.GetProperty("streams")
            .EnumerateArray()
            .Select(x => $"{Text(x, "stream")} {Text(x, "id")} {x.GetProperty("version").GetInt64()}");
        var held = Streams().Select(x => $"{x.First().Kind} {x.Key} {x.Max(y => y.Version)}");
        foreach (var stream in recorded.ToHashSet().Except(held))
            Fail("events.json", "left-out", $"the export put on record {stream}");
        foreach (var stream in held.ToHashSet().Except(recorded))
            Fail("events.json", "not-on-record", $"the export did not put on record {stream}");
    }

    static JsonElement Parse(byte[] json) => JsonElement.Parse(json);

    static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? value.GetString() : null;

    public static string Utf8(byte[] text) => new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(text);

    public static string Instant(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);
}

/// <summary>
/// What a zip says of its files before one of them is unpacked (APPNOTE.TXT). The library reads all of a directory into
/// memory, whatever its size: so the record at its end is looked at first.
/// </summary>
static class Directories
{
    const int EndSize = 22;
    const int LongestComment = 0xFFFF;
    const int LargestEntry = 1024;
    const int UnixTypes = 0xF000;
    const int UnixFile = 0x8000;

    static readonly string[] Devices = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

    /// <summary>The rule that the file breaks; null where it may be opened.</summary>
    public static string? Fault(FileStream file, long largest, int most)
    {
        if (file.Length > largest)
            return "too-large";
        var tail = new byte[(int)Math.Min(file.Length, EndSize + LongestComment)];
        file.Position = file.Length - tail.Length;
        file.ReadExactly(tail);
        var at = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (at < 0 || tail.Length - at < EndSize)
            return "not-a-zip";
        var end = tail.AsSpan(at);
        // The number of this disk and of the one with the directory, two bytes each.
        var disks = BinaryPrimitives.ReadUInt32LittleEndian(end[4..]);
        var filesHere = BinaryPrimitives.ReadUInt16LittleEndian(end[8..]);
        var files = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
        long size = BinaryPrimitives.ReadUInt32LittleEndian(end[12..]);
        long start = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
        // A field of only ones sends a reader to the Zip64 record, which says other numbers and which no dossier needs; so does
        // the number of a disk.
        if (disks != 0 || files == ushort.MaxValue || size == uint.MaxValue || start == uint.MaxValue)
            return "not-a-zip";
        if (files > most || size > most * LargestEntry)
            return "too-many-files";
        return filesHere == files && start + size == file.Length - tail.Length + at ? null : "not-a-zip";
    }

    /// <summary>Whether unpacking it would make anything but a file below the folder that it is unpacked into.</summary>
    public static bool IsNoFile(ZipArchiveEntry entry) =>
        ((entry.ExternalAttributes >> 16) & UnixTypes) is not (0 or UnixFile)
        || entry.FullName.Length > 255
        || entry.FullName.Split('/').Any(IsNoName);

    static bool IsNoName(string part) =>
        part.Length == 0
        || part is "." or ".."
        || part[^1] is '.' or ' '
        || part.IndexOfAny(['\\', ':', '*', '?', '"', '<', '>', '|']) >= 0
        // Names of a dossier's files are ASCII: no two of them look alike.
        || part.Any(x => x is < ' ' or > '~')
        || IsDevice(part.Split('.')[0].Trim());

    // Windows takes these for devices in any folder, with any suffix.
    static bool IsDevice(string name) =>
        Devices.Contains(name, StringComparer.OrdinalIgnoreCase)
        || name.Length == 4
            && (
                name.StartsWith("COM", StringComparison.OrdinalIgnoreCase)
                || name.StartsWith("LPT", StringComparison.OrdinalIgnoreCase)
            )
            && (char.IsAsciiDigit(name[3]) || name[3] is '¹' or '²' or '³');
}

/// <summary>What a dossier says, as it is printed: in one line, without characters that a terminal obeys, and not for ever.</summary>
static partial class Shown
{
    const int Longest = 300;

    /// <summary>A file's name as it is, where it can be nothing but one; else in quotes, with what it hides escaped.</summary>
    public static string Name(string name) => Plain().IsMatch(name) ? name : $"\"{Text(name)}\"";

    public static string Text(string? text)
    {
        var shown = new StringBuilder();
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            if (shown.Length >= Longest)
                return shown.Append('…').ToString();
            if (IsUnsafe(rune))
                shown.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X}}}");
            else
                shown.Append(rune.ToString());
        }
        return shown.ToString();
    }

    static bool IsUnsafe(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned;

    [GeneratedRegex(@"\A[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*(\.[A-Za-z0-9-]+)+\z")]
    private static partial Regex Plain();
}

/// <summary>An event as the ledger has it, with its leaf and its proof.</summary>
sealed record Event(JsonElement Json, byte[] Raw, long Leaf, long Seq, List<byte[]> Proof)
{
    public string Id { get; } = Json.GetProperty("id").GetString()!;

    public string Stream { get; } = Json.GetProperty("stream_id").GetString()!;

    public long Version { get; } = Json.GetProperty("version").GetInt64();

    public string Type { get; } = Json.GetProperty("type").GetString()!;

    public string Actor { get; } = Json.GetProperty("user_name").GetString()!;

    public JsonElement Data { get; } = Json.GetProperty("data");

    public DateTimeOffset OccurredAt { get; } =
        DateTimeOffset.Parse(
            Json.GetProperty("headers").GetProperty("occurredAt").GetString()!,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal
        );

    /// <summary>The kind of the stream: the first word of a type, but for kinds whose events are named otherwise.</summary>
    public string Kind =>
        Type.Split('_')[0] switch
        {
            "facility" => "unit",
            "record" => "access",
            "attendance" => "activity",
            var kind => kind,
        };

    /// <summary>RFC 6962, 2.1: a leaf is 0x00 and its content, which begins with the number of its form.</summary>
    public byte[] Hash => SHA256.HashData([0, 1, .. Raw]);

    public static Event Parse(JsonElement item)
    {
        var json = item.GetProperty("event");
        return new(
            json,
            Encoding.UTF8.GetBytes(json.GetRawText()),
            item.GetProperty("leaf").GetInt64(),
            item.GetProperty("seq").GetInt64(),
            [.. item.GetProperty("proof").EnumerateArray().Select(x => x.GetBytesFromBase64())]
        );
    }

    /// <summary>The event as a history tells it: without whom it is about, who else, and sealed text.</summary>
    public JsonElement Entry()
    {
        var facts = new JsonObject();
        foreach (var fact in Data.EnumerateObject())
        {
            if (fact.Name is "officerId" or "unitId" or "unitCode" or "identityCommitment")
                continue;
            if (fact.Name == "officerIds")
                facts["officers"] = fact.Value.GetArrayLength();
            else if (fact.Value.ValueKind != JsonValueKind.Object || !fact.Value.TryGetProperty("sealed", out _))
                facts[fact.Name] = JsonNode.Parse(fact.Value.GetRawText());
        }
        var entry = new JsonObject
        {
            ["id"] = Id,
            ["streamId"] = Stream,
            ["stream"] = Kind,
            ["version"] = Version,
            ["type"] = Type,
            ["occurredAt"] = Dossier.Instant(OccurredAt),
            ["recordedAt"] = Dossier.Instant(
                DateTimeOffset.UnixEpoch.AddMicroseconds(Json.GetProperty("timestamp").GetInt64())
            ),
            ["actor"] = Actor,
            ["facts"] = facts,
        };
        if (Data.TryGetProperty("unitCode", out var unit))
            entry["unitCode"] = unit.GetString();
        return JsonElement.Parse(entry.ToJsonString());
    }
}

/// <summary>RFC 8785 for integers below 2^53, strings without U+0000, and no key twice.</summary>
static class Canonical
{
    public static byte[] Of(JsonElement json)
    {
        var text = new StringBuilder();
        Write(json, text);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    static void Write(JsonElement json, StringBuilder into)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                var members = json.EnumerateObject().OrderBy(x => x.Name, StringComparer.Ordinal).ToList();
                if (members.Zip(members.Skip(1)).Any(x => x.First.Name == x.Second.Name))
                    throw new FormatException("An object has a key twice.");
                into.Append('{');
                foreach (var member in members)
                {
                    if (into[^1] != '{' || member.Name != members[0].Name)
                        into.Append(',');
                    Write(member.Name, into);
                    into.Append(':');
                    Write(member.Value, into);
                }
                into.Append('}');
                break;
            case JsonValueKind.Array:
                into.Append('[');
                var first = true;
                foreach (var item in json.EnumerateArray())
                {
                    if (!first)
                        into.Append(',');
                    first = false;
                    Write(item, into);
                }
                into.Append(']');
                break;
            case JsonValueKind.String:
                Write(json.GetString()!, into);
                break;
            case JsonValueKind.Number:
                var number = json.GetRawText();
                if (
                    !long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
                    || value.ToString(CultureInfo.InvariantCulture) != number
                    || Math.Abs(value) >= 1L << 53
                )
                    throw new FormatException("A number is no integer below 2^53.");
                into.Append(number);
                break;
            default:
                into.Append(json.GetRawText());
                break;
        }
    }

    static void Write(string text, StringBuilder into)
    {
        into.Append('"');
        foreach (var unit in text)
            _ = unit switch
            {
                '\0' => throw new FormatException("A string has U+0000."),
                '"' => into.Append("\\\""),
                '\\' => into.Append("\\\\"),
                '\b' => into.Append("\\b"),
                '\t' => into.Append("\\t"),
                '\n' => into.Append("\\n"),
                '\f' => into.Append("\\f"),
                '\r' => into.Append("\\r"),
                < ' ' => into.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}"),
                _ => into.Append(unit),
            };
        into.Append('"');
    }
}

/// <summary>RFC 9162, 2.1.3.2: whether a leaf is in the tree with a size and a root.</summary>
static class Merkle
{
    public static bool Includes(long leaf, long size, byte[] hash, List<byte[]> proof, byte[] root)
    {
        if (leaf < 0 || leaf >= size || proof.Exists(x => x.Length != 32))
            return false;
        var (node, last) = (leaf, size - 1);
        foreach (var sibling in proof)
        {
            if (last == 0)
                return false;
            if ((node & 1) == 1 || node == last)
            {
                hash = SHA256.HashData([1, .. sibling, .. hash]);
                for (; (node & 1) == 0 && node != 0; node >>= 1)
                    last >>= 1;
            }
            else
                hash = SHA256.HashData([1, .. hash, .. sibling]);
            (node, last) = (node >> 1, last >> 1);
        }
        return last == 0 && hash.AsSpan().SequenceEqual(root);
    }
}

/// <summary>A public key as C2SP signed-note writes it: name+id+base64 of the kind and 32 bytes.</summary>
sealed record VerifierKey(string Name, uint Id, bool Cosigns, byte[] Bytes, string Text)
{
    public static VerifierKey? TryParse(string text)
    {
        if (text.Split('+', 3) is not [{ Length: > 0 } name, var id, var rest])
            return null;
        var bytes = new byte[rest.Length];
        if (!Convert.TryFromBase64String(rest, bytes, out var length) || length != 33 || bytes[0] is not (1 or 4))
            return null;
        var typed = bytes[..length];
        var own = BinaryPrimitives.ReadUInt32BigEndian(
            SHA256.HashData([.. Encoding.UTF8.GetBytes(name + "\n"), .. typed])
        );
        return id == own.ToString("x8", CultureInfo.InvariantCulture)
            ? new(name, own, bytes[0] == 4, typed[1..], text)
            : null;
    }
}

/// <summary>A text with signatures: C2SP signed-note.</summary>
sealed record Note(string Text, List<(string Name, uint KeyId, byte[] Bytes)> Signatures)
{
    const string Start = "— ";

    // As many as the server reads. Each signature costs a verification, and each is over all of the text.
    const int MostSignatures = 32;
    const int Longest = 64 << 10;

    public static Note Parse(string note)
    {
        if (note.Length > Longest)
            throw new FormatException($"It is a note of more than {Longest} characters.");
        var end = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0 || !note.EndsWith('\n'))
            throw new FormatException("It is no signed note.");
        var lines = note[(end + 2)..^1].Split('\n');
        if (lines.Length > MostSignatures)
            throw new FormatException($"It has more than {MostSignatures} signatures.");
        var signatures = new List<(string, uint, byte[])>();
        foreach (var line in lines)
        {
            if (
                !line.StartsWith(Start, StringComparison.Ordinal)
                || line[Start.Length..].Split(' ') is not [var name, var rest]
            )
                throw new FormatException("It has a line that is no signature.");
            var bytes = Convert.FromBase64String(rest);
            // Another spelling of the same bytes is another file, and no signature vouches for it.
            if (bytes.Length <= 4 || Convert.ToBase64String(bytes) != rest)
                throw new FormatException("It has a line that is no signature.");
            signatures.Add((name, BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes[4..]));
        }
        return new(note[..(end + 1)], signatures);
    }

    /// <summary>Whether the key signed it. A signature that claims to be the key's and is not spoils the note.</summary>
    public bool IsSignedBy(VerifierKey key)
    {
        var own = Signatures.FindAll(x => x.Name == key.Name && x.KeyId == key.Id);
        return own.Count > 0
            && own.TrueForAll(x => key.Cosigns ? IsCosignature(key, x.Bytes) : IsSignature(key, x.Bytes));
    }

    bool IsSignature(VerifierKey key, byte[] signature) =>
        signature.Length == 64 && Ed25519.Verify(key.Bytes, Encoding.UTF8.GetBytes(Text), signature);

    // C2SP tlog-cosignature: eight bytes of time stand before the signature, and the time is signed too.
    bool IsCosignature(VerifierKey key, byte[] signature) =>
        signature.Length == 72
        && Ed25519.Verify(
            key.Bytes,
            Encoding.UTF8.GetBytes(
                $"cosignature/v1\ntime {BinaryPrimitives.ReadUInt64BigEndian(signature).ToString(CultureInfo.InvariantCulture)}\n{Text}"
            ),
            signature[8..]
        );
}

/// <summary>C2SP tlog-checkpoint.</summary>
sealed record Checkpoint(string Origin, long Size, byte[] Root)
{
    public static Checkpoint Parse(string text) =>
        text.Split('\n') is [var origin, var size, var root, ..]
            ? new(
                origin,
                long.Parse(size, NumberStyles.None, CultureInfo.InvariantCulture),
                Convert.FromBase64String(root)
            )
            : throw new FormatException("It is no checkpoint.");
}

/// <summary>What a log's key says of the one that follows it.</summary>
sealed record Succession(Note Note, VerifierKey Old, long Size, VerifierKey New)
{
    bool? _isSigned;

    /// <summary>Whether the key that it names as the old one signed it; verified once, however often it is asked.</summary>
    public bool IsSigned => _isSigned ??= Note.IsSignedBy(Old);

    public static Succession Parse(string text)
    {
        var note = Note.Parse(text);
        return
            note.Text.Split('\n') is ["wellbeing log succession", var old, var size, _, var next, ""]
            && VerifierKey.TryParse(old) is { } before
            && VerifierKey.TryParse(next) is { } after
            ? new(note, before, long.Parse(size, NumberStyles.None, CultureInfo.InvariantCulture), after)
            : throw new FormatException("It is no succession.");
    }
}

/// <summary>Sealed text: AES-256-GCM, bound to the place that it stands in, with a commitment to its key.</summary>
static class Sealed
{
    public static bool Opens(Event holder, string field, Guid subject, byte[] key)
    {
        var envelope = holder.Data.GetProperty(field).GetProperty("sealed").GetBytesFromBase64();
        if (key.Length != 64 || envelope.Length < 61 || envelope[0] != 1)
            return false;
        if (!envelope.AsSpan(13, 32).SequenceEqual(key.AsSpan(32)))
            return false;
        byte[] place =
        [
            1,
            .. subject.ToByteArray(bigEndian: true),
            .. Guid.Parse(holder.Stream).ToByteArray(bigEndian: true),
            .. Guid.Parse(holder.Id).ToByteArray(bigEndian: true),
            .. Framed(holder.Type),
            .. Framed(field),
        ];
        using var aes = new AesGcm(key.AsSpan(0, 32), 16);
        try
        {
            aes.Decrypt(
                envelope.AsSpan(1, 12),
                envelope.AsSpan(45, envelope.Length - 61),
                envelope.AsSpan(envelope.Length - 16),
                new byte[envelope.Length - 61],
                place
            );
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    static byte[] Framed(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        return [.. length, .. bytes];
    }
}

/// <summary>Verifies Ed25519 signatures as RFC 8032, 5.1.7 says. It holds no secret, so that its time tells nothing.</summary>
static class Ed25519
{
    static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;
    static readonly BigInteger L = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493");
    static readonly BigInteger D = Mod(-121665 * Inverse(121666));
    static readonly BigInteger RootOfMinusOne = BigInteger.ModPow(2, (P - 1) / 4, P);
    static readonly Point Base = Decode(Convert.FromHexString("58" + string.Concat(Enumerable.Repeat("66", 31))))!;

    sealed record Point(BigInteger X, BigInteger Y, BigInteger Z, BigInteger T);

    public static bool Verify(byte[] publicKey, byte[] message, byte[] signature)
    {
        if (signature.Length != 64 || Decode(publicKey) is not { } a || Number(signature.AsSpan(32)) is var s && s >= L)
            return false;
        var k = Number(SHA512.HashData([.. signature[..32], .. publicKey, .. message])) % L;
        var minusA = a with { X = Mod(-a.X), T = Mod(-a.T) };
        return Encode(Add(Times(Base, s), Times(minusA, k))).AsSpan().SequenceEqual(signature.AsSpan(0, 32));
    }

    /// <summary>The first vectors of RFC 8032, 7.1, and that no bit of them may be another.</summary>
    public static bool Works()
    {
        (string Key, string Message, string Signature)[] vectors =
        [
            (
                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                "",
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
            ),
            (
                "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
                "72",
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
            ),
            (
                "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
                "af82",
                "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
            ),
        ];
        return Array.TrueForAll(
            vectors,
            x =>
            {
                var (key, message, signature) = (
                    Convert.FromHexString(x.Key),
                    Convert.FromHexString(x.Message),
                    Convert.FromHexString(x.Signature)
                );
                var other = (byte[])signature.Clone();
                other[40] ^= 1;
                return Verify(key, message, signature)
                    && !Verify(key, message, other)
                    && !Verify(key, [.. message, 0], signature);
            }
        );
    }

    static Point? Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != 32)
            return null;
        var (encoded, odd) = (Number(bytes), bytes[31] >> 7);
        var y = encoded - ((BigInteger)odd << 255);
        if (y >= P)
            return null;
        var square = Mod((y * y - 1) * Inverse(D * y * y + 1));
        var x = BigInteger.ModPow(square, (P + 3) / 8, P);
        if (Mod(x * x - square) != 0)
            x = Mod(x * RootOfMinusOne);
        if (Mod(x * x - square) != 0 || x == 0 && odd == 1)
            return null;
        if ((int)(x % 2) != odd)
            x = P - x;
        return new(x, y, 1, Mod(x * y));
    }

    static byte[] Encode(Point point)
    {
        var inverse = Inverse(point.Z);
        var (x, y) = (Mod(point.X * inverse), Mod(point.Y * inverse));
        var bytes = new byte[32];
        (y + ((x % 2) << 255)).TryWriteBytes(bytes, out _, isUnsigned: true);
        return bytes;
    }

    static Point Add(Point p, Point q)
    {
        var a = Mod((p.Y - p.X) * (q.Y - q.X));
        var b = Mod((p.Y + p.X) * (q.Y + q.X));
        var c = Mod(2 * p.T * q.T * D);
        var d = Mod(2 * p.Z * q.Z);
        var (e, f, g, h) = (b - a, d - c, d + c, b + a);
        return new(Mod(e * f), Mod(g * h), Mod(f * g), Mod(e * h));
    }

    static Point Times(Point point, BigInteger factor)
    {
        var sum = new Point(0, 1, 1, 0);
        for (; factor > 0; factor >>= 1, point = Add(point, point))
            if (!factor.IsEven)
                sum = Add(sum, point);
        return sum;
    }

    static BigInteger Number(ReadOnlySpan<byte> littleEndian) => new(littleEndian, isUnsigned: true);

    static BigInteger Inverse(BigInteger value) => BigInteger.ModPow(Mod(value), P - 2, P);

    static BigInteger Mod(BigInteger value) => (value % P + P) % P;
}
