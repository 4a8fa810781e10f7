using Shouldly;
using Xunit;

namespace Wellbeing.Domain.Tests.Catalogues;

public sealed class EventCatalogueTests
{
    [Fact]
    public void the_event_catalogue_says_what_the_domain_says()
    {
        var file = Path.Combine(Repository(), "docs", "event-catalogue.md");
        var generated = EventCatalogue.Write();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, generated);
        }

        var page = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";

        page.ShouldBe(
            generated,
            "docs/event-catalogue.md is not up to date. Run these tests with UPDATE_DOCS=1 in the environment, "
                + "read the difference, and commit it."
        );
    }

    private static string Repository()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "Wellbeing.sln")))
                return folder;
        throw new DirectoryNotFoundException("These tests have to run inside the repository.");
    }
}
