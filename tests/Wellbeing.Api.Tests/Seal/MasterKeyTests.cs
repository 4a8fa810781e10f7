using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Shouldly;
using Wellbeing.Api.Seal;
using Xunit;
using Xunit.Sdk;

namespace Wellbeing.Api.Tests.Seal;

public sealed class MasterKeyTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("wellbeing-").FullName;

    private string Made => Path.Combine(_home, "secrets", "master.key");

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public void in_development_a_key_is_made_once_and_kept()
    {
        var first = Load(Environments.Development);

        Load(Environments.Development).Id.ShouldBe(first.Id);
        File.ReadAllBytes(Made).Length.ShouldBe(MasterKey.Size);
    }

    [Fact]
    public void a_made_key_is_its_owners_alone()
    {
        if (OperatingSystem.IsWindows())
            throw SkipException.ForSkip("Windows has no file modes.");
        Load(Environments.Development);

        Mode(Made).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Mode(Path.GetDirectoryName(Made)!)
            .ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task when_many_make_the_key_at_once_they_agree()
    {
        for (var round = 0; round < 20; round++)
        {
            using var start = new Barrier(8);
            var ids = await Task.WhenAll(
                Enumerable
                    .Range(0, 8)
                    .Select(_ =>
                        Task.Factory.StartNew(
                            () =>
                            {
                                start.SignalAndWait();
                                return Load(Environments.Development).Id;
                            },
                            TestContext.Current.CancellationToken,
                            TaskCreationOptions.LongRunning,
                            TaskScheduler.Default
                        )
                    )
            );

            ids.Distinct().ShouldHaveSingleItem();
            Directory.GetFiles(Path.GetDirectoryName(Made)!).ShouldHaveSingleItem();
            File.Delete(Made);
        }
    }

    [Fact]
    public void when_the_made_file_is_damaged_it_is_refused_and_never_overwritten()
    {
        Load(Environments.Development);
        File.WriteAllText(Made, "damaged");

        Should.Throw<MasterKeyException>(() => Load(Environments.Development)).Message.ShouldContain(Made);
        File.ReadAllText(Made).ShouldBe("damaged");
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public void outside_development_no_key_is_made(string environment)
    {
        Should.Throw<MasterKeyException>(() => Load(environment)).Message.ShouldContain(MasterKeyFiles.PathSetting);
        Directory.GetFileSystemEntries(_home).ShouldBeEmpty();
    }

    [Fact]
    public void when_development_has_no_home_it_says_which_setting_is_missing() =>
        Should
            .Throw<MasterKeyException>(() => MasterKeyFiles.Of(Settings([]), new Named(Environments.Development)))
            .Message.ShouldContain(MasterKeyFiles.HomeSetting);

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public void a_mounted_file_holds_raw_bytes_or_their_base64(string environment)
    {
        var key = RandomNumberGenerator.GetBytes(MasterKey.Size);
        var raw = Write(key);
        var base64 = Write([.. System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(key)), (byte)'\n']);

        Load(environment, raw).Id.ShouldBe(new MasterKey(key).Id);
        Load(environment, base64).Id.ShouldBe(new MasterKey(key).Id);
        File.Exists(Made).ShouldBeFalse();
    }

    [Fact]
    public void a_mounted_file_with_anything_else_is_refused_without_showing_it()
    {
        Should
            .Throw<MasterKeyException>(() => Load(Environments.Production, Write("too short"u8.ToArray())))
            .ToString()
            .ShouldNotContain("too short");
        var shortBase64 = Write("c2hvcnQ="u8.ToArray());
        Should.Throw<MasterKeyException>(() => Load(Environments.Production, shortBase64));
        Should.Throw<MasterKeyException>(() => Load(Environments.Production, Path.Combine(_home, "absent")));
    }

    [Fact]
    public void a_key_to_change_to_is_made_once_beside_the_other_and_takes_its_place_without_a_trace()
    {
        var first = Load(Environments.Development);
        var files = Files(Environments.Development);
        files.Read().Count.ShouldBe(1);

        files.MakeNew();
        files.MakeNew();
        var both = files.Read();
        both.Select(key => key.Id).ShouldBeUnique();
        both[0].Id.ShouldBe(first.Id);
        if (!OperatingSystem.IsWindows())
            Mode(files.New!).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        files.Replace();
        files.Read().ShouldHaveSingleItem().Id.ShouldBe(both[1].Id);
        Directory.GetFiles(Path.GetDirectoryName(Made)!).ShouldBe([Made]);
        if (!OperatingSystem.IsWindows())
            Mode(Made).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void mounted_files_are_neither_made_nor_replaced()
    {
        var (one, other) = (Write(New()), Path.Combine(_home, "other.key"));
        var files = Files(Environments.Production, one, other);
        files.MakeNew();
        Should.Throw<MasterKeyException>(files.Read).Message.ShouldContain(other);

        File.WriteAllBytes(other, New());
        files.Replace();
        files.Read().Count.ShouldBe(2);
    }

    [Fact]
    public void a_ring_keeps_what_it_holds_while_the_files_cannot_be_read_and_follows_when_they_can()
    {
        var mounted = Write(New());
        var ring = new KeyRing(Files(Environments.Production, mounted).Read);
        var held = ring.First.Id;

        File.WriteAllText(mounted, "damaged");
        ring.Reload();
        ring.Find(held).ShouldNotBeNull();

        var next = New();
        File.WriteAllBytes(mounted, next);
        ring.Reload();
        ring.Find(held).ShouldBeNull();
        ring.First.Id.ShouldBe(new MasterKey(next).Id);
    }

    [Fact]
    public void no_secret_prints_itself()
    {
        var bytes = RandomNumberGenerator.GetBytes(MasterKey.Size);
        var master = new MasterKey(bytes);
        var printed = $"{master} {master.Wrapping} {new ByteKey(bytes)} {new KeyRing(() => [master])}";

        printed.ShouldNotContain(Convert.ToHexString(bytes), Case.Insensitive);
        printed.ShouldNotContain(Convert.ToHexString(master.Wrapping.Span), Case.Insensitive);
    }

    private static byte[] New() => RandomNumberGenerator.GetBytes(MasterKey.Size);

    private MasterKey Load(string environment, string? mounted = null) => Files(environment, mounted).Read()[0];

    private MasterKeyFiles Files(string environment, string? mounted = null, string? other = null)
    {
        var settings = new Dictionary<string, string?> { [MasterKeyFiles.HomeSetting] = _home };
        if (mounted is not null)
            settings[MasterKeyFiles.PathSetting] = mounted;
        if (other is not null)
            settings[MasterKeyFiles.NewPathSetting] = other;
        return MasterKeyFiles.Of(Settings(settings), new Named(environment));
    }

    private string Write(byte[] content)
    {
        var path = Path.Combine(_home, Path.GetRandomFileName());
        File.WriteAllBytes(path, content);
        return path;
    }

    private static IConfiguration Settings(Dictionary<string, string?> settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings).Build();

    private static UnixFileMode Mode(string path) =>
        OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path);

    private sealed class Named(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;
        public string ApplicationName { get; set; } = "tests";
        public string ContentRootPath { get; set; } = "";
        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
