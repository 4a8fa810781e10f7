using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Wellbeing.Domain.Tests.Architecture;

/// <summary>CONTRIBUTING.md leads through a request file by file: a few files, each found from those before it.</summary>
public sealed partial class WalkTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Here(), "..", "..", ".."));

    [Theory]
    [InlineData("POST /api/v1/talks")]
    [InlineData("GET /api/v1/officers/{id}/history")]
    public void a_request_passes_at_most_eight_files_of_which_each_is_named_by_one_before_it(string request)
    {
        var files = FilesOf(request);
        files.Count.ShouldBeInRange(4, 8);
        var texts = files.ConvertAll(x => File.ReadAllText(Path.Combine(Root, x)));
        for (var i = 1; i < files.Count; i++)
        {
            var name = new Regex(
                $@"\b{Path.GetFileNameWithoutExtension(files[i])}(s|\.Of)?\b",
                RegexOptions.None,
                Second
            );
            texts.Take(i).ShouldContain(text => name.IsMatch(text), files[i]);
        }
    }

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static List<string> FilesOf(string request)
    {
        var text = File.ReadAllText(Path.Combine(Root, "CONTRIBUTING.md"));
        var walk = text[text.IndexOf($"(`{request}`)", StringComparison.Ordinal)..].Split("\n\n")[1];
        return [.. Step().Matches(walk).Select(x => x.Groups["file"].Value)];
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    [GeneratedRegex(@"^\d\. `(?<file>src/[^`]+\.cs)`", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Step();
}
