/** What MLflow takes in one request. */
const most = {metrics: 1000, params: 100, tags: 100};
/** A key may be so long; a value of a parameter may be longer, but only since MLflow 2.8. */
const [longestKey, longestValue] = [250, 500];

export interface MetricPoint {
  key: string;
  value: number;
  /** Milliseconds since 1970. */
  timestamp: number;
  step: number;
}

export interface KeyValue {
  key: string;
  value: string;
}

export interface Parcel {
  metrics: MetricPoint[];
  params: KeyValue[];
  tags: KeyValue[];
}

/** As many requests as it takes, each within MLflow's limits; none for nothing. */
export function parcels({metrics, params, tags}: Parcel): Parcel[] {
  const count = Math.max(
    Math.ceil(metrics.length / most.metrics),
    Math.ceil(params.length / most.params),
    Math.ceil(tags.length / most.tags),
  );
  // A thousand items in all go into one: where all three are full, the metrics make room.
  const metricsEach = count > 1 || metrics.length + params.length + tags.length > 1000 ? 800 : most.metrics;
  const rounds = Math.max(count, Math.ceil(metrics.length / metricsEach));
  return Array.from({length: rounds}, (_, at) => ({
    metrics: metrics.slice(at * metricsEach, (at + 1) * metricsEach),
    params: params.slice(at * most.params, (at + 1) * most.params),
    tags: tags.slice(at * most.tags, (at + 1) * most.tags),
  }));
}

/** A name with only what MLflow takes in one: letters, digits, `_ - . / :` and blanks. */
export function keyOf(name: string): string {
  return name.replaceAll(/[^\w\-. /:]/g, '_').slice(0, longestKey);
}

/** Each value that there is as text. */
export function keyValues(values: Readonly<Record<string, unknown>>): KeyValue[] {
  return Object.entries(values)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => ({key: keyOf(name), value: textOf(value)}));
}

/** Numbers alone: what is no number is null in a journal. */
export function metricPoints(
  values: Readonly<Record<string, unknown>>,
  {at, step}: {at: number; step: number},
): MetricPoint[] {
  return Object.entries(values).flatMap(([name, value]) =>
    typeof value === 'number' ? [{key: keyOf(name), value, timestamp: at, step}] : [],
  );
}

function textOf(value: unknown): string {
  const text = Array.isArray(value)
    ? value.map(textOf).join(', ')
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);
  return text.length <= longestValue ? text : `${text.slice(0, longestValue - 1)}…`;
}
