using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Shouldly;
using Wellbeing.Api.Observability;
using Xunit;

namespace Wellbeing.Api.Tests.Observability;

public sealed class AdminPortTests
{
    [Fact]
    public async Task without_an_admin_port_nobody_listens_and_nothing_is_measured()
    {
        await using var server = await Host.StartAsync();
        server.Services.GetServices<IHostedService>().OfType<AdminSite>().ShouldBeEmpty();
        server.Services.GetService<MeterProvider>().ShouldBeNull();
        server.Services.GetService<TracerProvider>().ShouldBeNull();
    }

    [Theory]
    [InlineData("Admin:Port", "eighty")]
    [InlineData("Admin:Port", "65536")]
    [InlineData("Admin:Address", "somewhere")]
    public async Task when_the_admin_port_is_wrong_the_server_does_not_start(string key, string value)
    {
        var refused = await Should.ThrowAsync<InvalidOperationException>(() =>
            Host.StartAsync(null, ("Admin:Port", "0"), (key, value))
        );
        refused.Message.ShouldContain(key);
    }

    [Fact]
    public void the_admin_port_is_on_loopback_unless_told_otherwise()
    {
        AdminAddress.Of(Settings("Admin:Port", "9464"))!.Address.ShouldBe(IPAddress.Loopback);
        AdminAddress.Of(Settings("admin-port", "9464")).ShouldBe(new AdminAddress(IPAddress.Loopback, 9464));
        AdminAddress.Of(Settings("Admin:Address", "0.0.0.0")).ShouldBeNull();
    }

    private static ConfigurationManager Settings(string key, string value) => new() { [key] = value };
}
