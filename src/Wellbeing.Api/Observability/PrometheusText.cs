using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Wellbeing.Api.Observability;

/// <summary>
/// Metrics in Prometheus' text format 0.0.4, named as OpenTelemetry maps them: units become suffixes, counters end in
/// <c>_total</c>.
/// </summary>
internal static class PrometheusText
{
    public static string Of(in Batch<Metric> metrics)
    {
        var text = new StringBuilder(16 * 1024);
        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach (var metric in metrics)
        {
            var name = NameOf(metric);
            // A name stands once in a page; of two meters with the same one the first is shown.
            if (written.Add(name))
                Write(text, name, metric);
        }
        return text.ToString();
    }

    private static void Write(StringBuilder text, string name, Metric metric)
    {
        if (metric.Description.Length > 0)
            text.Append("# HELP ").Append(name).Append(' ').Append(Escaped(metric.Description)).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(KindOf(metric.MetricType)).Append('\n');
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            var labels = LabelsOf(point.Tags);
            switch (metric.MetricType)
            {
                case MetricType.LongSum or MetricType.LongSumNonMonotonic:
                    Line(text, name, labels, point.GetSumLong());
                    break;
                case MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic:
                    Line(text, name, labels, point.GetSumDouble());
                    break;
                case MetricType.LongGauge:
                    Line(text, name, labels, point.GetGaugeLastValueLong());
                    break;
                case MetricType.DoubleGauge:
                    Line(text, name, labels, point.GetGaugeLastValueDouble());
                    break;
                case MetricType.Histogram:
                    WriteHistogram(text, name, labels, point);
                    break;
            }
        }
    }

    private static void WriteHistogram(StringBuilder text, string name, string labels, in MetricPoint point)
    {
        var below = 0L;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            below += bucket.BucketCount;
            var bound = $"le=\"{Number(bucket.ExplicitBound)}\"";
            Line(text, $"{name}_bucket", labels.Length == 0 ? bound : $"{labels},{bound}", below);
        }
        Line(text, $"{name}_sum", labels, point.GetHistogramSum());
        Line(text, $"{name}_count", labels, point.GetHistogramCount());
    }

    private static void Line(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
            text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string NameOf(Metric metric)
    {
        var name = Plain(metric.Name);
        var unit = metric.Unit switch
        {
            "s" => "_seconds",
            "ms" => "_milliseconds",
            "By" => "_bytes",
            _ => "",
        };
        if (!name.EndsWith(unit, StringComparison.Ordinal))
            name += unit;
        return KindOf(metric.MetricType) == "counter" ? name + "_total" : name;
    }

    private static string KindOf(MetricType type) =>
        type switch
        {
            MetricType.LongSum or MetricType.DoubleSum => "counter",
            MetricType.Histogram => "histogram",
            _ => "gauge",
        };

    private static string LabelsOf(ReadOnlyTagCollection tags)
    {
        var labels = new List<string>(tags.Count);
        foreach (var (name, value) in tags)
        {
            var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            labels.Add($"{Plain(name)}=\"{Escaped(text).Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
        }
        return string.Join(',', labels);
    }

    private static string Plain(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

    private static string Escaped(string text) =>
        text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf" : value.ToString(CultureInfo.InvariantCulture);
}
