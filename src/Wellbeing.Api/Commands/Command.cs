using JasperFx.CommandLine;
using Wellbeing.Api.Hosting;

namespace Wellbeing.Api.Commands;

/// <summary>A command of the product's, beside those that JasperFx, Marten and Wolverine bring.</summary>
internal interface ICommand : IJasperFxCommand
{
    /// <returns><see cref="CommandLine.Done"/>, <see cref="CommandLine.Failed"/> or <see cref="CommandLine.Misused"/>.</returns>
    /// <exception cref="InvalidUsageException">A value on the command line is none that the command knows.</exception>
    Task<int> RunAsync(object input, CancellationToken stop);
}

/// <inheritdoc cref="ICommand"/>
internal abstract class Command<TInput> : JasperFxAsyncCommand<TInput>, ICommand
    where TInput : class
{
    public abstract Task<int> RunAsync(TInput input, CancellationToken stop);

    Task<int> ICommand.RunAsync(object input, CancellationToken stop) => RunAsync((TInput)input, stop);

    public sealed override async Task<bool> Execute(TInput input) =>
        await RunAsync(input, CancellationToken.None) == CommandLine.Done;

    /// <summary>Configuration and environment as the server reads them, for what needs no server.</summary>
    protected static WebApplicationBuilder Settings() => WebApplication.CreateBuilder();

    /// <summary>A token of the development issuer, which is there in Development only.</summary>
    protected static string DevelopmentToken(Role role, string? unit = null, string? badge = null, string? sub = null)
    {
        var environment = Settings().Environment;
        return environment.IsDevelopment()
            ? DevelopmentIssuer.Token(DevelopmentIssuer.Home("."), role, unit, badge, sub)
            : throw new InvalidOperationException(
                $"There is no development issuer in {environment.EnvironmentName}: "
                    + "take a token of the bureau's own issuer; import sends the one in WELLBEING_TOKEN."
            );
    }
}

/// <summary>The input of a command that takes nothing.</summary>
internal sealed class NoInput;
