import type { MetricMeter } from '@temporalio/common';

/** What the worker measures of its own, beside what Temporal measures of it. */
export type WorkerMetrics = {
  readonly graphUnits: { readonly add: (units: number) => void };
  readonly ownCredentialRefused: { readonly set: (value: number) => void };
};

/** They come out at the same place as Temporal's, WORKER_METRICS_ADDRESS. */
export function createMetrics(meter: MetricMeter): WorkerMetrics {
  const units = meter.createCounter(
    'rollcall_graph_resource_units',
    'units',
    'Resource units that Microsoft Graph has charged since the start of this process.',
  );
  const refused = meter.createGauge(
    'rollcall_own_credential_refused',
    'int',
    undefined,
    'Whether Microsoft refused our own secret or certificate at the last sign-in of this process.',
  );
  return {
    graphUnits: { add: (amount) => units.add(amount) },
    ownCredentialRefused: { set: (value) => refused.set(value) },
  };
}
