using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.RegularExpressions;
using JasperFx.Events;
using Npgsql;
using Weasel.Postgresql;
using Weasel.Storage;
using IMartenOperation = Marten.Internal.Operations.IStorageOperation;
using OperationRole = Weasel.Core.OperationRole;

namespace Wellbeing.Api.EventStore;

/// <summary>A statement over arrays of rows in a session's transaction.</summary>
/// <param name="statement">The statement.</param>
internal sealed partial class RowsOperation(NpgsqlBatchCommand statement) : IMartenOperation, NoDataReturnedCall
{
    // Marten's builder numbers the parameters of a batch itself.
    private const char Placeholder = '^';

    private static readonly ConcurrentDictionary<string, string> Texts = new(StringComparer.Ordinal);

    public Type DocumentType => typeof(RowsOperation);

    public void ConfigureCommand(ICommandBuilder builder, IStorageSession session)
    {
        var parameters = builder.AppendWithParameters(
            Texts.GetOrAdd(statement.CommandText, static sql => Numbered().Replace(sql, Placeholder.ToString())),
            Placeholder
        );
        foreach (var (parameter, given) in parameters.Zip(statement.Parameters))
            (parameter.NpgsqlDbType, parameter.Value) = (given.NpgsqlDbType, given.Value);
    }

    public Task PostprocessAsync(DbDataReader reader, IList<Exception> exceptions, CancellationToken token) =>
        Task.CompletedTask;

    public OperationRole Role() => OperationRole.Other;

    [GeneratedRegex(@"\$\d+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Numbered();
}

/// <summary>
/// What stands before all else in an append's transaction. Marten puts operations on <see cref="IEvent" /> first.
/// </summary>
/// <param name="sql">A query; its answer is passed over.</param>
internal sealed class FirstOperation(string sql) : IMartenOperation
{
    public Type DocumentType => typeof(IEvent);

    public void ConfigureCommand(ICommandBuilder builder, IStorageSession session) => builder.Append(sql);

    public Task PostprocessAsync(DbDataReader reader, IList<Exception> exceptions, CancellationToken token) =>
        Task.CompletedTask;

    public OperationRole Role() => OperationRole.Events;
}
