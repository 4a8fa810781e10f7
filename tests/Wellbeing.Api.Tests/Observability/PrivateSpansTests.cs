using System.Diagnostics;
using Shouldly;
using Wellbeing.Api.Observability;
using Xunit;

namespace Wellbeing.Api.Tests.Observability;

public sealed class PrivateSpansTests
{
    [Fact]
    public void a_span_keeps_that_it_failed_and_how_long_it_took_and_no_word_about_what()
    {
        using var span = new Activity("handle").Start();
        span.SetTag("url.path", "/api/v1/officers/7")
            .SetTag("url.query", "?q=li")
            .SetTag("db.query.text", "SELECT 'li'");
        span.SetTag("http.route", "/api/v1/officers/{id}").SetTag("exception.message", "li").SetTag("anything", "li");
        span.SetStatus(ActivityStatusCode.Error, "li is no number");
        span.TraceStateString = "desk=li";
        span.Stop();
        using var spans = new PrivateSpans();
        spans.OnEnd(span);
        span.TagObjects.ShouldBe([new("http.route", "/api/v1/officers/{id}")]);
        (span.Status, span.StatusDescription, span.TraceStateString).ShouldBe((ActivityStatusCode.Error, null, null));
    }
}
